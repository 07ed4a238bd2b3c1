"""The four kinds of XPath value and how one becomes another, with the habits of ODK forms.

A node-set is a list of nodes. Dates travel as ISO text and count as days since 1 January 1970 (of the civil date and
time as written, whatever its offset) wherever a number is wanted, so that `. <= today()` and `today() - ${born}` hold.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII
)
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400
_WHOLE = 1e15
NAN = math.nan


class Node(Protocol):
    """A place in an instance document, as seen by a path."""

    @property
    def name(self) -> str:
        """The element's name."""

    @property
    def parent(self) -> Node | None:
        """The element around it; None for the root."""

    @property
    def ordinal(self) -> int:
        """Its place among siblings of the same name, from 1."""

    def children(self, world: Any, name: str) -> Sequence[Node]:
        """Elements directly below; all for the empty name."""

    def text(self, world: Any) -> str:
        """Its value as text; empty where irrelevant."""

    def live(self, world: Any) -> bool:
        """False where it is irrelevant at present."""

    def truth(self, world: Any) -> bool:
        """Its value as true or false."""


Value = str | float | bool | list[Node]


def moment(text: str) -> datetime | None:
    """Read an ISO date or date and time as written (offsets are dropped); None where it is neither."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, part = found.groups()
    try:
        micro = int((part or "0").ljust(6, "0")[:6])
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)  # noqa: DTZ001  civil time as written
    except ValueError:
        return None


def days(at: datetime) -> float:
    """Days since 1 January 1970, the time of day as a fraction."""
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return at.toordinal() - _EPOCH + seconds / _DAY


def from_days(number: float) -> datetime | None:
    """Turn days since 1 January 1970 into civil time; None where no calendar reaches."""
    if math.isnan(number) or math.isinf(number):
        return None
    try:
        whole = math.floor(number)
        start = datetime.combine(date.fromordinal(_EPOCH + whole), time())
        return start + timedelta(seconds=round((number - whole) * _DAY, 3))
    except (ValueError, OverflowError):
        return None


def number_of(text: str) -> float:
    """Read text as a number; dates count as days; NaN for all else, the empty text included."""
    if _NUMBER.fullmatch(text):
        return float(text)
    at = moment(text)
    return NAN if at is None else days(at)


def number_text(number: float) -> str:
    """Spell a number as XPath does: whole numbers without a point, never an exponent."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _WHOLE:
        return str(int(number))
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def text_of(value: Value, world: Any) -> str:
    """Turn any value into text; a node-set gives its first node."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0].text(world) if value else ""
    return number_text(value)


def as_number(value: Value, world: Any) -> float:
    """Turn any value into a number."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return number_of(text_of(value, world))


def truth_of(value: Value, world: Any) -> bool:
    """Turn any value into true or false; a node-set is true where its first node holds a value that is not nought."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    if isinstance(value, list):
        return bool(value) and value[0].truth(world)
    return not (value == 0 or math.isnan(value))


def equal(left: Value, right: Value, world: Any) -> bool:
    """Compare as `=` does: true where any pair of nodes agrees; an absent node counts as one with the empty text."""
    if isinstance(left, list) and isinstance(right, list):
        known = {node.text(world) for node in right} or {""}
        return any(node.text(world) in known for node in left) if left else "" in known
    if isinstance(left, list):
        return equal(right, left, world)
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left, world) == truth_of(right, world)
    if isinstance(right, list):
        texts = [node.text(world) for node in right] or [""]
        if isinstance(left, str):
            return left in texts
        return any(number_of(text) == left for text in texts)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return as_number(left, world) == as_number(right, world)


def unequal(left: Value, right: Value, world: Any) -> bool:
    """Compare as `!=` does: true where any pair of nodes differs."""
    if isinstance(left, list) and len(left) > 1:
        return any(unequal(node.text(world), right, world) for node in left)
    if isinstance(right, list) and len(right) > 1:
        return any(unequal(left, node.text(world), world) for node in right)
    return not equal(left, right, world)


def numbers_of(value: Value, world: Any) -> list[float]:
    """List the numbers to compare or to add up: one for each node of a node-set."""
    if isinstance(value, list):
        return [number_of(node.text(world)) for node in value]
    return [as_number(value, world)]
