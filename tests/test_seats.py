"""A rush for places, killed with -9: small here on both engines, at full size in the torture bench."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.torture.seats import Wanted, rush

CANCELS = Wanted(seed=7, people=60, seats=8)
RUSH = Wanted(seed=11, people=80, seats=12, gives_up=0.0, forgotten=0.0)


@pytest.mark.parametrize("wanted", [CANCELS, RUSH], ids=["with cancels", "finishing at once"])
async def test_however_the_rush_is_killed_seats_never_overfill_and_the_waiting_list_goes_in_order(db_url, wanted):
    outcome = await rush(db_url, wanted, kills=2)
    assert outcome.faults == [], str(outcome)
    assert outcome.kills == 2
    assert outcome.fullest == wanted.seats, "the test itself: there was a rush"
    if wanted.gives_up:
        assert outcome.offers > 0


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE pools SET taken = taken - 1", "leaked"),
        ("DELETE FROM seats WHERE person IN (SELECT min(person) FROM seats)", "leaked"),
        ("UPDATE bookings SET state = 'waiting' WHERE state = 'confirmed'", "was told confirmed and is waiting"),
        ("UPDATE bookings SET number = -1 WHERE state = 'waiting'", "still waits"),
    ],
)
async def test_the_counting_sees_what_is_wrong(db_url, sql, said, monkeypatch):
    """Planted faults: the database is spoilt after the crowd has left."""
    from tests.torture import seats

    real, spoilt = seats._count, []

    def spoil_then_count(database, outcome, told):
        _run(database, sql)
        spoilt.append(sql)
        real(database, outcome, told)

    monkeypatch.setattr(seats, "_count", spoil_then_count)
    outcome = await rush(db_url, replace(CANCELS, people=25, seats=4), kills=0)
    assert spoilt
    assert any(said in fault for fault in outcome.faults), outcome.faults


def _run(database: str, sql: str) -> None:
    if database.startswith("postgres"):
        import psycopg

        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(sql.encode())
        return
    import sqlite3

    with sqlite3.connect(database.removeprefix("sqlite:///")) as file:
        file.execute(sql)
