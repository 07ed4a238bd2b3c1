"""The house rules that no linter knows: sizes, registries, the forget plan, and that everything is written down."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from bot.catalog.policy import read_policy
from bot.catalog.voice import read_voice
from bot.cli import app as commands
from bot.core.questions import KINDS
from bot.core.reports import REPORTS
from bot.core.rights import RIGHTS
from bot.settings import Settings
from bot.storage import forget, tables
from bot.writers import WRITERS
from handlers.doors import COMMANDS, DOORS

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
CODE = [p for room in ("bot", "handlers") for p in (ROOT / room).rglob("*.py") if "versions" not in p.parts]
PROSE = "\n".join(
    p.read_text(encoding="utf-8") for p in (ROOT / "README.md", *(ROOT / "content" / "guides").glob("*.md"))
)


def test_imports_only_point_down():
    done = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "lint", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_a_wall_and_most_are_short():
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in CODE if path.name != "__init__.py"}
    walls = {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > 350}
    assert not walls
    assert statistics.median(sizes.values()) <= 130


def test_no_file_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert not [str(path) for path in CODE if path.stem in drawers]


def test_only_the_agreed_folders_stand_at_the_top():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    folders = {line.split("/", 1)[0] for line in listed if "/" in line}
    assert {name for name in folders if not name.startswith(".")} == {"bot", "handlers", "content", "tests"}


@pytest.mark.parametrize(
    ("room", "names"),
    [
        ("questions", list(KINDS)),
        ("reports", [report.name for report in REPORTS]),
        ("writers", [writer.name for writer in WRITERS]),
    ],
)
def test_every_registered_thing_keeps_a_golden_file(room, names):
    there = {path.stem for path in (GOLDEN / room).iterdir()}
    assert names
    assert set(names) <= there, f"without golden file: {set(names) - there}"
    assert there <= set(names), f"golden files of nothing: {there - set(names)}"


def test_every_table_is_in_the_forget_plan():
    planned = {step.table.name for step in (*forget.PERSONAL, forget.ACCOUNT)} | set(forget.IMPERSONAL)
    assert set(tables.metadata.tables) == planned


def test_every_command_is_written_down():
    names = [command.name or command.callback.__name__ for command in commands.registered_commands]
    assert len(names) > 10
    missing = [name for name in names if not re.search(rf"(python -m bot|make) {name}\b|`{name}[ `]", PROSE)]
    assert not missing


def test_every_setting_is_written_down():
    names = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names += [str(one) for one in alias.choices] if hasattr(alias, "choices") else [str(alias or name)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in names if name not in readme]


def test_every_door_has_a_right_that_exists_and_every_command_its_words():
    voice = read_voice(ROOT / "content" / "languages", ("en",))
    assert {door.right for door in DOORS} <= set(RIGHTS)
    assert len({door.name for door in DOORS}) == len(DOORS)
    codes = voice.codes("en")
    for name in COMMANDS:
        assert f"command.{name}" in codes
        if name != "help":
            assert f"help.{name}" in codes


def test_every_sentence_that_is_said_exists_and_every_one_that_exists_is_said():
    voice = read_voice(ROOT / "content" / "languages", ("en",))
    source = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    quoted = set(re.findall(r'"([a-z_]+(?:\.[a-z_0-9]+)*)"', source))
    patterns = [
        re.compile(re.sub(r"\\\{[^}]*\\\}", r"[a-z_0-9]+", re.escape(text)) + r"\Z")
        for text in re.findall(r'f"([a-z_.]*\{[^"]*?\}[a-z_.]*)"', source)
        if "." in text
    ]
    said = re.findall(r'(?:Say|para|Rule|visit\.tell|toast|button)\(\s*"([a-z_]+(?:\.[a-z_0-9]+)*)"', source)
    codes = voice.codes("en")
    assert not sorted(set(said) - codes), "said, but no words for it in en.po"
    dead = [code for code in codes if code not in quoted and not any(p.match(code) for p in patterns)]
    assert not sorted(dead), "in en.po, but never said"


def test_every_room_says_what_belongs_in_it():
    rooms = [
        ROOT / "handlers",
        ROOT / "tests",
        ROOT / "content",
        *(p.parent for p in (ROOT / "bot").glob("*/__init__.py")),
        ROOT / "bot",
    ]
    rooms += [p for p in (ROOT / "content").iterdir() if p.is_dir()]
    assert not [str(room.relative_to(ROOT)) for room in rooms if not (room / "README.md").is_file()]


def test_every_number_a_citizen_could_dispute_has_its_sentence():
    policy = read_policy(ROOT / "content" / "policy.toml")
    assert len(policy.reasons) > 30
    assert all(reason.endswith((".", "?")) and len(reason) < 300 for reason in policy.reasons.values())


def test_lock_files_name_no_index_host():
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
