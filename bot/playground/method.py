"""The promise every Bot API method keeps here: a name, the parameters it takes, and what it does to the world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.playground.params import Params
from bot.playground.world import World


class Hooks(Protocol):
    """Setting and ending the webhook, which outlives a request."""

    async def hook(self, url: str, secret: str, most: int) -> None:
        """Push updates to `url` from now on; `most` requests at once."""

    async def unhook(self) -> bool:
        """Back to polling; whether a webhook was set."""

    def hook_info(self) -> dict[str, Any]:
        """The `WebhookInfo` without the counts of the inbox."""


Now = Callable[[World, Params], Any]
Later = Callable[[World, Params, Hooks], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """`call` answers at once; `wait` instead of it for the few that take time."""

    name: str
    fields: frozenset[str]
    call: Now | None = None
    wait: Later | None = None


def method(name: str, call: Now, fields: str = "") -> Method:
    """A method that answers at once; `fields` are its parameter names, spaced."""
    return Method(name, frozenset(fields.split()), call)


def waiting(name: str, wait: Later, fields: str = "") -> Method:
    """A method that takes time."""
    return Method(name, frozenset(fields.split()), None, wait)


SENDING = (
    "chat_id business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content"
    " allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
)
CAPTION = " caption parse_mode caption_entities "
ABOVE = " show_caption_above_media "
EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup "
