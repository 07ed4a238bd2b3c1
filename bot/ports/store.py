"""One transaction, and the database that runs it. A transaction is a plain function of one `Tx`: it may run twice,
touches nothing but `tx`, and returns a value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.core.form import Form
from bot.ports.agenda import Agenda
from bot.ports.answers import Activities, Editions, Responses, Sessions
from bot.ports.ledgers import Audit, Notes, Releases, Retention, Updates
from bot.ports.outbox import Leases, Notices, Outbox
from bot.ports.people import Consents, Invites, People, Sources
from bot.ports.places import Bookings, Seats
from bot.ports.reach import Announcements, AssistedPeople, Broadcasts, Preferences, Proposals

T = TypeVar("T")


class Tx(Protocol):
    """One transaction, by noun."""

    people: People
    invites: Invites
    sources: Sources
    consents: Consents
    editions: Editions
    activities: Activities
    sessions: Sessions
    responses: Responses
    retention: Retention
    audit: Audit
    releases: Releases
    updates: Updates
    notes: Notes
    notices: Notices
    outbox: Outbox
    leases: Leases
    agenda: Agenda
    seats: Seats
    bookings: Bookings
    broadcasts: Broadcasts
    announcements: Announcements
    assisted: AssistedPeople
    proposals: Proposals
    preferences: Preferences


Shelf = Callable[[Tx, str], Form]
"""Gives the compiled form of an edition hash; raises KeyError where there is none."""


class Store(Protocol):
    """The database, whichever engine."""

    def write(self, work: Callable[[Tx], T]) -> Awaitable[T]:
        """Run as one durable transaction; returns after commit. Raises what `work` raised, with nothing stored."""

    def read(self, work: Callable[[Tx], T]) -> Awaitable[T]: ...
    async def close(self) -> None: ...
