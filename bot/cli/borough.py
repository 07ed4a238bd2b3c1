"""The sample borough: who can be played, and how it came to be filled: through the bot itself, as anybody would."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import App
from bot.catalog.policy import read_policy
from bot.catalog.voice import Voice, own_name
from bot.core.form import Form
from bot.core.frame import Frame
from bot.playground import Person, Persona, Playground, Stage
from bot.playground.resident import Resident, Ways

SURVEY = "feeling_safe"
_OFFICER, _CHAMPION, _TESTER, _FIRST_RESIDENT = 9001, 9002, 9003, 100_001
_AT_ONCE = 16
_LANGUAGES = {"en": 62, "pt": 9, "es": 8, "fr": 4, "pl": 4, "so": 5, "ar": 4, "bn": 4}
"""Shares of the sample's residents by language: made up for the sample, no count of anybody."""
_BY_CHAMPION = 0.45
_SENTENCES = {
    "en": ("More lights on the path behind the station.", "The benches are fine until nine.", "I go home early."),
    "pt": ("Faltam luzes na rua da escola.",), "es": ("Hace falta luz en el parque.",),
    "fr": ("Il faut plus d'éclairage.",), "pl": ("Potrzeba więcej światła na skwerze.",),
    "so": ("Nalal badan ayaa loo baahan yahay.",),
    "ar": ("نحتاج إلى إنارة أكثر في الحديقة.",), "bn": ("পার্কে আরও আলো দরকার।",),
}  # fmt: skip
_PERSONAS = (
    (9101, "Ada", "en", "Resident"), (9102, "João", "pt", "Resident"), (9103, "Lucía", "es", "Resident"),
    (9104, "Claire", "fr", "Resident"), (9105, "Ewa", "pl", "Resident"), (9106, "Xaawo", "so", "Resident"),
    (9107, "ليلى", "ar", "Resident"), (9108, "রহিমা", "bn", "Resident"), (_CHAMPION, "Grace", "en", "Champion"),
    (_OFFICER, "Sam", "en", "Officer"),
)  # fmt: skip
_HINTS = {
    "Resident": ("Press Start and answer a question.", "Type a number or a word instead of pressing.",
                 "Send /language half way through: no answer is lost.", "Send /mydata to see what is kept."),
    "Champion": ("Send /link for your own link and QR picture.",),
    "Officer": ("Send /activities: who takes part, close, export.", "Send an XLSForm workbook to import a survey.",
                "Send /invite to bring in a champion."),
}  # fmt: skip


def stage_of(content: Path, advance: Callable[[int], Awaitable[None]]) -> Stage:
    """What the chat page shows around the chat."""
    languages = read_policy(content / "policy.toml").texts("languages.enabled")
    personas = tuple(
        Persona(
            number,
            name,
            language,
            role,
            f"{role}, reads {own_name(language)}",
            _HINTS[role],
            payload="" if role != "Resident" else f"a_{SURVEY}",
            group=f"{role}s",
        )
        for number, name, language, role in _PERSONAS
    )
    return Stage(
        title="Evenhand sample borough",
        about="A pilot of community-led commissioning: “Feeling safe in the evening”. Residents are made up.",
        personas=personas,
        languages={code: own_name(code) for code in languages},
        newcomer_hints=_HINTS["Resident"],
        newcomer_payload=f"a_{SURVEY}",
        advance=advance,
    )


async def fill_borough(app: App, playground: Playground, residents: int, seed: int, *, quiet: bool) -> None:
    """Officer, tester, opening, champion, residents: each by their own chat. A second start finds it done."""
    done = await app.store.read(lambda tx: tx.notes.get("sample"))
    if done is not None:
        return
    activity = await app.store.read(lambda tx: tx.activities.named(SURVEY))
    if activity is None:
        raise ValueError(f"content/surveys/{SURVEY}.yaml cannot be used: {'; '.join(app.problems) or 'it is missing'}")
    source = await _people(app, playground, int(activity.id))
    form = await app.store.read(lambda tx: app.office.shelf(tx, activity.edition))
    dice = Random(seed)  # noqa: S311  a sample, drawn again from its seed
    frame = app.office.frames["lambeth"]
    gate = asyncio.Semaphore(_AT_ONCE)
    drawn = [_draw(app.voice, form, frame, dice) for _ in range(residents)]
    with _progress(residents, quiet=quiet) as step:

        async def one(number: int, language: str, make: Callable[[Person], Resident]) -> None:
            async with gate:
                person = await Person.arrive(
                    playground.act, f"Resident {number}", language, number=_FIRST_RESIDENT + number
                )
                resident = make(person)
                payload = source if resident.dice.random() < _BY_CHAMPION else f"a_{SURVEY}"
                await resident.take_part(payload)
                step()

        await asyncio.gather(*(one(number, language, make) for number, (language, make) in enumerate(drawn)))
    await app.store.write(lambda tx: tx.notes.put("sample", str(residents)))


async def _people(app: App, playground: Playground, activity: int) -> str:
    """The first officer, a tester who is none, the opening, and a champion; gives the champion's start parameter."""

    def label(code: str) -> str:
        return app.voice.say(code, "en")

    officer = await Person.arrive(playground.act, "Sam", "en", number=_OFFICER)
    tester = await Person.arrive(playground.act, "Amina", "en", number=_TESTER)
    champion = await Person.arrive(playground.act, "Grace", "en", number=_CHAMPION)
    await officer.start(_payload(await app.first_officer()))
    await officer.wait_for(label("invite.first")[:30], 20)
    ways = _ways(app.voice, "en")
    ways_of_test = Ways(ways.onward, ways.passed, ways.skip, ways.done, label("test.ready"))
    await Resident(tester, Random(5), ways_of_test, sentences=("It reads well.",)).take_part(f"t_{activity}")  # noqa: S311
    await tester.press(label("test.ready"))
    await tester.wait_for(label("test.name")[:20], 20)
    await tester.say("Amina, tenants' association (sample)")
    await tester.wait_for(label("test.noted_ready")[:20], 20)
    await officer.say("/activities")
    await officer.press(
        (await officer.wait_for(lambda one: "inline_keyboard" in one.get("reply_markup", {}), 20))["reply_markup"][
            "inline_keyboard"
        ][0][0]["text"]
    )
    await officer.wait_for(label("activity.button.open"), 20)
    await officer.press(label("activity.button.open"))
    await officer.wait_for(label("button.cancel"), 20)
    await officer.press(label("activity.button.open"))
    await officer.wait_for(f"a_{SURVEY}", 20)
    await officer.say("/invite")
    await officer.wait_for(label("role.champion"), 20)
    await officer.press(label("role.champion"))
    await champion.start(_payload((await officer.wait_for("start=i_", 20))["text"]))
    waits = await champion.wait_for(_six_digits, 20)
    words = re.search(r"\d{3} \d{3}", waits["text"])
    await officer.say("/people")
    confirm = app.voice.say("invite.yes_words", "en", {"words": words[0] if words else ""})
    await officer.wait_for(confirm, 20)
    await officer.press(confirm)
    await officer.quiet(0.3)
    await champion.say("/link")
    return _payload((await champion.wait_for("start=s_", 20))["text"])


def _six_digits(message: dict[str, Any]) -> bool:
    return re.search(r"\d{3} \d{3}", message.get("text", "")) is not None


def _payload(text: str) -> str:
    found = re.search(r"start=([A-Za-z0-9_-]+)", text)
    return found[1] if found else ""


def _draw(voice: Voice, form: Form, frame: Frame, dice: Random) -> tuple[str, Callable[[Person], Resident]]:
    """One resident: language by the sample's shares, ward and ethnic group by the census's, leanings by chance."""
    language = dice.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
    if language not in voice.languages:
        language = voice.languages[0]
    typed = []
    wards = frame.margin("area")
    if wards:
        ward = dice.choices(wards.leaves, [line.population or 0 for line in wards.leaves])[0]
        typed.append((wards.leaves[-1].labels["en"], ward.labels["en"]))
        typed.append((wards.leaves[0].labels["en"], ward.labels["en"]))
    groups, labels = frame.margin("ethnic_group"), _labels(form, "ethnic_group", language)
    if groups and labels:
        group = dice.choices(groups.leaves, [line.population or 0 for line in groups.leaves])[0]
        if group.code in labels:
            first = next(iter(labels.values()))
            typed.append((first, labels[group.code]))
    leanings = {
        label: dice.choice((0.5, 1.0, 2.0))
        for name in ("safety", "helps", "trust")
        for label in _labels(form, name, language).values()
    }
    inner = Random(dice.getrandbits(32))  # noqa: S311  a sample
    ways = _ways(voice, language)
    return language, lambda person: Resident(person, inner, ways, leanings, typed, _SENTENCES.get(language, ()))


def _labels(form: Form, list_name: str, language: str) -> dict[str, str]:
    return {
        choice.code: "".join(piece for piece in text if isinstance(piece, str))
        for choice in form.lists.get(list_name, ())
        if (text := choice.label.get(language)) is not None  # type: ignore[call-overload]
    }


def _ways(voice: Voice, language: str) -> Ways:
    """The labels that a resident of this language meets."""

    def say(*codes: str) -> frozenset[str]:
        return frozenset(voice.say(code, language) for code in codes)

    done = "|".join(
        re.escape(form).replace(r"\{n\}", r"[^)]*")
        for code in ("choices.done", "rank.done")
        for form in voice.forms(language, code) or voice.forms("en", code)
    )
    age = voice.say("age.yes", language, {"age": 16})
    plain_age = "".join(c for c in age if c not in "\u2068\u2069")
    return Ways(
        onward=say("button.start", "button.continue", "review.send", "acknowledge.ok", "repeat.no") | {age, plain_age},
        passed=say(
            "back",
            "back.review",
            "button.language",
            "button.privacy",
            "button.contact",
            "contact.button",
            "explain",
            "page.more",
            "page.earlier",
            "button.help",
            "repeat.add",
            "date.choose",
        )
        | {voice.say("age.no", language, {"age": 16})},
        skip=voice.say("skip", language),
        done=re.compile(f"^[\u2066-\u2069]*(?:{done})"),
        over=voice.say("button.change_answers", language),
    )


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing for machines."""
    if quiet or not total:
        yield lambda: None
        return
    bar = Progress(
        TextColumn("Residents answer (once)"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
