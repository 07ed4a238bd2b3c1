"""Forms built by hand, and a resident who fills them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.core import turn
from bot.core.events import Event, Finished
from bot.core.form import Choice, Form, Group, Language, Node, Question, Repeat, Text
from bot.core.inputs import Act, Choose, Input, Open, Typed
from bot.core.screen import Button, Line, Plain, Screen
from bot.core.session import Session

EN, AR, PT = Language("en"), Language("ar"), Language("pt")
NOW = datetime(2026, 7, 29, 12, 30, tzinfo=UTC)


def words(english: str, **others: str) -> dict[Language, Text]:
    """A text in English and, by keyword, other languages."""
    return {EN: (english,)} | {Language(code): (text,) for code, text in others.items()}


def choices(*labels: str, **coded: str) -> tuple[Choice, ...]:
    """A closed list: codes made from labels ("Very safe" is very_safe), or given by keyword."""
    made = {label.lower().replace(" ", "_"): label for label in labels} | coded
    return tuple(Choice(code, words(label)) for code, label in made.items())


def q(name: str, kind: str = "text", under: str = "/data", **more: object) -> Question:
    """A question labelled by its name with a question mark."""
    more.setdefault("label", words(f"{name.replace('_', ' ').capitalize()}?"))
    return Question(f"{under}/{name}", name, kind, **more)  # type: ignore[arg-type]


def group(name: str, *nodes: Node, under: str = "/data", **more: object) -> Group:
    return Group(f"{under}/{name}", name, nodes, **more)  # type: ignore[arg-type]


def repeat(name: str, *nodes: Node, under: str = "/data", **more: object) -> Repeat:
    return Repeat(f"{under}/{name}", name, nodes, **more)  # type: ignore[arg-type]


def form(*nodes: Node, languages: tuple[Language, ...] = (EN,), **lists: tuple[Choice, ...]) -> Form:
    known = {"yes_no": choices("Yes", "No"), **lists}
    return Form("test", "data", words("A test"), languages, languages[0], nodes, known)


def said(line: Line) -> str:
    """A line as a test reads it: an author's words, or the sentence's code with its values."""
    if isinstance(line, Plain):
        return line.text
    values = [
        v if isinstance(v, str) else said(v) if not isinstance(v, int | float) else str(v) for v in line.values.values()
    ]
    counted = [*values, *([f"n={line.n}"] if line.n is not None else [])]
    return f"<{line.code}{': ' + ', '.join(counted) if counted else ''}>"


@dataclass
class Resident:
    """Somebody filling in a form, with the chat they see."""

    form: Form
    language: Language = EN
    seed: int = 1
    reader: bool = False
    now: datetime = NOW
    update: int = 0
    session: Session = field(init=False)
    screens: tuple[Screen, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        self.session = turn.begin(self.form, seed=self.seed, language=self.language, now=self.now)
        self.give(Open())

    def give(self, given: Input, update: int | None = None) -> Resident:
        self.now += timedelta(seconds=1)
        self.update += 1
        number = self.update if update is None else update
        done = turn.take(self.form, self.session, given, self.now, number, reader=self.reader)
        self.session, self.screens, self.events = done.session, done.screens, done.events
        self.held = next((screen for screen in reversed(done.screens) if screen.rows), None)
        if any(screen.rows for screen in done.screens):
            self.last = self.held
        return self

    def type(self, *texts: str) -> Resident:
        for text in texts:
            self.give(Typed(text))
        return self

    def tap(self, *labels: str) -> Resident:
        """Press buttons of the screen with buttons shown last, by their words."""
        for label in labels:
            self.give(self.button(label).press)  # type: ignore[arg-type]
        return self

    def act(self, verb: str, argument: int = 0) -> Resident:
        return self.give(Act(self.session.at, verb, argument))  # type: ignore[arg-type]

    def choose(self, option: int, *, on: bool | None = None) -> Resident:
        return self.give(Choose(self.session.at, option, on))

    def button(self, label: str) -> Button:
        assert self.last is not None
        for row in self.last.rows:
            for button in row:
                if said(button.label) == label:
                    return button
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    @property
    def buttons(self) -> list[str]:
        return [said(b.label) for row in self.last.rows for b in row] if self.last else []

    @property
    def chosen(self) -> list[str]:
        return [said(b.label) for row in self.last.rows for b in row if b.chosen] if self.last else []

    @property
    def read(self) -> list[str]:
        """Every line of the newest screens."""
        return [said(block.line) for screen in self.screens for block in screen.blocks]

    @property
    def modes(self) -> list[str]:
        return [screen.mode for screen in self.screens]

    @property
    def title(self) -> str:
        """What is asked now."""
        titles = [said(b.line) for screen in self.screens for b in screen.blocks if b.style == "title"]
        return titles[-1] if titles else ""

    @property
    def answers(self) -> dict[str, str]:
        return {path.removeprefix("/data/"): answer.value for path, answer in self.session.answers.items()}

    @property
    def sent_in(self) -> dict[str, str] | None:
        for event in self.events:
            if isinstance(event, Finished):
                return {path.removeprefix("/data/"): value for path, value in event.answers}
        return None
