"""Nothing walks through the whole outbox: how SQLite goes about each statement on deliveries, before any statistics."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.core.audience import Audience
from bot.storage import agenda, assisted, audience, bookings, forget, notices, outbox, seats, sending
from bot.storage.statement import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LISTS = ("areas", "codes0", "ids", "languages", "states")
_LARGE = "deliveries|bookings|notices|seats|agenda|assisted"
_WALKS = re.compile(
    rf"SCAN ({_LARGE})\b|SEARCH ({_LARGE}) USING (?!COVERING INDEX ix_deliveries_waiting).*\(bot_id=\?\)"
)


def _statements() -> Iterator[tuple[str, Sql]]:
    for room in (sending, outbox, notices, bookings, seats, agenda):
        for name, value in vars(room).items():
            kept = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            yield from ((f"{room.__name__}.{name}", each) for each in kept if isinstance(each, Sql))
    shape = audience.shape_of(Audience(languages=("en",), sections=(("age", "16"),)))
    yield "worn", audience.counting(shape, notices._worn)
    yield "adding", audience.adding(shape)
    yield "in hand", assisted._IN_HAND
    yield from ((f"erase {name}", sql) for name, sql in forget._ERASE)
    yield from (("untrace", sql) for sql in (*forget._UNTRACE, *forget._GIVE_BACK))


def _plan(path: Path, sql: Sql) -> str:
    text, constants = sql.on("sqlite")
    given = {name: "[]" if name in _LISTS else 1 for name in re.findall(r":(\w+)", text)}
    with closing(sqlite3.connect(path)) as lite:
        rows = lite.execute(f"EXPLAIN QUERY PLAN {text}", {**given, **constants}).fetchall()
    return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize(("name", "sql"), [pytest.param(*pair, id=pair[0]) for pair in _statements()])
def test_no_statement_walks_through_the_whole_outbox_or_all_places(name: str, sql: Sql, sqlite_template: Path) -> None:
    plan = _plan(sqlite_template, sql)
    assert not _WALKS.search(plan), f"{name}\n{plan}"


def test_what_is_waiting_is_counted_and_claimed_by_the_index_of_what_waits(sqlite_template: Path) -> None:
    for sql in (*sending._NEXT.values(), outbox._QUEUED[0]):
        assert "ix_deliveries_waiting" in _plan(sqlite_template, sql)
    done = _plan(sqlite_template, notices._DONE)
    assert "COVERING INDEX ix_deliveries_bot_id_notice_state (bot_id=? AND notice=?)" in done
