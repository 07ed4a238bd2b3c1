"""A planned opening that could not be, and one that was opened by hand since."""

from __future__ import annotations

from bot.ports import millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    sam, street, safe = cast.person("Sam"), cast.activity("street"), cast.activity("feeling_safe")
    cast.tx.activities.change(street.id, state="draft", opened=0, closes=0)
    content = {"rule": "activity.not_tested", "at": millis(cast.now)}
    return [cast.occasion(sam, object_=each.id, content=content, class_="duty") for each in (street, safe)]
