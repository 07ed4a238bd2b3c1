"""The picture of a champion's message: a photo sent to the bot; only the messenger's own reference is kept."""

from __future__ import annotations

from bot.actions import broadcast as broadcasts
from bot.core.inputs import Sent
from bot.ports import Reply
from handlers.broadcast import page
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.waiting import done, wait


def hear(visit: Visit) -> Reply:
    """With "ID": wait for a photo (what is heard may be one); "ID.x": no picture."""
    head, _, step = visit.argument.partition(" ")[0].partition(".")
    found = broadcasts.draft(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    said = visit.heard.said
    if step == "x":
        broadcasts.picture(visit.tx, found, "")
    elif isinstance(said, Sent) and said.kind == "photo":
        broadcasts.picture(visit.tx, found, said.reference)
    else:
        wait(visit, "broadcast_picture", head)
        rows = [(button("broadcast.to_draft", "broadcast", head),)]
        if found.picture:
            rows.insert(0, (button("broadcast.drop_picture", "broadcast_picture", f"{head}.x"),))
        asks = (para("broadcast.send_photo", "title"), para("broadcast.photo_how", "hint"))
        return visit.reply(sheet(*asks, rows=tuple(rows)))
    done(visit)
    return visit.reply(page(visit, broadcasts.draft(visit.tx, visit.person, found.id), para("broadcast.kept", "small")))


DOOR = Door("broadcast_picture", "broadcast.own", hear)
