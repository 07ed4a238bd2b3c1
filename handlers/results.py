"""/results: what people said, whole groups only, from the frozen release, with about-counts or in words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.actions import release as releases
from bot.core.disclosure import SafeCell, SafeTable, Shown, Status
from bot.core.release import Release
from bot.core.screen import Block, Plain, Say
from bot.core.we_did import Statement, read
from bot.ports import Activity, Reply
from handlers import statement
from handlers.door import Door
from handlers.visit import Visit, in_language, para, sheet, words

_SHOWN = ("survey", "vote", "workshop", "notice")


def hear(visit: Visit) -> Reply:
    """Every closed activity's results and what was done about them, one message each; with an id only that one's."""
    closed = [a for a in visit.tx.activities.all(("closed",)) if a.kind in _SHOWN and _told(a)]
    closed.sort(key=lambda a: a.kind == "notice")  # what was before this bot comes last
    chosen = [a for a in closed if str(a.id) == visit.argument]
    sheets = [] if any(a.kind != "notice" for a in closed) else [sheet(para("results.none"))]
    for activity in chosen or closed:
        settings = json.loads(activity.settings)
        title = Plain(in_language(settings.get("title", {"en": activity.name}), visit.person.language))
        if activity.kind == "survey":
            release = releases.found(visit.tx, activity)
            sheets.append(sheet(*(_blocks(visit, release, title) if release else [para("results.later", title=title)])))
        if statements := read(settings):
            sample = [para("welcome.sample", "warning")] if settings.get("sample") else []
            sheets.append(sheet(*_answered(visit, statements, title), *sample))
    return visit.reply(*sheets)


def _told(activity: Activity) -> bool:
    """A survey is announced as soon as it has closed; anything else only where something was answered."""
    return activity.kind == "survey" or bool(read(json.loads(activity.settings)))


def _answered(visit: Visit, statements: Sequence[Statement], title: Plain) -> list[Block]:
    """You said, we did: missed promises stand here as the kept ones do."""
    today = visit.office.local(visit.now).date()
    blocks = [para("we_did.title", "title", title=title)]
    for one in statements:
        blocks += statement.blocks(visit.office, one, visit.person.language, today)
    return blocks


def _blocks(visit: Visit, release: Release, title: Plain) -> list[Block]:
    blocks = [para("results.title", "title", title=title)]
    if release.about.corrects:
        blocks.append(para("results.corrected", "small"))
    for table in release.tables:
        if table.question and not table.across:
            blocks += _table(visit, table)
        elif not table.question and not table.across:
            blocks.append(_base(table, release.about.policy.nothing_below))
    return blocks


def _base(table: SafeTable, least: int) -> Block:
    if table.status is not Status.SHOWN or not table.cells or table.cells[0][0].count is None:
        return para("results.few", least=least)
    return para("results.base", n=table.cells[0][0].count)


def _table(visit: Visit, table: SafeTable) -> list[Block]:
    if table.status is not Status.SHOWN:
        return []
    lines = [words(in_language(table.labels, visit.person.language), "title")]
    for column, cell in zip(table.columns, table.cells[0], strict=True):
        label = Plain(in_language(column.labels, visit.person.language))
        lines.append(_line(label, cell))
    return lines


def _line(label: Plain, cell: SafeCell) -> Block:
    if cell.shown is Shown.COUNT and cell.count is not None:
        return para("results.line", answer=label, count=cell.count)
    word = {Shown.FEW: "share.few", Shown.NEARLY_ALL: "share.nearly_all"}.get(cell.shown, "share.hidden")
    return para("results.words_line", answer=label, share=Say(word))


DOOR = Door("results", "read", hear, command="resident")
