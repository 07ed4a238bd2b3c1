"""/activities: what officers run. A list, one activity's page, and the steps of its life."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import activity as activities
from bot.actions.authorise import authorise
from bot.core.errors import Rule
from bot.core.screen import Block, Button, Go, Plain, Say
from bot.ports import Activity, ActivityId, Errand, Reply
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, words


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
                    para("activity.open_done", title=_title(visit, opened), link=Plain(link)),
                    *_page(visit, opened),
                    rows=_steps(visit, opened),
                    replaces=visit.pressed,
                )
            )
        case "close":
            return _ask(visit, found, "activity.close_ask", "activity.button.close", "close.y")
        case "close.y":
            closed = activities.close(visit.tx, visit.person, found.id, visit.now)
            done = para("activity.close_done", title=_title(visit, closed))
            reply = visit.reply(sheet(done, *_page(visit, closed), rows=_steps(visit, closed), replaces=visit.pressed))
            return replace(reply, errands=(Errand("settle", visit.person.id, {"activity": closed.id}),))
        case "extend":
            later = activities.extend(visit.tx, visit.person, found.id, visit.now)
            return visit.reply(
                sheet(
                    para("activity.extended", date=visit.date(later.closes)),
                    *_page(visit, later),
                    rows=_steps(visit, later),
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
    return visit.reply(sheet(*_page(visit, found), rows=_steps(visit, found), replaces=step == "fallback"))


def _list(visit: Visit) -> Reply:
    shown = [activity for activity in visit.tx.activities.all() if activity.kind != "profile"]
    if not shown:
        return visit.tell("activities.none")
    titles = [_title(visit, activity).text for activity in shown]
    unlike = [
        Plain(title if titles.count(title) == 1 else f"{title} ({activity.name})")
        for title, activity in zip(titles, shown, strict=True)
    ]
    named = tuple(zip(unlike, shown, strict=True))
    lines = [para("activity.line", title=title, state=Say(f"activity.state.{a.state}")) for title, a in named]
    rows = tuple((Button(title, Go("activities", str(a.id))),) for title, a in named)
    return visit.reply(sheet(para("activities.title", "title"), *lines, para("activities.import", "hint"), rows=rows))


def _page(visit: Visit, activity: Activity) -> tuple[Block, ...]:
    form = visit.office.shelf(visit.tx, activity.edition)
    settings = json.loads(activity.settings)
    asked = sum(1 for q in form.questions() if q.kind not in ("note", "calculate", "hidden", "start", "end", "today"))
    blocks = [words(_title(visit, activity).text, "title")]
    blocks.append(para(f"activity.state.{activity.state}"))
    blocks.append(para("activity.questions", n=asked))
    names = ", ".join(visit.office.voice.own_name(language) for language in form.languages)
    blocks.append(para("activity.languages", text=Plain(names)))
    if gaps := activities.missing(form):
        blocks.append(para("activity.gaps", n=gaps))
    if activity.tested_at:
        blocks.append(para("activity.tested", date=visit.date(activity.tested_at)))
        if settings.get("tester"):
            blocks.append(para("activity.tester", "small", name=Plain(settings["tester"])))
    if activity.opened:
        blocks.append(para("activity.opened", date=visit.date(activity.opened)))
    if activity.state == "open":
        blocks.append(para("activity.closes", date=visit.date(activity.closes)))
    if activity.closed:
        blocks.append(para("activity.closed", date=visit.date(activity.closed)))
    return tuple(blocks)


def _steps(visit: Visit, activity: Activity) -> tuple[tuple[Button, ...], ...]:
    def step(code: str, name: str) -> Button:
        return button(f"activity.button.{code}", "activities", f"{activity.id}.{name}")

    rows: list[tuple[Button, ...]] = []
    if activity.state in ("draft", "tested"):
        form = visit.office.shelf(visit.tx, activity.edition)
        rows.append((button("activity.button.try", "try", str(activity.id)), step("test", "ask")))
        if activities.missing(form) and not (form.fallback or json.loads(activity.settings).get("fallback")):
            rows.append((step("fallback", "fallback"),))
        rows.append((step("open", "open"),))
    if activity.state == "open":
        rows.append((step("extend", "extend"), step("close", "close")))
    if activity.state in ("open", "closed"):
        rows.append((button("activity.button.fill", "fill", str(activity.id)),))
    if activity.state == "closed":
        rows.append((button("activity.button.export", "export", str(activity.id)),))
    rows.append((button("activity.button.list", "activities"),))
    return tuple(rows)


def _ask(visit: Visit, activity: Activity, code: str, yes: str, step: str) -> Reply:
    if step == "open.y" and activity.state != "tested":
        raise Rule("activity.not_tested" if activity.state == "draft" else "activity.not_draft")
    if step == "close.y" and activity.state != "open":
        raise Rule("activity.not_open")
    rows = (
        (button(yes, "activities", f"{activity.id}.{step}"), button("button.cancel", "activities", str(activity.id))),
    )
    return visit.reply(sheet(para(code, title=_title(visit, activity)), rows=rows))


def _title(visit: Visit, activity: Activity) -> Plain:
    return Plain(in_language(json.loads(activity.settings).get("title", {"en": activity.name}), visit.person.language))


DOOR = Door("activities", "activity.see", hear, command="officer")
