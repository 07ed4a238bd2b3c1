"""Who takes part, in four bands of words, worked out anew once an hour; never a count, never an answer."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.actions.fill import bands
from bot.core.errors import Rule
from bot.core.screen import Plain, Say
from bot.ports import ActivityId, Reply, millis
from handlers.door import Door
from handlers.visit import Visit, in_language, para, sheet

_BANDS = 4


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id."""
    found = activities.find(visit.tx, ActivityId(int(visit.argument)) if visit.argument.isdigit() else ActivityId(0))
    if found.state not in ("open", "closed"):
        raise Rule("activity.not_open")
    settings = json.loads(found.settings)
    frame = visit.office.frames.get(settings.get("frame", ""))
    filled = bands(visit.tx, found, frame, visit.office.number("balance.floor"), visit.now)
    title = Plain(in_language(settings.get("title", {"en": found.name}), visit.person.language))
    blocks = [para("fill.title", "title", title=title), para("fill.all", band=Say(f"fill.band.{filled.everybody}"))]
    for attribute, groups in filled.groups:
        blocks.append(para(f"attribute.{attribute}", "title"))
        for step in range(_BANDS):  # the emptiest first: they are who is to be reached
            named = "; ".join(label for label, band in groups if band == step)
            if named:
                blocks.append(para("fill.line", group=Say(f"fill.band.{step}"), band=Plain(named)))
    when = visit.moment(millis(filled.at))
    return visit.reply(sheet(*blocks, para("fill.when", "small", time=when), para("fill.what", "small")))


DOOR = Door("fill", "activity.see", hear)
