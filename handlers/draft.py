"""What an officer is in the middle of writing: kept from step to step, also when they do something else in between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.core.reading import clean
from bot.ports import Reply
from handlers import waiting
from handlers.visit import Visit, para, sheet


def get(visit: Visit, name: str) -> dict[str, Any]:
    """The draft of that name; {} where there is none."""
    kept: dict[str, Any] = json.loads(visit.tx.preferences.get(visit.person.id, f"draft.{name}") or "{}")
    return kept


def put(visit: Visit, name: str, draft: Mapping[str, Any]) -> None:
    """Keep it; {} lets it go."""
    text = json.dumps(draft, ensure_ascii=False, sort_keys=True) if draft else ""
    visit.tx.preferences.put(visit.person.id, f"draft.{name}", text)


def wait(visit: Visit, door: str, argument: str, reply: Reply) -> Reply:
    """What is typed next goes to `door`, after `argument` and a blank."""
    waiting.wait(visit, door, argument)
    return reply


def typed(visit: Visit, most: int) -> tuple[str, str]:
    """What the door waited for, and what was typed, cleaned; "" where it is too long or has no letter."""
    waited, _, said = visit.argument.partition(" ")
    text = clean(said).strip()
    fits = len(text) <= most and any(letter.isalpha() for letter in text)
    return waited, text if fits else ""


def again(visit: Visit, door: str, argument: str, most: int) -> Reply:
    """It did not fit: say so, and wait for it again."""
    return wait(visit, door, argument, visit.reply(sheet(para("draft.too_long", most=most))))
