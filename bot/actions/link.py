"""A champion's own link: one root source each, however often they ask."""

from __future__ import annotations

from datetime import datetime

from bot.ports import Person, Source, SourceId, Tx, millis


def own_source(tx: Tx, person: Person, token: str, now: datetime) -> Source:
    """The person's source, made with `token` (random, drawn outside) on first asking."""
    for source in tx.sources.of_person(person.id):
        return source
    area = next((held.area for held in person.roles if held.area), "")
    return tx.sources.add("champion", "", token, person.id, area, SourceId(0), millis(now))


def follow(tx: Tx, person: Person, token: str) -> bool:
    """Keep the source by whose link a person first came; later links change nothing. False for an unknown token."""
    source = tx.sources.by_token(token)
    if source is None:
        return False
    if not person.root_source and not person.session and source.person != person.id:
        tx.people.change(person.id, root_source=source.root or source.id)
    return True
