"""Seats under a rush: a crowd (crowd.py) is killed with -9 again and again, and then everything is counted.

The checks read the database with their own SQL. I7: never more seats held than there are, at any time a look is taken;
none leaked (counter, seat rows and bookings agree); whoever was told of a place has it; everybody on the waiting list
was offered in order, once each, and no seat stands empty while somebody waits.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from tests.torture.crowd import NAME, Wanted, as_text
from tests.torture.opening import rows

_POOL = "SELECT cap, taken FROM pools"
_LONGEST = 240.0


@dataclass
class Outcome:
    """What was seen; `faults` are broken promises, one line each."""

    wanted: Wanted
    kills: int = 0
    looks: int = 0
    fullest: int = 0
    acknowledged: int = 0
    offers: int = 0
    again: int = 0
    """Transactions that the database refused for the crowd, and that were delivered again."""
    states: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for the bench."""
        told = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.wanted.people} people, {self.wanted.seats} seats, {self.kills} kills, {self.acknowledged} told, "
            f"{self.offers} offers, at most {self.fullest} held in {self.looks} looks; {told}; "
            f"{self.again} delivered again; {len(self.faults)} faults; {self.seconds:.1f} s"
        )


async def rush(database: str, wanted: Wanted, kills: int) -> Outcome:
    """Let the crowd in, kill it so often, let it finish, count. The database has its schema and nothing else."""
    chance, began = random.Random(wanted.seed), time.time()
    wanted = replace(wanted, began=began)
    outcome = Outcome(wanted)
    told: dict[int, list[str]] = {}
    while True:
        ended = await _life(database, wanted, chance.uniform(0.1, 0.6) if outcome.kills < kills else 0, outcome, told)
        if ended:
            break
        if time.time() - began > _LONGEST:
            outcome.faults.append("the crowd never came to rest")
            break
    outcome.seconds = time.time() - began
    _count(database, outcome, told)
    return outcome


async def _life(database: str, wanted: Wanted, until: float, outcome: Outcome, told: dict[int, list[str]]) -> bool:
    """One process; True where it came to its end. It is killed `until` seconds after it was ready (0: never)."""
    crowd = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.crowd", database, as_text(wanted), stdout=asyncio.subprocess.PIPE
    )
    assert crowd.stdout is not None
    while (line := await crowd.stdout.readline()) != b"ready\n":
        assert line, "the crowd never began"  # other lines are its log
    over = asyncio.get_running_loop().call_later(until, crowd.kill) if until else None
    looking = asyncio.create_task(_look(database, outcome))
    done = False
    try:
        async with asyncio.timeout(_LONGEST):
            while line := await crowd.stdout.readline():
                if line.startswith(b"ok ") and line.endswith(b"\n"):
                    _, number, state = line.decode().split()
                    told.setdefault(int(number), []).append(state)
                    outcome.acknowledged += 1
                outcome.again += line == b"again\n"
                done = done or line == b"done\n"
    except TimeoutError:
        crowd.kill()
    finally:
        looking.cancel()
        if over is not None:
            over.cancel()
    code = await crowd.wait()
    if code not in (0, -9):
        outcome.faults.append(f"the crowd fell over with exit code {code}")
        return True
    outcome.kills += code == -9
    return done


async def _look(database: str, outcome: Outcome) -> None:
    """Whether more are held than there are, while it goes on."""
    while True:
        for cap, taken in await asyncio.to_thread(rows, database, _POOL):
            outcome.looks += 1
            outcome.fullest = max(outcome.fullest, taken)
            if not 0 <= taken <= cap:
                outcome.faults.append(f"{taken} of {cap} seats held")
        await asyncio.sleep(0.03)


def _count(database: str, outcome: Outcome, told: dict[int, list[str]]) -> None:
    faults = outcome.faults
    ((cap, taken),) = rows(database, _POOL)
    ((held,),) = rows(database, "SELECT count(*) FROM seats")
    bookings = rows(database, "SELECT id, person, state, number FROM bookings")
    seated = dict(rows(database, "SELECT person, state FROM seats"))
    outcome.states.update(state for _, _, state, _ in bookings)
    holding = {person: state for _, person, state, _ in bookings if state in ("confirmed", "offered")}
    if not taken == held == len(holding) <= cap == outcome.wanted.seats:
        faults.append(f"leaked: taken {taken}, seat rows {held}, bookings with a place {len(holding)}, seats {cap}")
    if seated.keys() != holding.keys():
        faults.append("a seat without a booking, or a booking without its seat")
    waiting = sorted(number for _, _, state, number in bookings if state == "waiting")
    if waiting and taken < cap:
        faults.append(f"{cap - taken} seats stand empty while {len(waiting)} wait")
    if len({number for *_, number in bookings}) != len(bookings):
        faults.append("two people have one turn")
    _offers(database, outcome, {id_: number for id_, _, _, number in bookings}, waiting)
    named = dict(rows(database, "SELECT key, value FROM notes WHERE key LIKE 'number:%'"))
    stands = {int(named[f"number:{person}"]): state for _, person, state, _ in bookings}
    for number, states in told.items():
        last, now = states[-1], stands.get(number, "forgotten")
        after = {"confirmed": {"confirmed", "cancelled", "forgotten"}, "cancelled": {"cancelled"}}.get(last)
        if after is not None and now not in after:
            faults.append(f"resident {number} was told {last} and is {now}")


def _offers(database: str, outcome: Outcome, numbers: dict[int, int], waiting: list[int]) -> None:
    """In order, once each: nobody who still waits came before somebody who was offered a place."""
    made = rows(database, "SELECT occurrence FROM notices WHERE kind = 'offer'")
    offered = Counter(int(occurrence.partition(".")[0]) for (occurrence,) in made)
    outcome.offers = offered.total()
    outcome.faults += [f"offered {count} times" for count in offered.values() if count > 1]
    turns = [numbers[id_] for id_ in offered if id_ in numbers]
    if turns and waiting and max(turns) > waiting[0]:
        outcome.faults.append(f"turn {max(turns)} was offered a place, turn {waiting[0]} still waits")
    letters = rows(database, "SELECT count(*), count(DISTINCT notice) FROM deliveries")
    if letters[0][0] != letters[0][1]:
        outcome.faults.append("a letter to two people")


__all__ = ["NAME", "Outcome", "Wanted", "rush"]
