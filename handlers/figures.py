"""Published figures in words: a percentage, a word for a share, or about so many people."""

from __future__ import annotations

from bot.core.disclosure import SafeCell, Shown
from bot.core.screen import Say

_WORDS = {
    "very_few": "none",
    "a_few": "few",
    "about_a_quarter": "quarter",
    "about_a_third": "third",
    "about_half": "half",
    "about_two_thirds": "two_thirds",
    "about_three_quarters": "three_quarters",
    "most": "most",
    "nearly_all": "nearly_all",
}


def share(cell: SafeCell) -> Say:
    """How a cell is said to residents."""
    if cell.shown is Shown.NEARLY_ALL:
        return Say("share.nearly_all")
    if cell.shown is Shown.FEW:
        return Say("share.few")
    if cell.shown is not Shown.COUNT or cell.count is None:
        return Say("share.hidden")
    if cell.percent is not None:
        return Say("share.percent", {"percent": cell.percent})
    if cell.word in _WORDS:
        return Say(f"share.{_WORDS[cell.word]}")
    return Say("share.people", {"count": cell.count})
