"""Every door, once. A new door is one file and one line here."""

from __future__ import annotations

from handlers import (
    activities,
    change,
    contact,
    export,
    fill,
    forgetme,
    help,  # noqa: A004  the door of /help
    invite,
    join,
    language,
    link,
    mydata,
    phone,
    privacy,
    reader,
    results,
    start,
    stop,
    testing,
    times,
)

DOORS = (
    start.DOOR,
    join.DOOR,
    change.DOOR,
    language.DOOR,
    privacy.DOOR,
    mydata.DOOR,
    forgetme.DOOR,
    stop.DOOR,
    results.DOOR,
    contact.DOOR,
    phone.DOOR,
    reader.DOOR,
    help.DOOR,
    testing.TRY,
    testing.TESTED,
    testing.NAMED,
    activities.DOOR,
    times.DOOR,
    fill.DOOR,
    export.DOOR,
    invite.INVITE,
    invite.ACCEPT,
    invite.PEOPLE,
    link.DOOR,
)

BY_NAME = {door.name: door for door in DOORS}
COMMANDS = {door.name: door.command for door in DOORS if door.command}
"""Commands that stand in the menu, with the role that they are shown to."""
