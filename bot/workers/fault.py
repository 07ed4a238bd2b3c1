"""A fault of ours: logged by kind and place, never by its message (which may repeat what somebody wrote), and told to
the person with the same reference."""

from __future__ import annotations

import secrets
import traceback

from bot.core.screen import Block, Say, Screen
from bot.ports import Reply


def new_reference() -> str:
    """8 characters that stand in the log and in the chat."""
    return secrets.token_hex(4)


def traced(error: BaseException) -> dict[str, object]:
    """What may be logged of an exception: its kind and the last frames."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "where": where}


def told(reference: str, language: str, *, pressed: bool, code: str = "fault") -> Reply:
    """What the person reads."""
    block = Block("body", Say(code, {"reference": reference}))
    return Reply((Screen("toast" if pressed else "below", (block,), alert=pressed),), language)
