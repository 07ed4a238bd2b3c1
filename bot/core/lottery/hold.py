"""From people and targets to a lottery, and on to the people drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.lottery.panel import Draw, Infeasible, Lottery, Target
from bot.core.lottery.pick import draw
from bot.core.lottery.pool import gather


def lottery(people: Mapping[str, Mapping[str, str]], targets: Iterable[Target], seats: int) -> Lottery | Infeasible:
    """A lottery over `people` (id -> attribute -> code; "" or missing: not stated), one request for one place each.

    With no more people than seats, as many are taken as the maximums allow. Can take seconds and has no limit of its
    own. Raises ValueError where nobody asked, there are no seats or a target contradicts itself; ArithmeticError where
    the solver gives up, which is a fault.
    """
    from bot.core.lottery import maximin, relax  # noqa: PLC0415  a second and 60 MB that only a lottery should cost

    listed = tuple(targets)
    pool = gather(people, listed)
    if not pool.people:
        raise ValueError("nobody asked for a place")
    if seats < 1:
        raise ValueError("there are no seats")
    found = maximin.search(pool, seats)
    if isinstance(found, str):
        return relax.relax(pool, listed, seats, found)
    return maximin.even(pool, found)


def hold(
    people: Mapping[str, Mapping[str, str]], targets: Iterable[Target], seats: int, seed: str
) -> Draw | Infeasible:
    """`lottery` and `draw` in one, for a process of its own. Raises what `lottery` raises."""
    held = lottery(people, targets, seats)
    return held if isinstance(held, Infeasible) else draw(held, seed)
