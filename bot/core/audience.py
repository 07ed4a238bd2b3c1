"""Who a message to many is for, as data: by area, language, section or part taken, never a list of people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Audience:
    """All conditions that are set must hold; within one of several codes any does.

    `areas` and `sections` are read from the profile, only of people who agreed to being invited by it ("invite_me").
    `source` is a root source; `took_part`, `started`, `booked` are activities; `theme` an interest asked for, with
    `areas` or everywhere; `role` a confirmed role (with `areas`: of these areas or everywhere). 0 and "" are no
    condition."""

    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    """(attribute, code): of one attribute any code, of different attributes all."""
    source: int = 0
    took_part: int = 0
    """Has a response to the activity."""
    booked: int = 0
    """Has a confirmed place at the activity, or attended."""
    theme: str = ""
    role: str = ""


def dumps(audience: Audience) -> str:
    """Canonical JSON; conditions that are not set are left out."""
    return json.dumps({k: v for k, v in asdict(audience).items() if v}, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> Audience:
    """The audience of `dumps`; raises KeyError for a condition that there is not."""
    given = json.loads(text or "{}")
    if unknown := set(given) - {field.name for field in fields(Audience)}:
        raise KeyError(*sorted(unknown))
    for name in ("languages", "areas"):
        given[name] = tuple(given.get(name, ()))
    given["sections"] = tuple((attribute, code) for attribute, code in given.get("sections", ()))
    return Audience(**given)
