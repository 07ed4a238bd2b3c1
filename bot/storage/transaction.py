"""One transaction, by noun: what every transaction function is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.activities import Activities
from bot.storage.agenda import Agenda
from bot.storage.announcements import Announcements
from bot.storage.assisted import AssistedPeople
from bot.storage.audit import Audit
from bot.storage.bookings import Bookings
from bot.storage.broadcasts import Broadcasts
from bot.storage.consents import Consents
from bot.storage.editions import Editions
from bot.storage.invites import Invites
from bot.storage.leases import Leases
from bot.storage.notes import Notes
from bot.storage.notices import Notices
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.preferences import Preferences
from bot.storage.proposals import Proposals
from bot.storage.releases import Releases
from bot.storage.responses import Responses
from bot.storage.retention import Retention
from bot.storage.seats import Seats
from bot.storage.sessions import Sessions
from bot.storage.sources import Sources
from bot.storage.updates import Updates

if TYPE_CHECKING:
    from bot import ports
    from bot.storage.statement import Runner


class Transaction:
    """See bot.ports.Tx. Made once per connection: the nouns hold nothing but the runner."""

    __slots__ = (
        "activities", "agenda", "announcements", "assisted", "audit", "bookings", "broadcasts", "consents",
        "db", "editions", "invites", "leases", "notes", "notices", "outbox", "people", "preferences",
        "proposals", "releases", "responses", "retention", "seats", "sessions", "sources", "updates",
    )  # fmt: skip

    def __init__(self, db: Runner) -> None:
        """`db` is for the rooms of storage alone; outside, only the nouns are known."""
        self.db = db
        self.people: ports.People = People(db)
        self.invites: ports.Invites = Invites(db)
        self.sources: ports.Sources = Sources(db)
        self.consents: ports.Consents = Consents(db)
        self.editions: ports.Editions = Editions(db)
        self.activities: ports.Activities = Activities(db)
        self.sessions: ports.Sessions = Sessions(db)
        self.responses: ports.Responses = Responses(db)
        self.retention: ports.Retention = Retention(db)
        self.audit: ports.Audit = Audit(db)
        self.releases: ports.Releases = Releases(db)
        self.updates: ports.Updates = Updates(db)
        self.notes: ports.Notes = Notes(db)
        self.agenda: ports.Agenda = Agenda(db)
        self.announcements: ports.Announcements = Announcements(db)
        self.assisted: ports.AssistedPeople = AssistedPeople(db)
        self.bookings: ports.Bookings = Bookings(db)
        self.broadcasts: ports.Broadcasts = Broadcasts(db)
        self.leases: ports.Leases = Leases(db)
        self.notices: ports.Notices = Notices(db)
        self.outbox: ports.Outbox = Outbox(db)
        self.preferences: ports.Preferences = Preferences(db)
        self.proposals: ports.Proposals = Proposals(db)
        self.seats: ports.Seats = Seats(db)
