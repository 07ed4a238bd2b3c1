"""Plain English for the codes of a release: what a cell shows, what a status or a word means."""

from __future__ import annotations

from bot.core.counts import Labels
from bot.core.disclosure import DisclosurePolicy, SafeCell, Shown, Status

HIDDEN = "*"

WORDS = {
    "very_few": "very few",
    "a_few": "a few",
    "about_a_quarter": "about a quarter",
    "about_a_third": "about a third",
    "about_half": "about half",
    "about_two_thirds": "about two thirds",
    "about_three_quarters": "about three quarters",
    "most": "most",
    "nearly_all": "nearly all",
}


def markers(policy: DisclosurePolicy) -> dict[str, str]:
    """What each way of showing a cell means."""
    return {
        "count": "A number: people, rounded to the nearest 5.",
        "few": '"under 5": from nobody to four people.',
        "nearly_all": f'"nearly all": {policy.nearly_all_percent} in 100 or more.',
        "hidden": '"*": hidden so that nobody can be recognised, either because few people are in it or to protect '
        "another figure. It never says which.",
    }


def statuses(policy: DisclosurePolicy) -> dict[Status, str]:
    """What each status of a table means."""
    return {
        Status.SHOWN: "Shown.",
        Status.FEWER_THAN_TEN: f"Fewer than {policy.nothing_below} took part or answered, so nothing more is said.",
        Status.TOO_FEW: "Too few took part or answered for figures. Themes and quotes may be released by hand.",
        Status.NOT_BROKEN_DOWN: "Not broken down: the sections or answers are too small, or fewer than "
        f"{policy.words_below} answered.",
        Status.NOT_SAFE: "Not shown: no way was found to show it that would protect everybody in it.",
        Status.WITHDRAWN: "Withdrawn in a correction: it could neither stand nor be changed safely.",
    }


def shown(cell: SafeCell) -> str:
    """A cell as it is to be read: "45", "under 5", "nearly all" or "*"."""
    match cell.shown:
        case Shown.COUNT:
            return str(cell.count)
        case Shown.FEW:
            return "under 5"
        case Shown.NEARLY_ALL:
            return "nearly all"
        case Shown.HIDDEN:
            return HIDDEN


def text(labels: Labels, language: str, code: str = "") -> str:
    """The label in that language, else in English, else in any, else the code."""
    return labels.get(language) or labels.get("en") or next((label for label in labels.values() if label), code)
