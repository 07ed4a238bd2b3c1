"""To somebody who was there."""

from datetime import datetime, timedelta

from bot.actions.feedback import ask
from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import booked, opened, settings


def sample(cast: Cast):
    boss = cast.person("Sam")
    cast.tx.people.grant(boss.id, Held("officer"), boss.id, millis(cast.now))
    plan = opened(cast.tx, boss, settings(datetime(2026, 11, 24, 18)), cast.now)
    ada = cast.person()
    booked(cast.tx, plan, ada, cast.now, "attended")
    cast.now += timedelta(days=15)
    survey = ask(cast.tx, plan, cast.now)
    return cast.occasion(ada, object_=plan.id, content={"survey": survey.id})
