"""The chat page in a real browser: it works by keyboard, in both directions, and axe finds nothing."""

import asyncio
import json
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.async_api import async_playwright, expect

from bot.playground import Persona, Playground, Stage

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LANGUAGES = {"en": "English", "ar": "العربية"}
PEOPLE = (
    Persona(
        1001, "Grace", "en", about="Walks home late.", hints=("Press Start.",), payload="poster", group="Residents"
    ),
    Persona(1002, "أمينة", "ar", group="Residents"),
    Persona(3001, "Dawn", "en", "Officer", group="People who run it"),
)
ASKED = {"en": "How safe do you feel?", "ar": "ما مدى شعورك بالأمان؟"}
SAFE = {"en": "Very safe", "ar": "آمن جدًا"}


class Script:
    """A bot of a few lines over plain HTTP: asks, confirms a press by an edit, then asks on."""

    def __init__(self, bot):
        self.bot = bot

    async def run(self):
        offset = 0
        while True:
            for update in await self.bot.ok("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self.take(update)

    async def take(self, update):
        ok = self.bot.ok
        if query := update.get("callback_query"):
            place = {"chat_id": query["from"]["id"], "message_id": query["message"]["message_id"]}
            await ok("answerCallbackQuery", callback_query_id=query["id"], text="Saved")
            await ok("editMessageText", **place, text=f"You said: <b>{query['data']}</b>", parse_mode="HTML")
            await self.ask(query["from"], "And one more: ")
        elif (text := update.get("message", {}).get("text", "")).startswith("/start"):
            await self.ask(update["message"]["from"], f"{text}\n")
        elif "document" in update.get("message", {}):
            document = update["message"]["document"]
            await ok(
                "sendDocument", chat_id=update["message"]["chat"]["id"], document=document["file_id"], caption="Back"
            )

    async def ask(self, person, before):
        language = person["language_code"]
        link = {"text": "Council", "url": f"https://t.me/{self.bot.playground.world.bot['username']}?start=link"}
        rows = [[{"text": SAFE[language], "callback_data": "safe"}, {"text": "?", "callback_data": "why"}], [link]]
        markup = {"inline_keyboard": rows}
        await self.bot.ok("sendMessage", chat_id=person["id"], text=before + ASKED[language], reply_markup=markup)


@pytest.fixture
async def staged(session, bot):
    jumps, going_on = [], [""]

    async def advance(seconds):
        jumps.append(seconds)

    server = Playground(
        stage=Stage(
            "Evenhand",
            "A sample borough.",
            PEOPLE,
            LANGUAGES,
            ("Press Start.",),
            advance=advance,
            progress=lambda: going_on[0],
        )
    )
    await server.start()
    server.jumps, server.going_on = jumps, going_on
    bot.playground = server
    for language, word in (("", "Help"), ("ar", "مساعدة")):
        await bot.ok("setMyCommands", commands=[{"command": "help", "description": word}], language_code=language)
    task = asyncio.create_task(Script(bot).run())
    yield server
    task.cancel()
    await server.stop()


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        made = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield made
        await made.close()


async def visit(browser, server, number, *, width=1280, scheme="light"):
    context = await browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = await context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: asked.url.startswith(server.url) or page.faults.append(f"left for {asked.url}"))
    await page.goto(f"{server.url}/#{number}")
    await page.wait_for_selector("html[data-ready]")
    return page


async def findings(page):
    # The reduced motion keeps axe from measuring a bubble on its way in.
    await page.emulate_media(reduced_motion="reduce")
    found = await page.evaluate(f"{AXE}\n;axe.run()")
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


SMALL = """() => [...document.querySelectorAll('button, a, select, textarea')]
    .filter((one) => one.checkVisibility() && !one.closest('.words') && !one.classList.contains('skip'))
    .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("number", "language"), [(1001, "en"), (1002, "ar")])
async def test_axe_finds_nothing_and_every_target_is_large_enough(browser, staged, number, language, width, scheme):
    page = await visit(browser, staged, number, width=width, scheme=scheme)
    assert await page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert await findings(page) == []
    await page.click("#start")
    await page.get_by_role("button", name=SAFE[language]).click()
    await expect(page.get_by_text("You said:")).to_be_visible()
    await expect(page.locator("#toast")).to_contain_text("Saved")
    await page.click("#menu")
    await expect(page.get_by_role("button", name="/help")).to_be_visible()
    assert await findings(page) == []
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 390:
        for panel in ("#show-cast", "#show-notes"):
            await page.click(panel)
            assert await findings(page) == []
            assert await page.evaluate(SMALL) == []
    assert page.faults == []


async def test_a_whole_survey_can_be_answered_by_keyboard(browser, staged):
    page = await visit(browser, staged, 1001)
    await page.focus("#start")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("/start poster", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Very safe").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("button", name="?", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("You said: why")).to_be_visible()
    await expect(page.get_by_text("And one more:")).to_be_visible()
    await expect(page.locator(".msg").last).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Very safe")).to_be_focused()
    await page.fill("#say", "Two")
    await page.press("#say", "Shift+Enter")
    await page.keyboard.type("lines")
    await page.press("#say", "Enter")
    await expect(page.locator(".msg.me .words").last).to_have_text("Two\nlines")
    await expect(page.locator("#say")).to_have_value("")
    assert page.faults == []


async def test_links_to_the_bot_start_it_in_the_page(browser, staged):
    page = await visit(browser, staged, "1001?start=poster-7")
    await expect(page.get_by_text("/start poster-7", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Council").click()
    await expect(page.get_by_text("/start link", exact=True)).to_be_visible()


async def test_files_go_and_come_back(browser, staged, bot, picture):
    page = await visit(browser, staged, "1001?start=")
    await page.get_by_role("button", name="Very safe").wait_for()
    await page.set_input_files("#file", {"name": "form.xlsx", "mimeType": "application/zip", "buffer": b"bytes"})
    await expect(page.get_by_text("Back")).to_be_visible()
    async with page.expect_download() as download:
        await page.locator(".file").last.click()
    assert (await download.value).suggested_filename == "form.xlsx"
    await bot.upload("sendPhoto", {"photo": ("p.png", picture(30, 20))}, chat_id=1001, caption="Results")
    await expect(page.get_by_role("img", name="Picture from Evenhand, described below")).to_be_visible()
    await bot.upload("sendVoice", {"voice": ("v.ogg", b"OggS")}, chat_id=1001)
    await expect(page.get_by_label("Voice message from Evenhand")).to_be_visible()
    assert await findings(page) == []


async def test_a_new_person_in_another_language_arrives_and_a_blocker_returns(browser, staged):
    page = await visit(browser, staged, 1001)
    await page.select_option("#tongue", "ar")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.locator("#start")).to_be_focused()
    assert await page.get_attribute("html", "dir") == "rtl"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=SAFE["ar"])).to_be_visible()
    await page.get_by_role("button", name="Block the bot").click()
    await expect(page.get_by_text("You have blocked this bot.")).to_be_visible()
    assert await findings(page) == []
    await page.get_by_role("button", name="Unblock").click()
    await expect(page.locator("#say")).to_be_focused()
    await staged.act("start", person=1001)
    await page.get_by_role("button", name="Grace").get_by_text("new", exact=True).wait_for()
    assert page.faults == []


async def test_deleted_messages_go_alerts_are_loud_and_the_clock_moves(browser, staged, bot):
    page = await visit(browser, staged, "1001?start=")
    await page.get_by_role("button", name="Very safe").wait_for()
    sent = await bot.ok("sendMessage", chat_id=1001, text="Passing")
    await expect(page.get_by_text("Passing")).to_be_visible()
    await bot.ok("deleteMessage", chat_id=1001, message_id=sent["message_id"])
    await expect(page.get_by_text("Passing")).to_have_count(0)
    await bot.ok("sendChatAction", chat_id=1001, action="typing")
    await expect(page.locator("#typing")).to_have_text("Evenhand is typing…")
    await page.get_by_role("button", name="1 day").click()
    await expect(page.locator("#toast")).to_contain_text("moved forward by 1 day")
    assert staged.jumps == [86_400]


async def test_a_visitor_sees_what_still_goes_on_until_it_is_over(browser, staged):
    staged.going_on[0] = "3 of 320 residents have answered so far."
    page = await visit(browser, staged, 1001, width=390)
    await expect(page.locator("#progress")).to_have_text("3 of 320 residents have answered so far.")
    assert await findings(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    staged.going_on[0] = ""
    await expect(page.locator("#progress")).to_be_hidden()
    assert page.faults == []


async def test_a_message_longer_than_the_screen_is_read_from_its_beginning(browser, staged, bot):
    page = await visit(browser, staged, "1001?start=", width=390)
    await page.get_by_role("button", name="Very safe").wait_for()
    await bot.ok("sendMessage", chat_id=1001, text="Who asks: the council.\n" + "And so on.\n" * 60 + "The end")
    await expect(page.get_by_text("Who asks: the council.")).to_be_in_viewport()
    await page.get_by_role("button", name="More below").click()
    await expect(page.get_by_text("Who asks: the council.")).not_to_be_in_viewport(ratio=0.9)
    await expect(page.locator("#newer")).to_be_hidden()


async def test_a_command_sent_quickly_leaves_no_menu_open(browser, staged):
    page = await visit(browser, staged, "1001?start=")
    await page.get_by_role("button", name="Very safe").wait_for()
    await page.fill("#say", "/help")
    await page.press("#say", "Enter")
    await expect(page.locator(".msg.me").last).to_contain_text("/help")
    await page.wait_for_timeout(200)
    assert await page.locator("#menu-list").is_hidden()


async def test_the_page_has_a_strict_policy_and_no_clock_without_a_callback(browser, playground, session):
    async with session.get(playground.url) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "<script>" not in await response.text()
    async with session.get(f"{playground.url}/static/..%2fpage.py") as response:
        assert response.status == 404
    async with session.get(f"{playground.url}/control/stage") as response:
        assert json.loads(await response.text())["travel"] is False
    async with session.post(f"{playground.url}/control/advance", json={"seconds": 60}) as response:
        assert response.status == 404
