"""Functions on numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.core.xpath.functions.function import ANY, Function
from bot.core.xpath.functions.texts import round_half_up
from bot.core.xpath.values import NAN, Value, number_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.core.xpath.code import Code, Context

_PLACES = 15


def safe(compute: Callable[[], float]) -> float:
    """Compute a number; NaN where mathematics has none, infinity where it is too large."""
    try:
        value = compute()
    except (ValueError, ZeroDivisionError, TypeError):
        return NAN
    except OverflowError:
        return math.inf
    return float(value) if isinstance(value, int | float) else NAN


def _one(formula: Callable[[float], float]) -> Function:
    return Function(1, 1, lambda c, a: safe(lambda: formula(a[0].number(c))))


def _two(formula: Callable[[float, float], float]) -> Function:
    return Function(2, 2, lambda c, a: safe(lambda: formula(a[0].number(c), a[1].number(c))))


def _round(c: Context, given: tuple[Code, ...]) -> Value:
    """Round to n places, halves away from nought as people do; without n as XPath does, halves up."""
    number = given[0].number(c)
    if len(given) == 1 or math.isnan(number) or math.isinf(number):
        return round_half_up(number)
    places = given[1].number(c)
    if math.isnan(places):
        return NAN
    scale = 10 ** max(-_PLACES, min(_PLACES, int(places)))
    shifted = float(f"{abs(number) * scale:.9f}")
    return math.copysign(math.floor(shifted + 0.5) / scale, number)


def _int(c: Context, given: tuple[Code, ...]) -> Value:
    number = given[0].number(c)
    return number if math.isnan(number) or math.isinf(number) else float(int(number))


def _all(c: Context, given: tuple[Code, ...]) -> list[float]:
    """List the numbers of arguments and node-sets; blanks are left out, so that one skipped answer spoils no sum."""
    found: list[float] = []
    for code in given:
        value = code.run(c)
        if isinstance(value, list):
            found.extend(number_of(text) for node in value if (text := node.text(c.world)) != "")
        elif value != "":
            found.extend(numbers_of(value, c.world))
    return found


def _extreme(pick: Callable[[Iterable[float]], float]) -> Function:
    def run(c: Context, given: tuple[Code, ...]) -> Value:
        found = _all(c, given)
        return pick(found) if found and not any(math.isnan(n) for n in found) else NAN

    return Function(1, ANY, run)


NUMBERS: dict[str, Function] = {
    "number": Function(0, 1, lambda c, a: a[0].number(c) if a else number_of(c.node.text(c.world))),
    "int": Function(1, 1, _int),
    "round": Function(1, 2, _round),
    "floor": _one(lambda n: n if math.isinf(n) else math.floor(n)),
    "ceiling": _one(lambda n: n if math.isinf(n) else math.ceil(n)),
    "abs": _one(abs),
    "sum": Function(1, 1, lambda c, a: math.fsum(n) if not any(map(math.isinf, n := _all(c, a))) else NAN),
    "min": _extreme(min),
    "max": _extreme(max),
    "pow": _two(lambda a, b: a**b),
    "sqrt": _one(math.sqrt),
    "exp": _one(math.exp),
    "exp10": _one(lambda n: 10.0**n),
    "log": _one(math.log),
    "log10": _one(math.log10),
    "sin": _one(math.sin),
    "cos": _one(math.cos),
    "tan": _one(math.tan),
    "asin": _one(math.asin),
    "acos": _one(math.acos),
    "atan": _one(math.atan),
    "atan2": _two(math.atan2),
    "pi": Function(0, 0, lambda _, __: math.pi),
}
