"""What a function of expressions is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.xpath.code import Code, Context
    from bot.core.xpath.values import Value

ANY = 1_000


def _none(_: Sequence[Code]) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how few and how many arguments it takes, what it does, and what is doubtful about given arguments."""

    least: int
    most: int
    run: Callable[[Context, tuple[Code, ...]], Value]
    doubts: Callable[[Sequence[Code]], list[str]] = _none
