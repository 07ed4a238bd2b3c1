"""How Pabulib calls kinds of ballots."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ballots import Kind

KINDS: Mapping[str, Kind] = {
    "approval": Kind.APPROVAL,
    "choose-1": Kind.ONE,
    "ordinal": Kind.RANKING,
    "cumulative": Kind.POINTS,
    "scoring": Kind.SCORE,
}
TYPES: Mapping[Kind, str] = {**{kind: name for name, kind in KINDS.items()}, Kind.BUDGET: "approval"}
