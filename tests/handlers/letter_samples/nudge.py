"""A form begun and left; one that closed meanwhile; one the person came back to."""

from __future__ import annotations

from datetime import timedelta

from bot.ports import millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    street = cast.activity("street")
    begun = millis(cast.now - timedelta(hours=50))
    occasions = []
    for name, touched in (("Ada", begun), ("Bob", millis(cast.now + timedelta(minutes=1)))):
        person = cast.person(name)
        row = cast.tx.sessions.open(person.id, street.id, street.edition, "answer", "{}", 0, begun)
        cast.tx.sessions.save(row.id, "{}", 1, "open", touched)
        occasions.append(cast.occasion(person, object_=street.id, content={"session": row.id}, class_="unasked"))
    return occasions
