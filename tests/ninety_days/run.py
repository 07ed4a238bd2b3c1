"""One run from an empty database to a checked delivery log."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import App
from bot.ports import State
from bot.storage import tables
from bot.storage.statement import BOT, Sql
from tests.ninety_days.borough import Size
from tests.ninety_days.clock import wall
from tests.ninety_days.content import write_content
from tests.ninety_days.diary import Diary
from tests.ninety_days.log import Log
from tests.ninety_days.script import Script
from tests.ninety_days.stage import Stage, stage_at

AUTUMN, SPRING = date(2026, 9, 14), date(2027, 2, 8)
"""Mondays from which ninety days hold a clock change on the 42nd or 49th day."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What is left of a run."""

    log: Log
    diary: Diary
    figures: dict[str, Any]


async def run(
    size: Size, folder: Path, database: str, first: date = AUTUMN, plant: Callable[[App], None] = lambda _: None
) -> Ran:
    """Simulate; `plant` puts a bug into the bot. The folder is empty and stays the caller's."""
    began, cpu = time.perf_counter(), time.process_time()
    content = write_content(folder, 50 if size.people >= 200 else 15)
    async with stage_at(database, content, wall(first, "08:30"), plant) as stage:
        stage.idle = timedelta(hours=size.idle_hours)
        script = Script(stage, size, first)
        await script.run()
        figures = {
            "people": size.people, "champions": size.champions, "days": size.days, "seed": size.seed,
            "first_day": first.isoformat(), "database": database.partition(":")[0],
            "updates": stage.updates, "steps_of_the_clock": stage.steps, "sent_to_others": stage.sent,
            **await _stored(stage), "problems": list(stage.playground.world.problems),
            "seconds_acting": round(stage.acting, 1), "cpu_seconds": round(time.process_time() - cpu, 1),
            "seconds": round(time.perf_counter() - began, 1),
        }  # fmt: skip
        return Ran(stage.log, stage.diary, figures)


async def _stored(stage: Stage) -> dict[str, Any]:
    """What the outbox says of itself: how rows ended, by class and reason. For the figures, not for the checker."""
    d = tables.metadata.tables["deliveries"].c
    b = tables.metadata.tables["broadcasts"].c
    of_rows, of_broadcasts = (
        Sql(select(d.class_, d.state, d.reason).where(d.bot_id == BOT)),
        Sql(select(b.state).where(b.bot_id == BOT)),
    )
    rows = await stage.app.store.read(partial(_all, sql=of_rows))
    states = await stage.app.store.read(partial(_all, sql=of_broadcasts))
    ended = Counter(
        (class_, State(state).name.lower(), reason if state != State.SENT else "") for class_, state, reason in rows
    )
    return {
        "outbox": {" ".join(filter(None, key)): number for key, number in sorted(ended.items())},
        "broadcasts": dict(Counter(state for (state,) in states)),
    }


def _all(tx: Any, sql: Sql) -> list[Any]:
    return list(tx.db.all(sql))
