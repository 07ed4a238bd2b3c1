"""After closing: what people were told is saved, the responses in the database, and the published export agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.torture.borough import CHOSEN, NAME
from tests.torture.opening import steps
from tests.torture.process import KEY
from tests.torture.run import Town
from tests.torture.stored import Kept, read_stored

_SHOWN_FROM = 30
_HALF_A_STEP, _FEW_BELOW, _NEARLY_ALL = 2, 5, 0.95
"""How the export rounds: to fives; "under 5" below five; "nearly all" from 95 percent."""


async def close_and_export(here: Town) -> dict[str, Any]:
    """The officer closes the survey in the chat; `export` writes the JSON document."""
    await steps(here.officer, here.voice, "close", here.voice.say("activity.close_done", "en", {"title": "Torture"}))
    await here.settle()
    code, _, err = await here.bot.command("export", NAME, "--format", "json", "--out", str(here.folder / "out"))
    if code:
        raise RuntimeError(f"export ended with {code}: {err}")
    (file,) = Path(here.folder / "out").glob("*.json")
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["document"]
    return document


def reconcile(here: Town, document: Mapping[str, Any]) -> list[str]:
    """What does not agree, one line each."""
    number = int(here.bot.token.partition(":")[0])
    stored = read_stored(here.bot.database, KEY, number, set(here.residents))
    problems: list[str] = []
    compared = 0
    totals: Counter[tuple[str, str]] = Counter()
    for person, kept in stored.people.items():
        problems += _one(person, kept)
        totals.update((question, value) for question, (value, _) in kept.answers.items() if question in CHOSEN)
    tables = {table["question"]: table for table in document["tables"] if table["report"] == "whole_group"}
    for question in CHOSEN:
        table = tables.get(question)
        base = sum(count for (name, _), count in totals.items() if name == question)
        if table is None or table["status"] != "shown":
            if table is None or base >= _SHOWN_FROM:
                problems.append(f"export: {question} is {table['status'] if table else 'missing'}, {base} answered")
            continue
        compared += 1
        problems += _cell(question, "base", table["bases"][0], base, base)
        for column, cell in zip(table["columns"], table["cells"][0], strict=True):
            if column["code"] in "abcd":
                problems += _cell(question, column["code"], cell, totals[question, column["code"]], base)
    return problems if compared else [*problems, "export: no table is shown"]


def _one(person: int, kept: Kept) -> list[str]:
    told = {question: [value] for question, (value, _) in kept.answers.items() if value}
    if not told:
        return [f"{person}: a response of somebody who gave none"] if kept.responses else []
    if kept.responses != 1:
        return [f"{person}: {kept.responses} responses"]
    if kept.response != told:
        return [f"{person}: the response differs from the form in {sorted(told.keys() ^ kept.response.keys())}"]
    return []


def _cell(question: str, code: str, cell: Mapping[str, Any], count: int, base: int) -> list[str]:
    shown, value = cell["shown"], cell.get("count")
    fits = {
        "count": value is not None and abs(int(value or 0) - count) <= _HALF_A_STEP,
        "few": count < _FEW_BELOW,
        "nearly_all": count >= _NEARLY_ALL * base,
        "hidden": True,
    }.get(shown, False)
    return [] if fits else [f"export: {question} {code} says {shown} {value}, the database counts {count}"]
