"""Own words and recordings are kept for a shorter time than ticked answers; then only that something was said stays."""

from __future__ import annotations

from bot.ports import Millis, Shelf, Tx

_WORDS = {"text", "own_words", "audio", "image", "video", "file"}
_BESIDE = ("#missing", "_other")
"""Own words beside a closed list are stored under the list's path and one of these."""


def blank_words(tx: Tx, shelf: Shelf, before: Millis, *, voice: bool) -> int:
    """Empty words (or only recordings) of responses given before then, in every activity; how many answers."""
    blanked = 0
    for activity in tx.activities.all(("open", "closed")):
        if not activity.edition:  # a notice has no form
            continue
        for question in shelf(tx, activity.edition).questions():
            paths = [question.path] if question.kind in _WORDS else []
            if question.choices:
                paths = [question.path + suffix for suffix in _BESIDE]
            for path in paths:
                blanked += tx.retention.blank(activity.id, path, before, voice=voice)
    return blanked
