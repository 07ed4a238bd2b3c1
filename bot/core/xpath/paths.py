"""Location paths: axes, node tests and predicates over any tree of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.xpath.code import Code, Context
from bot.core.xpath.values import Node, Value, truth_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bot.core.xpath.code import World


def _child(node: Node, world: World) -> Iterable[Node]:
    return node.children(world, "")


def _parent(node: Node, _: World) -> Iterable[Node]:
    return (node.parent,) if node.parent is not None else ()


def _self(node: Node, _: World) -> Iterable[Node]:
    return (node,)


def _descendant(node: Node, world: World) -> Iterator[Node]:
    for child in node.children(world, ""):
        yield child
        yield from _descendant(child, world)


def _descendant_or_self(node: Node, world: World) -> Iterator[Node]:
    yield node
    yield from _descendant(node, world)


def _ancestor(node: Node, _: World) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node, world: World) -> Iterator[Node]:
    yield node
    yield from _ancestor(node, world)


def _siblings(node: Node, world: World) -> tuple[list[Node], int]:
    family = list(node.parent.children(world, "")) if node.parent is not None else [node]
    return family, next(i for i, other in enumerate(family) if other is node)


def _following(node: Node, world: World) -> Iterable[Node]:
    family, at = _siblings(node, world)
    return family[at + 1 :]


def _preceding(node: Node, world: World) -> Iterable[Node]:
    family, at = _siblings(node, world)
    return reversed(family[:at])


def _attribute(_: Node, __: World) -> Iterable[Node]:
    return ()


AXES: dict[str, Callable[[Node, World], Iterable[Node]]] = {
    "child": _child,
    "parent": _parent,
    "self": _self,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "following-sibling": _following,
    "preceding-sibling": _preceding,
    "attribute": _attribute,
}
_BACKWARD = frozenset({"ancestor", "ancestor-or-self", "preceding-sibling"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: axis, node test ("" for any) and predicates."""

    axis: str
    test: str
    predicates: tuple[Code, ...] = ()

    def plain(self) -> bool:
        """Tell whether the step only goes down to a named child."""
        return self.axis == "child" and self.test != "" and not self.predicates


def keep(nodes: list[Node], predicates: tuple[Code, ...], context: Context) -> list[Node]:
    """Filter nodes by predicates; a number keeps the node in that place."""
    for predicate in predicates:
        kept: list[Node] = []
        inner = Context(context.world, context.node, 0, len(nodes), context.origin, context.draws)
        for place, node in enumerate(nodes, 1):
            inner.node, inner.position = node, place
            value = predicate.here(inner)
            wanted = value == place if isinstance(value, float) else truth_of(value, context.world)
            if wanted:
                kept.append(node)
        nodes = kept
    return nodes


def walk(start: list[Node], steps: tuple[Step, ...], context: Context) -> list[Node]:
    """Follow steps from some nodes; the result is in document order for forward axes, each node once."""
    nodes = start
    for step in steps:
        found: dict[int, Node] = {}
        for node in nodes:
            if step.axis == "child" and step.test:
                here = list(node.children(context.world, step.test))
            else:
                here = [n for n in AXES[step.axis](node, context.world) if not step.test or n.name == step.test]
            here = keep(here, step.predicates, context) if step.predicates else here
            for hit in reversed(here) if step.axis in _BACKWARD else here:
                found[id(hit)] = hit
        nodes = list(found.values())
    return nodes


def absolute(steps: tuple[Step, ...]) -> Code:
    """Compile a path from the root. A list item's own root is the form's: secondary instances are reached by name."""
    simple = "/" + "/".join(step.test for step in steps) if steps and all(s.plain() for s in steps) else ""

    def run(context: Context) -> Value:
        root = context.world.root
        first, rest = steps[0], steps[1:]
        if first.axis == "child":
            start = [root] if first.test in ("", root.name) else []
            start = keep(start, first.predicates, context)
        else:
            start = walk([root], (first,), context)
        return [node for node in walk(start, rest, context) if node.live(context.world)]

    if not simple:
        return Code(run, run)

    def here(context: Context) -> Value:
        found = context.world.resolve(simple, context.origin)
        return [node for node in found if node.live(context.world)]

    return Code(run, here, simple)


def root_only() -> Code:
    """Compile the bare "/"."""
    return Code(lambda c: [c.world.root], lambda c: [c.world.root])


def relative(start: Code | None, steps: tuple[Step, ...]) -> Code:
    """Compile a path from the context node, or from the node-set that an expression gives."""

    def run(context: Context) -> Value:
        nodes = [context.node] if start is None else start.nodes(context)
        return [node for node in walk(nodes, steps, context) if node.live(context.world)]

    def here(context: Context) -> Value:
        if start is None:
            return run(context)
        begun = start.here(context)
        nodes = begun if isinstance(begun, list) else []
        return [node for node in walk(nodes, steps, context) if node.live(context.world)]

    return Code(run, here)
