"""A form's instance: what the answers given so far amount to, worked out only as far as somebody asks.

Values and relevance are computed on demand and remembered for one turn. What is irrelevant is empty to every
expression, as in ODK; a circle of expressions ends where it meets itself.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.core.form import Language, Question, Repeat
from bot.core.plan import Item, Place, Plan, Spot
from bot.core.xpath import Node, expression

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.core.form import Text
    from bot.core.session import Answer, Session

T = TypeVar("T")
_DEEP = 30
"""Values that rest on values: so many, one inside the other, before a chain is worked out in document order."""
MOST_REPETITIONS = 100
"""A typed count of a billion must not fill the machine."""


class _TooDeepError(Exception):
    """A chain of values is too long to be worked out from its end."""


class Computing(Protocol):
    """The part of a question kind that the instance needs: how it finds a value nobody gives."""

    def compute(self, instance: Instance, place: Place) -> str | None:
        """Work out the value, or None where people give it."""


class Instance:
    """One person's answers in one form at one moment."""

    __slots__ = (
        "_busy", "_depth", "_live", "_places", "_road", "_values", "_warm", "_where",
        "answers", "kinds", "language", "now", "opened", "plan", "repeats", "seed",
    )  # fmt: skip

    def __init__(self, plan: Plan, session: Session, now: datetime, kinds: Mapping[str, Computing]) -> None:
        self.plan = plan
        self.answers: Mapping[str, Answer] = session.answers
        self.repeats = session.repeats
        self.seed = session.seed
        self.language = session.language
        self.opened = session.opened
        self.now = now
        self.kinds = kinds
        self._values: dict[str, str] = {}
        self._live: dict[str, bool] = {}
        self._busy: set[str] = set()
        self._depth = 0
        self._warm = False
        self._places: dict[str, Place] = {}
        self._road: Sequence[Place] | None = plan.fixed
        self._where: Mapping[str, int] | None = plan.where if plan.fixed is not None else None

    # the tree

    @property
    def root(self) -> Place:
        """The root element's place."""
        return self.plan.static[self.plan.root.path]

    def below(self, place: Place, spot: Spot) -> Sequence[Place]:
        """The places of a spot below a place."""
        if isinstance(spot.node, Repeat):
            return [self._place(place, spot, n) for n in range(1, self.count(spot) + 1)]
        if spot.repeat is None:
            return (self.plan.static[spot.path],)
        return (self._place(place, spot, 0),)

    def _place(self, parent: Place, spot: Spot, ordinal: int) -> Place:
        path = f"{parent.path}/{spot.name}[{ordinal}]" if ordinal else f"{parent.path}/{spot.name}"
        found = self._places.get(path)
        if found is None:
            found = self._places[path] = Place(spot, path, parent, ordinal or 1)
        return found

    def count(self, spot: Spot) -> int:
        """How many repetitions a repeat has: its count where it names one, else as many as were added."""
        assert isinstance(spot.node, Repeat)
        if not spot.node.count:
            return self.repeats.get(spot.path, 0)
        key = f"{spot.path}#count"
        if key in self._busy:
            return 0
        if key not in self._values:
            self._busy.add(key)
            assert spot.parent is not None
            self._values[key] = expression(spot.node.count).text(self, self.plan.static[spot.parent.path])
            self._busy.discard(key)
        try:
            return max(0, min(MOST_REPETITIONS, int(float(self._values[key]))))
        except (ValueError, OverflowError):
            return 0

    def offer(self, spot: Spot) -> Place:
        """The place where "add another?" of an uncounted repeat is asked: the repetition that would come next."""
        assert spot.parent is not None
        return self._place(self.plan.static[spot.parent.path], spot, self.count(spot) + 1)

    @property
    def road(self) -> Sequence[Place]:
        """Every stop in document order, each repetition in turn, its "add another?" last."""
        if self._road is None:
            road: list[Place] = []
            stops = self.plan.stops
            at = 0
            while at < len(stops):
                spot = stops[at]
                if not isinstance(spot.node, Repeat):
                    road.append(self.plan.static[spot.path])
                    at += 1
                    continue
                inner = [stop for stop in stops[at + 1 :] if stop.repeat is spot]
                assert spot.parent is not None
                for repetition in self.below(self.plan.static[spot.parent.path], spot):
                    road.extend(self._inside(repetition, stop) for stop in inner)
                if not spot.node.count and self.count(spot) < MOST_REPETITIONS:
                    road.append(self.offer(spot))
                at += 1 + len(inner)
            self._road = road
        return self._road

    def _inside(self, repetition: Place, spot: Spot) -> Place:
        assert spot.parent is not None
        parent = repetition if spot.parent is repetition.spot else self._inside(repetition, spot.parent)
        return self._place(parent, spot, 0)

    @property
    def where(self) -> Mapping[str, int]:
        """The number on the road of every path."""
        if self._where is None:
            self._where = {place.path: at for at, place in enumerate(self.road)}
        return self._where

    # values

    def relevant(self, place: Place) -> bool:
        """Whether a place counts at present: its own condition and that of everything around it."""
        known = self._live.get(place.path)
        return self._deeper(self._relevance, place) if known is None else known

    def value(self, place: Place) -> str:
        """The value of a place; empty where irrelevant, unanswered without default, or a group."""
        known = self._values.get(place.path)
        return self._deeper(self._worth, place) if known is None else known

    def _deeper(self, work: Callable[[Place], T], place: Place) -> T:
        """Work something out within something else; a chain too long for that is worked out from its beginning."""
        if self._depth > _DEEP and not self._warm:
            raise _TooDeepError
        self._depth += 1
        try:
            return work(place)
        except _TooDeepError:
            if self._depth > 1:
                raise
            self._warm = True
            self._busy.clear()
            for one in self.road:
                self.value(one)
            return work(place)
        finally:
            self._depth -= 1

    def _relevance(self, place: Place) -> bool:
        path = place.path
        spot = place.spot
        if path in self._busy:
            return True
        live = place.parent is None or self.relevant(place.parent)
        if live and (spot.relevant is not None or spot.owner is not None):
            self._busy.add(path)
            if spot.relevant is not None:
                live = spot.relevant.truth(self, place)
            else:
                assert spot.owner is not None
                owner = self._owner(place, spot.owner)
                live = spot.code in self.value(owner).split()
            self._busy.discard(path)
        self._live[path] = live
        return live

    def _owner(self, place: Place, owner: Spot) -> Place:
        assert place.parent is not None
        return self.below(place.parent, owner)[0]

    def _worth(self, place: Place) -> str:
        path = place.path
        if not self.relevant(place) or not isinstance(place.spot.node, Question):
            return ""
        busy = f"{path}="
        if busy in self._busy:
            return self.stored(place)
        self._busy.add(busy)
        value = self.kinds[place.spot.node.kind].compute(self, place)
        if value is None:
            given = self.answers.get(path)
            value = self.default(place) if given is None else given.value
        self._busy.discard(busy)
        self._values[path] = value
        return value

    def default(self, place: Place) -> str:
        """What a question holds before anyone answers it."""
        question = place.spot.question
        if question.dynamic_default:
            return expression(question.dynamic_default).text(self, place)
        if question.calculate and "trigger" not in question.params:
            return expression(question.calculate).text(self, place)
        return question.default

    def suppose(self, path: str, value: str) -> None:
        """Let a path hold a value that is not stored: everything worked out before is forgotten."""
        self._values.clear()
        self._live.clear()
        self._values[path] = value

    # what expressions ask (bot.core.xpath.World)

    def quick(self, path: str) -> str | None:
        """The value at an absolute path outside repeats."""
        place = self.plan.static.get(path)
        return None if place is None else self.value(place)

    def resolve(self, path: str, origin: Node) -> list[Node]:
        """Nodes at an absolute path; inside a repeat, those of the origin's own repetition."""
        place = self.plan.static.get(path)
        if place is not None:
            return [place]
        spot = self.plan.spots.get(path)
        if spot is None:
            return []
        repeat = spot if isinstance(spot.node, Repeat) else spot.repeat
        assert repeat is not None
        above: Node | None = origin
        while above is not None:
            if isinstance(above, Place) and above.spot is repeat:
                return [above if spot is repeat else self._inside(above, spot)]
            above = above.parent
        assert repeat.parent is not None
        all_of = self.below(self.plan.static[repeat.parent.path], repeat)
        return list(all_of) if spot is repeat else [self._inside(one, spot) for one in all_of]

    def listed(self, name: str) -> Item | None:
        """The root of a closed list."""
        return self.plan.items.get(name)

    def itext(self, key: str) -> str:
        """The label an itextId names, in the form's first language: equal answers give equal data."""
        choice = self.plan.labels.get(key)
        return "" if choice is None else self.words(choice.label, self.root, self.plan.form.default_language)

    def choice_name(self, code: str, question: Node) -> str:
        """The labels of codes in a question's list, in the form's first language."""
        if not isinstance(question, Place) or not isinstance(question.spot.node, Question):
            return ""
        labels = {c.code: c.label for c in self.plan.form.lists.get(question.spot.node.choices, ())}
        language = self.plan.form.default_language
        return ", ".join(self.words(labels[one], question, language) for one in code.split() if one in labels)

    def stored(self, node: Node) -> str:
        """What is stored at a node."""
        found = self.answers.get(node.path) if isinstance(node, Place) else None
        return "" if found is None else found.value

    def chance(self, node: Node, draw: int) -> float:
        """A number from 0 up to 1 that rests on the session's seed, the place and the draw alone."""
        path = node.path if isinstance(node, Place) else node.name
        made = hashlib.sha256(f"{self.seed} {path} {draw}".encode()).digest()
        return (int.from_bytes(made[:8]) >> 11) / 2**53

    # words

    def words(self, text: Mapping[Language, Text], place: Place, language: Language | None = None) -> str:
        """Word an author's text in the reader's language, else the form's first, else any that is there."""
        pieces = (
            text.get(language or self.language)
            or text.get(self.plan.form.default_language)
            or next(iter(text.values()), ())
        )
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0]
        shown = (piece if isinstance(piece, str) else expression(piece.xpath).text(self, place) for piece in pieces)
        return "".join(shown).strip()
