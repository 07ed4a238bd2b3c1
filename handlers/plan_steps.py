"""One step of planning a workshop on the screen: what is asked, and the buttons that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core import planning
from bot.core.screen import Block, Button, Go, Plain, Say
from bot.ports import Reply
from handlers import draft, when
from handlers.visit import Visit, button, para, sheet

DOOR_NAME = "planning"
_LENGTHS = (60, 90, 120, 150, 180, 240)
_SEATS = (12, 24, 30, 50)
_DAYS_BEFORE = (3, 7, 14)
Rows = tuple[tuple[Button, ...], ...]


def ask(visit: Visit, settings: Mapping[str, Any], step: str, *before: Block, said: str = "") -> Reply:
    """The step, with its buttons; what is typed answers it too. `said`: how far the choice of a day has come."""
    asks = para(f"plan.ask.{step}", "title")
    if step == "starts":
        reply = when.ask(visit, DOOR_NAME, "w.starts.", said, *before, asks)
        (screen,) = reply.screens
        reply = visit.reply(sheet(*screen.blocks, rows=(*screen.rows, _walk(settings, step)), replaces=visit.pressed))
    else:
        rows = (*_answers(visit, settings, step), _walk(settings, step))
        hints = (para(f"plan.hint.{step}", "hint"),) if step in ("contact", "public_value", "money", "booking") else ()
        reply = visit.reply(sheet(*before, asks, *hints, rows=rows, replaces=visit.pressed and not before))
    return draft.wait(visit, DOOR_NAME, f"a.{step}", reply)


def _answers(visit: Visit, settings: Mapping[str, Any], step: str) -> Rows:
    def go(label: Plain | Say, said: str, *, chosen: bool = False) -> Button:
        return Button(label, Go(DOOR_NAME, f"a.{step}.{said}"), chosen)

    match step:
        case "step_free" | "creche":
            return ((go(Say("button.yes"), "y"), go(Say("button.no"), "n")),)
        case "ends":
            starts = datetime.fromisoformat(settings["starts"])
            ends = [go(Plain(f"{starts + timedelta(minutes=m):%H:%M}"), f"m{m}") for m in _LENGTHS]
            return tuple(ends[:3]), tuple(ends[3:])
        case "seats":
            return (tuple(go(Plain(str(number)), str(number)) for number in _SEATS),)
        case "booking":
            return (go(Say("plan.booking.draw"), "draw"),), (go(Say("plan.booking.first_come"), "first_come"),)
        case "closes":
            starts, language = datetime.fromisoformat(settings["starts"]), visit.person.language
            days = (starts - timedelta(days=d) for d in _DAYS_BEFORE)
            shown = [Plain(visit.office.voice.short(day, language)) for day in days]
            return (tuple(go(label, f"d{d}") for label, d in zip(shown, _DAYS_BEFORE, strict=True)),)
        case "interpreters":
            chosen = settings.get("needs", {}).get("interpreters", ())
            voice = visit.office.voice
            each = [
                go(Plain(voice.own_name(code)), f"{'-' if code in chosen else '+'}{code}", chosen=code in chosen)
                for code in voice.languages
            ]
            pairs = tuple(tuple(each[at : at + 2]) for at in range(0, len(each), 2))
            return (*pairs, (go(Say("plan.button.done", {"count": len(chosen)}), "ok"),))
        case "money":
            return ((go(Say("plan.button.no_money"), "none"),),)
        case _:
            return ()


def _walk(settings: Mapping[str, Any], step: str) -> tuple[Button, ...]:
    row = []
    if planning.before(settings, step) != step:
        row.append(button("back", DOOR_NAME, f"b.{step}"))
    if step in planning.OPTIONAL:
        row.append(button("skip", DOOR_NAME, f"k.{step}"))
    return (*row, button("button.cancel", DOOR_NAME, "x"))
