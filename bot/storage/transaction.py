"""One transaction, by noun: what every transaction function is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.activities import Activities
from bot.storage.audit import Audit
from bot.storage.consents import Consents
from bot.storage.editions import Editions
from bot.storage.invites import Invites
from bot.storage.notes import Notes
from bot.storage.people import People
from bot.storage.releases import Releases
from bot.storage.responses import Responses
from bot.storage.retention import Retention
from bot.storage.sessions import Sessions
from bot.storage.sources import Sources
from bot.storage.updates import Updates

if TYPE_CHECKING:
    from bot import ports
    from bot.storage.statement import Runner


class Transaction:
    """See bot.ports.Tx. Made once per connection: the nouns hold nothing but the runner."""

    __slots__ = (
        "activities", "audit", "consents", "db", "editions", "invites", "notes", "people", "releases", "responses",
        "retention", "sessions", "sources", "updates",
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
