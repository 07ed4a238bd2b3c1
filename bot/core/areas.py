"""Areas of a frame as a tree: what an area-scoped role reaches, and who stands above whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.counts import Line
    from bot.core.frame import Frame

ATTRIBUTE = "area"


def of_frames(frames: Iterable[Frame]) -> tuple[Line, ...]:
    """Every area of the frames once, groups of areas before single ones, otherwise in the order of the files."""
    groups: dict[str, Line] = {}
    single: dict[str, Line] = {}
    for frame in frames:
        if margin := frame.margin(ATTRIBUTE):
            for line in margin.parents:
                groups.setdefault(line.code, line)
            for line in margin.leaves:
                single.setdefault(line.code, line)
    return tuple({**single, **groups}[code] for code in (*groups, *(code for code in single if code not in groups)))


def within(lines: Sequence[Line], area: str) -> tuple[str, ...]:
    """The single areas that an area holds: itself, or what is grouped under it; "" holds all of them."""
    named = {line.parent for line in lines}
    single = [line.code for line in lines if line.code not in named]
    if not area:
        return tuple(single)
    return tuple(code for code in single if area in above(lines, code))


def above(lines: Sequence[Line], area: str) -> tuple[str, ...]:
    """The area and the groups it belongs to, from small to large; () for an area there is not."""
    by_code = {line.code: line for line in lines}
    found: list[str] = []
    while area in by_code and area not in found:
        found.append(area)
        area = by_code[area].parent
    return tuple(found)
