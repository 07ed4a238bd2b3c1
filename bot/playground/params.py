"""The parameters of one request, read as Telegram reads them: JSON values, JSON text, form fields or uploaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.refusal import bad


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came over the wire."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """`raw` holds values as sent; `uploads` the files of a multipart body by field name."""

    raw: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was given and is not null."""
        return self.raw.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string; a number is read as its digits, as Telegram does."""
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, bool | dict | list):
            raise bad(f"parameter {name} must be a string")
        return str(value)

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number. Raises a 400 where it is missing without default, or no whole number."""
        value = self.raw.get(name)
        if value is None or value == "":
            if default is None:
                raise bad(f"parameter {name} is required")
            return default
        if isinstance(value, bool):
            raise bad(f"parameter {name} must be a whole number")
        try:
            return value if isinstance(value, int) else int(str(value).strip())
        except ValueError:
            raise bad(f"parameter {name} must be a whole number") from None

    def real(self, name: str) -> float:
        """A number. Raises a 400 where it is missing or none."""
        try:
            return float(self.raw[name])
        except (KeyError, TypeError, ValueError):
            raise bad(f"parameter {name} must be a number") from None

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        word = str(value).lower()
        if word in {"true", "1", "yes"}:
            return True
        if word in {"false", "0", "no", ""}:
            return False
        raise bad(f"parameter {name} must be true or false")

    def data(self, name: str) -> Any:
        """An object or a list, given as JSON or as its text; None where absent."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def rows(self, name: str) -> list[Any]:
        """A list; empty where absent."""
        value = self.data(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad(f"can't parse {name}: expected an Array")
        return value
