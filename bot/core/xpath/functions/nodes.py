"""Functions on nodes, closed lists, truth and chance."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from bot.core.xpath.functions.function import ANY, Function
from bot.core.xpath.functions.texts import each
from bot.core.xpath.values import NAN, Node, Value, as_number

if TYPE_CHECKING:
    from bot.core.xpath.code import Code, Context


def _selected_at(c: Context, given: tuple[Code, ...]) -> Value:
    codes = given[0].text(c).split()
    place = given[1].number(c)
    return codes[int(place)] if place >= 0 and place < len(codes) else ""


def _if(c: Context, given: tuple[Code, ...]) -> Value:
    return given[1].here(c) if given[0].truth(c) else given[2].here(c)


def _coalesce(c: Context, given: tuple[Code, ...]) -> Value:
    return next((text for code in given if (text := code.text(c)) != ""), "")


def _once(c: Context, given: tuple[Code, ...]) -> Value:
    """What is stored already; else the value, which the engine then stores."""
    return c.world.stored(c.origin) or given[0].here(c)


def _draw(c: Context) -> float:
    c.draws += 1
    return c.world.chance(c.origin, c.draws)


def _uuid(c: Context, _: tuple[Code, ...]) -> Value:
    number = int(_draw(c) * 2**53) << 75 | int(_draw(c) * 2**53) << 22 | int(_draw(c) * 2**22)
    return str(UUID(int=number, version=4))


def _position(c: Context, given: tuple[Code, ...]) -> Value:
    if not given:
        return float(c.position)
    found = given[0].nodes(c)
    return float(found[0].ordinal) if found else NAN


def _last(c: Context, _: tuple[Code, ...]) -> Value:
    return float(c.size)


def _instance(c: Context, given: tuple[Code, ...]) -> Value:
    found = c.world.listed(given[0].text(c))
    return [] if found is None else [found]


def _choice_name(c: Context, given: tuple[Code, ...]) -> Value:
    """The label of a code; the second argument spells the question's path, as text."""
    path = given[1].text(c).strip()
    found = c.world.resolve(path, c.origin) if path.startswith("/") else _below(c, path)
    return c.world.choice_name(given[0].text(c), found[0]) if found else ""


def _below(c: Context, path: str) -> list[Node]:
    """Follow a relative path of names and ".." that was given as text."""
    nodes = [c.origin]
    for name in path.split("/"):
        if name == "..":
            nodes = [node.parent for node in nodes if node.parent is not None]
        elif name not in (".", "current()"):
            nodes = [child for node in nodes for child in node.children(c.world, name)]
    return nodes


def _indexed(c: Context, given: tuple[Code, ...]) -> Value:
    """The value of a node in the n-th instance of its repeat."""
    wanted, repeats = given[0].nodes(c), given[1].nodes(c)
    place = given[2].number(c)
    if not wanted or not repeats:
        return ""
    names: list[str] = []
    node: Node | None = wanted[0]
    while node is not None and node.name != repeats[0].name:
        names.append(node.name)
        node = node.parent
    for instance in repeats[0].parent.children(c.world, repeats[0].name) if repeats[0].parent else ():
        if instance.ordinal == place:
            found = [instance]
            for name in reversed(names):
                found = [child for above in found for child in above.children(c.world, name)]
            return found[0].text(c.world) if found else ""
    return ""


def _itext(c: Context, given: tuple[Code, ...]) -> Value:
    return c.world.itext(given[0].text(c))


def _checklist(c: Context, given: tuple[Code, ...]) -> Value:
    """True where between least and most (-1: any number) of the others are true."""
    least, most = given[0].number(c), given[1].number(c)
    count = sum(1 for code in given[2:] if code.truth(c))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(c: Context, given: tuple[Code, ...]) -> Value:
    least, most = given[0].number(c), given[1].number(c)
    pairs = zip(given[2::2], given[3::2], strict=False)
    total = sum(as_number(weight.here(c), c.world) for code, weight in pairs if code.truth(c))
    return (least < 0 or total >= least) and (most < 0 or total <= most)


def _filled(c: Context, given: tuple[Code, ...]) -> Value:
    return float(sum(1 for text in each(c, given) if text != ""))


def _name(c: Context, given: tuple[Code, ...]) -> Value:
    if not given:
        return c.node.name
    found = given[0].nodes(c)
    return found[0].name if found else ""


NODES: dict[str, Function] = {
    "selected": Function(2, 2, lambda c, a: a[1].text(c).strip() in a[0].text(c).split()),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, lambda c, a: float(len(a[0].text(c).split()))),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, ANY, _coalesce),
    "once": Function(1, 1, _once),
    "random": Function(0, 0, lambda c, _: _draw(c)),
    "uuid": Function(0, 1, _uuid),
    "true": Function(0, 0, lambda _, __: True),
    "false": Function(0, 0, lambda _, __: False),
    "not": Function(1, 1, lambda c, a: not a[0].truth(c)),
    "boolean": Function(1, 1, lambda c, a: a[0].truth(c)),
    "count": Function(1, 1, lambda c, a: float(len(a[0].nodes(c)))),
    "count-non-empty": Function(1, 1, _filled),
    "position": Function(0, 1, _position),
    "index": Function(1, 1, _position),
    "last": Function(0, 0, _last),
    "name": Function(0, 1, _name),
    "local-name": Function(0, 1, _name),
    "current": Function(0, 0, lambda c, _: [c.origin]),
    "instance": Function(1, 1, _instance),
    "indexed-repeat": Function(3, 3, _indexed),
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": Function(1, 1, _itext),
    "checklist": Function(2, ANY, _checklist),
    "weighted-checklist": Function(2, ANY, _weighted),
}
