"""The road through a form: what is asked next, what stands before it, what is still to come.

The next question is the first in document order that is relevant and has no answer; Back is the last before it that has
one. So a change that opens new questions asks these, and nothing is asked twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.form import Question, Repeat
from bot.core.questions import KINDS
from bot.core.xpath import Expression, expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.instance import Instance
    from bot.core.plan import Place, Plan, Spot

_NEVER = 1 << 30


def stops_at(instance: Instance, place: Place) -> bool:
    """Tell whether a person is asked here at present ("add another?" counts)."""
    node = place.spot.node
    if isinstance(node, Question):
        if place.spot.free:
            return KINDS[node.kind].asked
        return KINDS[node.kind].asked and instance.relevant(place) and not fixed(instance, place)
    return place.parent is not None and instance.relevant(place)


def fixed(instance: Instance, place: Place) -> bool:
    """Tell whether a question may only be read."""
    readonly = place.spot.question.readonly
    return bool(readonly) and expression(readonly).truth(instance, place)


def next_stop(instance: Instance) -> Place | None:
    """Find the first place that has no answer and is asked; None where all is answered."""
    answers = instance.answers
    for place in instance.road:
        if place.path not in answers and stops_at(instance, place):
            return place
    return None


def previous_stop(instance: Instance, path: str) -> Place | None:
    """Find the place to go Back to: the last one answered before this one; from nowhere, the last of all."""
    at = instance.where.get(path, len(instance.road))
    for place in reversed(instance.road[:at]):
        if place.path in instance.answers and stops_at(instance, place):
            return place
    return None


def asked(instance: Instance) -> Iterator[Place]:
    """Yield every place a person is asked at present, in order."""
    return (place for place in instance.road if stops_at(instance, place))


def read_before(instance: Instance, path: str) -> tuple[list[Place], Place | None]:
    """List the notes to read before this place (after all, for the path "") and the stop before them."""
    notes: list[Place] = []
    at = instance.where.get(path, len(instance.road))
    for place in reversed(instance.road[:at]):
        if stops_at(instance, place):
            return notes[::-1], place
        node = place.spot.node
        if isinstance(node, Question) and instance.relevant(place):
            kind = KINDS[node.kind]
            if node.kind == "note" or (kind.asked and fixed(instance, place)):
                notes.append(place)
    return notes[::-1], None


def headings(place: Place | None, before: Place | None) -> list[Place]:
    """List the groups that begin between two places, outermost first."""
    passed: set[str] = set()
    above = before
    while above is not None:
        passed.add(above.path)
        above = above.parent
    found: list[Place] = []
    above = place.parent if place is not None else None
    while above is not None and above.path not in passed:
        found.append(above)
        above = above.parent
    return [group for group in reversed(found) if group.spot.node is not None]


def progress(instance: Instance, place: Place) -> tuple[int, int | None]:
    """Count which question this is and, where that is certain, how many there are in all."""
    at = instance.where[place.path]
    road = instance.road
    number = 1 + sum(1 for one in road[:at] if _counts(one) and stops_at(instance, one))
    if not _certain(instance.plan)[place.spot.index]:
        return number, None
    return number, number + sum(1 for one in road[at + 1 :] if _counts(one) and stops_at(instance, one))


def _counts(place: Place) -> bool:
    return isinstance(place.spot.node, Question) and place.spot.owner is None


@lru_cache(maxsize=256)
def _certain(plan: Plan) -> tuple[bool, ...]:
    """For each stop: whether all that is still to come depends only on what was passed."""
    reach = [_reach(plan, spot, frozenset()) for spot in plan.stops]
    known = [False] * len(reach)
    furthest = -1
    for at in range(len(reach) - 1, -1, -1):
        # what the present question decides is not known yet: only what lies strictly before it is
        known[at] = furthest < at
        furthest = max(furthest, reach[at])
    return tuple(known)


def _reach(plan: Plan, spot: Spot, seen: frozenset[str]) -> int:
    """The furthest stop that decides whether this one is asked; -1 where nothing does."""
    if isinstance(spot.node, Repeat) or spot.repeat is not None:
        return _NEVER
    if spot.owner is not None:
        return -1
    furthest = -1
    for part in (*spot.chain(), spot):
        if part.relevant is not None:
            furthest = max(furthest, _read_by(plan, part, part.relevant, seen))
    readonly = spot.question.readonly
    return furthest if readonly in ("", "true()", "false()") else _NEVER


def _read_by(plan: Plan, spot: Spot, reads: Expression, seen: frozenset[str]) -> int:
    if reads.vague or "now" in reads.called:
        return _NEVER
    furthest = -1
    for written in reads.paths:
        found = _target(plan, spot, written)
        if found is None or found.node is None or found.path in seen or not isinstance(found.node, Question):
            return _NEVER
        if KINDS[found.node.kind].asked:
            furthest = max(furthest, found.index)
        elif found.node.calculate:
            inner = _read_by(plan, found, expression(found.node.calculate), seen | {found.path})
            furthest = max(furthest, inner)
    return furthest


def _target(plan: Plan, spot: Spot, written: str) -> Spot | None:
    """Find the spot that a simple path written at a spot means."""
    if written.startswith("/"):
        return plan.spots.get(written)
    found: Spot | None = spot
    for step in written.split("/"):
        if found is None:
            return None
        if step == "..":
            found = found.parent
        elif step != ".":
            found = found.children.get(step)
    return found
