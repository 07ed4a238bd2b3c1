"""Expressions of forms: XPath 1.0 with the functions and habits of ODK.

`problems` says at import what an expression gets wrong, so that nothing unknown is ever "false at run time".
`expression` compiles once; evaluation never raises: what cannot be computed is empty, or false.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.core.xpath.code import Code, Context, World, plain
from bot.core.xpath.functions import FUNCTIONS
from bot.core.xpath.grammar import parse
from bot.core.xpath.tokens import Malformed
from bot.core.xpath.values import Node, truth_of

__all__ = ["FUNCTIONS", "Expression", "Node", "World", "expression", "problems"]

_FAULTS = (ValueError, TypeError, ArithmeticError, LookupError, RecursionError)
"""What arithmetic on people's answers can raise; a fault of ours would be another kind and must not be hidden."""


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression. `paths` are the simple paths it reads, as written; `vague` where it reads others too."""

    source: str
    code: Code
    called: frozenset[str]
    paths: frozenset[str]
    vague: bool

    def text(self, world: World, node: Node) -> str:
        """Evaluate as the value to store or show; NaN is no value."""
        try:
            value = self.code.text(Context(world, node, 1, 1, node))
        except _FAULTS:
            return ""
        return "" if value == "NaN" else value

    def truth(self, world: World, node: Node) -> bool:
        """Evaluate as a condition."""
        try:
            return self.code.truth(Context(world, node, 1, 1, node))
        except _FAULTS:
            return False

    def keeps(self, world: World, node: Node, origin: Node, place: int, size: int) -> bool:
        """Evaluate as a predicate on one item of a list, for a question."""
        try:
            value = self.code.here(Context(world, node, place, size, origin))
        except _FAULTS:
            return False
        return value == place if isinstance(value, float) else truth_of(value, world)


@lru_cache(maxsize=20_000)
def expression(source: str) -> Expression:
    """Compile an expression, once. A malformed one is empty and false: import refuses it before anyone is asked."""
    try:
        grammar, code = parse(source)
    except Malformed:
        return Expression(source, plain(lambda _: ""), frozenset(), frozenset(), vague=True)
    return Expression(source, code, frozenset(grammar.called), frozenset(grammar.paths), grammar.vague)


def problems(source: str) -> list[str]:
    """Say what is wrong with an expression: unknown functions, wrong numbers of arguments, broken grammar."""
    try:
        grammar, _ = parse(source)
    except Malformed as trouble:
        return [str(trouble)]
    return list(dict.fromkeys(grammar.troubles))
