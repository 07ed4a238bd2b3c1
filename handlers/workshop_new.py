"""Plan a workshop in the chat: step by step, back at any step, a preview, kept as a draft; nothing opens by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.actions import plan_workshop
from bot.core import planning
from bot.core.errors import Rule
from bot.core.screen import Block, Button, Go, Plain, Say
from bot.core.workshop_words import TEXTS, gaps, texts_at, with_text
from bot.ports import Activity, ActivityId, Reply
from handlers import draft, plan_steps, when
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, words
from handlers.workshop_page import missing, page, planned

KEPT = "workshop"
"""The name of the officer's draft: {"name", "settings", "seen", "language"}."""
DOOR_NAME = plan_steps.DOOR_NAME


def hear(visit: Visit) -> Reply:
    """A step: "a.STEP.SAID" (or words typed after "a.STEP") answers, "b", "k", "g" and "w" walk, "v" previews, "l" and
    "t" translate, "s" keeps it as a draft, "x" drops it, "e.ID" takes up a draft that was kept."""
    head, _, typed = visit.argument.partition(" ")
    what, _, rest = head.partition(".")
    step, _, said = rest.partition(".")
    if what in ("", "new"):
        return begin(visit)
    if what == "e":
        return _take_up(visit, rest)
    state = draft.get(visit, KEPT)
    if not state:
        return visit.tell("plan.nothing")
    match what:
        case "a":
            return _answer(visit, state, step, typed or said)
        case "w":
            chosen = when.picked(said)
            return _answer(visit, state, step, said) if chosen else _ask(visit, state, step, said=said)
        case "b":
            return _ask(visit, state, planning.before(state["settings"], step))
        case "g" if step in planning.steps(state["settings"]):
            return _ask(visit, state, step)
        case "k" if step in planning.OPTIONAL:
            return _next(visit, _seen(state, step))
        case "c":
            return _changes(visit, state)
        case "l" | "t" if planning.following(state["settings"], state["seen"]):
            return _next(visit, state)  # an old button: this plan is not far enough to be translated
        case "l":
            return _languages(visit, state)
        case "t":
            return _translate(visit, state, step, said, typed)
        case "s":
            return _save(visit, state)
        case "x" if step != "y":
            sure = button("plan.button.drop", DOOR_NAME, "x.y")
            rows = ((sure,), (button("plan.button.go_on", DOOR_NAME, "v"),))
            return visit.reply(sheet(para("plan.drop_ask"), rows=rows))
        case "x":
            draft.put(visit, KEPT, {})
            visit.tx.people.change(visit.person.id, doing="")
            return visit.reply(sheet(para("plan.dropped"), replaces=visit.pressed))
        case _:
            return _next(visit, state)


def begin(visit: Visit) -> Reply:
    """A new plan, or the one in hand."""
    state = draft.get(visit, KEPT)
    if state:
        return _next(visit, state, para("plan.going_on", "hint"))
    fresh = {"name": "", "settings": {"zone": visit.office.zone}, "seen": [], "language": visit.person.language}
    draft.put(visit, KEPT, fresh)
    return _ask(visit, fresh, planning.STEPS[0], para("plan.intro", "hint"))


def _take_up(visit: Visit, number: str) -> Reply:
    found = plan_workshop.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if found.state not in ("draft", "tested"):
        raise Rule("activity.not_draft")
    settings = json.loads(found.settings)
    language = visit.person.language if visit.person.language in settings["title"] else next(iter(settings["title"]))
    state = {"name": found.name, "settings": settings, "seen": list(planning.STEPS), "language": language}
    draft.put(visit, KEPT, state)
    return _changes(visit, state)


def _answer(visit: Visit, state: dict[str, Any], step: str, said: str) -> Reply:
    if step not in planning.steps(state["settings"]):
        return _next(visit, state)
    try:
        settings = _taken(visit, state, step, said)
    except Rule as rule:
        return _ask(visit, state, step, Block("warning", Say(rule.code, rule.values)))
    changed = state | {"settings": settings}
    if step == "interpreters" and said != "ok":
        draft.put(visit, KEPT, changed)
        return _ask(visit, changed, step)
    if step == "starts":  # what was reckoned from the old start is asked again
        changed["seen"] = [one for one in changed["seen"] if one != "closes"]
    return _next(visit, _seen(changed, step))


def _taken(visit: Visit, state: Mapping[str, Any], step: str, said: str) -> dict[str, Any]:
    if step == "money" and said == "none":
        texts = {code: visit.office.voice.say("plan.no_money", code) for code in visit.office.voice.languages}
        return {**state["settings"], "money": {"text": texts}}
    wall: datetime = visit.office.local(visit.now).replace(tzinfo=None)
    most = visit.office.number("workshops.most_seats")
    return planning.take(state["settings"], step, said, state["language"], wall, most)


def _seen(state: dict[str, Any], step: str) -> dict[str, Any]:
    return state | {"seen": [*(one for one in state["seen"] if one != step), step]}


def _next(visit: Visit, state: dict[str, Any], *before: Block) -> Reply:
    draft.put(visit, KEPT, state)
    step = planning.following(state["settings"], state["seen"])
    return _ask(visit, state, step, *before) if step else _preview(visit, state, *before)


def _ask(visit: Visit, state: Mapping[str, Any], step: str, *before: Block, said: str = "") -> Reply:
    return plan_steps.ask(visit, state["settings"], step, *before, said=said)


def _preview(visit: Visit, state: Mapping[str, Any], *before: Block) -> Reply:
    visit.tx.people.change(visit.person.id, doing="")
    rows: list[tuple[Button, ...]] = [(button("plan.button.save", DOOR_NAME, "s"),)]
    if missing(visit, state["settings"]):
        rows.append((button("plan.button.languages", DOOR_NAME, "l"),))
    rows.append((button("plan.button.change", DOOR_NAME, "c"), button("button.cancel", DOOR_NAME, "x")))
    shown = page(visit, planned(state["settings"]))
    return visit.reply(sheet(*before, para("plan.preview", "hint"), *shown, rows=tuple(rows)))


def _changes(visit: Visit, state: Mapping[str, Any]) -> Reply:
    each = [button(f"plan.step.{step}", DOOR_NAME, f"g.{step}") for step in planning.steps(state["settings"])]
    pairs = tuple(tuple(each[at : at + 2]) for at in range(0, len(each), 2))
    rows = (*pairs, (button("plan.button.preview", DOOR_NAME, "v"),))
    return visit.reply(sheet(para("plan.which", "title"), rows=rows, replaces=visit.pressed))


def _languages(visit: Visit, state: Mapping[str, Any]) -> Reply:
    voice = visit.office.voice
    open_ = gaps(state["settings"], voice.languages)
    each = [
        Button(
            Say("plan.language", {"language": Plain(voice.own_name(code)), "count": len(paths)}),
            Go(DOOR_NAME, f"t.{code}"),
        )
        for code, paths in open_.items()
    ]
    rows = (*((one,) for one in each), (button("plan.button.later", DOOR_NAME, "v"),))
    return visit.reply(sheet(para("plan.languages", "title"), rows=rows, replaces=visit.pressed))


def _translate(visit: Visit, state: dict[str, Any], language: str, where: str, typed: str) -> Reply:
    """Text by text: "t.pl" asks for the first that is missing, "t.pl.2 words" takes the text at 2 and asks on, without
    words it leaves that text out."""
    if language not in visit.office.voice.languages:
        return _languages(visit, state)
    at = -1
    if where.isdecimal() and int(where) < len(TEXTS):
        at = int(where)
        if typed:
            state = state | {"settings": with_text(state["settings"], TEXTS[at], language, typed)}
            draft.put(visit, KEPT, state)
    open_ = gaps(state["settings"], (language,)).get(language, ())
    coming = next((number for number, path in enumerate(TEXTS) if number > at and path in open_), None)
    if coming is None:
        visit.tx.people.change(visit.person.id, doing="")
        return _languages(visit, state) if missing(visit, state["settings"]) else _preview(visit, state)
    own = visit.office.voice.own_name(language)
    now = in_language(texts_at(state["settings"], TEXTS[coming]), state["language"])
    rows = (
        (button("skip", DOOR_NAME, f"t.{language}.{coming}"), button("plan.button.later", DOOR_NAME, "v")),
    )  # fmt: skip
    asks = sheet(para("plan.translate", "title", language=Plain(own)), words(now), rows=rows)
    return draft.wait(visit, DOOR_NAME, f"t.{language}.{coming}", visit.reply(asks))


def _save(visit: Visit, state: Mapping[str, Any]) -> Reply:
    step = planning.following(state["settings"], state["seen"])
    if step:
        return _ask(visit, state, step)
    name = state["name"] or f"workshop_{visit.office.dice(40):010x}"
    kept = plan_workshop.save(visit.tx, visit.person, name, state["settings"], visit.now)
    draft.put(visit, KEPT, {})
    visit.tx.people.change(visit.person.id, doing="")
    return visit.reply(sheet(para("plan.saved", title=_title(visit, kept)), rows=_after(kept), replaces=visit.pressed))


def _title(visit: Visit, kept: Activity) -> Plain:
    return Plain(in_language(json.loads(kept.settings)["title"], visit.person.language))


def _after(kept: Activity) -> tuple[tuple[Button, ...], ...]:
    return ((button("plan.button.see", "workshop_change", str(kept.id)),),)


DOOR = Door(DOOR_NAME, "activity.change", hear)
