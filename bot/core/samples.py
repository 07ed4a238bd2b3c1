"""Making up answers that an expression may accept: texts that fit a regular expression, numbers near a limit.

For interviews by chance (interview.py): what a resident would know from the question, these read from its constraint.
Only the common part of regular expressions is understood; the rest is tried as nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_CLASSES = {"d": "0123456789", "w": "abcxyzABC059_", "s": " ", "D": "ab", "W": "-", "S": "ab1"}
_MORE = 3
"""How often an open repetition repeats at most."""
_NUMBERS = re.compile(r"(?<![\w.'-])\d{1,15}(?:\.\d+)?(?![\w'])")
_LITERALS = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def numbers_in(constraint: str) -> list[float]:
    """List the numbers an expression names, and their neighbours."""
    found = [float(text) for text in _NUMBERS.findall(constraint)]
    return sorted({near for number in found for near in (number - 1, number, number + 1)})


def literals_in(constraint: str) -> list[str]:
    """List the texts an expression quotes."""
    return [single or double for single, double in _LITERALS.findall(constraint)]


def like(pattern: str, rng: Random) -> str:
    """Make up a text for a regular expression; not certain to match."""
    made, _ = _choice(pattern, 0, rng)
    return made


def _choice(pattern: str, at: int, rng: Random) -> tuple[str, int]:
    """Read alternatives up to the closing bracket or the end; make up one of them."""
    ways: list[str] = []
    made = ""
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            ways.append(made)
            made = ""
            at += 1
            continue
        piece, at = _repeated(pattern, at, rng)
        made += piece
    return rng.choice([*ways, made]), at


def _repeated(pattern: str, at: int, rng: Random) -> tuple[str, int]:
    begin = at
    piece, at = _atom(pattern, at, rng)
    least, most, after = _count(pattern, at)
    times = rng.randint(least, most)
    pieces = [piece] if times else []
    pieces.extend(_atom(pattern, begin, rng)[0] for _ in range(times - 1))
    return "".join(pieces), after


def _count(pattern: str, at: int) -> tuple[int, int, int]:
    """Read a repetition: least, most, where it ends."""
    mark = pattern[at : at + 1]
    if mark in ("?", "*", "+"):
        least, most = {"?": (0, 1), "*": (0, _MORE), "+": (1, _MORE)}[mark]
        at += 1
    elif found := re.compile(r"\{(\d{1,3})(,?)(\d{0,3})\}").match(pattern, at):
        least = int(found[1])
        most = least if not found[2] else int(found[3] or least + _MORE)
        at = found.end()
    else:
        return 1, 1, at
    return least, max(least, most), at + (pattern[at : at + 1] in ("?", "+"))


def _atom(pattern: str, at: int, rng: Random) -> tuple[str, int]:
    sign = pattern[at]
    if sign == "(":
        inner = re.compile(r"\((?:\?(?:[:>=!]|<[=!]|P?<\w+>|[a-zA-Z]+:))?").match(pattern, at)
        assert inner is not None
        made, end = _choice(pattern, inner.end(), rng)
        looks = inner.group().endswith(("=", "!"))
        return ("" if looks else made), min(end + 1, len(pattern))
    if sign == "[":
        return _class(pattern, at + 1, rng)
    if sign == "\\":
        letter = pattern[at + 1 : at + 2]
        if letter in ("b", "B", "A", "Z", "z"):
            return "", at + 2
        return rng.choice(_CLASSES.get(letter, letter or "\\")), at + 2
    if sign in "^$":
        return "", at + 1
    return (rng.choice("abc1") if sign == "." else sign), at + 1


def _class(pattern: str, at: int, rng: Random) -> tuple[str, int]:
    """Read "[a-z0-9_]" and make up one character of it."""
    against = pattern[at : at + 1] == "^"
    at += against
    letters = ""
    first = True
    while at < len(pattern) and (first or pattern[at] != "]"):
        first = False
        if pattern[at] == "\\":
            letter = pattern[at + 1 : at + 2]
            letters += _CLASSES.get(letter, letter)
            at += 2
        elif pattern[at + 1 : at + 2] == "-" and pattern[at + 2 : at + 3] not in ("]", ""):
            low, high = ord(pattern[at]), ord(pattern[at + 2])
            letters += "".join(map(chr, range(low, min(high, low + 300) + 1)))
            at += 3
        else:
            letters += pattern[at]
            at += 1
    if against:
        letters = "".join(letter for letter in "abcXYZ019 -_@" if letter not in letters)
    return (rng.choice(letters) if letters else ""), at + 1
