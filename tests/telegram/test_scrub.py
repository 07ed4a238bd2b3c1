"""The token never reaches a log."""

from __future__ import annotations

import io
import logging

import pytest

from bot.telegram.courier import ApiError, Courier
from bot.telegram.scrub import Scrub, scrubbed

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


@pytest.mark.parametrize("text", [f"GET https://a.b/bot{TOKEN}/getMe", TOKEN, f"x{TOKEN}x", f"url={TOKEN}&y"])
def test_a_token_is_hidden_wherever_it_stands(text: str) -> None:
    assert "AAHdq" not in scrubbed(text)


def test_the_bots_own_token_is_hidden_whatever_its_shape() -> None:
    assert scrubbed("bot42:short/getMe", "42:short") == "bot<token>/getMe"


def test_messages_arguments_and_exceptions_are_scrubbed() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Scrub("42:short"))
    log = logging.Logger("t")  # noqa: LOG001  a logger of its own
    log.addHandler(handler)
    try:
        raise ValueError(f"https://a.b/bot{TOKEN}/getMe")
    except ValueError:
        log.exception("asked %s with %s", "42:short", {"u": TOKEN}, stack_info=True)
    assert "AAHdq" not in out.getvalue()
    assert "42:short" not in out.getvalue()
    assert "Traceback" in out.getvalue()


async def test_an_error_of_the_courier_names_no_token() -> None:
    async with Courier("http://127.0.0.1:9", TOKEN) as courier:
        with pytest.raises(ApiError) as caught:
            await courier.ask("getMe", {})
    shown = f"{caught.value!r} {caught.value.__cause__!r}"
    assert "AAHdq" not in shown
    assert caught.value.__suppress_context__
