"""A workshop's draw as it is kept: sealed at opening, its list fixed when sign-up closes, replayable for ever.

1. *sealed*: at opening a secret is chosen; its hash is shown on the workshop's page and logged.
2. *closed*: sign-up is over; who asks from now on joins the waiting list.
3. *frozen*: the list is fixed: draw numbers (told to each person) with their codes, only as fine as the targets go.
   Its fingerprint is logged.
4. *ready*: the lottery (which panels, how often) is worked out and kept, before its seed can be known.
5. *stuck*: the targets cannot be kept together; an officer may apply the smallest change, nothing else.
6. *drawn*: seed = hash of the secret and the public value; who has a place is fixed and logged.
7. *done*: everybody has their place or their turn on the waiting list.

The public value is what the workshop names (`signup.public_value`: a figure that nobody can know before sign-up
closes), typed by an officer afterwards. Where none is named, or none is typed in time, the fingerprint of the list
takes its place: nobody knew it when the secret was sealed, since it hangs on who asked; but somebody who knew the
secret could try out requests, so naming a value is better.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.core.frame import Frame
from bot.core.lottery import Change, Infeasible, Lottery, Panel, Target
from bot.core.lottery import draw as drawn

State = Literal["sealed", "closed", "frozen", "ready", "stuck", "drawn", "done"]
OTHER = "_other"
"""Stands for every code that no target names."""
Codes = Mapping[str, str]
Parents = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Draw:
    """The record. `pool` is number -> codes; `value` the public value, `named` whether it is the one that was named;
    `selected` the numbers drawn, `waiting` the others in the order of their turn. `closed` is UTC milliseconds."""

    state: State
    secret: str
    commitment: str
    seats: int = 0
    targets: tuple[Target, ...] = ()
    pool: Mapping[str, Codes] = field(default_factory=dict)
    fingerprint: str = ""
    lottery: Lottery | None = None
    changes: tuple[Change, ...] = ()
    relaxed: tuple[Change, ...] = ()
    value: str = ""
    named: bool = False
    seed: str = ""
    selected: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    closed: int = 0
    asked: int = 0


def dumps(draw: Draw) -> str:
    """The record as JSON."""
    return json.dumps(asdict(draw), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> Draw:
    """The record of `dumps`."""
    made: dict[str, Any] = json.loads(text)
    for name, kind in (("targets", Target), ("changes", Change), ("relaxed", Change)):
        made[name] = tuple(kind(**one) for one in made[name])
    for name in ("selected", "waiting"):
        made[name] = tuple(made[name])
    if made["lottery"] is not None:
        made["lottery"] = lottery_of(made["lottery"])
    return Draw(**made)


def lottery_of(made: Mapping[str, Any]) -> Lottery:
    """A lottery from JSON data."""
    panels = tuple(Panel(tuple((place, count) for place, count in p["takes"]), p["weight"]) for p in made["panels"])
    return Lottery(tuple(tuple(ids) for ids in made["members"]), panels, made["seats"], made["bound"])


def answer_text(answer: Lottery | Infeasible) -> str:
    """What came of working a lottery out, as JSON."""
    kind = "lottery" if isinstance(answer, Lottery) else "infeasible"
    return json.dumps({kind: asdict(answer)}, separators=(",", ":"))


def answer_of(text: str) -> Lottery | Infeasible:
    """The answer of `answer_text`."""
    made = json.loads(text)
    if "lottery" in made:
        return lottery_of(made["lottery"])
    stuck = made["infeasible"]
    return Infeasible(tuple(Change(**one) for one in stuck["changes"]), stuck["why"])


def parents(frame: Frame | None) -> Parents:
    """(attribute, code) -> the wider code that it belongs to, of a frame."""
    lines = [(m.attribute, line) for m in frame.margins for line in (*m.leaves, *m.parents)] if frame else []
    return {(attribute, line.code): line.parent for attribute, line in lines if line.parent}


def coarse(profile: Codes, targets: Iterable[Target], above: Parents) -> dict[str, str]:
    """What the list says of one person: per attribute of the targets the person's code, or the nearest wider one, that
    a target names; OTHER where none does, "" for not stated."""
    named: dict[str, set[str]] = {}
    for target in targets:
        named.setdefault(target.attribute, set()).add(target.code)
    return {a: _wider(a, profile.get(a, ""), named[a], above) for a in sorted(named)}


def _wider(attribute: str, code: str, named: set[str], above: Parents) -> str:
    if not code:
        return ""
    seen: set[str] = set()
    while code and code not in named and code not in seen:
        seen.add(code)
        code = above.get((attribute, code), "")
    return code if code in named else OTHER


def pool_csv(pool: Mapping[str, Codes]) -> str:
    """The list as `python -m bot draw` reads it, in the order of numbers."""
    attributes = sorted({attribute for codes in pool.values() for attribute in codes})
    rows = ([number, *(pool[number].get(a, "") for a in attributes)] for number in sorted(pool, key=int))
    return _csv(["id", *attributes], rows)


def telling(pool: Mapping[str, Codes], least: int) -> bool:
    """Whether fewer than `least` people share some combination of codes: then the list does not leave."""
    shared = Counter(tuple(sorted(codes.items())) for codes in pool.values())
    return any(count < least for count in shared.values())


def again(draw: Draw) -> bool:
    """Whether the kept lottery with its seed gives the same people once more."""
    if draw.lottery is None or not draw.seed:
        return False
    return sorted(map(int, drawn(draw.lottery, draw.seed).selected)) == sorted(draw.selected)


def targets_csv(targets: Iterable[Target]) -> str:
    """The targets as `python -m bot draw` reads them."""
    return _csv(["attribute", "code", "min", "max"], ([t.attribute, t.code, t.least, t.most] for t in targets))


def fingerprint(pool: Mapping[str, Codes]) -> str:
    """SHA-256 (hex) of the list as a file."""
    return hashlib.sha256(pool_csv(pool).encode()).hexdigest()


def relax(targets: Sequence[Target], changes: Iterable[Change]) -> tuple[Target, ...]:
    """The targets with the changes made."""
    made = {(target.attribute, target.code): target for target in targets}
    for change in changes:
        old = made[change.attribute, change.code]
        least, most = (change.to, old.most) if change.side == "min" else (old.least, change.to)
        made[change.attribute, change.code] = Target(old.attribute, old.code, least, most)
    return tuple(made.values())


def turns(seed: str, numbers: Iterable[int]) -> tuple[int, ...]:
    """The order of the waiting list: by SHA-256 of "seed:waiting:number"."""
    return tuple(sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}:waiting:{n}".encode()).digest()))


def _csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\r\n")
    written.writerow(header)
    written.writerows(rows)
    return out.getvalue()
