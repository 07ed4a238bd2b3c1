"""What Telegram refuses is refused here, in its words."""

import pytest

from bot.playground import Person, Playground


async def test_a_foreign_token_is_unauthorised_and_no_token_is_not_found(bot, playground, session):
    for token, code in (("1:wrong", 401), ("wrong", 404)):
        async with session.get(f"{playground.url}/bot{token}/getMe") as response:
            assert (response.status, (await response.json())["error_code"]) == (code, code)
    assert await bot("sendFax", chat_id=1) == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_methods_do_not_mind_their_case_nor_the_verb(bot, playground, session, sam):
    async with session.get(bot.address("SENDmessage"), params={"chat_id": sam.id, "text": "Hello"}) as response:
        assert (await response.json())["result"]["text"] == "Hello"


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ("", {}, "message text is empty"),
        (" \n ", {}, "message text is empty"),
        ("x" * 4097, {}, "message is too long"),
        ("😀" * 2049, {}, "message is too long"),
        ("<b>" + "x" * 4097 + "</b>", {"parse_mode": "HTML"}, "message is too long"),
        ("\ud800", {}, "strings must be encoded in UTF-8"),
        ("x", {"parse_mode": "Wiki"}, "unsupported parse_mode"),
        ("x", {"reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ("x", {"entities": [{"type": "bold", "offset": 0, "length": 9}]}, "entity beyond the text"),
        ("x", {"protect_content": "perhaps"}, "parameter protect_content must be true or false"),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused(bot, sam, text, more, why):
    assert await bot.error("sendMessage", chat_id=sam.id, text=text, **more) == f"Bad Request: {why}"


async def test_the_length_counts_after_parsing(bot, sam):
    marked = "<b>" + "x" * 4096 + "</b>"
    assert len((await bot.ok("sendMessage", chat_id=sam.id, text=marked, parse_mode="HTML"))["text"]) == 4096
    assert (await bot.ok("sendMessage", chat_id=sam.id, text="😀" * 2048))["message_id"]


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "x"}, "can't parse inline keyboard button: text must be non-empty"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "callback_data": "x", "url": "https://example.org"},
            "can't parse inline keyboard button: a button does exactly one thing",
        ),
        (
            {"text": "x", "callback_data": "x", "colour": "red"},
            "can't parse inline keyboard button: unknown field colour",
        ),
        (
            {"text": "x", "url": "http://localhost/"},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        ({"text": "x", "url": "javascript:1"}, "inline keyboard button URL 'javascript:1' is invalid: Wrong HTTP URL"),
        (
            {"text": "x", "url": "ftp://a.org"},
            "inline keyboard button URL 'ftp://a.org' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_a_button_that_telegram_would_not_show_is_refused(bot, sam, button, why):
    markup = {"inline_keyboard": [[button]]}
    assert await bot.error("sendMessage", chat_id=sam.id, text="x", reply_markup=markup) == f"Bad Request: {why}"


async def test_keyboards_have_their_limits(bot, sam, buttons):
    async def send(*rows):
        return await bot("sendMessage", chat_id=sam.id, text="x", reply_markup=buttons(*map(list, rows)))

    assert not (await send("123456789"))["ok"]
    assert not (await send(*["1234"] * 25, "1"))["ok"]
    assert not (await send("1", ""))["ok"]
    assert (await send(*["12345678"] * 12, "1234"))["ok"]
    assert (await bot("sendMessage", chat_id=sam.id, text="x", reply_markup="{nonsense"))["error_code"] == 400


async def test_an_edit_that_changes_nothing_is_refused(bot, sam, buttons):
    sent = await bot.ok("sendMessage", chat_id=sam.id, text="One", reply_markup=buttons("A"))
    place = {"chat_id": sam.id, "message_id": sent["message_id"]}
    same = await bot.error("editMessageText", **place, text="One", reply_markup=buttons("A"))
    assert same.startswith("Bad Request: message is not modified: specified new message content")
    assert "not modified" in await bot.error("editMessageReplyMarkup", **place, reply_markup=buttons("A"))
    edited = await bot.ok("editMessageText", **place, text="One")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    assert "not modified" in await bot.error("editMessageReplyMarkup", **place)


async def test_only_the_bots_own_known_messages_can_be_edited(bot, sam):
    mine = (await sam.say("mine"))["message"]["message_id"]
    assert await bot.error("editMessageText", chat_id=sam.id, message_id=mine, text="x") == (
        "Bad Request: message can't be edited"
    )
    assert await bot.error("editMessageText", chat_id=sam.id, message_id=9999, text="x") == (
        "Bad Request: message to edit not found"
    )
    keyed = await bot.ok("sendMessage", chat_id=sam.id, text="x", reply_markup={"keyboard": [["A"]]})
    assert "reply_markup" not in keyed
    assert "can't be edited" in await bot.error(
        "editMessageText",
        chat_id=sam.id,
        message_id=keyed["message_id"],
        text="y",
    )
    assert "no caption" in await bot.error(
        "editMessageCaption",
        chat_id=sam.id,
        message_id=(await bot.ok("sendMessage", chat_id=sam.id, text="z"))["message_id"],
        caption="c",
    )


async def test_deleting_ends_at_48_hours(session, bot):
    now = [1_000_000.0]
    server = Playground(clock=lambda: now[0])
    await server.start()
    bot.playground = server
    person = await Person.arrive(server.act)
    await person.start()
    first = await bot.ok("sendMessage", chat_id=person.id, text="x")
    place = {"chat_id": person.id, "message_id": first["message_id"]}
    now[0] += 48 * 3600 + 1
    assert await bot.error("deleteMessage", **place) == "Bad Request: message can't be deleted"
    now[0] -= 10
    assert await bot.ok("deleteMessage", **place) is True
    assert await bot.error("deleteMessage", **place) == "Bad Request: message to delete not found"
    await server.stop()


async def test_a_bot_cannot_write_to_strangers_blockers_or_the_departed(bot, playground, sam):
    stranger = await Person.arrive(playground.act)
    assert await bot.error("sendMessage", chat_id=stranger.id, text="x") == "Bad Request: chat not found"
    assert await bot.error("sendMessage", chat_id="@nobody", text="x") == "Bad Request: chat not found"
    assert await bot.error("sendMessage", text="x") == "Bad Request: chat_id is empty"
    await sam.block()
    assert (await bot("sendMessage", chat_id=sam.id, text="x"))["error_code"] == 403
    assert await bot.error("sendMessage", chat_id=sam.id, text="x") == "Forbidden: bot was blocked by the user"
    await sam.unblock()
    assert await bot.ok("sendMessage", chat_id=sam.id, text="x")
    await playground.act("vanish", person=sam.id)
    assert await bot.error("sendMessage", chat_id=sam.id, text="x") == "Forbidden: user is deactivated"


async def test_a_press_is_answered_once_and_in_time(bot, playground, sam, buttons):
    await bot.ok("sendMessage", chat_id=sam.id, text="Sure?", reply_markup=buttons("Yes"))
    pressed = await sam.press("Yes")
    query = pressed["query_id"]
    assert (
        await bot.error("answerCallbackQuery", callback_query_id=query, text="x" * 201)
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await bot.ok("answerCallbackQuery", callback_query_id=query, text="Saved", show_alert=True)
    assert await sam.answer(pressed) == {"query_id": query, "text": "Saved", "show_alert": True}
    assert "query is too old" in await bot.error("answerCallbackQuery", callback_query_id=query)
    late = (await sam.press("Yes"))["query_id"]
    playground.world.queries[late].born -= 61
    assert "query is too old" in await bot.error("answerCallbackQuery", callback_query_id=late)


async def test_command_lists_have_their_limits_and_reach_each_language(bot, playground):
    amina = await Person.arrive(playground.act, "Amina", "ar")
    english, arabic = {"command": "help", "description": "Help"}, {"command": "help", "description": "مساعدة"}
    assert await bot.ok("setMyCommands", commands=[english])
    assert await bot.ok("setMyCommands", commands=[arabic], language_code="ar", scope={"type": "all_private_chats"})
    assert await amina.commands() == [arabic]
    assert await bot.ok("getMyCommands") == [english]
    assert await bot.ok("deleteMyCommands", language_code="ar", scope={"type": "all_private_chats"})
    assert await amina.commands() == [english]
    for bad in ({"command": "Help"}, {"command": "x" * 33}, {"description": ""}, {"description": "x" * 257}):
        assert "INVALID" in await bot.error("setMyCommands", commands=[{**english, **bad}])
    assert "TOO_MUCH" in await bot.error("setMyCommands", commands=[english] * 101)
    assert "language code" in await bot.error("setMyCommands", commands=[english], language_code="english")
    assert "chat not found" in await bot.error(
        "setMyCommands", commands=[english], scope={"type": "chat", "chat_id": 7}
    )


async def test_unknown_parameters_are_noted_as_problems(bot, playground, sam):
    await bot.ok("sendMessage", chat_id=sam.id, text="x", disable_web_page_preview=True)
    assert list(playground.world.problems) == ["sendMessage.disable_web_page_preview: unknown parameter"]


async def test_floods_are_refused_with_a_pause(session, bot):
    server = Playground(strict=True)
    await server.start()
    bot.playground = server
    people = [await Person.arrive(server.act) for _ in range(30)]
    for person in people:
        await person.start()
    answers = [await bot("sendMessage", chat_id=people[0].id, text=str(n)) for n in range(5)]
    assert [one["ok"] for one in answers] == [True, True, True, False, False]
    assert answers[4]["error_code"] == 429
    assert answers[4]["parameters"] == {"retry_after": 1}
    rest = [await bot("sendMessage", chat_id=person.id, text="x") for person in people[1:]]
    assert sum(one["ok"] for one in rest) == 27
    await server.stop()


async def test_reactions_pins_and_actions_are_checked(bot, sam):
    sent = await bot.ok("sendMessage", chat_id=sam.id, text="x")
    place = {"chat_id": sam.id, "message_id": sent["message_id"]}
    assert await bot.ok("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert "REACTION_INVALID" in await bot.error(
        "setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "x"}]
    )
    assert await bot.ok("pinChatMessage", **place)
    assert (await bot.ok("getChat", chat_id=sam.id))["pinned_message"]["message_id"] == sent["message_id"]
    assert await bot.ok("unpinChatMessage", **place)
    assert "not found" in await bot.error("unpinChatMessage", **place)
    assert await bot.ok("sendChatAction", chat_id=sam.id, action="typing")
    assert "action" in await bot.error("sendChatAction", chat_id=sam.id, action="dancing")
