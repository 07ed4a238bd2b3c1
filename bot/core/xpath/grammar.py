"""The grammar of XPath 1.0 expressions, compiled straight into closures.

Why not the XPath of lxml: ODK's expressions compare dates, see blank where a question is irrelevant, and take their
own repeat instance for an absolute path; and what an expression touches must be known before it runs.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.xpath.code import Code, Context, plain
from bot.core.xpath.functions import FUNCTIONS
from bot.core.xpath.paths import AXES, Step, absolute, keep, relative, root_only
from bot.core.xpath.tokens import Malformed, Token, tokens
from bot.core.xpath.values import NAN, Value, equal, numbers_of, unequal

if TYPE_CHECKING:
    from collections.abc import Callable

_BINDING = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
"""How tightly operators bind, loosest first; all of them group from the left."""
_DEEPEST = 80
"""Brackets and calls inside one another."""
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return NAN
    return math.fmod(left, right)


_SUMS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}


def _binary(sign: str, left: Code, right: Code) -> Code:
    if sign == "or":
        return plain(lambda c: left.truth(c) or right.truth(c))
    if sign == "and":
        return plain(lambda c: left.truth(c) and right.truth(c))
    if sign in _SUMS:
        apply = _SUMS[sign]
        return plain(lambda c: apply(left.number(c), right.number(c)))
    if sign in _ORDER:
        return plain(_ordered(_ORDER[sign], left, right))
    return plain(_matched(sign == "=", left, right))


def _ordered(holds: Callable[[float, float], bool], left: Code, right: Code) -> Callable[[Context], Value]:
    def run(c: Context) -> Value:
        first, second = left.here(c), right.here(c)
        if not isinstance(first, list) and not isinstance(second, list):
            return holds(left.number(c), right.number(c))
        seconds = numbers_of(second, c.world)
        return any(holds(a, b) for a in numbers_of(first, c.world) for b in seconds)

    return run


def _matched(same: bool, left: Code, right: Code) -> Callable[[Context], Value]:
    compare = equal if same else unequal
    path, wanted = (left.simple, right.constant) if left.simple else (right.simple, left.constant)

    def run(c: Context) -> Value:
        return compare(left.here(c), right.here(c), c.world)

    if not path or wanted is None:
        return run

    def quick(c: Context) -> Value:
        found = c.world.quick(path)
        return run(c) if found is None else (found == wanted) is same

    return quick


@dataclass(slots=True)
class Grammar:
    """A recursive descent over tokens. `called` and `paths` collect what the expression uses.

    `paths` holds simple paths as written ("/data/a", "../b", "."); `vague` is true where some path is less simple.
    """

    line: list[Token]
    at: int = 0
    called: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    vague: bool = False
    troubles: list[str] = field(default_factory=list)
    depth: int = 0

    def whole(self) -> Code:
        """Compile the whole line. Raises Malformed."""
        code = self._level(0)
        if self._now().sort != "end":
            raise Malformed(f"unexpected {self._now().text!r}")
        return code

    def _now(self) -> Token:
        return self.line[self.at]

    def _next(self) -> Token:
        token = self.line[self.at]
        self.at += 1
        return token

    def _take(self, text: str) -> bool:
        token = self._now()
        if token.text == text and token.sort in ("mark", "operator"):
            self.at += 1
            return True
        return False

    def _want(self, text: str) -> None:
        if not self._take(text):
            found = self._now().text or "the end"
            raise Malformed(f"expected {text!r} before {found!r}")

    def _level(self, loosest: int) -> Code:
        """Read operands joined by operators that bind more tightly than `loosest`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Malformed("too deeply nested")
        code = self._signed()
        while self._now().sort == "operator" and _BINDING.get(self._now().text, 0) > loosest:
            sign = self._next().text
            code = _binary(sign, code, self._level(_BINDING[sign]))
        self.depth -= 1
        return code

    def _signed(self) -> Code:
        if self._now() == Token("operator", "-"):
            self._next()
            inner = self._signed()
            return plain(lambda c: -inner.number(c))
        return self._union()

    def _union(self) -> Code:
        first = self._path()
        if self._now() != Token("operator", "|"):
            return first
        parts = [first]
        while self._take("|"):
            parts.append(self._path())
        return plain(lambda c: list({id(n): n for part in parts for n in part.nodes(c)}.values()))

    def _path(self) -> Code:
        token = self._now()
        if token.sort in ("literal", "number") or token.text == "(" or self._calls():
            return self._filtered()
        if token.sort == "mark" and token.text in ("/", "//"):
            return self._rooted()
        steps = self._steps()
        self._note(steps, "")
        return relative(None, steps)

    def _calls(self) -> bool:
        token, after = self._now(), self.line[min(self.at + 1, len(self.line) - 1)]
        return token.sort == "name" and after == Token("mark", "(") and token.text not in ("node", "text")

    def _rooted(self) -> Code:
        if self._next().text == "//":
            steps: tuple[Step, ...] = (Step("descendant-or-self", ""), *self._steps())
        elif self._now().sort == "name" or self._now().text in (".", "..", "@", "*"):
            steps = self._steps()
        else:
            self.vague = True
            return root_only()
        self._note(steps, "/")
        return absolute(steps)

    def _note(self, steps: tuple[Step, ...], lead: str) -> None:
        signs = {"parent": "..", "self": "."}
        if any(step.predicates or (step.axis not in signs and not step.plain()) for step in steps):
            self.vague = True
        else:
            self.paths.add(lead + "/".join(signs.get(step.axis, step.test) for step in steps))

    def _filtered(self) -> Code:
        code = self._primary()
        predicates = self._predicates()
        if predicates:
            inner = code
            code = plain(lambda c: keep(inner.nodes(c), predicates, c))
        lead: tuple[Step, ...] = ()
        if self._take("//"):
            lead = (Step("descendant-or-self", ""),)
        elif not self._take("/"):
            return code
        return relative(code, (*lead, *self._steps()))

    def _primary(self) -> Code:
        token = self._next()
        if token.sort == "literal":
            return Code(lambda _: token.text, lambda _: token.text, constant=token.text)
        if token.sort == "number":
            number = float(token.text)
            return plain(lambda _: number)
        if token.text == "(":
            code = self._level(0)
            self._want(")")
            return code
        return self._call(token.text)

    def _call(self, name: str) -> Code:
        self._want("(")
        given: list[Code] = []
        while not self._take(")"):
            if given:
                self._want(",")
            given.append(self._level(0))
        self.called.add(name)
        function = FUNCTIONS.get(name)
        if function is None:
            self.troubles.append(f"unknown function {name}()")
            return plain(lambda _: "")
        if not function.least <= len(given) <= function.most:
            self.troubles.append(f"{name}() with {len(given)} arguments")
            return plain(lambda _: "")
        self.troubles.extend(function.doubts(given))
        run = function.run
        arguments = tuple(given)
        return plain(lambda c: run(c, arguments))

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while True:
            if self._take("//"):
                steps.append(Step("descendant-or-self", ""))
            elif not self._take("/"):
                return tuple(steps)
            steps.append(self._step())

    def _step(self) -> Step:
        token = self._next()
        if token.text == ".." and token.sort == "mark":
            return Step("parent", "", self._predicates())
        if token.text == "." and token.sort == "mark":
            return Step("self", "", self._predicates())
        axis = "child"
        if token.text == "@" and token.sort == "mark":
            axis, token = "attribute", self._next()
        elif token.sort == "name" and self._take("::"):
            axis, token = token.text, self._next()
            if axis not in AXES:
                raise Malformed(f"unknown axis {axis!r}")
        if token.sort == "name" and token.text in ("node", "text") and self._take("("):
            self._want(")")
            return Step("self" if token.text == "text" else axis, "", self._predicates())
        if token.sort == "name":
            return Step(axis, token.text, self._predicates())
        if token.text == "*":
            return Step(axis, "", self._predicates())
        raise Malformed(f"unexpected {token.text or 'end'!r}")

    def _predicates(self) -> tuple[Code, ...]:
        found: list[Code] = []
        while self._take("["):
            found.append(self._level(0))
            self._want("]")
        return tuple(found)


def parse(expression: str) -> tuple[Grammar, Code]:
    """Compile an expression. Raises Malformed."""
    grammar = Grammar(tokens(expression))
    return grammar, grammar.whole()
