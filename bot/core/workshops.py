"""A workshop as its settings say: when (wall time of the borough), where, how many places, how they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.core import wall

Texts = Mapping[str, str]
"""Words by language."""


@dataclass(frozen=True, slots=True)
class Target:
    """How many of the places are for a section: at least `min`, at most `max`."""

    attribute: str
    code: str
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """What activity.settings of a workshop hold. Times are naive: local wall time in `zone`.

    `booking`: "draw" (sign-up until `signup_closes`, then a stratified draw where there are more requests than
    places) or "first_come" (drop-in). `sequence` counts changes a calendar has to notice. `reminders` are "-1d 18:00"
    (days before, local time) or "-2h".
    """

    title: Texts
    about: Texts
    place: Texts
    starts: datetime
    ends: datetime
    zone: str
    seats: int
    booking: Literal["draw", "first_come"] = "draw"
    signup_closes: datetime | None = None
    targets: tuple[Target, ...] = ()
    interpreters: tuple[str, ...] = ()
    """Languages an interpreter can be asked for."""
    creche: bool = False
    step_free: bool = False
    companions: bool = True
    """A carer or companion may come along, on a place of their own beside the seats."""
    reminders: tuple[str, ...] = ("-1d 18:00",)
    offer_hours: int = 48
    sequence: int = 0
    cancelled: bool = False
    feedback: str = ""
    """Name of the feedback survey; "" for none."""
    address: str = ""
    public_value: Texts = field(default_factory=dict)
    """What the draw is joined with, named before sign-up closes and published after it (see bot/core/draw.py)."""

    @property
    def begins(self) -> datetime:
        """The instant (UTC) at which it starts."""
        return wall.instant(self.starts, self.zone)

    @property
    def over(self) -> datetime:
        """The instant (UTC) at which it ends."""
        return wall.instant(self.ends, self.zone)

    @property
    def drawn_at(self) -> datetime | None:
        """The instant (UTC) at which sign-up closes and the draw begins; None for first come, first served."""
        return wall.instant(self.signup_closes, self.zone) if self.signup_closes and self.booking == "draw" else None


def read(settings: Mapping[str, Any]) -> Workshop:
    """From activity.settings (compiled from content/workshops/*.yaml or made in chat). Raises KeyError, ValueError."""
    signup = settings.get("signup", {})
    needs = settings.get("needs", {})
    place = settings["place"]
    return Workshop(
        title=settings["title"],
        about=settings.get("about", {}),
        place=place["name"],
        starts=datetime.fromisoformat(settings["starts"]),
        ends=datetime.fromisoformat(settings["ends"]),
        zone=settings.get("zone", "Europe/London"),
        seats=int(settings["seats"]),
        booking=settings.get("booking", "draw"),
        signup_closes=datetime.fromisoformat(signup["closes"]) if signup.get("closes") else None,
        targets=tuple(
            Target(each["attribute"], each["code"], int(each.get("min", 0)), int(each.get("max", settings["seats"])))
            for each in settings.get("targets", ())
        ),
        interpreters=tuple(needs.get("interpreters", ())),
        creche=bool(needs.get("creche")),
        step_free=bool(place.get("step_free")),
        companions=bool(needs.get("companions", True)),
        reminders=tuple(settings.get("reminders", ("-1d 18:00",))),
        offer_hours=int(settings.get("offer_hours", 48)),
        sequence=int(settings.get("sequence", 0)),
        cancelled=bool(settings.get("cancelled")),
        feedback=settings.get("feedback", ""),
        address=place.get("address", ""),
        public_value=signup.get("public_value", {}),
    )
