"""Check-your-answers, and the words after the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.form import Question
from bot.core.inputs import Act
from bot.core.options import PAGE, ROW, pager
from bot.core.road import asked
from bot.core.screen import Block, Button, Mode, Plain, Say, Screen

if TYPE_CHECKING:
    from bot.core.plan import Place
    from bot.core.scene import Scene

LONG = 5
"""A form with this many questions is shown again before it is sent in."""
_LONGEST = 120


def lines(scene: Scene) -> list[Place]:
    """The answers that can be changed, in order."""
    return [place for place in asked(scene.instance) if isinstance(place.spot.node, Question)]


def review(scene: Scene, mode: Mode = "below", lead: tuple[Block, ...] = ()) -> Screen:
    """Show every answer on a numbered line with a button to change it, ten to a page, and Send."""
    places = lines(scene)
    last = max(0, (len(places) - 1) // PAGE)
    page = max(0, min(scene.session.page, last))
    here = list(enumerate(places))[page * PAGE : (page + 1) * PAGE]
    notes, files = scene.before(None)
    title: tuple[Block, ...] = (Block("title", Say("review.empty")),)
    if places:
        title = (Block("title", Say("review.title")), Block("hint", Say("review.change")))
    blocks = [*lead, *notes, *title]
    blocks.extend(Block("option", _line(scene, place), number + 1) for number, place in here)
    buttons = [Button(Plain(str(number + 1)), Act("", "change", number)) for number, _ in here]
    rows = [tuple(buttons[at : at + ROW]) for at in range(0, len(buttons), ROW)]
    rows.extend(pager("", page, last))
    rows.append((Button(Say("review.send"), Act("", "finish")),))
    return Screen(mode, tuple(blocks), tuple(rows), files, holds=True)


def _line(scene: Scene, place: Place) -> Say:
    node = place.spot.question
    words = scene.instance.words(node.label, place) or node.name
    label = Plain(words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…")
    question = label if place.spot.owner is None else Say("missing.line")
    answer = scene.in_words(place, scene.instance.value(place))
    if isinstance(answer, Plain) and len(answer.text) > _LONGEST:
        answer = Plain(answer.text[: _LONGEST - 1].rstrip() + "…")
    return Say("review.line", {"question": question, "answer": answer})


def finished(scene: Scene, *, notes: bool) -> Screen:
    """Thank the person; `notes` where what stands after the last question was not shown yet."""
    blocks, files = scene.before(None) if notes else ((), ())
    return Screen("below", (*blocks, Block("title", Say("finished"))), (), files)
