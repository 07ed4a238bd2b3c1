"""Words notices by their letters, and lets everybody who gets news say how much they want of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from bot.core.errors import Rule
from bot.core.mark import mark
from bot.core.screen import Button, Screen
from bot.ports import Delivery, Notice, Person, Tx
from handlers.letter import Occasion
from handlers.letters import BY_KIND
from handlers.visit import Office, button

_log = structlog.get_logger("writing")
_WITH_A_CHOICE = frozenset({"service", "unasked"})


class Writing:
    """Keeps the promise of `bot.ports.Write`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, tx: Tx, notice: Notice, delivery: Delivery, person: Person, now: datetime) -> tuple[Screen, ...]:
        """The letter's screens, with the choice under the last; nothing where it is not true any more."""
        letter = BY_KIND.get(notice.kind)
        if letter is None:
            _log.error("letter.unknown", kind=notice.kind)
            return ()
        try:
            screens = letter.compose(Occasion(tx, self._office, notice, delivery, person, now))
        except Rule as rule:  # what it is about is closed, gone or not this person's any more
            _log.info("letter.over", kind=notice.kind, rule=rule.code)
            return ()
        if screens and delivery.class_ in _WITH_A_CHOICE:
            *others, last = screens
            screens = (*others, replace(last, rows=(*last.rows, _choice(person))))
        return screens


def _choice(person: Person) -> tuple[Button, ...]:
    """The person is named, since on a shared phone it may be another who speaks when a button is pressed."""
    whom = mark(str(person.id))
    return button("button.stop", "stop", whom), button("button.less", "often", f"less.{whom}")
