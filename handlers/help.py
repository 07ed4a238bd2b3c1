"""/help: what one can do here, by role."""

from __future__ import annotations

from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet


def hear(visit: Visit) -> Reply:
    """The commands as a list, those of one's roles below."""
    roles = {"resident", *(held.role for held in visit.person.roles if not held.pending)}
    if "officer" in roles:
        roles.add("champion")  # an officer's menu holds a champion's commands too
    commands = visit.office.commands
    mine = [name for name, role in commands.items() if role == "resident" and name != "help"]
    more = [name for name, role in commands.items() if role in roles and role != "resident"]
    lines = [para(f"help.{name}") for name in (*mine, *more)]
    return visit.reply(sheet(para("help.title", "title"), *lines, para("help.typed", "hint")))


DOOR = Door("help", "read", hear, command="resident")
