"""/link: a champion's own link; whoever follows it joins through this source."""

from __future__ import annotations

from bot.actions.link import own_source
from bot.core.screen import Attachment, Plain, Screen
from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """The link and its QR picture (the text repeats what the picture says)."""
    token = f"{visit.office.dice(80):020x}"
    source = own_source(visit.tx, visit.person, token, visit.now)
    link = visit.office.link(f"s_{source.token}")
    picture = Attachment("image", "link.png", visit.office.picture(link), None)
    return visit.reply(
        Screen("below", (), (), (picture,)),
        sheet(
            para("link.title", "title"),
            para("invite.link", link=Plain(link)),
            para("link.how"),
            rows=((button("link.sheet", "sheet"),),),
        ),
    )


DOOR = Door("link", "link.own", hear, command="champion")
