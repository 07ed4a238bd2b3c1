"""One input into one form: through the engine and back to rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core import past, session_json, turn
from bot.core.errors import Rule
from bot.core.events import Event, Finished
from bot.core.form import Form, Language
from bot.core.inputs import Act, Choose, Input
from bot.core.lexicon import LEXICON
from bot.core.mark import mark
from bot.core.screen import Say, Screen
from bot.core.session import Session
from bot.ports import Person, SessionRow, Shelf, Tx, millis


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of it: the row at rest, the session as the engine left it, what to show, what happened."""

    row: SessionRow
    form: Form
    session: Session
    screens: tuple[Screen, ...]
    events: tuple[Event, ...]


def answer(
    tx: Tx,
    shelf: Shelf,
    person: Person,
    row: SessionRow,
    given: Input,
    now: datetime,
    update: int = 0,
    lexicon: Mapping[str, frozenset[str]] = LEXICON,
) -> Answered:
    """Take the input, save the session, and give what to show. `lexicon`: what people type instead of tapping.

    Raises Rule("closed.answer") where an answering session's activity is no longer open, or its closing time has come.
    """
    if row.use == "answer":
        activity = tx.activities.get(row.activity)
        if activity is None or activity.state != "open" or 0 < activity.closes <= millis(now):
            raise Rule("closed.answer")
    form = shelf(tx, row.edition)
    session = session_json.loads(row.state)
    if session.language != person.language:
        session = replace(session, language=Language(person.language))
    turned = turn.take(form, session, _named(given, session), now, update, reader=person.reader, lexicon=lexicon)
    done = any(isinstance(event, Finished) for event in turned.events)
    status = "finished" if done else row.status if turned.session.place == "finished" else "open"
    if turned.session is not session or status != row.status:
        state = session_json.dumps(turned.session)
        tx.sessions.save(row.id, state, turned.session.revision, status, millis(now))
        row = replace(row, state=state, revision=turned.session.revision, status=status)
    screens = tuple(map(_uncounted, turned.screens)) if row.use == "profile" else turned.screens
    return Answered(row, form, turned.session, screens, turned.events)


def reopen(tx: Tx, row: SessionRow, now: datetime) -> SessionRow:
    """A finished row back at check-your-answers; what was sent in stands until it is sent in again or all is closed."""
    session = past.reopened(session_json.loads(row.state))
    state = session_json.dumps(session)
    tx.sessions.save(row.id, state, session.revision, "open", millis(now))
    return replace(row, state=state, revision=session.revision, status="open")


def _named(given: Input, session: Session) -> Input:
    """A button carries only the mark of its question; the present question's own path is put back where they agree."""
    if not isinstance(given, Choose | Act) or given.question != mark(session.at):
        return given
    if isinstance(given, Choose):
        return Choose(session.at, given.option, given.on)
    return Act(session.at, given.verb, given.argument)


def _uncounted(screen: Screen) -> Screen:
    """A few words about oneself come in the middle of a survey: a second "Question 1" there would only confuse."""
    blocks = tuple(b for b in screen.blocks if not (isinstance(b.line, Say) and b.line.code.startswith("progress.")))
    return replace(screen, blocks=blocks)
