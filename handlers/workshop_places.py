"""For officers: how many have a place, ask, wait; and what has to be provided, as totals without people."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.core.booking import Needs, add_up
from bot.core.form import Form, Language
from bot.core.screen import Block, Line, Plain, Say
from bot.ports import ActivityId, BookingState, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, words
from handlers.workshop_screen import about

_SHOWN: tuple[BookingState, ...] = ("requested", "confirmed", "offered", "waiting", "attended", "missed", "cancelled")


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id."""
    number = visit.argument
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    shown = about(visit.office, visit.person.language, activity)
    pool, counts = visit.tx.seats.pool(activity.id), visit.tx.bookings.counts(activity.id)
    blocks = [para("places.title", "title", title=shown.title)]
    if pool is not None:
        blocks.append(para("places.pool", taken=pool.taken, seats=pool.cap))
    blocks += [para(f"places.{state}", count=counts[state]) for state in _SHOWN if counts.get(state)]
    form = visit.office.shelf(visit.tx, activity.edition)
    needs = add_up(form, visit.tx.bookings.needs(activity.id))
    blocks += _needs(form, needs, visit.person.language)
    rows = ((button("draw.button.back", "workshops", number),),)
    return visit.reply(sheet(*blocks, rows=rows))


def _needs(form: Form, needs: Needs, language: str) -> list[Block]:
    if not (needs.codes or needs.sums or needs.words):
        return [para("places.no_needs")]
    questions = {question.name: question for question in form.questions()}
    blocks = [para("places.needs", "title"), para("places.needs_why", "small")]
    for name, given in needs.codes.items():
        blocks.append(words(_text(questions[name].label, language), "title"))
        labels = {choice.code: _text(choice.label, language) for choice in form.lists[questions[name].choices]}
        blocks += [para("places.line", answer=Plain(labels[code]), count=count) for code, count in given]
    for name, total in needs.sums.items():
        blocks.append(para("places.line", answer=Plain(_text(questions[name].label, language)), count=total))
    if needs.words:
        blocks.append(para("places.words", "title"))
        blocks += [Block("body", _said(one)) for one in needs.words]
    return blocks


def _said(text: str) -> Line:
    return Say("answer.voice") if text.startswith("voice:") else Plain(f"– {text}")


def _text(texts: object, language: str) -> str:
    """An author's text of a form without values in it."""
    found = dict(texts)  # type: ignore[call-overload]
    pieces = found.get(Language(language)) or next(iter(found.values()), ())
    return "".join(piece for piece in pieces if isinstance(piece, str))


DOOR = Door("places", "places.see", hear)
