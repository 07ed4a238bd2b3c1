"""An interview by chance: a seeded person who taps, types, errs, goes back, changes and switches language.

For tests and for trying out a form before it opens: any form ends without error, or it is said where nobody can get on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Literal

from bot.core.events import Erred, Event, Finished
from bot.core.inputs import Act, Choose, Input, Located, Open, Sent, SwitchLanguage, Typed
from bot.core.plan import plan_of
from bot.core.samples import like, literals_in, numbers_in
from bot.core.turn import begin, take

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.form import Form, Language, Question
    from bot.core.screen import Screen
    from bot.core.session import Session

_TRIES = 240
"""So many refused answers to one question, and nobody will ever get past it."""
_WANDERINGS = 12
"""How often the person goes back or changes something: an interview has an end."""
_POSITIONS = re.compile(r"\[\d+\]")
_JUNK = (
    "",
    "???",
    "no idea",
    "99999999999999999999",
    "-1",
    "31/02/2026",
    "25:99",
    "\u202etxet",
    "😀",
    "1,2,3,4,5,6,7,8,9",
)
_WORDS = ("Brighter lamps near the station", "None", "Amina", "اضاءة أفضل", "আলো", "Łódź", "a", "07700 900123")
_FILES: tuple[Literal["photo", "voice", "audio", "video", "document"], ...] = (
    "photo",
    "voice",
    "audio",
    "video",
    "document",
)
_MIMES = {"photo": "image/jpeg", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Interview:
    """How it went: the last session, what was sent in (None: it did not end), the path nobody gets past, the turns."""

    session: Session
    finished: Finished | None
    stuck: str
    turns: tuple[tuple[Input, tuple[Screen, ...], tuple[Event, ...]], ...]


def run(form: Form, seed: int, *, now: datetime, language: Language | None = None, most: int = 20_000) -> Interview:
    """Interview a made-up person. The same form, seed and instant give the same interview."""
    return _Person(form, Random(seed), now, most).go(language or form.default_language, seed)  # noqa: S311  play, not secrets


class _Person:
    def __init__(self, form: Form, rng: Random, now: datetime, most: int) -> None:
        self.form = form
        self.rng = rng
        self.now = now
        self.most = most
        self.spots = plan_of(form).spots
        self.wanderings = 0
        self.tries = 0
        self.face: Screen | None = None

    def go(self, language: Language, seed: int) -> Interview:
        session = begin(self.form, seed=seed, language=language, now=self.now)
        turns: list[tuple[Input, tuple[Screen, ...], tuple[Event, ...]]] = []
        given: Input = Open()
        for number in range(1, self.most):
            self.now += timedelta(seconds=1)
            at = session.at
            turn = take(self.form, session, given, self.now, number)
            session = turn.session
            turns.append((given, turn.screens, turn.events))
            for event in turn.events:
                if isinstance(event, Finished):
                    return Interview(session, event, "", tuple(turns))
            self.face = next((screen for screen in reversed(turn.screens) if screen.holds), self.face)
            erred = any(isinstance(event, Erred) for event in turn.events)
            self.tries = self.tries + 1 if erred and session.at == at else 0 if session.at != at else self.tries
            if self.tries > _TRIES:
                return Interview(session, None, session.at, tuple(turns))
            given = self.next(session)
        return Interview(session, None, session.at, tuple(turns))

    # what to do next

    def next(self, session: Session) -> Input:
        chance = self.rng.random()
        if self.wanderings < _WANDERINGS and chance < 0.1:
            self.wanderings += 1
            stray: list[Input] = [
                Act(session.at, "back"),
                SwitchLanguage(self.rng.choice(self.form.languages)),
                Choose("/nowhere", 0),
                Open(),
                Typed(self.rng.choice(_JUNK)),
            ]
            return self.rng.choice(stray)
        if session.place == "review":
            if self.wanderings < _WANDERINGS and chance < 0.5:
                self.wanderings += 1
                return Act("", "change", self.rng.randrange(len(session.answers) + 1))
            return Act("", "finish")
        return self.answer(session)

    def answer(self, session: Session) -> Input:
        presses = self.presses()
        skip = next((press for press in presses if isinstance(press, Act) and press.verb == "skip"), None)
        if skip is not None and (self.tries > 40 or self.rng.random() < 0.15):
            return skip
        spot = self.spots[_POSITIONS.sub("", session.at)]
        again = [press for press in presses if isinstance(press, Act) and press.verb == "again"]
        if again:
            more = session.at.count("[1]") or self.rng.random() < 0.4
            return again[0] if more and self.tries == 0 else again[-1]
        return self.to(spot.question, presses)

    def presses(self) -> list[Choose | Act]:
        rows = self.face.rows if self.face is not None else ()
        return [button.press for row in rows for button in row if isinstance(button.press, Choose | Act)]

    # answers by kind

    def to(self, question: Question, presses: list[Choose | Act]) -> Input:
        rng = self.rng
        match question.kind:
            case "select_one" | "data_card":
                options = [press for press in presses if isinstance(press, Choose)]
                return rng.choice(options) if options and rng.random() < 0.8 else self.typed_options(question, most=1)
            case "select_multiple" | "rank":
                options = [press for press in presses if isinstance(press, Choose)]
                done = next((press for press in presses if isinstance(press, Act) and press.verb == "done"), None)
                if done is not None and self.tries < 3 and rng.random() < 0.5:
                    return done
                many = len(self.form.lists.get(question.choices, ()))
                return rng.choice(options) if options and self.tries < 3 else self.typed_options(question, most=many)
            case "acknowledge":
                return Act(presses[0].question, "ok") if presses else Typed("ok")
            case "image" | "audio" | "video" | "file":
                kind = rng.choice(_FILES)
                return Sent(kind, f"file-{rng.randrange(999)}", _MIMES.get(kind, "application/pdf"))
            case "geopoint":
                return Located(51.4 + rng.random() / 10, -0.1, 12.0)
            case "date" | "time" | "datetime":
                parts = [press for press in presses if isinstance(press, Act) and press.verb == "set"]
                return rng.choice(parts) if parts and rng.random() < 0.4 else Typed(self.moment(question))
            case "text" | "own_words":
                return Sent("voice", "v1") if rng.random() < 0.05 else Typed(self.words(question))
            case _:
                return Typed(self.number(question))

    def typed_options(self, question: Question, *, most: int) -> Typed:
        count = max(1, len(self.form.lists.get(question.choices, ())))
        size = self.rng.randint(1, max(1, min(most, count, 4)))
        picked = self.rng.sample(range(1, count + 1), size)
        return Typed(", ".join(map(str, picked)))

    def number(self, question: Question) -> str:
        near = numbers_in(f"{question.constraint} {question.params.get('start', '')} {question.params.get('end', '')}")
        pool = [*map(float, range(6)), float(self.rng.randint(0, 120)), *near, *near]
        number = self.rng.choice(pool)
        if question.kind == "decimal" and self.rng.random() < 0.4:
            return f"{number + 0.5:.1f}"
        return f"{number:g}" if number == int(number) and question.kind != "integer" else str(int(number))

    def moment(self, question: Question) -> str:
        quoted = [text for text in literals_in(question.constraint) if re.match(r"\d{4}-\d\d-\d\d", text)]
        spread = self.rng.choice((1, 30, 400, 4_000, 20_000))
        day = (self.now + timedelta(days=self.rng.randint(-spread, spread))).date().isoformat()
        if quoted and self.rng.random() < 0.5:
            day = self.rng.choice(quoted)[:10]
        clock = f"{self.rng.randrange(24):02}:{self.rng.randrange(60):02}"
        return {"date": day, "time": clock}.get(question.kind, f"{day} {clock}")

    def words(self, question: Question) -> str:
        if not question.constraint or self.rng.random() < 0.1:
            return self.rng.choice(_WORDS)
        ways = [like(text, self.rng) for text in literals_in(question.constraint)]
        for number in numbers_in(question.constraint):
            length = int(max(0.0, min(number, 300.0)))
            ways.extend(("7" * length, "a" * length, str(int(number))))
        ways.extend(literals_in(question.constraint))
        ways.extend(_WORDS)
        return self.rng.choice(ways)
