"""The engine: one input taken, one turn given back. Pure: the same arguments give the same turn.

    turn = take(form, session, Choose("/data/town", 2), now, update=17)

A turn holds the session to store, the screens to draw and what happened. Nothing is sent or stored from here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.asking import at_question
from bot.core.events import LanguageSwitched
from bot.core.inputs import Input, Open, SwitchLanguage
from bot.core.lexicon import LEXICON
from bot.core.reviewing import after_end, at_review
from bot.core.road import next_stop
from bot.core.session import Session
from bot.core.standing import Standing, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.core.form import Form, Language

__all__ = ["Turn", "begin", "take"]


def begin(form: Form, *, seed: int, language: Language, now: datetime) -> Session:
    """Open a session at the form's first question. Show it with `take(form, session, Open(), now)`."""
    session = Session(seed=seed, language=language, opened=now)
    standing = Standing(form, session, now, 0, reader=False, lexicon=LEXICON)
    standing.keep_once()
    return standing.arrive(next_stop(standing.scene.instance))


def take(
    form: Form,
    session: Session,
    given: Input,
    now: datetime,
    update: int = 0,
    *,
    reader: bool = False,
    lexicon: Mapping[str, frozenset[str]] = LEXICON,
) -> Turn:
    """Take one input.

    `now` is zoned. `update` is the messenger's number of this input, 0 where there is none: an older one never
    overrules a newer one of the same day. `reader` is the person's screen reader setting: changes are told in new
    messages. `lexicon` holds words for yes, no, skip, back and done (see bot/core/lexicon.py).
    """
    standing = Standing(form, session, now, update, reader=reader, lexicon=lexicon)
    turn = _taken(standing, given)
    if turn.session is session:
        return turn
    return Turn(replace(turn.session, revision=session.revision + 1), turn.screens, turn.events)


def _taken(at: Standing, given: Input) -> Turn:
    if isinstance(given, SwitchLanguage):
        session = at.set(replace(at.session, language=given.language))
        return Turn(session, (at.present("replace"),), (LanguageSwitched(given.language),))
    if isinstance(given, Open):
        return Turn(at.session, (at.present(),))
    if at.session.place == "finished":
        return after_end(at, given)
    if at.session.place == "review":
        return at_review(at, given)
    return at_question(at, given)
