"""Reply markup: what Telegram accepts under a message, and its refusals."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.playground.entities import units
from bot.playground.refusal import Refused, bad

Markup = dict[str, Any]

ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
})  # fmt: skip
INLINE = ACTIONS | {"text", "icon_custom_emoji_id", "style"}
REPLY = frozenset({
    "text", "icon_custom_emoji_id", "style", "request_users", "request_chat", "request_managed_bot", "request_contact",
    "request_location", "request_poll", "web_app",
})  # fmt: skip
MOST_BUTTONS, MOST_IN_ROW, MOST_DATA_BYTES, MOST_PLACEHOLDER = 100, 8, 64, 64
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]+|\d{1,3})", re.IGNORECASE)


def read(value: object) -> Markup | None:
    """Checked markup as it will be kept, or None. Raises a 400 as Telegram words it."""
    if value is None or value == "":
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in value:
        return inline(value)
    placeholder = value.get("input_field_placeholder")
    if placeholder is not None and not 1 <= units(str(placeholder)) <= MOST_PLACEHOLDER:
        raise bad("input field placeholder must be 1-64 characters long")
    if "keyboard" in value:
        return {**value, "keyboard": _rows(value["keyboard"], _reply_button)}
    if value.get("remove_keyboard") is True or value.get("force_reply") is True:
        return dict(value)
    raise bad("can't parse reply keyboard markup JSON object")


def inline(value: object) -> Markup:
    """A checked inline keyboard; an empty one removes the buttons."""
    if not isinstance(value, dict) or "inline_keyboard" not in value:
        raise bad("can't parse inline keyboard: expected an inline keyboard")
    if set(value) - {"inline_keyboard"}:
        raise bad(f"can't parse inline keyboard: unknown field {min(set(value) - {'inline_keyboard'})}")
    return {"inline_keyboard": _rows(value["inline_keyboard"], _inline_button)}


def _rows(rows: object, button: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or any(not isinstance(row, list) for row in rows):
        raise bad('field "keyboard" must be of type Array of Array')
    if any(not row for row in rows):
        raise bad("an empty row in the keyboard")
    if any(len(row) > MOST_IN_ROW for row in rows):
        raise bad("reply markup is too long: more than 8 buttons in a row")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return [[button(one) for one in row] for row in rows]


def _inline_button(one: object) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise bad("can't parse inline keyboard button: object expected")
    if set(one) - INLINE:
        raise bad(f"can't parse inline keyboard button: unknown field {min(set(one) - INLINE)}")
    text = one.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    actions = {name for name in ACTIONS if one.get(name) is not None}
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: a button does exactly one thing")
    if "callback_data" in actions:
        data = one["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= MOST_DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    if "url" in actions:
        _link(str(one["url"]))
    if "copy_text" in actions and not 1 <= units(str((one["copy_text"] or {}).get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return {name: field for name, field in one.items() if field is not None}


def _reply_button(one: object) -> dict[str, Any]:
    if isinstance(one, str):
        one = {"text": one}
    if not isinstance(one, dict) or not isinstance(one.get("text"), str) or not one["text"].strip():
        raise bad("can't parse keyboard button: text must be non-empty")
    if set(one) - REPLY:
        raise bad(f"can't parse keyboard button: unknown field {min(set(one) - REPLY)}")
    return one


def _link(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme in {"tg", "ton", "tonsite"}:
        return
    try:
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if parts.scheme not in {"http", "https"}:
        raise _wrong(url, "Unsupported URL protocol")
    if not HOST.fullmatch(host.encode("idna").decode() if host and not host.isascii() else host):
        raise _wrong(url, "Wrong HTTP URL")


def _wrong(url: str, why: str) -> Refused:
    return bad(f"inline keyboard button URL '{url}' is invalid: {why}")
