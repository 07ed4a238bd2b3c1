"""deleteMessage, deleteMessages."""

from __future__ import annotations

from bot.playground.chat import Chat
from bot.playground.method import method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

LONGEST_SECONDS = 48 * 3600
MOST_AT_ONCE = 100


def _delete(world: World, chat: Chat, number: int) -> None:
    kept = chat.messages.get(number)
    if kept is None:
        raise bad("message to delete not found")
    too_old = world.now() - kept.message["date"] > LONGEST_SECONDS
    foreign = chat.id < 0 and not kept.from_bot and chat.bot_status != "administrator"
    if too_old or foreign:
        raise bad("message can't be deleted")
    world.remove(chat, number)


def delete_message(world: World, params: Params) -> bool:
    """One message, within 48 hours."""
    _delete(world, world.open_chat(params), params.whole("message_id"))
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Up to 100 messages; those that cannot be deleted are skipped."""
    chat = world.open_chat(params)
    numbers = params.rows("message_ids")
    if not numbers or len(numbers) > MOST_AT_ONCE or not all(isinstance(n, int) for n in numbers):
        raise bad("message identifiers are not specified")
    for number in numbers:
        if number in chat.messages:
            _delete(world, chat, number)
    return True


METHODS = (
    method("deleteMessage", delete_message, "chat_id message_id"),
    method("deleteMessages", delete_messages, "chat_id message_ids"),
)
