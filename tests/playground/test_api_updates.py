"""Updates reach the bot: polled or pushed, in order, until acknowledged."""

import asyncio
import json

from aiohttp import web

from bot.playground import Person, Playground


def ids(updates):
    return [one["update_id"] for one in updates]


async def test_an_offset_acknowledges_and_a_poll_waits(bot, sam):
    first = await bot.ok("getUpdates")
    assert first[0]["message"]["text"] == "/start"
    assert await bot.ok("getUpdates") == first
    poll = asyncio.create_task(bot.ok("getUpdates", offset=first[-1]["update_id"] + 1, timeout=5))
    await asyncio.sleep(0.02)
    await sam.say("hello")
    assert (await poll)[0]["message"]["text"] == "hello"
    await sam.say("two")
    assert [u["message"]["text"] for u in await bot.ok("getUpdates", offset=-1)] == ["two"]
    assert len(await bot.ok("getUpdates", limit=1)) == 1


async def test_only_the_kinds_asked_for_arrive(bot, sam):
    await bot.ok("getUpdates", allowed_updates=["callback_query"])
    await sam.say("unheard")
    await sam.block()
    assert ids(await bot.ok("getUpdates")) == [100_000_001]
    await bot.ok("getUpdates", allowed_updates=[])
    await sam.unblock()
    assert (await bot.ok("getUpdates", offset=100_000_002))[0]["my_chat_member"]["new_chat_member"][
        "status"
    ] == "member"
    assert "no such kind" in await bot.error("getUpdates", allowed_updates=["gossip"])


async def test_two_pollers_and_a_webhook_conflict(bot, sam):
    poll = asyncio.create_task(bot("getUpdates", offset=200_000_000, timeout=5))
    await asyncio.sleep(0.02)
    assert (await bot("getUpdates", timeout=0))["ok"]
    assert (await poll)["error_code"] == 409
    await bot.ok("setWebhook", url="http://127.0.0.1:1/none")
    assert "webhook is active" in await bot.error("getUpdates")
    assert "unallowed characters" in await bot.error("setWebhook", url="http://127.0.0.1:1/", secret_token="no spaces")
    assert "invalid webhook URL" in await bot.error("setWebhook", url="nonsense")
    assert await bot.ok("deleteWebhook")
    await sam.say("kept")
    assert (await bot.ok("getUpdates"))[-1]["message"]["text"] == "kept"


async def test_duplicates_and_reorderings_are_handed_out_though_past(bot, playground, sam):
    seen = await bot.ok("getUpdates")
    await bot.ok("getUpdates", offset=seen[0]["update_id"] + 1)
    later = {"update_id": seen[0]["update_id"] + 5, "message": seen[0]["message"]}
    await playground.act("inject", updates=[later, seen[0]])
    batch = await bot.ok("getUpdates", offset=seen[0]["update_id"] + 1)
    assert ids(batch) == [later["update_id"], seen[0]["update_id"]]
    assert await bot.ok("getUpdates", offset=later["update_id"] + 1) == []
    await sam.say("next")
    assert ids(await bot.ok("getUpdates", offset=later["update_id"] + 1)) == [later["update_id"] + 1]


class Receiver:
    """A webhook that fails as told and notes what came."""

    def __init__(self, failures=0):
        self.failures, self.got, self.headers, self.reply = failures, [], [], None
        self.now = self.most = 0

    async def __aenter__(self):
        app = web.Application()
        app.router.add_post("/hook", self.take)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_):
        await self.runner.cleanup()

    async def take(self, request):
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.005)
        self.now -= 1
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.got.append(await request.json())
        return web.json_response(self.reply) if self.reply else web.Response()

    async def until(self, count):
        async with asyncio.timeout(5):
            while len(self.got) < count:
                await asyncio.sleep(0.01)


async def test_a_webhook_is_pushed_with_its_secret_again_and_again_until_taken(bot, sam):
    async with Receiver(failures=3) as hook:
        await bot.ok("setWebhook", url=hook.url, secret_token="s3cret", max_connections=5)
        await sam.say("second")
        await hook.until(2)
        assert [u["message"]["text"] for u in hook.got] == ["/start", "second"]
        assert set(hook.headers) == {"s3cret"}
        info = await bot.ok("getWebhookInfo")
        assert info["url"] == hook.url
        assert info["pending_update_count"] == 0
        assert "500" in info["last_error_message"]


async def test_different_people_are_pushed_in_parallel_and_one_person_in_order(bot, playground):
    people = [await Person.arrive(playground.act) for _ in range(6)]
    async with Receiver() as hook:
        await bot.ok("setWebhook", url=hook.url, max_connections=3)
        for n in range(4):
            for person in people:
                await person.say(str(n))
        await hook.until(24)
        assert hook.most == 3
        for person in people:
            assert [u["message"]["text"] for u in hook.got if u["message"]["from"]["id"] == person.id] == list("0123")


async def test_pending_updates_survive_the_end_of_a_webhook_or_are_dropped(bot, sam):
    await bot.ok("setWebhook", url="http://127.0.0.1:1/none")
    await sam.say("two")
    assert (await bot.ok("getWebhookInfo"))["pending_update_count"] == 2
    await bot.ok("deleteWebhook")
    assert [u["message"]["text"] for u in await bot.ok("getUpdates")] == ["/start", "two"]
    await bot.ok("deleteWebhook", drop_pending_updates=True)
    assert await bot.ok("getUpdates") == []


async def test_an_answer_to_a_push_may_call_a_method(bot, sam):
    async with Receiver() as hook:
        hook.reply = {"method": "sendMessage", "chat_id": sam.id, "text": "By return"}
        await bot.ok("setWebhook", url=hook.url)
        assert (await sam.wait_for("By return"))["text"] == "By return"


async def test_the_logs_tell_what_was_asked_and_what_was_delivered(bot, tmp_path):
    server = Playground(api_log=tmp_path / "api.jsonl", delivery_log=tmp_path / "log.jsonl")
    await server.start()
    bot.playground = server
    person = await Person.arrive(server.act)
    await person.start()
    await bot.ok("getUpdates", offset=100_000_002)
    await bot.ok("sendMessage", chat_id=person.id, text="Hi")
    await bot("sendMessage", chat_id=person.id, text="")
    await bot.upload("sendDocument", {"document": ("a.txt", b"x")}, chat_id=person.id)
    await server.stop()
    asked = [json.loads(line) for line in (tmp_path / "api.jsonl").read_text().splitlines()]
    assert [one["method"] for one in asked] == ["getUpdates", "sendMessage", "sendMessage", "sendDocument"]
    assert asked[1]["params"] == {"chat_id": person.id, "text": "Hi"}
    assert asked[3]["params"] == {"chat_id": str(person.id), "document": "<file>"}
    told = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [one["kind"] for one in told] == ["update", "acknowledged", "done", "done"]
    assert [one["n"] for one in told] == [1, 2, 3, 4]
    assert told[2]["result"]["text"] == "Hi"
