"""Setting up: commands and descriptions in every language and role, whatever the server lacks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.catalog.voice import read_voice
from bot.playground.people import Person
from bot.playground.server import Playground
from bot.telegram.courier import ApiError, Courier, Delivered, Gone, Later, Refused, Unknown
from bot.telegram.office import Me, Office, library_bot, who

VOICE = read_voice(Path(__file__).parents[2] / "content" / "languages", ["en", "ar"])
MENUS = {"resident": ["start", "help"], "officer": ["activities"]}


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    served = Playground()
    await served.start()
    yield served
    await served.stop()


async def test_everybody_sees_commands_in_their_language_and_officers_more(playground: Playground) -> None:
    rosa = await Person.arrive(playground.act, "Rosa", "en")
    layla = await Person.arrive(playground.act, "Layla", "ar")
    await rosa.start()
    await layla.start()
    async with library_bot(playground.url, playground.token, Me(1, "bot")) as bot:
        office = Office(bot, VOICE, MENUS)
        await office.introduce()
        assert [c["command"] for c in await rosa.commands()] == ["start", "help"]
        words = {c["description"] for c in await layla.commands()}
        assert words == {VOICE.say("command.start", "ar"), VOICE.say("command.help", "ar")}
        await office.show_role(rosa.id, ["officer"], "en")
        assert [c["command"] for c in await rosa.commands()] == ["start", "help", "activities"]
        await office.show_role(rosa.id, [], "en")
        assert len(await rosa.commands()) == 2
        assert (await bot.get_my_description("ar")).description == VOICE.say("bot.description", "ar")


async def test_a_lesser_server_does_not_stop_the_start() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.match_info["method"] == "getMe":
            return web.json_response({"ok": True, "result": {"id": 7}})
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found: method"}, status=404)

    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    server = web.TCPSite(runner, "127.0.0.1", 0)
    await server.start()
    root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with Courier(root, "7:x") as courier:
        assert (await who(courier)).username == ""
    office = Office(library_bot(root, "7:x", Me(7, "bot")), VOICE, MENUS)
    await office.use_polling()
    await office.introduce()
    await office.use_webhook("https://a.b/c", "s")
    async with library_bot(root, "7:x", Me(7, "bot")) as bot:  # its getMe leaves out what the library insists on
        assert bot.username == "bot"
    await runner.cleanup()


async def test_what_becomes_of_a_call_has_a_name(playground: Playground) -> None:
    rosa = await Person.arrive(playground.act, "Rosa")
    await rosa.start()
    faults = playground.world.faults
    async with Courier(playground.url, playground.token) as courier:
        say = {"chat_id": rosa.id, "text": "x"}
        sent = await courier.carry("sendMessage", say)
        assert isinstance(sent, Delivered)
        edit = {**say, "message_id": sent.message}
        assert isinstance(await courier.carry("editMessageText", edit), Delivered), "not modified: as wished"
        assert await courier.carry("editMessageText", {**edit, "message_id": 999}) == Gone()
        assert isinstance(await courier.carry("answerCallbackQuery", {"callback_query_id": "old"}), Delivered)
        assert isinstance(await courier.carry("sendMessage", {**say, "text": ""}), Refused)
        assert isinstance(await courier.carry("noSuchMethod", {}), Refused)
        faults.retry_after = 4
        faults.plan("sendMessage", "429")
        assert await courier.carry("sendMessage", say) == Later(4)
        for fault in ("500", "reset", "lost"):
            faults.plan("sendMessage", fault)  # type: ignore[arg-type]
            assert isinstance(await courier.carry("sendMessage", say), Unknown)
        await rosa.block()
        outcome = await courier.carry("sendMessage", say)
        assert isinstance(outcome, Refused)
        assert outcome.blocked
    async with Courier("http://127.0.0.1:9", "7:x") as nobody:
        assert await nobody.carry("sendMessage", say) == Unknown("ClientConnectorError", reached=False)
        with pytest.raises(ApiError) as caught:
            await nobody.ask("getMe", {})
        assert caught.value.code == 0
