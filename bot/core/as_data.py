"""Inputs, screens and events as plain data, for golden files and recorded journeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def as_data(thing: Any) -> Any:
    """Spell out dataclasses as {"is": name, field: value}; empty fields are left out."""
    if is_dataclass(thing) and not isinstance(thing, type):
        made: dict[str, Any] = {"is": type(thing).__name__}
        for field in fields(thing):
            value = getattr(thing, field.name)
            if value or (field.name == "on" and value is not None):
                made[field.name] = as_data(value)
        return made
    if isinstance(thing, Mapping):
        return {str(name): as_data(value) for name, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [as_data(one) for one in thing]
    return thing
