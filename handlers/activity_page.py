"""One activity as officers see it: what it is, how far it has come, and the steps it can take next."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.core.screen import Block, Button, Plain
from bot.ports import Activity
from handlers.visit import Visit, button, para, titled, words


def title(visit: Visit, activity: Activity) -> Plain:
    """Its name in the officer's language."""
    return Plain(titled(activity, visit.person.language))


def page(visit: Visit, activity: Activity) -> tuple[Block, ...]:
    """What an officer should know of it."""
    form = visit.office.shelf(visit.tx, activity.edition)
    settings = json.loads(activity.settings)
    asked = sum(1 for q in form.questions() if q.kind not in ("note", "calculate", "hidden", "start", "end", "today"))
    blocks = [words(title(visit, activity).text, "title")]
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
    if (opening := activities.planned(visit.tx, activity.id)) is not None:
        blocks.append(para("activity.opens", moment=visit.moment(opening.at)))
    if activity.opened:
        blocks.append(para("activity.opened", date=visit.date(activity.opened)))
    if activity.closes and activity.state != "closed":
        blocks.append(para("activity.closes", date=visit.moment(activity.closes)))
    if activity.closed:
        blocks.append(para("activity.closed", date=visit.date(activity.closed)))
    return tuple(blocks)


def steps(visit: Visit, activity: Activity) -> tuple[tuple[Button, ...], ...]:
    """What can be done with it now."""

    def step(code: str, name: str) -> Button:
        return button(f"activity.button.{code}", "activities", f"{activity.id}.{name}")

    def time(code: str, name: str) -> Button:
        return button(f"activity.button.{code}", "times", f"{activity.id}.{name}")

    rows: list[tuple[Button, ...]] = []
    if activity.state in ("draft", "tested"):
        form = visit.office.shelf(visit.tx, activity.edition)
        rows.append((button("activity.button.try", "try", str(activity.id)), step("test", "ask")))
        if activities.missing(form) and not (form.fallback or json.loads(activity.settings).get("fallback")):
            rows.append((step("fallback", "fallback"),))
        rows.append((step("open", "open"),))
        if activities.planned(visit.tx, activity.id) is None:
            rows.append((time("open_at", "o."),))
        else:
            rows.append((time("open_at_other", "o."), time("unplan", "n")))
        rows.append((time("close_at", "c."),))
    if activity.state == "open":
        rows.append((step("extend", "extend"), step("close", "close")))
        rows.append((time("close_at", "c."),))
    if activity.state in ("open", "closed"):
        rows.append((button("activity.button.fill", "fill", str(activity.id)),))
    if activity.state == "closed":
        rows.append((button("activity.button.export", "export", str(activity.id)),))
    rows.append((button("activity.button.list", "activities"),))
    return tuple(rows)
