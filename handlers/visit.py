"""One visit: the transaction, who speaks, what was said, and the office that the doors share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.actions.answer import Answered, answer
from bot.core.errors import Rule
from bot.core.frame import Frame
from bot.core.inputs import Open
from bot.core.lexicon import LEXICON
from bot.core.mark import mark
from bot.core.screen import Block, Button, Go, Plain, Say, Screen, Style
from bot.ports import Account, Activity, Errand, Heard, Person, PersonId, Reply, SessionId, SessionRow, Shelf, Tx, Voice


@dataclass(frozen=True, slots=True)
class Office:
    """What every door may use and none may change. `number` reads the policy; `dice` gives chance (seeds, codes)."""

    voice: Voice
    shelf: Shelf
    bot_name: str
    number: Callable[[str], int]
    dice: Callable[[int], int]
    """dice(bits) -> that many random bits."""
    frames: Mapping[str, Frame] = field(default_factory=dict)
    lexicon: Mapping[str, frozenset[str]] = field(default_factory=lambda: LEXICON)
    """Words that people type instead of tapping."""
    picture: Callable[[str], bytes] = lambda _text: b""
    """A QR picture (PNG) of a text."""
    local: Callable[[datetime], datetime] = lambda instant: instant
    """An instant in the borough's wall time."""
    commands: Mapping[str, str] = field(default_factory=dict)
    """The commands that stand in the menu, each with the role that it is shown to."""
    card: Callable[[str], bytes] = lambda _code: b""
    """What is stored of a paper code."""
    texts: Callable[[str], tuple[str, ...]] = lambda _key: ()
    """A list of words of the policy."""
    zone: str = "Europe/London"
    """The IANA name of the borough's zone; what `local` shows."""
    themes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What people can ask to hear of (content/notices/themes.yaml): labels by language, by code."""
    feed: str = ""
    """The public address of the calendar of all workshops; "" where the bot cannot be reached from outside."""
    suggests: bool = False
    """Whether there is somebody to run the errand "suggest" (another language, from the person's own words)."""

    def link(self, payload: str) -> str:
        """The address that opens the bot with a start parameter."""
        return f"https://t.me/{self.bot_name}?start={payload}"

    def date(self, instant: int, language: str) -> str:
        """The day of an instant (UTC milliseconds) in the borough's wall time, in words: "27 November 2026"."""
        return self.voice.date(self.local(datetime.fromtimestamp(instant / 1000, tz=UTC)), language)

    def moment(self, instant: int, language: str) -> str:
        """The same with weekday and time: "Friday, 27 November 2026, 18:00"."""
        return self.voice.moment(self.local(datetime.fromtimestamp(instant / 1000, tz=UTC)), language)


@dataclass(frozen=True, slots=True)
class Visit:
    """`argument` is what came with the command or button."""

    tx: Tx
    office: Office
    heard: Heard
    account: Account
    person: Person
    argument: str = ""
    champion: Person | None = None
    """Who presses and types for `person`, who has no chat (handlers/acting.py)."""

    @property
    def now(self) -> datetime:
        """The zoned instant of this update."""
        return self.heard.now

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed (its message can be edited)."""
        return self.heard.message != 0

    @property
    def own(self) -> str:
        """What marks a button as this person's: on a shared phone nobody acts through another's old button."""
        return mark(str(self.person.id))

    def speaking(self, language: str) -> Visit:
        """The same visit with the person reading another language, chosen by themselves."""
        return replace(self, person=replace(self.person, language=language, language_confirmed=True))

    def reply(self, *screens: Screen, session: SessionRow | None = None) -> Reply:
        """Screens in the person's language; `session` where one of them holds its present question."""
        return Reply(
            screens=screens,
            language=self.person.language,
            person=self.person.id,
            reader=self.person.reader,
            session=session.id if session else SessionId(0),
            revision=session.revision if session else 0,
            edit=session.message if session else 0,
        )

    def tell(self, code: str, **values: str | int) -> Reply:
        """One plain sentence below."""
        return self.reply(sheet(Block("body", Say(code, values))))

    def present(self, *before: Screen) -> Reply:
        """The present question of the form in hand, or only what stands `before`."""
        row = self.tx.sessions.get(self.person.session, self.person.id) if self.person.session else None
        if row is None or row.status != "open":
            return self.reply(*before)
        try:
            shown = answer(self.tx, self.office.shelf, self.person, row, Open(), self.now)
        except Rule as rule:  # it has closed: what stands before is still to be said, and done
            return self.reply(*before, sheet(Block("body", Say(rule.code, rule.values))))
        return self.of(shown, *before)

    def of(self, answered: Answered, *before: Screen) -> Reply:
        """The reply to an input into a form."""
        return self.reply(*before, *answered.screens, session=answered.row)

    def date(self, instant: int) -> str:
        """A day in the borough's wall time, in the person's language: "27 November 2026"."""
        return self.office.date(instant, self.person.language)

    def moment(self, instant: int) -> str:
        """A day with weekday and time: "Friday, 27 November 2026, 18:00"."""
        return self.office.moment(instant, self.person.language)


def with_menu(reply: Reply, person: PersonId) -> Reply:
    """The reply, and after it the person's commands menu anew: a role or the language has changed."""
    return replace(reply, errands=(*reply.errands, Errand("menu", person)))


def para(code: str, style: Style = "body", n: int | None = None, **values: str | int | Plain | Say) -> Block:
    """A paragraph of the voice."""
    return Block(style, Say(code, values, n))


def words(text: str, style: Style = "body") -> Block:
    """A paragraph of somebody's own words."""
    return Block(style, Plain(text))


def sheet(*blocks: Block, rows: tuple[tuple[Button, ...], ...] = (), replaces: bool = False) -> Screen:
    """A screen below, or in the place of the pressed one."""
    return Screen("replace" if replaces else "below", blocks, rows)


def thanks(office: Office, row: SessionRow) -> Screen:
    """What is shown once a form was sent in."""
    return sheet(
        para("thanks.title", "title"),
        para("thanks.reference", reference=mark(f"{office.bot_name}:{row.id}")),
        para("thanks.next"),
        para("thanks.change"),
        para("thanks.balanced", "hint"),
        rows=((button("button.change_answers", "change", str(row.activity)),),),
    )


def toast(code: str, **values: str | int) -> Screen:
    """A passing line."""
    return Screen("toast", (Block("body", Say(code, values)),))


def button(code: str, verb: str, argument: str = "", **values: str | int | Plain | Say) -> Button:
    """A button worded by the voice that leads to a door."""
    return Button(Say(code, values), Go(verb, argument))


def titled(activity: Activity, language: str) -> str:
    """An activity's title in the reader's language; its name where it has none."""
    return in_language(json.loads(activity.settings).get("title", {"en": activity.name}), language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """An author's text in the reader's language, else in English, else in whatever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
