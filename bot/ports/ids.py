"""Names of things, and how an instant is kept: UTC milliseconds (`Millis`)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NewType

PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
SessionId = NewType("SessionId", int)
ActivityId = NewType("ActivityId", int)
ResponseId = NewType("ResponseId", int)
SourceId = NewType("SourceId", int)
Millis = NewType("Millis", int)

Role = Literal["resident", "champion", "officer", "commissioner", "operator"]
Purpose = Literal["who_is_missing", "invite_me", "take_part"]
ActivityKind = Literal["survey", "vote", "workshop", "notice", "diary", "profile"]
ActivityState = Literal["draft", "tested", "open", "closed"]
SessionUse = Literal["answer", "test", "profile"]
Mode = Literal["own", "assisted", "desk"]
Tier = Literal["account", "shared", "postcode", "in_person", "letter"]


def millis(now: datetime) -> Millis:
    """A zoned instant as UTC milliseconds."""
    return Millis(round(now.timestamp() * 1000))
