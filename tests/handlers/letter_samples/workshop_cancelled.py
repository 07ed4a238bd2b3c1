"""To anybody who had a place or asked for one."""

from datetime import datetime

from bot.actions.appoint import drop
from bot.actions.cancel_workshop import call_off
from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import opened, settings


def sample(cast: Cast):
    boss = cast.person("Sam")
    cast.tx.people.grant(boss.id, Held("officer"), boss.id, millis(cast.now))
    plan = opened(cast.tx, boss, settings(datetime(2026, 11, 24, 18)), cast.now)
    call_off(cast.tx, boss, plan.id, "The hall has no heating.", drop, lambda *_: None, cast.now)
    return cast.occasion(cast.person(), object_=plan.id, class_="urgent")
