"""The numbers a citizen could dispute about what is shown. The policy file may change them, not undo the rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """Thresholds, in people; the names are those of the policy file. Raises ValueError where one undoes the protection.

    `nothing_below`: under it only "fewer than 10 took part". `themes_below`: under it no figures. `words_below`: under
    it words instead of percentages, and no crosses. `whole_group_base`: least base of a whole-group table that is not
    sensitive. `under_label_below`: there, smaller counts are "under 5"; `nearly_all_percent`: from it, no figure.
    `hide_below`, `round_to`: the 10-5 rule. `hidden_span`: how many values a protecting cell must be able to take.
    `correction_keeps_below`: a cell that moved by less keeps its published value. `section_from`, `answer_from`: a
    section or an answer is crossed on its own only if its published figure proves that many.
    """

    nothing_below: int = 10
    themes_below: int = 30
    words_below: int = 100
    whole_group_base: int = 30
    hide_below: int = 10
    round_to: int = 5
    under_label_below: int = 5
    nearly_all_percent: int = 95
    hidden_span: int = 10
    correction_keeps_below: int = 10
    section_from: int = 30
    answer_from: int = 18

    def __post_init__(self) -> None:
        if self.round_to != 5 or self.under_label_below != 5:
            # An odd step has no ties, whose direction would tell the reader the count; and people are told "under 5".
            raise ValueError("counts are rounded to 5, and under 5 is said so")
        if self.hide_below < 2 * self.round_to or self.hide_below % self.round_to:
            raise ValueError("the smallest shown count must be a multiple of the step, and two steps or more")
        if not 50 < self.nearly_all_percent < 100:
            raise ValueError("'nearly all' must lie between 50 and 100 percent")
        if not self.hide_below <= self.nothing_below <= self.themes_below <= self.words_below:
            raise ValueError("the ladder of bases must rise")
        if self.whole_group_base < self.themes_below:
            raise ValueError("a whole-group table must not be shown where nothing else is")
        if self.hidden_span < self.hide_below or self.correction_keeps_below < self.hide_below:
            raise ValueError("a protecting cell, and a correction, must cover what is hidden")
        if self.section_from < self.hide_below + self.round_to or self.answer_from < self.hide_below:
            raise ValueError("what is crossed must be larger than what is hidden")
