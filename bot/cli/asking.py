"""Ask the running process over its doorbell; where none runs, open the database here and do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cli.ending import end
from bot.cli.live import demand, settings
from bot.cli.running import bell_path
from bot.workers.doorbell import ring


async def ask(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer; ends with one line where it is an error."""
    given = settings()
    answer = await ring(bell_path(given.database_url), asked)
    if answer is None:
        from bot.build import build
        from bot.cli.verbs import verbs
        from bot.logs import set_up_logs

        demand(given)
        set_up_logs("error", given.telegram_bot_token)
        app = await build(given)
        try:
            answer = await verbs(app)[str(asked["verb"])](asked)
        finally:
            await app.stop()
    if "error" in answer:
        end(str(answer["error"]))
    return answer
