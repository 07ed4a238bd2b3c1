"""A form made ready to walk: its tree with one spot for each node, and the stops in document order.

Built once per form and kept; a plan never changes and knows nothing of any person.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.core.form import Choice, Form, Group, Node, Question, Repeat
from bot.core.xpath import Expression, expression

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MISSING = "something_missing"
"""A choice of this name opens the person's own words about what the list lacks."""
OTHER = "other"
_KEPT = 256
_NUMBERS = frozenset({"integer", "decimal", "range"})


@dataclass(slots=True, eq=False)
class Spot:
    """A node of the form's tree. `path` has no repeat positions; `repeat` is the spot of the repeat around it.

    `owner` is set on questions the engine adds itself: asked while the owner's value holds `code`.
    """

    name: str
    path: str
    node: Question | Group | Repeat | None
    parent: Spot | None
    repeat: Spot | None = None
    children: dict[str, Spot] = field(default_factory=dict)
    index: int = -1
    relevant: Expression | None = None
    owner: Spot | None = None
    code: str = ""
    numeric: bool = False
    free: bool = False
    """Asked whatever is answered: nothing around it is conditional, repeated or only to be read."""
    still: bool = False
    """A choice of one with the same options for everybody: not filtered, not shuffled, not worded by expressions."""
    number: int = 0
    """Place among all spots: ordering of deep forms without comparing paths."""

    @property
    def question(self) -> Question:
        """The question of a spot that is one."""
        assert isinstance(self.node, Question)
        return self.node

    def chain(self) -> list[Spot]:
        """List the spots around this one, outermost first, the root left out."""
        found: list[Spot] = []
        above = self.parent
        while above is not None and above.node is not None:
            found.append(above)
            above = above.parent
        return found[::-1]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A spot in an instance: `path` has repeat positions, `ordinal` is its place among equals."""

    spot: Spot
    path: str
    parent: Place | None
    ordinal: int = 1

    @property
    def name(self) -> str:
        """The element's name."""
        return self.spot.name

    def children(self, world: Tree, name: str) -> Sequence[Place]:
        """Elements below, by name or all."""
        if name:
            spot = self.spot.children.get(name)
            return () if spot is None else world.below(self, spot)
        return [place for spot in self.spot.children.values() for place in world.below(self, spot)]

    def text(self, world: Tree) -> str:
        """Its value, of a group those of all that stands in it, one after the other; empty where irrelevant."""
        if self.spot.children:
            return "".join(below.text(world) for below in self.children(world, ""))
        return world.value(self)

    def live(self, world: Tree) -> bool:
        """False where it is irrelevant at present."""
        return world.relevant(self)

    def truth(self, world: Tree) -> bool:
        """A number is true where it is not nought; other values where there is one."""
        value = world.value(self)
        return value not in ("", "0") if self.spot.numeric else value != ""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A node of a secondary instance: a closed list, one option of it, or a column of that option.

    The value of a label is its itextId, worded when it is read (`worded`).
    """

    name: str
    parent: Item | None
    value: str = ""
    ordinal: int = 1
    worded: bool = False
    below: dict[str, list[Item]] = field(default_factory=dict)

    def children(self, _: object, name: str) -> Sequence[Item]:
        """Elements below, by name or all."""
        if name:
            return self.below.get(name, ())
        return [item for items in self.below.values() for item in items]

    def text(self, world: Tree) -> str:
        """Its value."""
        return world.itext(self.value) if self.worded else self.value

    def live(self, _: object) -> bool:
        """Lists are always there."""
        return True

    def truth(self, _: object) -> bool:
        """True where there is a value."""
        return self.value != ""


class Tree(Protocol):
    """What places and list items ask of the instance they stand in (see instance.py)."""

    def value(self, place: Place) -> str:
        """The value of a place."""

    def relevant(self, place: Place) -> bool:
        """Whether the place counts at present."""

    def below(self, place: Place, spot: Spot) -> Sequence[Place]:
        """The places of a spot below a place: one, or one for each repetition."""

    def itext(self, key: str) -> str:
        """The label that an itextId names."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A form ready to walk.

    `stops` are the questions' and repeats' spots in document order; `fixed` the places of forms without repeats (else
    None); `once` the computed questions whose value is kept when first known, `triggered` those worked out only when a
    question (by its path) is answered.
    """

    form: Form
    root: Spot
    spots: Mapping[str, Spot]
    stops: tuple[Spot, ...]
    static: Mapping[str, Place]
    fixed: tuple[Place, ...] | None
    where: Mapping[str, int]
    once: tuple[Spot, ...]
    triggered: Mapping[str, tuple[Spot, ...]]
    items: Mapping[str, Item]
    labels: Mapping[str, Choice]


_PLANS: OrderedDict[int, Plan] = OrderedDict()


def plan_of(form: Form) -> Plan:
    """Give the form's plan, built on first use; the most recent 256 are kept."""
    found = _PLANS.get(id(form))
    if found is not None and found.form is form:
        return found
    made = _Builder(form).build()
    _PLANS[id(form)] = made
    while len(_PLANS) > _KEPT:
        _PLANS.popitem(last=False)
    return made


class _Builder:
    """Builds one plan."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.root = Spot(form.root, f"/{form.root}", None, None)
        self.spots: dict[str, Spot] = {self.root.path: self.root}
        self.stops: list[Spot] = []
        self.known = {question.path: question for question in form.questions()}
        self.asked_for_missing = [q.relevant for q in self.known.values() if MISSING in q.relevant]

    def build(self) -> Plan:
        self._grow(self.root, self.form.nodes, None)
        static: dict[str, Place] = {}
        top = Place(self.root, self.root.path, None)
        static[top.path] = top
        for spot in self.spots.values():
            if spot.parent is not None and spot.repeat is None and not isinstance(spot.node, Repeat):
                static[spot.path] = Place(spot, spot.path, static[spot.parent.path])
        plain = not any(isinstance(spot.node, Repeat) for spot in self.stops)
        fixed = tuple(static[spot.path] for spot in self.stops) if plain else None
        items, labels = _lists(self.form)
        return Plan(
            form=self.form,
            root=self.root,
            spots=self.spots,
            stops=tuple(self.stops),
            static=static,
            fixed=fixed,
            where={place.path: at for at, place in enumerate(fixed or ())},
            once=tuple(s for s in self.stops if isinstance(s.node, Question) and "once(" in s.node.calculate),
            triggered=self._triggered(),
            items=items,
            labels=labels,
        )

    def _triggered(self) -> dict[str, tuple[Spot, ...]]:
        found: dict[str, tuple[Spot, ...]] = {}
        for spot in self.stops:
            trigger = spot.node.params.get("trigger", "") if isinstance(spot.node, Question) else ""
            if trigger:
                found[trigger] = (*found.get(trigger, ()), spot)
        return found

    def _grow(self, parent: Spot, nodes: tuple[Node, ...], repeat: Spot | None) -> None:
        for node in nodes:
            spot = self._spot(parent, node, node.path, repeat)
            if isinstance(node, Question):
                self._stop(spot)
                self._own_words(spot, node)
            elif isinstance(node, Repeat):
                self._stop(spot)
                self._grow(spot, node.children, spot)
            else:
                self._grow(spot, node.children, repeat)

    def _spot(self, parent: Spot, node: Node, path: str, repeat: Spot | None) -> Spot:
        name = path.rsplit("/", 1)[-1]
        spot = Spot(name, path, node, parent, repeat, number=len(self.spots))
        spot.relevant = expression(node.relevant) if node.relevant.strip() not in ("", "true()") else None
        for source in _sources(node):
            expression(source)
        spot.numeric = isinstance(node, Question) and node.kind in _NUMBERS
        around = spot.parent is None or spot.parent.free or spot.parent.node is None
        spot.free = around and spot.relevant is None and repeat is None and not isinstance(node, Repeat)
        if isinstance(node, Question) and (node.readonly or node.kind == "own_words"):
            spot.free = False
        spot.still = isinstance(node, Question) and node.kind == "select_one" and self._still(node)
        self.spots[path] = spot
        if "#" not in name:
            parent.children.setdefault(name, spot)
        return spot

    def _still(self, node: Question) -> bool:
        if node.choice_filter or node.params.get("randomize") == "true":
            return False
        labels = (text for choice in self.form.lists.get(node.choices, ()) for text in choice.label.values())
        return all(isinstance(piece, str) for text in labels for piece in text)

    def _stop(self, spot: Spot) -> None:
        spot.index = len(self.stops)
        self.stops.append(spot)

    def _own_words(self, spot: Spot, node: Question) -> None:
        """Add the question behind "something is missing" and "other", unless the author asks it already."""
        codes = {choice.code for choice in self.form.lists.get(node.choices, ())}
        if MISSING in codes and not any(re.search(rf"{re.escape(node.name)}\b", r) for r in self.asked_for_missing):
            self._added(spot, f"{node.path}#missing", MISSING, node)
        if node.params.get("or_other") and f"{node.path}_other" not in self.known:
            self._added(spot, f"{node.path}_other", OTHER, node)

    def _added(self, owner: Spot, path: str, code: str, node: Question) -> None:
        assert owner.parent is not None
        params = {"sensitive": node.params["sensitive"]} if "sensitive" in node.params else {}
        looks = "sensitive" if "sensitive" in node.appearance.split() else ""
        question = Question(path, path.rsplit("/", 1)[-1], "own_words", appearance=looks, params=params)
        spot = self._spot(owner.parent, question, path, owner.repeat)
        spot.owner, spot.code = owner, code
        self._stop(spot)


def _sources(node: Node) -> tuple[str, ...]:
    """The expressions of a node, compiled beforehand so that nothing is compiled in the middle of a chain."""
    if isinstance(node, Question):
        own = (node.calculate, node.dynamic_default, node.constraint, node.required, node.readonly, node.choice_filter)
        return tuple(source for source in own if source)
    return (node.count,) if isinstance(node, Repeat) and node.count else ()


def _lists(form: Form) -> tuple[dict[str, Item], dict[str, Choice]]:
    """Make the form's lists visible to expressions, as `instance('list')/root/item[name = …]/label`."""
    made: dict[str, Item] = {}
    labels: dict[str, Choice] = {}
    for name, choices in form.lists.items():
        top = Item(name, None)
        root = Item("root", top)
        top.below["root"] = [root]
        items = root.below.setdefault("item", [])
        for place, choice in enumerate(choices):
            item = Item("item", root, "", place + 1)
            key = f"{name}-{place}"
            labels[key] = choice
            columns = {"label": key, **choice.extras, "name": choice.code, "itextId": key}
            for column, value in columns.items():
                item.below[column] = [Item(column, item, value, worded=column == "label")]
            items.append(item)
        made[name] = top
    return made, labels
