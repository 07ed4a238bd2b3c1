"""A compiled expression: closures over a context, and what the expression is known to touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.core.xpath.values import Node, Value, as_number, text_of, truth_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class World(Protocol):
    """What an expression may ask of the form's instance: its nodes, lists, texts, the moment and its chance."""

    @property
    def now(self) -> datetime:
        """The present instant, with its zone."""

    @property
    def root(self) -> Node:
        """The instance's root element."""

    def quick(self, path: str) -> str | None:
        """The value at an absolute path outside repeats; None where that is not so simple."""

    def resolve(self, path: str, origin: Node) -> list[Node]:
        """Nodes of an absolute path of names, those of the origin's own repeat instance where it is in one."""

    def listed(self, name: str) -> Node | None:
        """The root of a closed list ("instance('towns')"); None where there is none of that name."""

    def itext(self, key: str) -> str:
        """The label that a list item's itextId names."""

    def choice_name(self, code: str, question: Node) -> str:
        """The label of a code in a question's list."""

    def stored(self, node: Node) -> str:
        """What is stored at a node, before anything is computed."""

    def chance(self, node: Node, draw: int) -> float:
        """The draw-th chance number of a node, from 0 up to 1, the same whenever it is asked for."""


@dataclass(slots=True)
class Context:
    """Where an expression is evaluated. `origin` is the node that the whole expression belongs to (`current()`)."""

    world: World
    node: Node
    position: int
    size: int
    origin: Node
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """One compiled (sub)expression. `here` is like `run`, but an absolute path means the own repeat instance.

    `simple` is the absolute path of names where the expression is only that; `constant` its text where it is a literal.
    """

    run: Callable[[Context], Value]
    here: Callable[[Context], Value]
    simple: str = ""
    constant: str | None = None

    def text(self, context: Context) -> str:
        """Evaluate to text."""
        if self.constant is not None:
            return self.constant
        if self.simple:
            quick = context.world.quick(self.simple)
            if quick is not None:
                return quick
        return text_of(self.here(context), context.world)

    def number(self, context: Context) -> float:
        """Evaluate to a number."""
        return as_number(self.here(context), context.world)

    def truth(self, context: Context) -> bool:
        """Evaluate to true or false."""
        return truth_of(self.here(context), context.world)

    def nodes(self, context: Context) -> list[Node]:
        """Evaluate to nodes; empty where the value is none."""
        found = self.run(context)
        return found if isinstance(found, list) else []


def plain(run: Callable[[Context], Value]) -> Code:
    """Wrap a closure that knows no difference between all instances and the own one."""
    return Code(run, run)
