"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.chat import Json
from bot.playground.method import Hooks, waiting
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
KINDS = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
})  # fmt: skip
MOST_UPDATES, MOST_SECONDS, MOST_CONNECTIONS, USUAL_CONNECTIONS = 100, 50, 100, 40


def _allow(world: World, params: Params) -> None:
    if not params.has("allowed_updates"):
        return
    kinds = params.rows("allowed_updates")
    if any(kind not in KINDS for kind in kinds):
        raise bad(f"can't parse allowed_updates: no such kind {next(k for k in kinds if k not in KINDS)!r}")
    world.inbox.allowed = frozenset(kinds) or None


async def get_updates(world: World, params: Params, _: Hooks) -> list[Json]:
    """Long polling; an offset acknowledges everything before it."""
    _allow(world, params)
    limit = params.whole("limit", MOST_UPDATES)
    if not 1 <= limit <= MOST_UPDATES:
        limit = MOST_UPDATES
    seconds = max(0, min(MOST_SECONDS, params.whole("timeout", 0)))
    return await world.inbox.poll(params.whole("offset", 0), limit, seconds)


async def set_webhook(world: World, params: Params, hooks: Hooks) -> bool:
    """Push instead of polling; an empty address ends it."""
    if not params.has("url"):
        raise bad("parameter url is required")
    url, secret = params.text("url").strip(), params.text("secret_token")
    if params.has("secret_token") and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if url and not re.match(r"https?://[^\s/]", url):
        raise bad("bad webhook: invalid webhook URL specified")
    most = params.whole("max_connections", USUAL_CONNECTIONS)
    if not 1 <= most <= MOST_CONNECTIONS:
        raise bad("max_connections must be between 1 and 100")
    _allow(world, params)
    await _drop(world, params, hooks)
    if url:
        await hooks.hook(url, secret, most)
    else:
        await hooks.unhook()
    return True


async def delete_webhook(world: World, params: Params, hooks: Hooks) -> bool:
    """Back to polling."""
    await _drop(world, params, hooks)
    await hooks.unhook()
    return True


async def _drop(world: World, params: Params, hooks: Hooks) -> None:
    if params.flag("drop_pending_updates"):
        await hooks.unhook()
        world.inbox.drop()


async def get_webhook_info(world: World, _: Params, hooks: Hooks) -> Json:
    """The webhook as it stands."""
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, **hooks.hook_info()}
    info["pending_update_count"] = world.inbox.pending()
    if world.inbox.allowed is not None:
        info["allowed_updates"] = sorted(world.inbox.allowed)
    return info


METHODS = (
    waiting("getUpdates", get_updates, "offset limit timeout allowed_updates"),
    waiting(
        "setWebhook",
        set_webhook,
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    waiting("deleteWebhook", delete_webhook, "drop_pending_updates"),
    waiting("getWebhookInfo", get_webhook_info),
)
