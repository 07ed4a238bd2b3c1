"""People and responses to fill a store with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ports import ActivityId, Due, Entry, Held, Lane, Millis, PersonId, SessionId, SourceId

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Person, Tx

NOW = Millis(1_760_000_000_000)
NOBODY = PersonId(0)
SURVEY = ActivityId(41)


def arrival(name: str, language: str = "en") -> Callable[[Tx], Person]:
    """The transaction in which a resident says hello."""
    return lambda tx: tx.people.arrive(name.encode(), b"cipher of " + name.encode(), language, NOW)[1]


def entry(person: PersonId, **changes: Any) -> Entry:
    """A finished response of a resident from Tulse Hill who feels unsafe and wants two things."""
    fields: dict[str, Any] = {
        "activity": SURVEY, "person": person, "session": SessionId(5), "edition": "e1", "complete": True,
        "root_source": SourceId(0), "mode": "own", "tier": "account", "connection": "lives", "provisional": False,
        "language": "en", "at": NOW, "profile": {"area": "tulse-hill", "age": "25-34"},
        "answers": (
            ("/data/safe", "/data/safe", "no"),
            ("/data/help", "/data/help", "light"),
            ("/data/help", "/data/help", "youth"),
        ),
    }  # fmt: skip
    return Entry(**{**fields, **changes})


def full_life(name: str) -> Callable[[Tx], PersonId]:
    """A person with a row in every personal table."""

    def work(tx: Tx) -> PersonId:
        from bot.ports import Consent, Invite

        person = tx.people.arrive(name.encode(), b"c", "so", NOW)[1].id
        tx.people.set_profile(person, "area", "tulse-hill", NOW)
        tx.people.grant(person, Held("champion", "tulse-hill", label="Library"), NOBODY, NOW)
        tx.invites.add(Invite(name.encode() + b"!", "champion", "", "for a friend", person, Millis(NOW + 1)))
        tx.sources.add("champion", "My link", f"link-{name}", person, "tulse-hill", SourceId(0), NOW)
        tx.consents.add(Consent(person, "take_part", True, "v1", "so", NOW))
        session = tx.sessions.open(person, SURVEY, "e1", "answer", "{}", 0, NOW)
        tx.people.change(person, session=session.id)
        tx.responses.put(entry(person, session=session.id))
        tx.audit.add(person, "role.granted", f"person:{person}", NOW)
        _reached(tx, person, name)
        return person

    return work


def _reached(tx: Tx, person: PersonId, name: str) -> None:
    """What reaching people keeps of a person."""
    tx.preferences.put(person, "contact", "less")
    tx.preferences.ask(person, "parks", "tulse-hill", NOW)
    told = tx.notices.make("role_waits", person, name, "duty", Lane.REMINDERS, f'{{"label":"{name}"}}', person, NOW)
    tx.outbox.add(told.id, person, NOW, content=f'{{"for":"{name}"}}')
    tx.agenda.put(Due("nudge", person, "", "", "UTC", NOW))
    tx.broadcasts.change(tx.broadcasts.draft(person, SURVEY, "tulse-hill", NOW).id, texts=f'{{"en":"{name} asks you"}}')
    tx.announcements.add(person, SourceId(3), "tulse-hill", f"at {name}'s", NOW, NOW, 20, NOW)
    tx.seats.set_cap(SURVEY, 20)
    tx.seats.reserve(SURVEY, person, Millis(NOW + 1), NOW)
    tx.bookings.put(SURVEY, person, "confirmed", f'{{"else":"{name} needs a ramp"}}', "K7F2QP", NOW)
    tx.assisted.change(tx.assisted.arrive(name.encode(), "so", NOBODY, SURVEY, NOW).person, SURVEY, state="finished")
    taken = tx.proposals.add(person, SURVEY, "pilot", "need", f"{name} wants light", "so", NOW)
    tx.proposals.change(taken.id, state="taken_up")
    tx.proposals.add(person, SURVEY, "pilot", "option", f"{name} wants a bench", "so", NOW)
