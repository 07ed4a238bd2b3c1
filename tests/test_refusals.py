"""What cannot start says so in exactly one clear line on standard error, exits non-zero, and shows no traceback."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.storage.schema import migrate
from tests.torture.borough import NAME, write_content
from tests.torture.process import KEY, Bot, free_port


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@dataclass
class Place:
    """A deployment that would start; each test breaks one thing of it."""

    folder: Path
    environment: dict[str, str]

    async def run(self, *words: str, seconds: float = 60) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *(words or ("run",)), cwd=self.folder, env=self.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            out, err = await asyncio.wait_for(process.communicate(), seconds)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise AssertionError("it did not end") from None
        return Ended(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    playground = Playground()
    url = await playground.start()
    content = write_content(tmp_path / "content")
    database = tmp_path / "data" / "evenhand.sqlite"
    database.parent.mkdir()
    bot = Bot(tmp_path, content, url, playground.token, f"sqlite:///{database}")
    yield Place(tmp_path, bot.environment())
    await playground.stop()


def one_line(ended: Ended, *words: str) -> None:
    """One line on standard error that holds the words; no traceback; non-zero exit; no secret."""
    lines = ended.err.strip().splitlines()
    assert len(lines) == 1, ended.err
    assert ended.code not in {0, None}
    for word in words:
        assert word in lines[0], lines[0]
    assert "Traceback" not in ended.err
    assert KEY not in ended.err
    assert not re.search(r"\d{6}:[\w-]{20,}", ended.err)


async def test_a_token_that_telegram_does_not_know(place: Place) -> None:
    place.environment["TELEGRAM_BOT_TOKEN"] = "424242:AAbadbadbadbadbadbadbadbadbadbadbad"
    one_line(await place.run(), "TELEGRAM_BOT_TOKEN")


async def test_a_token_that_is_none(place: Place) -> None:
    place.environment["TELEGRAM_BOT_TOKEN"] = "my bot"
    one_line(await place.run(), "TELEGRAM_BOT_TOKEN")


async def test_no_token(place: Place) -> None:
    del place.environment["TELEGRAM_BOT_TOKEN"]
    one_line(await place.run(), "TELEGRAM_BOT_TOKEN", "missing")


async def test_no_key(place: Place) -> None:
    del place.environment["EVENHAND_KEY"]
    one_line(await place.run(), "EVENHAND_KEY", "missing")


@pytest.mark.parametrize("key", ["ab" * 31, "not hex and not base64 !!"])
async def test_a_key_that_is_none(place: Place, key: str) -> None:
    place.environment["EVENHAND_KEY"] = key
    ended = await place.run()
    one_line(ended, "EVENHAND_KEY")
    assert key not in ended.err


async def test_a_bot_api_that_is_not_there(place: Place) -> None:
    place.environment["TELEGRAM_API_ROOT"] = f"http://127.0.0.1:{free_port()}"
    one_line(await place.run(), "TELEGRAM_API_ROOT")


async def test_a_folder_that_cannot_be_written(place: Place) -> None:
    # Not even root writes below a file, nor into the kernel's own folder.
    for database in (place.folder / "content" / "policy.toml" / "evenhand.sqlite", Path("/proc/evenhand.sqlite")):
        place.environment["DATABASE_URL"] = f"sqlite:///{database}"
        one_line(await place.run(), str(database.parent))


async def test_a_second_process_on_one_sqlite_file(place: Place, tmp_path: Path) -> None:
    first = Bot(
        tmp_path, tmp_path / "content", place.environment["TELEGRAM_API_ROOT"],
        place.environment["TELEGRAM_BOT_TOKEN"], place.environment["DATABASE_URL"],
    )  # fmt: skip
    await first.start()
    try:
        await first.ready()
        place.environment["PORT"] = str(free_port())
        one_line(await place.run(), "evenhand.sqlite", "another process")
        assert first.process is not None
        assert first.process.returncode is None
    finally:
        await first.stop()


async def test_the_bell_of_a_running_bot_is_left_alone_by_a_second_one(place: Place, tmp_path: Path) -> None:
    first = Bot(
        tmp_path, tmp_path / "content", place.environment["TELEGRAM_API_ROOT"],
        place.environment["TELEGRAM_BOT_TOKEN"], place.environment["DATABASE_URL"],
    )  # fmt: skip
    await first.start()
    try:
        await first.ready()
        await place.run()
        ended = await place.run("invite", "champion")
        assert ended.code == 0, ended.err
        assert "start=i_" in ended.out
    finally:
        await first.stop()


async def test_an_older_schema(place: Place) -> None:
    database = place.environment["DATABASE_URL"].removeprefix("sqlite:///")
    migrate(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    one_line(await place.run(), "older", "migrate")


async def test_a_newer_schema(place: Place) -> None:
    database = place.environment["DATABASE_URL"].removeprefix("sqlite:///")
    migrate(database)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    one_line(await place.run(), "newer")


async def test_a_database_that_is_none(place: Place) -> None:
    Path(place.environment["DATABASE_URL"].removeprefix("sqlite:///")).write_bytes(b"a letter to the council " * 99)
    one_line(await place.run(), "evenhand.sqlite")


async def test_a_postgresql_that_is_not_there(place: Place) -> None:
    place.environment["DATABASE_URL"] = f"postgres://sam:hunter2@127.0.0.1:{free_port()}/evenhand"
    ended = await place.run()
    one_line(ended, "PostgreSQL")
    assert "hunter2" not in ended.err


async def test_a_postgresql_that_is_empty(place: Place, pg_url: str) -> None:
    place.environment["DATABASE_URL"] = pg_url
    one_line(await place.run(), "empty", "migrate")


async def test_a_scheme_that_nobody_knows(place: Place) -> None:
    place.environment["DATABASE_URL"] = "mysql://root@localhost/evenhand"
    one_line(await place.run(), "DATABASE_URL", "mysql")


async def test_a_port_that_is_taken(place: Place) -> None:
    taken = await asyncio.start_server(lambda *_: None, "0.0.0.0", int(place.environment["PORT"]))
    async with taken:
        one_line(await place.run(), place.environment["PORT"])


async def test_a_port_that_is_none(place: Place) -> None:
    place.environment["PORT"] = "eighty"
    one_line(await place.run(), "PORT")


@pytest.mark.parametrize("address", ["http://bot.example.org/hook", "bot.example.org/hook"])
async def test_a_webhook_without_https(place: Place, address: str) -> None:
    # Only Telegram itself insists on https: it is refused before anything is asked of it.
    place.environment |= {"WEBHOOK_URL": address, "TELEGRAM_API_ROOT": "https://api.telegram.org"}
    one_line(await place.run(), "WEBHOOK_URL", "https://")


def _policy_without_equals(content: Path) -> None:
    (content / "policy.toml").write_text("[people\nminimum_age 16\n")


def _policy_without_reason(content: Path) -> None:
    (content / "policy.toml").write_text("[people.minimum_age]\nvalue = 16\n")


def _policy_with_words_for_a_number(content: Path) -> None:
    path = content / "policy.toml"
    text, done = re.subn(r"(\[rate\.updates_burst\]\nvalue = )\d+", r'\g<1>"many"', path.read_text())
    assert done == 1
    path.write_text(text)


def _policy_lacking_a_number(content: Path) -> None:
    path = content / "policy.toml"
    path.write_text(path.read_text().replace("[rate.updates_burst]", "[rate.updates_burts]"))


def _policy_gone(content: Path) -> None:
    (content / "policy.toml").unlink()


def _language_gone(content: Path) -> None:
    (content / "languages" / "pt.po").unlink()


def _language_malformed(content: Path) -> None:
    path = content / "languages" / "pt.po"
    path.write_text(path.read_text() + '\nmsgid "half"\nthis is no entry\n')


def _plural_malformed(content: Path) -> None:
    path = content / "languages" / "pt.po"
    path.write_text(path.read_text().replace("plural=", "plural=(n ===", 1))


def _frame_not_text(content: Path) -> None:
    (content / "frames" / "odd.csv").write_bytes(b"\xff\xfe\x00odd")


@pytest.mark.parametrize(
    ("break_it", "names"),
    [
        (_policy_without_equals, "policy.toml"),
        (_policy_without_reason, "policy.toml"),
        (_policy_with_words_for_a_number, "updates_burst"),
        (_policy_lacking_a_number, "updates_burst"),
        (_policy_gone, "policy.toml"),
        (_language_gone, "pt.po"),
        (_plural_malformed, "pt.po"),
        (_language_malformed, "pt.po"),
    ],
)
async def test_content_without_which_nothing_can_be_said(
    place: Place, break_it: Callable[[Path], None], names: str
) -> None:
    break_it(place.folder / "content")
    one_line(await place.run(), names)


def _survey_yaml(content: Path) -> None:
    (content / "surveys" / f"{NAME}.yaml").write_text("id: [torture\n")


def _survey_fields(content: Path) -> None:
    path = content / "surveys" / f"{NAME}.yaml"
    path.write_text(path.read_text() + "colour: red\n")


def _survey_form(content: Path) -> None:
    path = content / "surveys" / f"{NAME}.md"
    path.write_text(path.read_text().replace("select_one q2", "select_one nowhere"))


@pytest.mark.parametrize(
    ("break_it", "names"),
    [
        (_survey_yaml, f"{NAME}.yaml:"),
        (_survey_fields, f"{NAME}.yaml:"),
        (_survey_form, f"{NAME}.md"),
        (_frame_not_text, "odd.csv"),
    ],
)
async def test_check_names_file_and_line_of_a_malformed_survey(
    place: Place, break_it: Callable[[Path], None], names: str
) -> None:
    break_it(place.folder / "content")
    ended = await place.run("check")
    assert ended.code == 1
    assert any(names in line for line in ended.out.splitlines() if line.startswith("error:")), ended
    assert "Traceback" not in ended.err
    if break_it is _survey_form:  # a running council's other surveys go on: `run` logs the bad one and starts
        bot = Bot(
            place.folder, place.folder / "content", place.environment["TELEGRAM_API_ROOT"],
            place.environment["TELEGRAM_BOT_TOKEN"], place.environment["DATABASE_URL"],
        )  # fmt: skip
        await bot.start()
        await bot.ready()
        assert await bot.stop() == 0
        assert any(line.get("event") == "content.unusable" for line in bot.lines())


async def test_commands_of_a_deployment_without_settings_refuse_too(place: Place) -> None:
    place.environment["DATABASE_URL"] = "mysql://root@localhost/evenhand"
    one_line(await place.run("migrate"), "DATABASE_URL")
    one_line(await place.run("backup", "there.backup"), "DATABASE_URL")
    place.environment["DATABASE_URL"] = f"sqlite:///{place.folder / 'data' / 'evenhand.sqlite'}"
    del place.environment["TELEGRAM_BOT_TOKEN"]
    one_line(await place.run("invite", "officer"), "TELEGRAM_BOT_TOKEN")
    one_line(await place.run("web"), "TELEGRAM_BOT_TOKEN")
    assert not any((place.folder / "data").iterdir())
