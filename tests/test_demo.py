"""`demo` as a visitor meets it: the real bot, the page in a real browser, nothing outside this machine."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import aiohttp
import axe_playwright_python
import pytest
from playwright.async_api import async_playwright, expect

from bot.catalog.voice import read_voice
from bot.cli.borough.wishes import ways

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "pt", "es", "fr", "pl", "so", "ar", "bn")
VOICE = read_voice(ROOT / "content" / "languages", LANGUAGES)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
OFFICER, GRACE = 9001, 9002
CONNECTIONS = """
import os, sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        host = args[1][0] if event == "socket.connect" and isinstance(args[1], tuple) else args[0]
        if event == "socket.connect" and not isinstance(args[1], tuple):
            return
        with open(os.environ["CONNECTIONS"], "a") as file:
            print(host, file=file)
sys.addaudithook(hook)
"""
"""Runs first in the demo's process and notes every host it asks for."""


class Demo:
    """A running `python -m bot demo --headless`."""

    def __init__(self, folder: Path, *options: str):
        (folder / "hook").mkdir(parents=True, exist_ok=True)
        (folder / "hook" / "sitecustomize.py").write_text(CONNECTIONS)
        self.log, self.hosts = folder / "api.jsonl", folder / "hosts"
        command = [sys.executable, "-m", "bot", "demo", "--headless", "--port", "0", "--folder", str(folder / "sample")]
        paths = {"PYTHONPATH": str(folder / "hook"), "CONNECTIONS": str(self.hosts)}
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*command, "--api-log", str(self.log), *options], cwd=ROOT, env={**os.environ, **paths}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.first_line = self.process.stdout.readline()
        self.seconds = time.monotonic() - began
        assert self.first_line, self.process.stderr.read()
        self.url = json.loads(self.first_line)["url"]

    def requests(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)

    async def counts(self):
        async with aiohttp.ClientSession() as session, session.post(f"{self.url}/control/counts", json={}) as response:
            return (await response.json())["result"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    running = Demo(tmp_path_factory.mktemp("demo"), "--residents", "12")
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
async def visitor():
    """Opens the page as a person; afterwards nothing may have gone wrong in it or left the machine."""
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        faults = []

        async def visit(url, number, width):
            page = await browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("request", lambda asked: asked.url.startswith(url) or faults.append(f"left for {asked.url}"))
            await page.goto(f"{url}/#{number}")
            await page.wait_for_selector("html[data-ready]")
            return page

        yield visit
        await browser.close()
        assert faults == []


LIGHT_PHONE, DARK_PHONE, LIGHT_DESK, DARK_DESK = (390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")


async def looked_at(page, *looks):
    """axe finds nothing at these widths and colours, and nothing scrolls sideways."""
    size = page.viewport_size
    for width, scheme in looks:
        await page.set_viewport_size({"width": width, "height": size["height"]})
        await _found_right(page, width, scheme)
    await page.set_viewport_size(size)


async def _found_right(page, width, scheme):
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(f"{AXE}\n;0")
    found = await page.evaluate("axe.run({ resultTypes: ['violations'] })")
    problems = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]
    assert problems == [], f"{width} px, {scheme}"
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


ASKED = """() => {
    const last = [...document.querySelectorAll('.msg')].at(-1);
    return last && last.classList.contains('bot') && last.querySelector('.key')
        ? { text: last.innerText, keys: [...last.querySelectorAll('.key')].map((key) => key.textContent) } : null;
}"""


async def screen(page, before=None):
    """The bot's newest message with its buttons, once it is another than `before`."""
    until = time.monotonic() + 15
    while True:
        found = await page.evaluate(ASKED)
        if found and found != before:
            return found
        assert time.monotonic() < until, before
        await asyncio.sleep(0.02)


def kind_of(found, known):
    if "1" in found["keys"] and known.onward.intersection(found["keys"]):
        return "review"
    if any(key.isdecimal() for key in found["keys"]):
        return "numbered"
    if set(found["keys"]) <= {*known.passed, known.skip}:
        return "typed"
    return "choice"


async def take_part(page, language, unsafe, sentence, looks):
    """Answer to the end, looking closely at one screen of each kind; gives the kinds that were met."""
    known = ways(VOICE, language)
    await page.click("#start")
    found = await screen(page)
    await looked_at(page, *looks)
    met = {"opening"}
    while not known.over.intersection(found["keys"]):
        kind = kind_of(found, known)
        if kind not in met:
            await looked_at(page, *looks)
        met.add(kind)
        done = [key for key in found["keys"] if known.done.search(key)]
        onward = [key for key in found["keys"] if key in known.onward]
        key = next(iter([*onward, *done, *(key for key in found["keys"] if key == unsafe)]), found["keys"][0])
        if kind == "typed":
            await page.fill("#say", "21" if "15" in found["text"] else sentence)
            await page.press("#say", "Enter")
        else:
            await page.locator(".msg").last.get_by_role("button", name=key, exact=True).click()
        found = await screen(page, found)
    await looked_at(page, *looks)
    return met


@pytest.mark.parametrize(
    ("number", "language", "width", "unsafe", "sentence", "looks"),
    [
        (9101, "en", 1280, "Fairly unsafe", "Two lamps on our estate are out.", (LIGHT_PHONE, DARK_DESK)),
        (9107, "ar", 390, "عدم أمان إلى حد ما", "نحتاج إلى إنارة أكثر.", (DARK_PHONE, LIGHT_DESK)),
    ],
)
async def test_a_resident_answers_the_sample_survey_in_the_browser(
    demo, visitor, number, language, width, unsafe, sentence, looks
):
    page = await visitor(demo.url, number, width)
    assert await page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert await take_part(page, language, unsafe, sentence, looks) == {
        "opening",
        "choice",
        "numbered",
        "typed",
        "review",
    }
    await expect(page.locator(".msg").last).to_contain_text(VOICE.say("thanks.title", language))
    assert sentence not in await page.locator(".msg.bot").all_inner_texts()


async def test_an_officer_sees_who_takes_part_closes_the_survey_and_downloads_the_export(demo, visitor):
    page = await visitor(demo.url, OFFICER, 1280)

    async def press(code, shows):
        await page.locator(".msg.bot").get_by_role("button", name=VOICE.say(code, "en"), exact=True).last.click()
        await expect(page.locator(".msg").last).to_contain_text(shows)

    await page.fill("#say", "/activities")
    await page.press("#say", "Enter")
    await expect(page.locator(".msg").last).to_contain_text("Feeling safe in the evening: open")
    listed = await page.locator(".msg").last.inner_text()
    number = re.search(r"(\d+)\. Feeling safe in the evening", listed)[1]  # a long list has numbers on its buttons
    await page.get_by_role("button", name=number, exact=True).last.click()
    await expect(page.locator(".msg").last).to_contain_text("questions")
    await press("activity.button.fill", "Brixton Acre Lane")
    said = await page.locator(".msg").last.inner_text()
    assert not re.search(r"\b1[2-9]\b(?!:)", said.rsplit("\n\n", 2)[0]), "bands, never a count"
    await looked_at(page, LIGHT_PHONE, DARK_DESK)
    await press("activity.button.close", VOICE.say("activity.close_ask", "en", {"title": ""})[-20:])
    await press("activity.button.close", VOICE.say("activity.state.closed", "en"))
    await looked_at(page, DARK_PHONE)
    await page.get_by_role("button", name=VOICE.say("activity.button.export", "en"), exact=True).last.click()
    await page.get_by_role("button", name=VOICE.say("export.csv", "en"), exact=True).last.click()
    paper = page.locator(".file").last
    await expect(paper).to_be_visible(timeout=15_000)
    await looked_at(page, LIGHT_DESK)
    async with page.expect_download() as download:
        await paper.click()
    content = Path(await (await download.value).path()).read_bytes()
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {name.rsplit("/", 1)[-1] for name in names} >= {"datapackage.json"}


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_champions_qr_picture_is_square(demo, visitor, width):
    page = await visitor(demo.url, GRACE, width)
    await page.fill("#say", "/link")
    await page.press("#say", "Enter")
    picture = page.locator(".photo").last
    until = time.monotonic() + 15
    while not await page.evaluate("[...document.querySelectorAll('.photo')].at(-1)?.complete"):
        assert time.monotonic() < until
        await asyncio.sleep(0.05)  # waiting inside the page would need eval, which the page forbids
    box = await picture.bounding_box()
    assert abs(box["width"] - box["height"]) < 1
    await looked_at(page, (width, "light"))


async def test_every_request_was_lawful_in_all_eight_languages_and_none_left_this_machine(demo):
    counts = await demo.counts()
    assert counts["problems"] == []
    assert [one for one in counts["refusals"] if "not modified" not in one[2]] == []
    said = " ".join(
        str(one["params"].get("text")) for one in demo.requests() if one["method"] in {"sendMessage", "editMessageText"}
    )
    for language in LANGUAGES:
        assert VOICE.say("thanks.title", language) in said, language
    hosts = set(demo.hosts.read_text().split())
    assert hosts <= {"127.0.0.1", "localhost", "::1"}, hosts


def test_a_second_start_reuses_the_borough_and_one_cut_short_is_begun_anew(tmp_path):
    first = Demo(tmp_path, "--residents", "1", "--exit")
    assert first.process.wait(60) == 0
    wrote = len(first.requests())
    second = Demo(tmp_path, "--residents", "1")
    assert second.stop() == 0, "a signal stops it cleanly"
    sent = {one["method"] for one in second.requests()[wrote:]}
    assert "getMe" in sent
    assert "sendMessage" not in sent, "nobody was written to again"
    (tmp_path / "sample" / "sample.stands").unlink()
    wrote = len(second.requests())
    again = Demo(tmp_path, "--residents", "0", "--exit")
    assert again.process.wait(60) == 0
    assert "sendMessage" in {one["method"] for one in again.requests()[wrote:]}
    assert (tmp_path / "sample" / "sample.stands").exists()
