"""Choices whose words come from elsewhere: buttons where they all fit a phone, else a numbered list with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.screen import Block, Button, Line, Plain, Say
from handlers.visit import Office

_IN_A_ROW = 5


def choose(
    office: Office, language: str, options: Sequence[Button], first: int = 1
) -> tuple[tuple[Block, ...], tuple[tuple[Button, ...], ...]]:
    """The lines to read and the buttons to press; no lines where the buttons say it themselves. Numbers begin at
    `first`, so that the next page of a list goes on counting."""
    if all(fits(office, language, option.label) for option in options):
        return (), tuple((option,) for option in options)
    texts = [worded(office, language, option.label).text for option in options]
    lines = tuple(Block("body", Plain(f"{at}. {text}")) for at, text in enumerate(texts, first))
    numbers = [replace(option, label=Plain(str(at))) for at, option in enumerate(options, first)]
    return lines, in_rows(numbers)


def in_rows(numbers: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Number buttons side by side."""
    return tuple(tuple(numbers[at : at + _IN_A_ROW]) for at in range(0, len(numbers), _IN_A_ROW))


def fits(office: Office, language: str, label: Line) -> bool:
    """Whether a phone shows all of it on a button."""
    return len(worded(office, language, label).text) <= office.number("chat.button_label_max")


def worded(office: Office, language: str, line: Line) -> Plain:
    """A line in the words of one language."""
    if isinstance(line, Plain):
        return line
    values = {
        name: worded(office, language, value).text if isinstance(value, Say | Plain) else value
        for name, value in line.values.items()
    }
    return Plain(office.voice.say(line.code, language, values, line.n))
