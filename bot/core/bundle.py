"""Several letters to one person as one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.screen import Button, Screen

MOST_BUTTONS = 100
"""The messenger shows no more under one message."""


def bundle(letters: Iterable[Sequence[Screen]]) -> tuple[Screen, ...]:
    """One screen below that holds all words in order, all files before them, and all buttons under them.

    A button that several letters share (the choice under each) stands once, where it came last. Of more than 100 the
    last ones are kept, which are those that let a person stop. Nothing for no screens.
    """
    screens = [screen for letter in letters for screen in letter]
    if not screens:
        return ()
    blocks = tuple(block for screen in screens for block in screen.blocks)
    files = tuple(file for screen in screens for file in screen.attachments)
    return (Screen("below", blocks, _rows(screens), files),)


def _rows(screens: Sequence[Screen]) -> tuple[tuple[Button, ...], ...]:
    seen: list[Button] = []
    kept: list[tuple[Button, ...]] = []
    for row in reversed([row for screen in screens for row in screen.rows]):
        fresh = tuple(button for button in row if button not in seen)
        seen.extend(fresh)
        if fresh and sum(map(len, kept)) + len(fresh) <= MOST_BUTTONS:
            kept.append(fresh)
    return tuple(reversed(kept))
