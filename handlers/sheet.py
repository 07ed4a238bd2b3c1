"""/sheet: an A5 sheet to print, in any language: a call to take part by one's own link, or results to hand back."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import activity as activities
from bot.actions import release as releases
from bot.actions.link import own_source
from bot.core.errors import Rule
from bot.core.screen import Button, Go, Plain
from bot.ports import Activity, ActivityId, Errand, Reply
from handlers.champion import offered, title
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """Without argument about what; "c.ID" (0: in general) or "r.ID": in which language; "c.ID.pt": it is made."""
    kind, _, rest = visit.argument.partition(".")
    number, _, language = rest.partition(".")
    if kind not in ("c", "r") or not number.isdecimal():
        return _about(visit)
    about = _activity(visit, kind, int(number))
    if language not in visit.office.voice.languages:
        names = visit.office.voice.own_name
        rows = tuple(
            (Button(Plain(names(code)), Go("sheet", f"{kind}.{number}.{code}")),)
            for code in visit.office.voice.languages
        )
        back = (button("back", "sheet"),)
        return visit.reply(sheet(para("sheet.which_language", "title"), rows=(*rows, back), replaces=visit.pressed))
    token = own_source(visit.tx, visit.person, f"{visit.office.dice(80):020x}", visit.now).token
    link = visit.office.link(f"s_{token}" + (f"_{about.id}" if about and kind == "c" else ""))
    values: dict[str, str | int] = {
        "kind": "results" if kind == "r" else "call",
        "activity": about.id if about else 0,
        "language": language,
        "link": link,
    }
    named = Plain(visit.office.voice.own_name(language))
    reply = visit.reply(sheet(para("sheet.making", language=named)))
    return replace(reply, errands=(Errand("sheet", visit.person.id, values),))


def _activity(visit: Visit, kind: str, number: int) -> Activity | None:
    """What it is about. Raises Rule for what is not open, or has no results that everybody may read."""
    if kind == "c" and not number:
        return None
    found = activities.find(visit.tx, ActivityId(number))
    if kind == "r":
        if releases.found(visit.tx, found) is None:
            raise Rule("export.not_yet")
        return found
    if found.id not in {each.id for each in _surveys(visit)}:
        raise Rule("activity.not_open")
    return found


def _surveys(visit: Visit) -> list[Activity]:
    """Those that a link can lead straight to."""
    return [each for each in offered(visit) if each.kind == "survey"]


def _about(visit: Visit) -> Reply:
    language = visit.person.language
    options = [Button(title(each, language), Go("sheet", f"c.{each.id}")) for each in _surveys(visit)]
    options.append(button("sheet.general", "sheet", "c.0"))
    options += [
        button("sheet.results", "sheet", f"r.{each.id}", title=title(each, language))
        for each in visit.tx.activities.all(("closed",))
        if each.kind == "survey" and releases.found(visit.tx, each) is not None
    ]
    lines, rows = choose(visit.office, language, options)
    return visit.reply(sheet(para("sheet.title", "title"), para("sheet.how"), *lines, rows=rows))


DOOR = Door("sheet", "link.own", hear, command="champion")
