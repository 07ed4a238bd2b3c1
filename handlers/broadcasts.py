"""/broadcasts: messages on their way. How far one is, in rounded words; hold, go on, stop, send unknowns again."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import broadcast as broadcasts
from bot.actions import send as sending
from bot.actions.activity import find
from bot.actions.authorise import holds
from bot.core.broadcasts import remarks
from bot.core.errors import Rule
from bot.core.screen import Block, Button, Go, Plain, Say, Screen
from bot.ports import Broadcast, BroadcastState, Reply, State, millis
from handlers.broadcast_screen import deadline
from handlers.champion import people, place, rules, title, wall
from handlers.choice import in_rows
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

_LISTED: tuple[BroadcastState, ...] = ("waiting", "approved", "sending", "paused")
_MOST = 20
_A_MINUTE = 1_650
"""Messages that the pace of the messenger lets through in a minute (29 in 1.05 s)."""


def hear(visit: Visit) -> Reply:
    """Without argument what waits and runs; "ID" one of them; behind it ".p" holds, ".g" goes on, ".s" starts an
    approved one, ".c" asks whether to stop, ".c.y" stops, ".u" sends again to those of whom nobody knows."""
    head, _, step = visit.argument.partition(".")
    if not head.isdecimal():
        return visit.reply(_list(visit))
    found = _theirs(visit, int(head))
    by, now = rules(visit.office), wall(visit)
    match step:
        case "p":
            sending.pause(visit.tx, visit.person.id, found, now)
        case "g":
            sending.go_on(visit.tx, visit.person.id, found, by, now)
        case "s" if found.state == "approved":
            sending.start(visit.tx, visit.person.id, found, find(visit.tx, found.activity), by, now)
        case "c" if found.state in sending.ON_ITS_WAY:
            rows = ((button("sent.yes_stop", "broadcasts", f"{head}.c.y"), button("sent.keep", "broadcasts", head)),)
            return visit.reply(sheet(para("sent.stop_ask"), rows=rows, replaces=visit.pressed))
        case "c.y":
            sending.cancel(visit.tx, visit.person.id, found, now)
        case "u":
            sending.resend(visit.tx, visit.person.id, found, now)
        case _:
            pass
    return visit.reply(page(visit, _theirs(visit, found.id), replaces=visit.pressed))


def _theirs(visit: Visit, number: int) -> Broadcast:
    """The message, for its champion and for officers. Raises Rule("not_yours")."""
    if holds(visit.person, "officer"):
        found = visit.tx.broadcasts.get(number)
        if found is None or found.state == "draft":
            raise Rule("not_yours")
        return found
    return broadcasts.own(visit.tx, visit.person, number)


def page(visit: Visit, found: Broadcast, *, replaces: bool = False) -> Screen:
    """How it stands. No count under ten is shown, and those above are rounded."""
    found = sending.ended(visit.tx, found)
    office, language = visit.office, visit.person.language
    about = title(visit.tx.activities.get(found.activity), language)
    blocks = [para("sent.title", "title", title=about), para("sent.state", state=Say(f"broadcast.state.{found.state}"))]
    if found.state == "waiting":
        blocks.append(deadline(office, found, language, visit.now))
    if found.notice:
        blocks += _figures(visit, found)
        blocks.append(para("sent.as_of", "small", moment=visit.moment(millis(visit.now))))
    if (why := remarks(found.reason).override) and holds(visit.person, "officer"):
        blocks.append(para("elections.overridden", "small", reason=Plain(why)))
    return sheet(*blocks, rows=_steps(visit, found), replaces=replaces)


def _figures(visit: Visit, found: Broadcast) -> list[Block]:
    done, by = visit.tx.notices.progress(found.notice), rules(visit.office)
    waits = sum(done.get(state, 0) for state in (State.WAITING, State.CLAIMED, State.STARTED))
    left_out = sum(done.get(state, 0) for state in (State.SKIPPED, State.EXPIRED, State.CANCELLED))
    if found.state == "sending" and not done:  # the list of recipients is begun with the next slice
        return [para("sent.preparing")]
    lines: Mapping[str, int] = {
        "sent": done.get(State.SENT, 0),
        "waits": waits,
        "left_out": left_out,
        "refused": done.get(State.REFUSED, 0),
        "unknown": done.get(State.UNKNOWN, 0),
    }
    blocks = [
        para(f"sent.{name}", people=people(count, by) if count else Say("count.nobody"))
        for name, count in lines.items()
    ]
    if waits and found.state == "sending":
        blocks.append(para("sent.time_left", n=max(1, -(-waits // _A_MINUTE))))
        blocks.append(para("sent.quiet", "small"))
    return blocks


def _steps(visit: Visit, found: Broadcast) -> tuple[tuple[Button, ...], ...]:
    own = str(found.id)
    mine = found.person == visit.person.id
    rows: list[tuple[Button, ...]] = []
    if found.state == "approved" and mine:
        rows.append((button("sent.start", "broadcasts", f"{own}.s"),))
    if found.state == "sending":
        rows.append((button("sent.refresh", "broadcasts", own), button("sent.pause", "broadcasts", f"{own}.p")))
    if found.state == "paused":
        rows.append((button("sent.go_on", "broadcasts", f"{own}.g"),))
    if found.notice and found.state in ("sending", "done") and visit.tx.outbox.unknown(found.notice):
        rows.append((button("sent.resend", "broadcasts", f"{own}.u"),))
    if found.state in ("waiting", "approved") and mine:
        rows.append((button("sent.take_back", "broadcast_send", f"{own}.b"),))
    if found.state == "waiting" and not mine:
        rows.append((button("sent.decide", "approve", own),))
    if found.state in sending.ON_ITS_WAY:
        rows.append((button("sent.stop", "broadcasts", f"{own}.c"),))
    rows.append((button("sent.all", "broadcasts"),))
    return tuple(rows)


def _list(visit: Visit) -> Screen:
    office, language = visit.office, visit.person.language
    officer = holds(visit.person, "officer")
    theirs = (b for b in visit.tx.broadcasts.in_state(_LISTED) if officer or b.person == visit.person.id)
    there = [b for b in (sending.ended(visit.tx, each) for each in theirs) if b.state in _LISTED]
    if not there:
        return sheet(para("sent.none"))
    shown = sorted(there, key=lambda b: b.asked)[:_MOST]
    lines = [
        para(
            "sent.line",
            number=index,
            area=place(office, found.area, language),
            title=title(visit.tx.activities.get(found.activity), language),
            state=Say(f"broadcast.state.{found.state}"),
        )
        for index, found in enumerate(shown, 1)
    ]
    numbers = [Button(Plain(str(index)), Go("broadcasts", str(found.id))) for index, found in enumerate(shown, 1)]
    return sheet(para("sent.list", "title"), *lines, rows=in_rows(numbers))


DOOR = Door("broadcasts", "broadcast.see", hear, command="officer")
