"""An interview in the terminal: the engine's screens as plain text, a line typed for each answer.

Every button is numbered `#1`, `#2` …: `#2` presses it, and so does its own text; a bare number is an answer where the
question takes numbers, else it presses. A button that leads out of the form shows the question again. `/language pt`
switches, `/voice` and `/photo` send a file, `/quit` leaves. What was done can be kept as a journey: inputs and screens
as JSON, to be replayed and compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.core.as_data import as_data
from bot.core.events import Finished
from bot.core.form import Form, Language
from bot.core.form_json import edition_hash
from bot.core.inputs import Act, Choose, Input, Located, Open, Sent, SwitchLanguage, Typed
from bot.core.plan import plan_of
from bot.core.screen import Button, Line, Plain, Screen
from bot.core.session import Session
from bot.core.turn import begin, take
from bot.ports import Voice

_NUMBERS = frozenset({"integer", "decimal", "range", "text", "own_words", "date", "time", "datetime"})
_INDENT = {"hint": "  ", "small": "  ", "answer": "  > ", "option": "  ", "card": "  | ", "warning": "! "}
_INPUTS: Mapping[str, type] = {
    kind.__name__: kind for kind in (Choose, Act, Typed, Sent, Located, SwitchLanguage, Open)
}

_EMPTY: Mapping[type, Mapping[str, Any]] = {
    Choose: {"question": "", "option": 0},
    Act: {"question": ""},
    Typed: {"text": ""},
    Located: {"latitude": 0.0, "longitude": 0.0},
}


@dataclass(frozen=True, slots=True)
class Played:
    """How it went: the last session, the answers sent in (None where the person left), and the journey as JSON."""

    session: Session
    finished: Finished | None
    journey: str


def play(
    form: Form,
    language: Language,
    lines: Iterator[str],
    show: Callable[[str], None],
    voice: Voice,
    *,
    now: datetime,
    seed: int = 1,
) -> Played:
    """Interview whoever types `lines`; `show` prints one line. A second passes per answer, from `now` on."""
    table = _Table(form, voice, show, begin(form, seed=seed, language=language, now=now), now)
    table.give(Open())
    for line in lines:
        if line.strip() == "/quit":
            break
        table.give(table.read(line))
        if table.finished is not None:
            break
    journey = {
        "edition": edition_hash(form),
        "form": form.name,
        "language": language,
        "seed": seed,
        "now": now.isoformat(),
        "steps": table.steps,
    }
    text = json.dumps(journey, ensure_ascii=False, indent=1) + "\n"
    return Played(table.session, table.finished, text)


def replay(form: Form, journey: str) -> list[Any]:
    """Take a journey's inputs again; give the steps as they come out now. Raises ValueError for another edition."""
    kept = json.loads(journey)
    if kept["edition"] != edition_hash(form):
        raise ValueError("this journey was recorded with another edition of the form")
    now = datetime.fromisoformat(kept["now"])
    session = begin(form, seed=kept["seed"], language=Language(kept["language"]), now=now)
    steps: list[Any] = []
    for number, step in enumerate(kept["steps"]):
        given = input_of(step["input"])
        turn = take(form, session, given, now + timedelta(seconds=number), number)
        session = turn.session
        steps.append({"input": as_data(given), "screens": as_data(turn.screens), "events": as_data(turn.events)})
    return steps


def input_of(data: Mapping[str, Any]) -> Input:
    """Read an input that `as_data` wrote; what was left out is empty."""
    kind = _INPUTS[data["is"]]
    values = {name: value for name, value in data.items() if name != "is"}
    made: Input = kind(**{**_EMPTY.get(kind, {}), **values})
    return made


class _Table:
    """One person at the terminal."""

    def __init__(self, form: Form, voice: Voice, show: Callable[[str], None], session: Session, now: datetime) -> None:
        self.form = form
        self.voice = voice
        self.show = show
        self.session = session
        self.now = now
        self.buttons: list[Button] = []
        self.finished: Finished | None = None
        self.steps: list[Any] = []

    def give(self, given: Input) -> None:
        """Take one input and show what comes of it."""
        at = self.now + timedelta(seconds=len(self.steps))
        turn = take(self.form, self.session, given, at, len(self.steps))
        self.session = turn.session
        self.steps.append({"input": as_data(given), "screens": as_data(turn.screens), "events": as_data(turn.events)})
        self.finished = next((event for event in turn.events if isinstance(event, Finished)), None)
        for screen in turn.screens:
            self.draw(screen)

    def draw(self, screen: Screen) -> None:
        """Show a screen as lines, buttons numbered."""
        self.show("")
        for block in screen.blocks:
            words = self.words(block.line)
            numbered = f"{block.number}. {words}" if block.number is not None else words
            for line in numbered.split("\n"):
                self.show(_INDENT.get(block.style, "") + line)
        for attachment in screen.attachments:
            self.show(f"  [{attachment.kind}: {attachment.name}]")
        if screen.rows or screen.holds:
            self.buttons = [button for row in screen.rows for button in row]
        number = 0
        for row in screen.rows:
            labels: list[str] = []
            for button in row:
                number += 1
                labels.append(f"#{number} {self.words(button.label)}{' ✓' if button.chosen else ''}")
            self.show("  " + "   ".join(labels))

    def words(self, line: Line) -> str:
        """Word a line by the voice."""
        if isinstance(line, Plain):
            return line.text
        values: dict[str, object] = {
            name: value if isinstance(value, str | int | float) else self.words(value)
            for name, value in line.values.items()
        }
        return self.voice.say(line.code, self.session.language, values, line.n)

    def read(self, line: str) -> Input:
        """Turn a typed line into an input."""
        text = line.strip()
        if text.startswith("/language "):
            return SwitchLanguage(Language(text.removeprefix("/language ").strip()))
        if text.startswith("/voice"):
            return Sent("voice", text.removeprefix("/voice").strip() or "recording")
        if text.startswith("/photo"):
            return Sent("photo", text.removeprefix("/photo").strip() or "picture")
        bare = text.removeprefix("#")
        pressable = text.startswith("#") or not self._takes_numbers()
        if pressable and bare.isdecimal() and 1 <= int(bare) <= len(self.buttons):
            press = self.buttons[int(bare) - 1].press
            return press if isinstance(press, Choose | Act) else Open()
        for button in self.buttons:
            if isinstance(button.press, Act) and self.words(button.label).casefold() == text.casefold():
                return button.press
        return Typed(line)

    def _takes_numbers(self) -> bool:
        if self.session.place != "question":
            return False
        plain = "".join(part.split("]", 1)[-1] for part in self.session.at.split("["))
        spot = plan_of(self.form).spots.get(plain)
        return spot is not None and getattr(spot.node, "kind", "") in _NUMBERS
