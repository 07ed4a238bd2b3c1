"""Rounding, and its reverse: what a reader who knows the rule can say of the count behind a published cell."""

from __future__ import annotations

from math import inf

from bot.core.disclosure.policy import DisclosurePolicy
from bot.core.disclosure.safe import SafeCell, Shown
from bot.core.report import Risk

_WORDS = (
    (10, "very_few"),
    (20, "a_few"),
    (30, "about_a_quarter"),
    (40, "about_a_third"),
    (60, "about_half"),
    (70, "about_two_thirds"),
    (80, "about_three_quarters"),
    (95, "most"),
    (inf, "nearly_all"),
)


def nearest(count: int, step: int) -> int:
    """The nearest multiple of an odd step: there are no ties."""
    return (count + step // 2) // step * step


def whole_cell(count: int, base: int, policy: DisclosurePolicy, since: int) -> SafeCell:
    """A cell of everyone's table, not sensitive: under 5, nearly all, or rounded."""
    if count < policy.under_label_below:
        return SafeCell(Shown.FEW, since=since)
    if 100 * count >= policy.nearly_all_percent * base:
        return SafeCell(Shown.NEARLY_ALL, since=since)
    return SafeCell(Shown.COUNT, nearest(count, policy.round_to), since=since)


def base_cell(count: int, policy: DisclosurePolicy, since: int) -> SafeCell:
    """A base: rounded like a count; those that reach here are never small."""
    return SafeCell(Shown.COUNT, nearest(count, policy.round_to), since=since)


def interval(cell: SafeCell, risk: Risk, base: int, policy: DisclosurePolicy) -> tuple[int, int | None]:
    """The true counts that a published cell can stand for: (least, most), None for no upper bound.

    `base` is the published base, which "nearly all" refers to (it may be as much as half a step off).
    """
    slack = policy.round_to // 2
    floor = policy.hide_below if risk is Risk.CAREFUL else policy.under_label_below
    match cell.shown:
        case Shown.COUNT:
            assert cell.count is not None
            return max(floor, cell.count - slack), cell.count + slack
        case Shown.FEW:
            return 0, policy.under_label_below - 1
        case Shown.NEARLY_ALL:
            return -(-policy.nearly_all_percent * (base - slack) // 100), base + slack
        case Shown.HIDDEN:
            return 0, None


def with_share(cell: SafeCell, base: int, policy: DisclosurePolicy) -> SafeCell:
    """Add the percentage (from the base of figures) or the word: from the two published figures, never from counts."""
    if cell.shown is Shown.NEARLY_ALL:
        return SafeCell(cell.shown, None, None, "nearly_all", cell.since)
    if cell.shown is not Shown.COUNT or cell.count is None or base == 0:
        return cell
    percent = min(100, (200 * cell.count + base) // (2 * base))
    if base < policy.words_below:
        return SafeCell(cell.shown, cell.count, None, next(w for top, w in _WORDS if percent < top), cell.since)
    return SafeCell(cell.shown, cell.count, percent, "", cell.since)
