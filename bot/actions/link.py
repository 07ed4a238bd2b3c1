"""A champion's own link: one root source each, however often they ask."""

from __future__ import annotations

from datetime import datetime

from bot.ports import Person, Source, SourceId, Tx, millis


def own_source(tx: Tx, person: Person, token: str, now: datetime) -> Source:
    """The person's source, made with `token` (random, drawn outside) on first asking."""
    for source in tx.sources.of_person(person.id):
        return source
    area = next((held.area for held in person.roles if held.area), "")
    made = tx.sources.add("champion", "", token, person.id, area, SourceId(0), millis(now))
    tx.audit.add(person.id, "link.made", str(made.id), millis(now))
    return made


def follow(tx: Tx, person: Person, token: str) -> bool:
    """Keep the source by whose link a person first came; later links change nothing. False for an unknown token.

    Who has agreed to take part has come already, by a link or alone; one's own link, or one of this phone, is none.
    """
    source = tx.sources.by_token(token)
    if source is None:
        return False
    came = person.root_source or person.session or tx.consents.latest(person.id, "take_part") is not None
    if not came and source.person not in {each.id for each in tx.people.of_account(person.account)}:
        tx.people.change(person.id, root_source=source.root or source.id)
    return True
