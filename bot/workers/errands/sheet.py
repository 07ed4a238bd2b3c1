"""Make an A5 sheet: a call to take part, or the results of a closed activity to hand back, in one language."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Mapping
from typing import Any

import segno

from bot.actions import release as releases
from bot.core.disclosure import SafeTable, Shown, Status
from bot.core.errors import Rule
from bot.core.release import Release
from bot.core.screen import Attachment, Block, Plain, Say, Screen
from bot.ports import Activity, ActivityId, Errand, Pen, Reply, Store, Tx, Voice
from bot.writers.sheet import Sheet, typeset

_SHARES = {Shown.FEW: "share.few", Shown.NEARLY_ALL: "share.nearly_all"}


class PrintSheet:
    """Words the sheet from what is stored, has it typeset, and hands the file over."""

    def __init__(self, store: Store, voice: Voice) -> None:
        self._store, self._voice = store, voice

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """`values`: kind ("call", "results"), activity (0: a general call), language, link."""
        language, link = str(errand.values["language"]), str(errand.values["link"])

        def look(tx: Tx) -> Sheet:
            activity = tx.activities.get(ActivityId(int(errand.values["activity"])))
            if errand.values["kind"] != "results":
                return self.call(activity, language, link)
            if activity is None or (release := releases.found(tx, activity)) is None:
                raise Rule("export.not_yet")
            return self.results(activity, release, language, link)

        sheet = await self._store.read(look)
        data = await asyncio.to_thread(typeset, sheet)
        chat, person = await self._store.read(
            lambda tx: (tx.people.chat_cipher(errand.person), tx.people.person(errand.person))
        )
        if chat is None or person is None:
            return
        named = {"language": Plain(self._voice.own_name(language)), "title": Plain(sheet.title)}
        file = Attachment("document", f"sheet-{language}.pdf", data)
        screen = Screen("below", (Block("body", Say("sheet.done", named)),), (), (file,))
        await pen.show(chat, Reply((screen,), person.language, person.id, reader=person.reader))

    def call(self, activity: Activity | None, language: str, link: str) -> Sheet:
        """A call to take part in one activity, or (None) in whatever is open."""
        say, said = self._voice.say, _settings(activity)
        opening = said.get("opening", {})
        return Sheet(
            language=language,
            right_to_left=self._voice.right_to_left(language),
            title=_in(said.get("title", {}), language) or say("sheet.general_title", language),
            who=_in(opening.get("who", {}), language) or say("sheet.general_who", language),
            steps=tuple(say(f"sheet.step_{step}", language) for step in ("scan", "language", "answer")),
            qr=_qr(link),
            qr_says=say("sheet.qr", language, {"link": link}),
            link=link.removeprefix("https://"),
            voluntary=say("sheet.voluntary", language),
            contact=self._contact(said, language),
            foot=say("sheet.foot", language),
        )

    def results(self, activity: Activity, release: Release, language: str, link: str) -> Sheet:
        """What was published of a closed activity: whole groups only, as everybody reads it with /results."""
        say, said = self._voice.say, _settings(activity)
        base, sections = "", []
        for table in release.tables:
            if table.across:
                continue
            if not table.question:
                base = self._base(table, release.about.policy.nothing_below, language)
            elif table.status is Status.SHOWN:
                sections.append((_in(table.labels, language), self._lines(table, language)))
        title = _in(said.get("title", {}), language) or activity.name
        return Sheet(
            language=language,
            right_to_left=self._voice.right_to_left(language),
            title=say("results.title", language, {"title": title}),
            who=base,
            steps=(),
            qr=_qr(link),
            qr_says=say("sheet.qr", language, {"link": link}),
            link=link.removeprefix("https://"),
            voluntary="",
            contact=self._contact(said, language),
            sections=tuple(sections),
            foot=say("sheet.release", language, {"number": release.number, "sha": release.sha256[:16]}),
        )

    def _base(self, table: SafeTable, least: int, language: str) -> str:
        count = table.cells[0][0].count if table.status is Status.SHOWN and table.cells else None
        if count is None:
            return self._voice.say("results.few", language, {"least": least})
        return self._voice.say("results.base", language, n=count)

    def _lines(self, table: SafeTable, language: str) -> tuple[str, ...]:
        lines = []
        for column, cell in zip(table.columns, table.cells[0], strict=True):
            answer = _in(column.labels, language)
            if cell.shown is Shown.COUNT and cell.count is not None:
                lines.append(self._voice.say("results.line", language, {"answer": answer, "count": cell.count}))
                continue
            share = self._voice.say(_SHARES.get(cell.shown, "share.hidden"), language)
            lines.append(self._voice.say("results.words_line", language, {"answer": answer, "share": share}))
        return tuple(lines)

    def _contact(self, said: Mapping[str, Any], language: str) -> tuple[str, ...]:
        who = said.get("contact", {})
        if not who.get("name"):
            return (self._voice.say("sheet.contact_bot", language),)
        asks = self._voice.say("sheet.contact", language)
        return tuple(line for line in (asks, who["name"], who.get("reach", "")) if line)


def _settings(activity: Activity | None) -> Mapping[str, Any]:
    return dict(json.loads(activity.settings)) if activity is not None else {}


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _qr(link: str) -> str:
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="svg", xmldecl=False, border=4, scale=10)
    return picture.getvalue().decode()
