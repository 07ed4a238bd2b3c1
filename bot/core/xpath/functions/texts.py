"""Functions on text, regular expressions included."""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from bot.core.xpath.functions.function import ANY, Function
from bot.core.xpath.values import Value, text_of, truth_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.xpath.code import Code, Context


_PATIENCE = 0.1
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@lru_cache(maxsize=1_000)
def _pattern(text: str) -> regex.Pattern[str] | None:
    try:
        return regex.compile(text)
    except (regex.error, ValueError, RecursionError, OverflowError):
        return None


def _regex(c: Context, given: tuple[Code, ...]) -> Value:
    """The whole text must match, as in ODK; a pattern that takes too long matches nothing."""
    pattern = _pattern(given[1].text(c))
    if pattern is None:
        return False
    try:
        return pattern.fullmatch(given[0].text(c), timeout=_PATIENCE) is not None
    except TimeoutError:
        return False


def _regex_doubts(given: Sequence[Code]) -> list[str]:
    text = given[1].constant
    return [f"regular expression {text!r}"] if text is not None and _pattern(text) is None else []


def each(c: Context, given: tuple[Code, ...]) -> list[str]:
    """Collect the texts of arguments; a node-set gives one for each node."""
    found: list[str] = []
    for code in given:
        value = code.run(c)
        if isinstance(value, list):
            found.extend(node.text(c.world) for node in value)
        else:
            found.append(text_of(value, c.world))
    return found


def _concat(c: Context, given: tuple[Code, ...]) -> Value:
    found: list[str] = []
    for code in given:
        if code.constant is None and len(code.nodes(c)) > 1 and len(given) == 1:
            found.extend(each(c, (code,)))
        else:
            found.append(code.text(c))
    return "".join(found)


def _substring(c: Context, given: tuple[Code, ...]) -> Value:
    """Characters from the n-th (from 1), m of them at most (XPath 1.0, 4.2)."""
    text = given[0].text(c)
    start = given[1].number(c)
    if math.isnan(start):
        return ""
    first = round_half_up(start)
    last = math.inf if len(given) < 3 else first + round_half_up(given[2].number(c))
    return "".join(character for place, character in enumerate(text, 1) if first <= place < last)


def round_half_up(number: float) -> float:
    """Round to the nearest whole number, halves up (XPath 1.0, 4.4); NaN and infinities stay."""
    if math.isnan(number) or math.isinf(number):
        return number
    return float(math.floor(number + 0.5))


def _substr(c: Context, given: tuple[Code, ...]) -> Value:
    """Characters from index n (from 0) up to and without index m; negative ones count from the end (ODK)."""
    text = given[0].text(c)
    start = given[1].number(c)
    stop = given[2].number(c) if len(given) > 2 else float(len(text))
    if math.isnan(start) or math.isnan(stop):
        return ""
    begin, end = (int(max(n + len(text), 0) if n < 0 else min(n, len(text))) for n in (start, stop))
    return text[begin:end]


def _before(c: Context, given: tuple[Code, ...]) -> Value:
    head, found, _ = given[0].text(c).partition(given[1].text(c) or "\0")
    return head if found else ""


def _after(c: Context, given: tuple[Code, ...]) -> Value:
    mark = given[1].text(c)
    text = given[0].text(c)
    return text.partition(mark)[2] if mark else text


def _translate(c: Context, given: tuple[Code, ...]) -> Value:
    source, target = given[1].text(c), given[2].text(c)
    table: dict[int, str] = {}
    for place, character in enumerate(source):
        table.setdefault(ord(character), target[place] if place < len(target) else "")
    return given[0].text(c).translate(table)


def _own(c: Context, given: tuple[Code, ...]) -> str:
    return given[0].text(c) if given else c.node.text(c.world)


def _digest(c: Context, given: tuple[Code, ...]) -> Value:
    name = _HASHES.get(given[1].text(c).upper())
    if name is None:
        return ""
    made = hashlib.new(name, given[0].text(c).encode(), usedforsecurity=False).digest()
    encoding = given[2].text(c) if len(given) > 2 else "base64"
    return made.hex() if encoding == "hex" else b64encode(made).decode()


def _boolean_text(c: Context, given: tuple[Code, ...]) -> Value:
    value = given[0].here(c)
    if isinstance(value, bool | float):
        return truth_of(value, c.world)
    return text_of(value, c.world) in ("true", "1")


TEXTS: dict[str, Function] = {
    "string": Function(0, 1, _own),
    "concat": Function(1, ANY, _concat),
    "join": Function(1, ANY, lambda c, a: a[0].text(c).join(each(c, a[1:]))),
    "contains": Function(2, 2, lambda c, a: a[1].text(c) in a[0].text(c)),
    "starts-with": Function(2, 2, lambda c, a: a[0].text(c).startswith(a[1].text(c))),
    "ends-with": Function(2, 2, lambda c, a: a[0].text(c).endswith(a[1].text(c))),
    "substring": Function(2, 3, _substring),
    "substr": Function(2, 3, _substr),
    "substring-before": Function(2, 2, _before),
    "substring-after": Function(2, 2, _after),
    "string-length": Function(0, 1, lambda c, a: float(len(_own(c, a)))),
    "normalize-space": Function(0, 1, lambda c, a: " ".join(_own(c, a).split())),
    "translate": Function(3, 3, _translate),
    "lower-case": Function(1, 1, lambda c, a: a[0].text(c).lower()),
    "upper-case": Function(1, 1, lambda c, a: a[0].text(c).upper()),
    "regex": Function(2, 2, _regex, _regex_doubts),
    "digest": Function(2, 3, _digest),
    "boolean-from-string": Function(1, 1, _boolean_text),
}
