"""Approved and on its way; approved, but it cannot go just now; refused, with the ground and the reason."""

from bot.ports import Lane, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.letter_samples.broadcast import TEXTS

REASON = '{"ground": "misleading", "words": "There is no meeting on Friday."}'


def decided(cast: Cast, state: str):
    grace = cast.person("Grace")
    made = cast.tx.broadcasts.draft(grace.id, cast.activity("street").id, "", millis(cast.now))
    cast.tx.broadcasts.change(made.id, texts=TEXTS)
    reason = REASON if state == "refused" else ""
    cast.tx.broadcasts.move(cast.tx.broadcasts.get(made.id), state, asked=millis(cast.now), reason=reason)
    return made


def sample(cast: Cast):
    return [
        cast.occasion(
            cast.person("Grace"), object_=decided(cast, state).id, class_="confirmation", lane=Lane.CONFIRMATIONS,
            occurrence=str(millis(cast.now)),
        )
        for state in ("sending", "approved", "refused")
    ]  # fmt: skip
