"""/checkin: at the door of a workshop. Codes are typed, nobody's name is known; a list of the codes can be printed."""

from __future__ import annotations

import json

from bot.actions import check_in as checks
from bot.actions.authorise import authorise
from bot.core.errors import Rule
from bot.core.needs_told import told
from bot.core.screen import Attachment, Block, Button, Go, Plain, Say, Screen
from bot.ports import Activity, Booking, BookingState, Reply
from handlers import draft
from handlers.choice import choose
from handlers.door import Door
from handlers.needs import prepared
from handlers.visit import Visit, button, para, sheet
from handlers.workshop_page import title

_RIGHT = "workshop.check_in"
_NO_AREA = "*"
"""Of a workshop without an area: only who holds the role everywhere."""
_LISTED: tuple[BookingState, ...] = ("confirmed", "attended", "missed")
_SLICE = 500


def hear(visit: Visit) -> Reply:
    """Without argument what is on; "ID" one workshop, "ID.list" its list; "CODE", or "ID CODE", checks somebody in."""
    head, _, typed = visit.argument.strip().partition(" ")
    number, _, step = head.partition(".")
    mine = _mine(visit)
    found = next((one for one in mine if str(one.id) == number), None)
    if found is None and head and not number.isdecimal():
        return _check_in(visit, mine, visit.argument)
    if found is None and len(mine) == 1 and not head:
        found = mine[0]
    if found is None:
        return _choose(visit, mine)
    if typed:
        return _check_in(visit, [found], typed)
    return _list(visit, found) if step == "list" else _page(visit, found)


def _mine(visit: Visit) -> list[Activity]:
    """What is on now and this person's to check: of their area, or all for those who hold the role everywhere."""
    found = []
    for activity in visit.tx.activities.all(("open", "closed")):
        if not checks.at_the_door(activity, visit.now):
            continue
        area = str(json.loads(activity.settings).get("area") or _NO_AREA)
        try:
            authorise(visit.person, _RIGHT, area)
        except Rule:
            continue
        found.append(activity)
    return found


def _choose(visit: Visit, mine: list[Activity]) -> Reply:
    if not mine:
        return visit.tell("checkin.none")
    options = [Button(title(visit, one), Go("checkin", str(one.id))) for one in mine]
    lines, rows = choose(visit.office, visit.person.language, options)
    return visit.reply(sheet(para("checkin.which", "title"), *lines, rows=rows))


def _page(visit: Visit, found: Activity, *before: Block) -> Reply:
    """How many have come, and the next code please: whatever is typed from now on is one."""
    counts = visit.tx.bookings.counts(found.id)
    came = counts.get("attended", 0)
    places = came + counts.get("confirmed", 0) + counts.get("missed", 0)
    blocks = [para("checkin.title", "title", title=title(visit, found)), *before]
    blocks += [para("checkin.counts", came=came, places=places), para("checkin.type", "hint")]
    if poster := json.loads(found.settings).get("poster_code"):
        blocks.append(para("checkin.poster", "small", letters=Plain(poster)))
    rows = (
        (button("checkin.button.list", "checkin", f"{found.id}.list"),),
        (button("checkin.button.done", "workshops"),),
    )
    return draft.wait(visit, "checkin", str(found.id), visit.reply(sheet(*blocks, rows=rows)))


def _check_in(visit: Visit, among: list[Activity], code: str) -> Reply:
    try:
        booking, new = checks.check_in(visit.tx, visit.person.id, among, code, visit.now)
    except Rule as rule:
        if len(among) != 1:
            raise
        return _page(visit, among[0], Block("warning", Say(rule.code, rule.values)))
    found = next(one for one in among if one.id == booking.activity)
    said = para("checkin.done" if new else "checkin.again", letters=Plain(booking.code), number=booking.number)
    needs = _needs(visit, found, booking)
    return _page(visit, found, said, *((para("checkin.needs", text=Plain(needs)),) if needs else ()))


def _needs(visit: Visit, found: Activity, booking: Booking) -> str:
    """What is prepared for this person: interpreter, children, who comes along. What is sensitive is not said."""
    form = visit.office.shelf(visit.tx, found.edition)
    given = told(form, booking.needs, visit.person.language)
    private = (visit.office.voice.say("checkin.private", visit.person.language),) if given.private else ()
    return "; ".join((*filter(None, (prepared(visit.office, given, visit.person.language),)), *private))


def _list(visit: Visit, found: Activity) -> Reply:
    """Every code with what is prepared, by place on the list, as a text that any phone and printer can show."""
    say, language = visit.office.voice.say, visit.person.language
    rows = _everybody(visit, found)
    lines = [title(visit, found).text, say("checkin.list_head", language, {"count": len(rows)}), ""]
    for booking in sorted(rows, key=lambda one: one.code):
        sign = "x" if booking.state == "attended" else " "
        lines.append("  ".join(piece for piece in (f"[{sign}] {booking.code}", _needs(visit, found, booking)) if piece))
    file = Attachment("document", "door-list.txt", ("\n".join(lines) + "\n").encode())
    return visit.reply(Screen("below", (para("checkin.list"),), (), (file,)))


def _everybody(visit: Visit, found: Activity) -> list[Booking]:
    rows: list[Booking] = []
    while slice_ := visit.tx.bookings.in_state(found.id, _LISTED, rows[-1].place if rows else 0, _SLICE):
        rows += slice_
    return rows


DOOR = Door("checkin", _RIGHT, hear, command="champion")
