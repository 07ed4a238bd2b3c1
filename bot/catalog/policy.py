"""content/policy.toml: every number that a citizen could dispute, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers by "section.key". Reading one that is not there is a fault of ours, found by the tests."""

    values: Mapping[str, Any]
    reasons: Mapping[str, str]

    def number(self, key: str) -> int:
        """A whole number. Raises ValueError, as the others do, where the file has none of this name."""
        return int(self._of(key, int | float))

    def share(self, key: str) -> float:
        """A share or another number with decimals."""
        return float(self._of(key, int | float))

    def text(self, key: str) -> str:
        """A word, such as a time of day."""
        return str(self._of(key, object))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        return tuple(str(item) for item in self._of(key, list))

    def _of(self, key: str, kind: type | UnionType) -> Any:
        value = self.values.get(key)
        if value is None or not isinstance(value, kind):
            why = "is missing" if value is None else f"cannot be {value!r}"
            raise ValueError(f"content/policy.toml: [{key}] {why}")
        return value


def read_policy(path: Path) -> Policy:
    """Read and check the file. Raises ValueError with one line that names the key and what to mend."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from None
    values: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for section, keys in document.items():
        for key, body in keys.items() if isinstance(keys, dict) else ():
            name = f"{section}.{key}"
            if not isinstance(body, dict) or "value" not in body or not str(body.get("why", "")).strip():
                raise ValueError(
                    f"{path}: [{name}] needs a value and a why (one sentence that a citizen can argue with)"
                )
            values[name] = body["value"]
            reasons[name] = str(body["why"])
    policy = Policy(values, reasons)
    if not values.get("languages.enabled"):
        raise ValueError(f"{path}: [languages.enabled] is missing; name at least one language")
    if policy.number("people.minimum_age") < policy.number("people.never_under"):
        raise ValueError(f"{path}: [people.minimum_age] may not be below [people.never_under]")
    return policy
