"""/activities: what officers run. A list, one activity's page, and the steps of its life."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import activity as activities
from bot.actions.authorise import authorise
from bot.core.errors import Rule
from bot.core.screen import Button, Go, Plain, Say
from bot.ports import Activity, ActivityId, Errand, Reply
from handlers.activity_page import page, steps, title
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

_LISTED = {"survey": "activities", "vote": "activities", "workshop": "workshop_change"}
"""Kinds that are run from here, with the door that runs them. Notices have their own list, forms of others none."""


def hear(visit: Visit) -> Reply:
    """Without argument the list; with "ID" a page; with "ID.step" a step ("ID.step.y" once asked back)."""
    number, _, step = visit.argument.partition(".")
    if not number.isdecimal():
        return _list(visit)
    found = activities.find(visit.tx, ActivityId(int(number)))
    if step:
        authorise(visit.person, "activity.change")
    match step:
        case "open":
            return _ask(visit, found, "activity.open_ask", "activity.button.open", "open.y")
        case "open.y":
            opened = activities.open_(visit.tx, visit.office.shelf, visit.person, found.id, visit.now)
            link = visit.office.link(f"a_{opened.name}")
            return visit.reply(
                sheet(
                    para("activity.open_done", title=title(visit, opened), link=Plain(link)),
                    *page(visit, opened),
                    rows=steps(visit, opened),
                    replaces=visit.pressed,
                )
            )
        case "close":
            return _ask(visit, found, "activity.close_ask", "activity.button.close", "close.y")
        case "close.y":
            closed = activities.close(visit.tx, visit.person, found.id, visit.now)
            done = para("activity.close_done", title=title(visit, closed))
            reply = visit.reply(sheet(done, *page(visit, closed), rows=steps(visit, closed), replaces=visit.pressed))
            return replace(reply, errands=(Errand("settle", visit.person.id, {"activity": closed.id}),))
        case "extend":
            later = activities.extend(visit.tx, visit.person, found.id, visit.now)
            return visit.reply(
                sheet(
                    para("activity.extended", date=visit.moment(later.closes)),
                    *page(visit, later),
                    rows=steps(visit, later),
                    replaces=visit.pressed,
                )
            )
        case "fallback":
            activities.declare_fallback(visit.tx, visit.person, found.id, visit.now)
            found = activities.find(visit.tx, found.id)
        case "ask":
            link = visit.office.link(f"t_{found.id}")
            return visit.reply(sheet(para("activity.test_link", link=Plain(link))))
        case _:
            pass
    return visit.reply(sheet(*page(visit, found), rows=steps(visit, found), replaces=step == "fallback"))


def _list(visit: Visit) -> Reply:
    shown = [activity for activity in visit.tx.activities.all() if activity.kind in _LISTED]
    if not shown:
        return visit.tell("activities.none")
    titles = [title(visit, activity).text for activity in shown]
    unlike = [
        Plain(own if titles.count(own) == 1 else f"{own} ({activity.name})")
        for own, activity in zip(titles, shown, strict=True)
    ]
    named = tuple(zip(unlike, shown, strict=True))
    options = [Button(own, Go(_LISTED[a.kind], str(a.id))) for own, a in named]
    numbered, rows = choose(visit.office, visit.person.language, options)
    lines = [para("activity.line", title=own, state=Say(f"activity.state.{a.state}")) for own, a in named]
    if numbered:
        lines = [
            para("activity.numbered", number=at, title=own, state=Say(f"activity.state.{a.state}"))
            for at, (own, a) in enumerate(named, 1)
        ]
    return visit.reply(sheet(para("activities.title", "title"), *lines, para("activities.import", "hint"), rows=rows))


def _ask(visit: Visit, activity: Activity, code: str, yes: str, step: str) -> Reply:
    if step == "open.y" and activity.state != "tested":
        raise Rule("activity.not_tested" if activity.state == "draft" else "activity.not_draft")
    if step == "close.y" and activity.state != "open":
        raise Rule("activity.not_open")
    rows = (
        (button(yes, "activities", f"{activity.id}.{step}"), button("button.cancel", "activities", str(activity.id))),
    )
    return visit.reply(sheet(para(code, title=title(visit, activity)), rows=rows))


DOOR = Door("activities", "activity.see", hear, command="officer")
