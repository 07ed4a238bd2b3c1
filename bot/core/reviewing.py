"""Check-your-answers and what comes after the end: inputs where no question is open."""

from __future__ import annotations

from dataclasses import replace

from bot.core.events import Erred, Outdated
from bot.core.inputs import Act, Choose, Input, Typed
from bot.core.reading import plain, whole
from bot.core.review import finished, lines, review
from bot.core.screen import Block, Say, Screen
from bot.core.standing import Standing, Turn

_SENT = Screen("replace", (Block("body", Say("review.sent")),))


def at_review(at: Standing, given: Input) -> Turn:
    """Take an input while the answers are being checked."""
    match given:
        case Act(question="", verb="finish"):
            return at.finish((_SENT,))
        case Act(question="", verb="page", argument=page):
            session = at.set(replace(at.session, page=page))
            return Turn(session, (review(at.scene, "replace"),))
        case Act(question="", verb="change", argument=number):
            return _change(at, number)
        case Act(question="", verb="review" | "resume"):
            return Turn(at.session, (at.present(),))
        case Typed(text=text):
            line = whole(text)
            if line is not None:
                return _change(at, line - 1)
            if plain(text) in at.lexicon.get("done", ()) or plain(text) in at.lexicon.get("yes", ()):
                return at.finish((_SENT,))
            lead = (Block("warning", Say("review.unknown")),)
            return Turn(at.session, (at.present(lead=lead),), (Erred("", "review.unknown"),))
        case Choose() | Act():
            return at.outdated()
        case _:
            return Turn(at.session, (at.present(),))


def _change(at: Standing, number: int) -> Turn:
    places = lines(at.scene)
    if not 0 <= number < len(places):
        return Turn(at.session, (at.present(lead=(Block("warning", Say("review.unknown")),)),))
    session = at.arrive(places[number], changing=True)
    return Turn(session, (at.present(),))


def after_end(at: Standing, given: Input) -> Turn:
    """Take an input after the form was sent in: nothing changes."""
    if isinstance(given, Choose | Act):
        toast = Screen("toast", (Block("body", Say("finished.already")),))
        return Turn(at.session, (toast,), (Outdated(""),))
    return Turn(at.session, (finished(at.scene, notes=False),))
