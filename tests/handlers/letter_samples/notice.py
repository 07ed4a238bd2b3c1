"""A sample notice to somebody who asked for its theme, and to somebody who no longer does."""

from __future__ import annotations

from bot.ports import millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    night, tender = cast.activity("night_bus"), cast.activity("youth_tender")
    ada, bob = cast.person("Ada"), cast.person("Bob")
    for theme in ("safety", "tenders"):
        cast.tx.preferences.ask(ada.id, theme, "", millis(cast.now))
    return [
        cast.occasion(ada, object_=night.id),
        cast.occasion(ada, object_=tender.id),
        cast.occasion(bob, object_=tender.id),
    ]
