"""A release of two hundred people: who lives where enough answered, and who does not; and none yet."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.core.release import document, freeze
from bot.ports import Entry, PersonId, SessionId, SourceId, millis
from tests.handlers.letter_cast import Cast
from tests.writers.samples import release


def sample(cast: Cast):
    street, safe = cast.activity("street"), cast.activity("feeling_safe")
    made = release()
    frozen = freeze(1, made.tables, replace(made.about, activity="street"))
    for activity in (street, safe):
        cast.tx.activities.change(activity.id, state="closed", closed=millis(cast.now))
    cast.tx.releases.add(street.id, "full", frozen.sha256, json.dumps(document(frozen)), PersonId(0), millis(cast.now))
    occasions = []
    for name, area in (("Ada", "n1"), ("Bob", "island"), ("Cleo", "")):
        person = cast.person(name)
        cast.tx.responses.put(
            Entry(
                street.id, person.id, SessionId(0), street.edition, True, SourceId(0), "own", "account", "chat", False,
                "en", millis(cast.now), {"area": area} if area else {},
            )
        )  # fmt: skip
        occasions.append(cast.occasion(person, object_=street.id, occurrence=name))
    return [*occasions, cast.occasion(cast.person("Ada"), object_=safe.id)]
