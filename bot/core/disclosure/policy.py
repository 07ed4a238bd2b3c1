"""The numbers a citizen could dispute about what is shown. The policy file may change them, not undo the rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """Thresholds, in people. Raises ValueError where a value would undo the protection.

    `small`: a careful cell below it is hidden. `step`: counts are rounded to it. `few_below`: below it everyone's
    table says so ("under 5"). `nearly_all`: percent of the base from which no figure is shown. `mention`: below it only
    "fewer than 10 took part". `words_from`: base from which the whole group is shown, in words. `figures_from`: base
    from which percentages and crosses are shown. `row_from`, `column_from`: a section or an answer is crossed only if
    its published figure proves that many.
    """

    small: int = 10
    step: int = 5
    few_below: int = 5
    nearly_all: int = 95
    mention: int = 10
    words_from: int = 30
    figures_from: int = 100
    row_from: int = 30
    column_from: int = 18

    def __post_init__(self) -> None:
        if self.step < 3 or self.step % 2 == 0:
            # An even step has a tie to break, and the direction would tell the reader which count it was.
            raise ValueError("the rounding step must be odd and at least 3")
        if self.small < 2 * self.step or self.small % self.step:
            raise ValueError("the smallest shown count must be a multiple of the step, and two steps or more")
        if self.few_below > self.step or not 50 < self.nearly_all < 100:
            raise ValueError("'few' must lie within one step, 'nearly all' between 50 and 100 percent")
        if not self.mention <= self.words_from <= self.figures_from:
            raise ValueError("the ladder of bases must rise")
        if self.row_from < self.small + self.step or self.column_from < self.small:
            raise ValueError("what is crossed must be larger than what is hidden")
