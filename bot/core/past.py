"""A session seen from outside a turn: begun with what is known already, listed in words, settled, opened again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.form import Form, Question
from bot.core.lexicon import LEXICON
from bot.core.questions import KINDS
from bot.core.road import asked
from bot.core.scene import scene_of
from bot.core.screen import Line
from bot.core.session import Answer, Session


def known(form: Form, session: Session, values: Mapping[str, str], now: datetime) -> Session:
    """The session with answers to the questions of these names (outside repeats), where their lists offer the value.

    They are not asked again, but stand in check-your-answers where they can be changed.
    """
    answers = dict(session.answers)
    for question in form.questions():
        value = values.get(question.name, "")
        codes = {choice.code for choice in form.lists.get(question.choices, ())}
        if value and value in codes and question.path != session.at:
            answers[question.path] = Answer(value, 0, now.timestamp())
    return replace(session, answers=answers)


def told(form: Form, session: Session, now: datetime) -> Iterator[tuple[str, Line]]:
    """Each question asked so far and its answer in words, in the session's language, in order."""
    scene = scene_of(form, session, now, lexicon=LEXICON)
    for place in asked(scene.instance):
        if isinstance(place.spot.node, Question) and place.path in session.answers:
            words = scene.instance.words(place.spot.question.label, place) or place.spot.question.name
            yield words, scene.in_words(place, scene.instance.value(place))


def settled(form: Form, session: Session, now: datetime) -> tuple[tuple[str, str], ...]:
    """The relevant answers of an unfinished session that break no constraint, computed values included."""
    scene = scene_of(form, session, now, lexicon=LEXICON)
    return tuple(
        (place.path, value)
        for place in scene.instance.road
        if isinstance(node := place.spot.node, Question)
        and (node.kind in _COMPUTED or (KINDS[node.kind].asked and place.path in session.answers))
        and scene.instance.relevant(place)
        and (value := scene.instance.value(place))
    )


def reopened(session: Session) -> Session:
    """A finished session back at check-your-answers; its answers stand until it is sent in again."""
    if session.place != "finished":
        return session
    return replace(session, place="review", at="", revision=session.revision + 1)


_COMPUTED = frozenset({"calculate", "hidden"})
