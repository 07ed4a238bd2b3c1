"""Before a champion's message goes: exactly what is sent, to how many, by what allowance; then send, or ask."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import broadcast as broadcasts
from bot.actions import send as sending
from bot.actions.activity import find
from bot.core.broadcasts import held_by, is_counted, remarks
from bot.ports import Broadcast, Errand, Reply
from handlers.broadcast import page as draft_page
from handlers.broadcasts import page as progress
from handlers.champion import reach, rules, wall
from handlers.door import Door
from handlers.visit import Visit, toast
from handlers.waiting import done


def hear(visit: Visit) -> Reply:
    """With "ID" counts, then shows the preview; "ID.y" sends, or asks for approval; "ID.b" takes it back while nothing
    was sent.

    Whatever was pressed twice, or is on its way already, shows how it stands."""
    head, _, step = visit.argument.partition(".")
    found = broadcasts.own(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    done(visit)
    if step == "b":
        sending.take_back(visit.tx, visit.person, found, visit.now)
        found = broadcasts.own(visit.tx, visit.person, found.id)
        return visit.reply(draft_page(visit, found) if found.state == "draft" else progress(visit, found))
    if found.state not in ("draft", "refused"):
        return visit.reply(progress(visit, found))
    if step != "y" or not is_counted(remarks(found.reason), found.audience, visit.now):
        counting = Errand("count", visit.person.id, {"broadcast": found.id})
        return replace(visit.reply(toast("preview.counting")), errands=(counting,))
    _send(visit, found)
    return visit.reply(progress(visit, broadcasts.own(visit.tx, visit.person, found.id)))


def _send(visit: Visit, found: Broadcast) -> None:
    by, now, own = rules(visit.office), wall(visit), reach(visit, found.area)
    count = broadcasts.ready(visit.tx, visit.person, found, own, by, now)
    activity = find(visit.tx, found.activity)
    if count > by.approval_above or held_by(by, now, remarks(found.reason)):
        sending.ask(visit.tx, visit.person, found, own.around, by, now)
    else:
        sending.start(visit.tx, visit.person.id, found, activity, by, now)


DOOR = Door("broadcast_send", "broadcast.own", hear)
