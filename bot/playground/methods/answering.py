"""answerCallbackQuery."""

from __future__ import annotations

from bot.playground.chat import Json
from bot.playground.entities import units
from bot.playground.method import method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

MOST_TEXT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, params: Params) -> bool:
    """Ends the waiting on a pressed button, once, with an optional notice of up to 200 UTF-16 units."""
    words = params.text("text")
    if units(words) > MOST_TEXT:
        raise bad("MESSAGE_TOO_LONG")
    params.whole("cache_time", 0)
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or query.answer is not None or world.steady() - query.born > world.query_seconds:
        raise bad(TOO_OLD)
    answer: Json = {"query_id": query.id, "text": words, "show_alert": params.flag("show_alert")}
    query.answer = answer
    world.chats[query.chat_id].changed("answer", {**answer, "person": query.person})
    return True


METHODS = (method("answerCallbackQuery", answer_callback_query, "callback_query_id text show_alert url cache_time"),)
