"""In one's own language, and in the only language there is."""

from bot.ports import Lane, millis
from tests.handlers.letter_cast import Cast

TEXTS = '{"en": "We want to hear about your street. It is your choice. Grace", "ar": "نريد أن نسمع رأيك في شارعك."}'
ENGLISH = '{"en": "We want to hear about your street. It is your choice. Grace"}'


def sent(cast: Cast, texts: str, area: str):
    grace = cast.person("Grace")
    made = cast.tx.broadcasts.draft(grace.id, cast.activity("street").id, area, millis(cast.now))
    cast.tx.broadcasts.change(made.id, texts=texts, audience="{}")
    cast.tx.broadcasts.move(cast.tx.broadcasts.get(made.id), "sending", asked=millis(cast.now))
    return cast.tx.broadcasts.get(made.id)


def sample(cast: Cast):
    ada = cast.person("Ada")
    return [
        cast.occasion(ada, object_=sent(cast, texts, area).id, class_="unasked", lane=Lane.BROADCAST)
        for texts, area in ((TEXTS, ""), (ENGLISH, "E05014095"))
    ]
