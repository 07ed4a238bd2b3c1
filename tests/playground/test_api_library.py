"""The Telegram library finds here the server it expects: every parameter it may send, every shape it reads."""

import inspect
import re

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument

from bot.playground.registry import METHODS

# Arguments that the library turns into others, or keeps to itself.
OWN = {
    "self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename", "location",
    "reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview", "current_offset",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(METHODS))
def test_the_library_sends_no_parameter_that_is_unknown_here(name):
    method = METHODS[name]
    snake = re.sub(r"(?=[A-Z])", "_", method.name).lower()
    # The library puts an album's caption into its first item.
    moved = {"caption", "parse_mode", "caption_entities"} if method.name == "sendMediaGroup" else set()
    sent = set(inspect.signature(getattr(telegram.Bot, snake)).parameters) - OWN - moved
    assert sent <= method.fields


async def test_the_library_runs_a_whole_conversation(playground, sam, picture):
    root = playground.url
    async with telegram.Bot(playground.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as bot:
        assert bot.username == "evenhand_sample_bot"
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        sent = await bot.send_message(sam.id, "<b>Sure?</b>", parse_mode="HTML", reply_markup=keyboard)
        assert sent.entities[0].type == "bold"
        await sam.press("Yes")
        updates = await bot.get_updates(timeout=1)
        query = updates[-1].callback_query
        assert query.message.reply_markup == keyboard
        assert await query.answer("Saved")
        assert (await query.edit_message_text("Sure? Yes")).text == "Sure? Yes"
        with pytest.raises(telegram.error.BadRequest, match="not modified"):
            await query.edit_message_text("Sure? Yes")
        photo = await bot.send_photo(sam.id, picture(9, 9), caption="x")
        assert bytes(await (await photo.photo[0].get_file()).download_as_bytearray()) == picture(9, 9)
        album = await bot.send_media_group(sam.id, [InputMediaDocument(b"one"), InputMediaDocument(b"two")])
        assert len(album) == 2
        assert (await bot.get_chat(sam.id)).type == "private"
        assert (await bot.get_webhook_info()).url == ""
        assert await bot.set_my_commands([("help", "Help")], scope=telegram.BotCommandScopeChat(sam.id))
        await sam.block()
        with pytest.raises(telegram.error.Forbidden):
            await bot.send_message(sam.id, "x")
    assert not playground.world.problems
