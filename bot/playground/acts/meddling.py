"""For tests and torture: raw updates, weather, limits."""

from __future__ import annotations

from bot.playground.act import number
from bot.playground.chat import Json
from bot.playground.faults import Faults
from bot.playground.refusal import bad
from bot.playground.world import World


def inject(world: World, asked: Json) -> Json:
    """Queues raw `updates` as they are, in this order: duplicates and reorderings included."""
    updates = asked.get("updates", [])
    if any(not isinstance(one, dict) or not isinstance(one.get("update_id"), int) for one in updates):
        raise bad("every update needs an update_id")
    for update in updates:
        world.inbox.inject(update, number(asked, "lane", 0))
        world.inbox.next_id = max(world.inbox.next_id, update["update_id"] + 1)
    return {"queued": len(updates)}


def faults(world: World, asked: Json) -> Json:
    """Sets the weather: `seed`, `rates` by kind, `delay`, `delay_rate`, `retry_after`, `methods`, `polling`."""
    known = ("seed", "rates", "delay", "delay_rate", "retry_after", "polling")
    given = {name: asked[name] for name in known if name in asked}
    methods = frozenset(str(one).lower() for one in asked.get("methods", []))
    try:
        world.faults = Faults(**given, methods=methods)
        for one in asked.get("next", []):
            world.faults.plan(one["method"], one["fault"], int(one.get("times", 1)))
    except (ValueError, KeyError, TypeError) as error:
        raise bad(str(error)) from None
    return {"set": True}


def flood(world: World, asked: Json) -> Json:
    """Turns Telegram's limits `on` or off; `overall` a second, `burst` in a chat."""
    world.flood.on = bool(asked.get("on", True))
    world.flood.overall = number(asked, "overall", world.flood.overall)
    world.flood.burst = number(asked, "burst", world.flood.burst)
    return {"on": world.flood.on}


ACTS = {"inject": inject, "faults": faults, "flood": flood}
