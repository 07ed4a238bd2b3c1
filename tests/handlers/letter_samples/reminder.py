"""The evening before, with needs; and two hours before, with "I am here"."""

from datetime import datetime, timedelta

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import booked, opened, settings, text

STARTS = datetime(2026, 11, 24, 18)


def sample(cast: Cast):
    boss = cast.person("Sam")
    cast.tx.people.grant(boss.id, Held("officer"), boss.id, millis(cast.now))
    plan = opened(cast.tx, boss, settings(STARTS, reminders=["-1d 18:00", "-2h"]), cast.now)
    ada = cast.person()
    needs = text(access="step_free", interpreter="so", creche="yes", children="2", companion="no")
    booked(cast.tx, plan, ada, cast.now, needs=needs)
    content = {"starts": STARTS.isoformat(), "repeats": True, "due": millis(cast.now + timedelta(days=13))}
    evening = cast.occasion(ada, object_=plan.id, class_="appointed", content=content)
    cast.now = datetime.fromisoformat("2026-11-24T16:00+00:00")
    soon = cast.occasion(ada, object_=plan.id, class_="appointed", content=content | {"repeats": False})
    return evening, soon
