"""To an officer in time; to an officer and to a second champion once the working days are over."""

from datetime import timedelta

from bot.ports import Held, Lane, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.letter_samples.broadcast import TEXTS


def waiting(cast: Cast, days_ago: int):
    grace = cast.person("Grace")
    asked = millis(cast.now - timedelta(days=days_ago))
    made = cast.tx.broadcasts.draft(grace.id, cast.activity("street").id, "E05014095", asked)
    cast.tx.broadcasts.change(made.id, texts=TEXTS, audience='{"areas": ["E05014095"], "languages": ["en", "pl"]}')
    reason = '{"areas": ["E05014095", "brixton"], "count": 62}'
    cast.tx.broadcasts.move(cast.tx.broadcasts.get(made.id), "waiting", asked=asked, reason=reason)
    return cast.tx.broadcasts.get(made.id)


def sample(cast: Cast):
    sam, olu = cast.person("Sam"), cast.person("Olu")
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    cast.tx.people.grant(olu.id, Held("champion", area="E05014095"), sam.id, millis(cast.now))
    occasions = []
    for who, days in ((sam, 0), (sam, 7), (olu, 7)):
        made = waiting(cast, days)
        occasion = f"{made.asked}" + (".second" if who is olu else "")
        occasions.append(
            cast.occasion(who, object_=made.id, class_="duty", lane=Lane.CONFIRMATIONS, occurrence=occasion)
        )
    return occasions
