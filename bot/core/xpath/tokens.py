"""Cutting an XPath expression into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Sort = Literal["number", "literal", "name", "operator", "mark", "end"]

STARTS = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""What a name begins with (XML 1.0, NameStartChar without ":"), as ranges for a character class. Vowel signs of Indic
scripts are among them, which \\w leaves out."""
FOLLOWS = r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
"""What a name may go on with besides (XML 1.0, NameChar)."""
_NAME = rf"[{STARTS}][{STARTS}{FOLLOWS}]*(?::[{STARTS}][{STARTS}{FOLLOWS}]*)?"
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<literal>'[^']*'|\"[^\"]*\")|(?P<name>{_NAME})"
    r"|(?P<mark>\.\.|//|::|!=|<=|>=|[./@()\[\],|+\-=<>*]))"
)
_WORDS = frozenset({"and", "or", "div", "mod"})
_SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "|"})
_BEFORE_OPERAND = frozenset({"@", "::", "(", "[", ",", "/", "//"})


class Malformed(Exception):  # noqa: N818  a finding about an author's expression, turned into a sentence at import
    """The expression breaks the grammar; the text says where."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token and its sort; `*`, `and`, `or`, `div`, `mod` are operators only after an operand (XPath 1.0, 3.7)."""

    sort: Sort
    text: str


def tokens(expression: str) -> list[Token]:
    """Cut an expression into tokens, an end mark last. Raises Malformed at the first character that fits nowhere."""
    found: list[Token] = []
    at = 0
    end = len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            rest = expression[at:].lstrip()
            raise Malformed(f"unexpected {rest[:12]!r}")
        at = match.end()
        sort = match.lastgroup
        text = match.group(sort or 0)
        after_operand = bool(found) and found[-1].sort != "operator" and found[-1].text not in _BEFORE_OPERAND
        if (sort == "name" and text in _WORDS and after_operand) or (
            sort == "mark" and (text in _SIGNS or (text == "*" and after_operand))
        ):
            found.append(Token("operator", text))
        elif sort == "literal":
            found.append(Token("literal", text[1:-1]))
        elif sort == "number":
            found.append(Token("number", text))
        elif sort == "name":
            found.append(Token("name", text))
        else:
            found.append(Token("mark", text))
    found.append(Token("end", ""))
    return found
