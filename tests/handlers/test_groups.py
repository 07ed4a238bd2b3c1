"""In groups the bot offers to take part in private, and is quiet otherwise."""

from tests.journeys.town import SAMPLE


async def test_a_group_is_told_once_and_then_left_in_peace(town):
    payload = await town.open()
    ada = await town.arrive()
    group = (await town.playground.act("group", person=ada.person.id, title="Neighbours"))["chat"]
    await town.rest()
    [greeting] = await said(town, group, ada)
    assert "I only talk with people in private" in greeting["text"]
    button = greeting["reply_markup"]["inline_keyboard"][0][0]
    assert button["text"] == "Take part in private"
    assert button["url"].startswith("https://t.me/evenhand_sample_bot?start=")
    for text in ("Hello everybody", "stop", "1", "Yes"):
        await ada.person.say(text, chat=group)
    await town.rest()
    assert len(await said(town, group, ada)) == 1
    await ada.person.say(f"/start@evenhand_sample_bot {payload}", chat=group)
    await town.rest()
    answer = (await said(town, group, ada))[-1]
    assert answer["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"start=a_{SAMPLE}")
    assert await town.rows("people") == [], "in a group nobody is a person to us"


async def said(town, group, person):
    state = await town.playground.act("chat", person=person.person.id, chat=group)
    return [one["message"] for one in state["messages"] if one["bot"]]


async def test_put_out_of_a_group_it_says_nothing(town):
    ada = await town.arrive()
    group = (await town.playground.act("group", person=ada.person.id, title="Neighbours"))["chat"]
    await town.rest()
    await town.playground.act("put_out", person=ada.person.id, chat=group)
    await town.rest()
    assert len(await said(town, group, ada)) == 1
    assert not town.playground.world.problems
