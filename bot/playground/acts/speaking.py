"""Saying, editing and pressing."""

from __future__ import annotations

from bot.playground.act import deliver, number, person, place, words
from bot.playground.chat import Chat, Json, Kept
from bot.playground.compose import MOST_TEXT
from bot.playground.entities import units
from bot.playground.refusal import Refused, bad
from bot.playground.world import World


def say(world: World, asked: Json) -> Json:
    """A text; one over 4,096 units is cut into several messages, as the app does."""
    user, chat = person(world, asked), place(world, asked)
    text = str(asked.get("text", ""))
    done: Json = {}
    for piece in _pieces(text):
        done = deliver(world, chat, user, words(piece), reply_to=asked.get("reply_to"))
    return done


def _pieces(text: str) -> list[str]:
    pieces, rest = [], text
    while units(rest) > MOST_TEXT:
        cut = MOST_TEXT if rest.isascii() else MOST_TEXT // 2
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return [*pieces, rest]


def start(world: World, asked: Json) -> Json:
    """Opens the bot by its link, with the payload after `?start=`."""
    payload = str(asked.get("payload", ""))
    return say(world, {**asked, "text": f"/start {payload}".strip()})


def edit(world: World, asked: Json) -> Json:
    """Changes a message of one's own."""
    user, chat = person(world, asked), place(world, asked)
    kept = chat.messages.get(number(asked, "message_id"))
    if kept is None or kept.message["from"]["id"] != user["id"]:
        raise bad("only one's own message can be edited")
    message = world.amend(chat, kept, {"entities": None, **words(str(asked.get("text", "")))})
    return {"message": message, "update_id": world.inbox.add("edited_message", message, chat.id)}


def press(world: World, asked: Json) -> Json:
    """Presses a button by `label`, by `row` and `column`, or with forged `data`.

    Returns {"query_id", "update_id"}, or {"url"} / {"copied"} for buttons that the app handles itself.
    """
    user, chat = person(world, asked), place(world, asked)
    if chat.blocked:
        raise Refused(409, "this person has blocked the bot")
    if "data" in asked:
        message_id = number(asked, "message_id", max(chat.messages, default=1))
        return _query(world, chat, user, message_id, str(asked["data"]))
    kept, button = _button(chat, asked)
    if "url" in button:
        return {"url": button["url"]}
    if "copy_text" in button:
        return {"copied": button["copy_text"]["text"]}
    return _query(world, chat, user, kept.message["message_id"], button["callback_data"])


def _query(world: World, chat: Chat, user: Json, message_id: int, data: str) -> Json:
    query = world.ask(user["id"], chat.id)
    kept = chat.messages.get(message_id)
    gone = {"chat": world.chat_json(chat), "message_id": message_id, "date": 0}
    body = {
        "id": query.id,
        "from": user,
        "message": kept.message if kept else gone,
        "chat_instance": str(abs(chat.id) * 7919),
        "data": data,
    }
    return {"query_id": query.id, "update_id": world.inbox.add("callback_query", body, chat.id)}


def _button(chat: Chat, asked: Json) -> tuple[Kept, Json]:
    if "message_id" in asked and asked["message_id"] is not None:
        kept = chat.messages.get(number(asked, "message_id"))
        candidates = [kept] if kept else []
    else:
        candidates = [chat.messages[n] for n in sorted(chat.messages, reverse=True)]
    keyboards = [(k, k.message["reply_markup"]["inline_keyboard"]) for k in candidates if "reply_markup" in k.message]
    if not keyboards:
        raise bad("there are no buttons to press")
    if "label" not in asked:
        kept, rows = keyboards[0]
        try:
            return kept, rows[number(asked, "row")][number(asked, "column", 0)]
        except IndexError:
            raise bad("there is no button in that place") from None
    label = str(asked["label"])
    for exact in (True, False):
        for kept, rows in keyboards:
            for button in (one for row in rows for one in row):
                if button["text"] == label or (not exact and label in button["text"]):
                    return kept, button
    shown = [one["text"] for row in keyboards[0][1] for one in row]
    raise bad(f"there is no button {label!r}; there are {shown}")


ACTS = {"say": say, "start": start, "edit": edit, "press": press}
