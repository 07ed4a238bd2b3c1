"""A workshop as officers see it, planned or open: all that residents read, and what is still missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.core import workshops
from bot.core.screen import Block, Button, Plain
from bot.core.workshop_words import gaps
from bot.ports import Activity, ActivityId, Reply
from handlers.visit import Visit, button, in_language, para, sheet, words
from handlers.workshop_screen import About, said_openly

PLANNING, CHANGE, MOVE, CALL_OFF = "planning", "workshop_change", "workshop_move", "workshop_off"
"""The officers' doors of a workshop."""


def planned(settings: Mapping[str, Any]) -> Activity:
    """A workshop that is not kept yet, to be shown like one that is."""
    return Activity(ActivityId(0), "", "workshop", "", "", "draft", json.dumps(settings))


def title(visit: Visit, activity: Activity) -> Plain:
    """Its title in the officer's language."""
    return Plain(in_language(json.loads(activity.settings).get("title", {}), visit.person.language) or activity.name)


def missing(visit: Visit, settings: Mapping[str, Any]) -> int:
    """How many texts are missing in the enabled languages, where no fallback is declared."""
    return sum(len(paths) for paths in gaps(settings, visit.office.voice.languages).values())


def page(visit: Visit, activity: Activity) -> tuple[Block, ...]:
    """All of it. The activity's settings must be complete."""
    settings, language = json.loads(activity.settings), visit.person.language
    workshop = workshops.read(settings)
    shown = About(visit.office, language, activity, workshop)
    blocks = [words(title(visit, activity).text, "title"), *_state(activity, settings, language)]
    if told := in_language(workshop.about, language):
        blocks.append(words(told))
    blocks += [*shown.facts(), para("workshop.seats", n=workshop.seats, count=workshop.seats)]
    if workshop.booking == "draw" and workshop.signup_closes is not None:
        closes = visit.office.voice.moment(workshop.signup_closes, language)
        blocks.append(para("plan.by_draw", date=Plain(closes)))
    else:
        blocks.append(para("workshop.first_come"))
    blocks += said_openly(activity, language)
    if settings.get("contact"):
        blocks.append(para("contact.person", name=settings["contact"]["name"], reach=settings["contact"]["reach"]))
    if activity.state in ("draft", "tested") and (count := missing(visit, settings)):
        blocks.append(para("activity.gaps", n=count))
        if settings.get("fallback"):
            blocks.append(para("plan.fallback", "small"))
    return tuple(blocks)


def _state(activity: Activity, settings: Mapping[str, Any], language: str) -> tuple[Block, ...]:
    if settings.get("cancelled"):
        why = in_language(settings.get("reason", {}), language)
        return para("plan.called_off", "warning"), *((para("called_off.reason", reason=Plain(why)),) if why else ())
    return (para(f"activity.state.{activity.state}"),) if activity.id else ()


def shown(visit: Visit, found: Activity, *before: Block) -> Reply:
    """Its page with what can be done now; nothing typed is waited for any more."""
    visit.tx.people.change(visit.person.id, doing="")
    return visit.reply(sheet(*before, *page(visit, found), rows=steps(visit, found), replaces=visit.pressed))


def steps(visit: Visit, found: Activity) -> tuple[tuple[Button, ...], ...]:
    """What an officer can do with it now."""

    def step(code: str, name: str) -> Button:
        return button(code, CHANGE, f"{found.id}.{name}")

    rows: list[tuple[Button, ...]] = []
    settings = json.loads(found.settings)
    if found.state in ("draft", "tested"):
        rows.append((button("plan.button.change", PLANNING, f"e.{found.id}"),))
        if missing(visit, settings) and not settings.get("fallback"):
            rows.append((step("activity.button.fallback", "fallback"),))
        rows.append((step("activity.button.open", "open"),))
    if found.state == "open":
        number = str(found.id)
        rows.append((button("plan.button.move", MOVE, f"{number}.m"), step("plan.button.seats", "seats")))
        rows.append((button("checkin.button", "checkin", number), button("plan.button.places", "places", number)))
        rows.append((button("plan.button.call_off", CALL_OFF, number),))
    if found.opened:
        rows.append((button("booking.button.calendar", "calendar", str(found.id)),))
    rows.append((button("plan.button.list", "workshop"),))
    return tuple(rows)
