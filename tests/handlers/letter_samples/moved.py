"""To somebody with a place, and to somebody who asked for one."""

import json
from datetime import datetime

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import booked, opened, settings


def sample(cast: Cast):
    boss = cast.person("Sam")
    cast.tx.people.grant(boss.id, Held("officer"), boss.id, millis(cast.now))
    plan = opened(cast.tx, boss, settings(datetime(2026, 11, 24, 18), sequence=1), cast.now)
    before = settings(datetime(2026, 11, 23, 18))
    content = {"sequence": 1, "before": {key: before[key] for key in ("starts", "ends", "place")}}
    content["before"]["place"] = json.loads(json.dumps(before["place"])) | {"address": "9 Old Street"}
    ada, eve = cast.person(), cast.person("Eve")
    booked(cast.tx, plan, ada, cast.now)
    booked(cast.tx, plan, eve, cast.now, "requested", "CODE77")
    return [cast.occasion(who, object_=plan.id, content=content) for who in (ada, eve)]
