"""Taken up; joined with another; declined; and the one whose proposal had been joined with the first."""

from __future__ import annotations

from bot.core.weighing import Wish, dumps
from bot.ports import millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    now, street = millis(cast.now), cast.activity("street")
    made = {}
    for name, words in (
        ("Ada", "Lights on the canal path"),
        ("Bob", "Lamps by the canal"),
        ("Cleo", "A second library"),
    ):
        made[name] = cast.tx.proposals.add(cast.person(name).id, street.id, "", "need", words, "en", now)
    taken = Wish("champion", "taken_up", words="It is one of the twelve options of the vote.", language="en")
    declined = Wish("officer", "declined", words="The money is for evenings only.", language="en")
    cast.tx.proposals.change(made["Ada"].id, state="taken_up", reason=dumps(taken), decided=now)
    cast.tx.proposals.change(made["Bob"].id, state="merged", into=made["Ada"].id, reason=dumps(Wish("officer", "merged", made["Ada"].id)), decided=now)  # fmt: skip
    cast.tx.proposals.change(made["Cleo"].id, state="declined", reason=dumps(declined), decided=now)
    return [
        cast.occasion(cast.person("Ada"), object_=made["Ada"].id, occurrence="taken_up"),
        cast.occasion(cast.person("Bob"), object_=made["Bob"].id, occurrence="merged"),
        cast.occasion(cast.person("Bob"), object_=made["Ada"].id, occurrence="joined"),
        cast.occasion(cast.person("Cleo"), object_=made["Cleo"].id, occurrence="declined"),
    ]
