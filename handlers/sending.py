"""/sending: what waits to be sent to people, what is being sent, and of which nobody knows whether it arrived."""

from __future__ import annotations

from bot.actions.hold import held
from bot.actions.sending import outlook
from bot.core.screen import Say
from bot.ports import Lane, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

_NAMES = {
    Lane.CONFIRMATIONS: "sending.lane.confirmations",
    Lane.REMINDERS: "sending.lane.reminders",
    Lane.BROADCAST: "sending.lane.broadcast",
}


def hear(visit: Visit) -> Reply:
    """The queue by lane, and how many broadcasts are under way. A number is never exact below ten."""
    found = outlook(visit.tx, visit.now, held=held(visit.tx))
    blocks = [para("sending.title", "title")]
    if found.held:
        blocks.append(para("sending.held", "warning"))
    lines = {lane: line for lane, line in found.lanes.items() if line.waiting or line.in_hand or line.unknown}
    blocks += [
        para(
            "sending.line",
            lane=Say(_NAMES[lane]),
            waiting=_about(line.waiting),
            sending=_about(line.in_hand),
            unknown=_about(line.unknown),
        )
        for lane, line in lines.items()
    ] or [para("sending.none")]
    going = len(visit.tx.broadcasts.in_state(("sending",)))
    paused = len(visit.tx.broadcasts.in_state(("paused",)))
    if going or paused:
        blocks.append(para("sending.broadcasts", sending=going, paused=paused))
    if any(line.unknown for line in lines.values()):
        blocks.append(para("sending.unknown", "hint"))
    rows = ((button("sending.button.again", "sending"),),)
    return visit.reply(sheet(*blocks, rows=rows, replaces=visit.pressed))


def _about(number: int) -> int | Say:
    if not number:
        return 0
    return Say("sending.few") if number < 10 else Say("sending.about", {"n": 5 * round(number / 5)})


DOOR = Door("sending", "sending.see", hear, command="officer")
