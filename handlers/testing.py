"""Before a form opens, one named person who is no officer tests it and says whether it is ready."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.actions.answer import answer
from bot.actions.take_part import take_part
from bot.core.errors import Rule
from bot.core.inputs import Open
from bot.core.reading import clean
from bot.ports import ActivityId, Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet
from handlers.waiting import wait

_NAME_MAX = 80


def try_it(visit: Visit) -> Reply:
    """A test session, marked and never counted."""
    found = activities.find(visit.tx, _id(visit.argument))
    if found.kind != "survey" or found.state not in ("draft", "tested"):
        raise Rule("activity.not_draft")
    row = take_part(visit.tx, visit.office.shelf, visit.person, found, visit.now, visit.office.dice(53), use="test")
    shown = answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now)
    return visit.of(shown, sheet(para("test.banner", "warning")))


def tested(visit: Visit) -> Reply:
    """Ready or not; when ready, the record asks for a name to show."""
    number, _, ready = visit.argument.partition(".")
    if activities.officer_here(visit.tx, visit.person):
        return visit.reply(sheet(para("activity.tester_officer"), replaces=True))
    row = visit.tx.sessions.of(visit.person.id, _id(number), "test")
    if row is None or row.status != "finished":
        raise Rule("not_yours")
    if ready != "y":
        return visit.reply(sheet(para("test.noted_not"), replaces=True))
    wait(visit, "tester", number)
    return visit.reply(sheet(para("test.name"), replaces=True))


def named(visit: Visit) -> Reply:
    """The name was typed: the test is on record. The argument is "ID name"."""
    number, _, said = visit.argument.partition(" ")
    name = " ".join(clean(said).split())[:_NAME_MAX]
    if not any(letter.isalpha() for letter in name):
        wait(visit, "tester", number)
        return visit.tell("test.name")
    activities.found_ready(visit.tx, visit.person, _id(number), name, visit.now)
    return visit.tell("test.noted_ready")


def _id(text: str) -> ActivityId:
    return ActivityId(int(text)) if text.isdecimal() else ActivityId(0)


TRY = Door("try", "take_part", try_it)
TESTED = Door("tested", "take_part", tested)
NAMED = Door("tester", "take_part", named)
