"""A champion answering for the person beside them: what goes in is that person's, and every screen says so."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.assist import note
from bot.actions.authorise import holds
from bot.core.mark import mark
from bot.core.screen import Screen
from bot.ports import Assisted, Reply, SessionId
from handlers.visit import Visit, para


def beside(visit: Visit, session: SessionId = SessionId(0)) -> Visit:
    """The visit as that person's, where the champion holds such a session (and the pressed button belongs to it)."""
    if not holds(visit.person, "champion"):
        return visit
    row = visit.tx.assisted.in_hand(visit.person.id)
    person = visit.tx.people.person(row.person) if row is not None else None
    if person is None or (session and visit.tx.sessions.get(session, person.id) is None):
        return visit
    own_words = replace(visit.office, suggests=False)  # nobody is asked in a chat of their own for another language
    person = replace(person, reader=visit.person.reader)
    return replace(visit, person=person, office=own_words, champion=visit.person)


def marked(visit: Visit, reply: Reply) -> Reply:
    """The reply with its mark on top, its messages to be remembered; unchanged where nobody is beside the champion, or
    the survey has just been sent in."""
    row = visit.tx.assisted.in_hand(visit.champion.id) if visit.champion else None
    if visit.champion is None or row is None or row.person != visit.person.id:
        return reply
    shown = visit.tx.sessions.get(reply.session, visit.person.id) if reply.session else None
    note(visit.tx, row.person, row.activity, (visit.heard.own, visit.heard.message, shown.message if shown else 0))
    return under_mark(reply, row)


def under_mark(reply: Reply, row: Assisted) -> Reply:
    """Every screen says whom it is about; its messages are remembered."""
    screens = tuple(_marked(screen, row.person) for screen in reply.screens)
    return replace(reply, screens=screens, card=(row.person, row.activity))


def reference(person: int) -> str:
    """A short name of a card that says nothing about its code."""
    return mark(f"card:{person}")[:5].upper()


def _marked(screen: Screen, person: int) -> Screen:
    if screen.mode == "toast" or not screen.blocks:
        return screen
    return replace(screen, blocks=(para("assist.mark", "small", reference=reference(person)), *screen.blocks))
