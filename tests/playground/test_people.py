"""People at the other end: what they do reaches the bot as Telegram tells it."""

import aiohttp
import pytest

from bot.playground import Person, Refused, over_http


async def newest(bot):
    return (await bot.ok("getUpdates", offset=-1))[0]


async def test_a_command_carries_its_entity_and_payload(bot, playground):
    person = await Person.arrive(playground.act, "Aïcha", "fr")
    await person.start("poster")
    message = (await newest(bot))["message"]
    assert message["text"] == "/start poster"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert message["from"]["language_code"] == "fr"
    assert message["chat"] == {"id": person.id, "first_name": "Aïcha", "type": "private"}


async def test_what_is_no_text_arrives_in_its_shape(bot, sam, picture):
    for kind in ("photo", "voice", "document"):
        content = picture(3, 3) if kind == "photo" else b"bytes"
        await sam.send(kind, content, caption="See")
        message = (await newest(bot))["message"]
        assert kind in message
        assert message["caption"] == "See"
    await sam.share("sticker", emoji="👋")
    assert (await newest(bot))["message"]["sticker"]["emoji"] == "👋"
    await sam.share("location", latitude=51.5, longitude=-0.1)
    assert (await newest(bot))["message"]["location"] == {"latitude": 51.5, "longitude": -0.1}
    await sam.share("contact")
    assert (await newest(bot))["message"]["contact"]["user_id"] == sam.id
    await sam.album(("photo", picture(3, 3)), ("photo", picture(4, 4)))
    group = [u["message"]["media_group_id"] for u in (await bot.ok("getUpdates"))[-2:]]
    assert group[0] == group[1]


async def test_a_very_long_text_is_cut_as_the_app_cuts_it(bot, sam):
    await sam.say("x" * 5000)
    sizes = [len(u["message"]["text"]) for u in (await bot.ok("getUpdates"))[1:]]
    assert sizes == [4096, 904]


async def test_presses_by_label_place_and_forgery(bot, sam, buttons):
    sent = await bot.ok("sendMessage", chat_id=sam.id, text="Sure?", reply_markup=buttons("Yes", "No"))
    await sam.press("No")
    query = (await newest(bot))["callback_query"]
    assert query["data"] == "No"
    assert query["message"]["message_id"] == sent["message_id"]
    await sam.press_at(0)
    assert (await newest(bot))["callback_query"]["data"] == "Yes"
    await sam.forge("anything at all, of any length " * 9, message_id=77)
    forged = (await newest(bot))["callback_query"]
    assert forged["message"] == {"chat": forged["message"]["chat"], "message_id": 77, "date": 0}
    with pytest.raises(Refused, match="no button 'Perhaps'"):
        await sam.press("Perhaps")


async def test_links_and_copies_are_the_apps_own_business(bot, sam):
    row = [{"text": "Site", "url": "https://example.org"}, {"text": "Code", "copy_text": {"text": "42"}}]
    await bot.ok("sendMessage", chat_id=sam.id, text="x", reply_markup={"inline_keyboard": [row]})
    before = (await newest(bot))["update_id"]
    assert await sam.press("Site") == {"url": "https://example.org"}
    assert await sam.press("Code") == {"copied": "42"}
    assert (await newest(bot))["update_id"] == before


async def test_an_edited_message_is_told_as_such(bot, sam):
    mine = (await sam.say("old"))["message"]["message_id"]
    await sam.edit(mine, "new")
    assert (await newest(bot))["edited_message"]["text"] == "new"


async def test_a_blocker_says_nothing_until_unblocking(bot, sam):
    await sam.block()
    assert (await newest(bot))["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Refused, match="blocked"):
        await sam.say("x")


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot, playground, sam):
    other = await Person.arrive(playground.act, "Bo")
    group = (await playground.act("group", person=sam.id, title="Estate", members=[other.id]))["chat"]
    start = (await newest(bot))["update_id"]
    await other.say("small talk", chat=group)
    await other.say("/help@somebody_else_bot", chat=group)
    assert (await newest(bot))["update_id"] == start
    await other.say("/help", chat=group)
    heard = (await newest(bot))["message"]
    assert heard["chat"] == {"id": group, "title": "Estate", "type": "supergroup"}
    answer = await bot.ok("sendMessage", chat_id=group, text="Take part in private")
    await other.say("why?", chat=group, reply_to=answer["message_id"])
    assert (await newest(bot))["message"]["reply_to_message"]["message_id"] == answer["message_id"]
    assert (await bot.ok("getChatMember", chat_id=group, user_id=other.id))["status"] == "member"
    assert await bot.ok("getChatMemberCount", chat_id=group) == 3
    assert await bot.ok("leaveChat", chat_id=group)
    assert await bot.error("sendMessage", chat_id=group, text="x") == "Forbidden: bot was kicked from the group chat"


async def test_waiting_sees_only_what_came_since(bot, sam, buttons):
    await bot.ok("sendMessage", chat_id=sam.id, text="Old question", reply_markup=buttons("A"))
    assert await sam.screen() == "Old question\n[A]"
    await sam.press("A")
    with pytest.raises(TimeoutError, match="Old question"):
        await sam.wait_for("Old question", timeout=0.05)
    last = await sam.last()
    await bot.ok("editMessageText", chat_id=sam.id, message_id=last["message_id"], text="Old question: A")
    assert (await sam.wait_for("question: A"))["message_id"] == last["message_id"]


async def test_people_act_over_http_as_they_do_in_process(bot, playground):
    async with aiohttp.ClientSession() as session:
        person = await Person.arrive(over_http(session, playground.url), "Zofia", "pl", number=77)
        assert person.id == 77
        await person.start()
        await bot.ok("sendMessage", chat_id=77, text="Witaj")
        assert (await person.wait_for("Witaj"))["text"] == "Witaj"
        with pytest.raises(Refused, match="no buttons"):
            await person.press("Dalej")


async def test_the_control_api_is_for_this_machine_and_this_page_only(playground, session):
    address = f"{playground.url}/control/counts"
    for headers in ({"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        async with session.post(address, json={}, headers=headers) as response:
            assert response.status == 403
    async with session.post(address, data="{}", headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415
    async with session.post(address, json={}) as response:
        assert (await response.json())["result"]["pending"] == 0
