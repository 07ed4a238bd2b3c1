"""What happened, read from the delivery log alone: what each person pressed and said, and what each was shown.

Every line was on disk before the embedded Bot API went on. Nothing here knows the bot's code: buttons are read by their
labels, which say what they mean (see borough.py), and told words are compared with the language files as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_ASKED, _OPTION, _WORD = re.compile(r"#(q\d+)"), re.compile(r"\b(q\d+)=([a-d])\b"), re.compile(r"#w(\d+) .*")

_TONGUES = frozenset({"English", "Português", "العربية"})
"""A message with these buttons alone offers a language; the question above it stands."""


@dataclass(slots=True)
class Given:
    """One update that gives an answer. `told` is what the press was answered with (None: it never was)."""

    update: int
    person: int
    question: str
    value: str
    raised: float
    message: int = 0
    query: str = ""
    acknowledged: float = 0.0
    told: str | None = None
    alone: bool = True
    """Nothing else of this person was on its way while this was."""
    first: bool = True
    """The person had touched no screen of this question before."""


@dataclass(slots=True)
class Shown:
    """A person's chat: the newest screen, and each question's answer as last shown to be saved (log line, value)."""

    screen: str = ""
    buttons: tuple[str, ...] = ()
    saved: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class History:
    """Everything, by person."""

    given: list[Given] = field(default_factory=list)
    updates: dict[int, int] = field(default_factory=dict)
    """Update id -> person, of everything raised."""
    acknowledged: dict[int, float] = field(default_factory=dict)
    acknowledgements: list[float] = field(default_factory=list)
    shown: dict[int, Shown] = field(default_factory=dict)
    told: dict[int, list[str]] = field(default_factory=dict)
    """New messages without buttons, by person."""


def read_history(path: Path) -> History:
    """Read the log from its beginning."""
    found = History()
    queries: dict[str, Given] = {}
    flying: dict[int, dict[int, Given | None]] = {}
    touched: set[tuple[int, str]] = set()
    for line in _lines(path):
        match line["kind"]:
            case "update":
                _raised(found, line, queries, flying, touched)
            case "acknowledged":
                number = line["update_id"]
                found.acknowledgements.append(line["at"])
                found.acknowledged.setdefault(number, line["at"])
                if (person := found.updates.get(number)) is not None:
                    flying.get(person, {}).pop(number, None)
            case "done":
                _done(found, line, queries)
            case _:
                pass
    for one in found.given:
        one.acknowledged = found.acknowledged.get(one.update, 0.0)
    return found


def _raised(
    found: History,
    line: Json,
    queries: dict[str, Given],
    flying: dict[int, dict[int, Given | None]],
    touched: set[tuple[int, str]],
) -> None:
    update = line["update"]
    body = update.get("callback_query") or update.get("message") or {}
    person, number = body.get("from", {}).get("id", 0), update["update_id"]
    again = number in found.updates
    found.updates[number] = person
    beside = flying.setdefault(person, {})
    for other in beside.values():
        if other is not None:
            other.alone = False
    one = None if again else _answer(update, person, line["at"])
    if one is not None:
        one.alone = not beside
        one.first = (person, one.question) not in touched
        found.given.append(one)
        if one.query:
            queries[one.query] = one
    touched.add((person, _question(body)))
    beside[number] = one


def _question(body: Json) -> str:
    """The question that a press or words belong to, whatever they do to it."""
    if (said := _WORD.search(body.get("text", ""))) is not None:
        return f"q{said[1]}"
    asked = _ASKED.search(body.get("message", {}).get("text", ""))
    return asked[1] if asked else ""


def _answer(update: Json, person: int, at: float) -> Given | None:
    """The answer in an update, where it is one."""
    if (query := update.get("callback_query")) is not None:
        rows = query["message"].get("reply_markup", {}).get("inline_keyboard", [])
        label = next((b["text"] for row in rows for b in row if b.get("callback_data") == query["data"]), "")
        option = _OPTION.search(label)
        if option is None:
            return None
        message = query["message"]["message_id"]
        return Given(update["update_id"], person, option[1], option[2], at, message, query["id"])
    said = _WORD.search(update.get("message", {}).get("text", ""))
    return Given(update["update_id"], person, f"q{said[1]}", said[0], at) if said else None


def _done(found: History, line: Json, queries: Mapping[str, Given]) -> None:
    method, params, result = line["method"], line["params"], line["result"]
    if method == "answerCallbackQuery":
        if (one := queries.get(str(params.get("callback_query_id")))) is not None:
            one.told = str(params.get("text", ""))
        return
    if method not in {"sendMessage", "editMessageText"} or not isinstance(result, dict):
        return
    chat, text = result["chat"]["id"], result.get("text", "")
    shown = found.shown.setdefault(chat, Shown())
    rows = result.get("reply_markup", {}).get("inline_keyboard", [])
    markup = tuple(button["text"] for row in rows for button in row)
    asked = _ASKED.findall(text)
    if method == "sendMessage" and (markup or asked) and not (markup and set(markup) <= _TONGUES):
        shown.screen, shown.buttons = text, markup
    if method == "sendMessage" and not markup:
        found.told.setdefault(chat, []).append(text)
    if len(set(asked)) == 1 and not markup:
        option, said = _OPTION.search(text), _WORD.search(text)
        if option and option[1] == asked[0]:
            shown.saved[asked[0]] = (line["n"], option[2])
        elif said and f"q{said[1]}" == asked[0]:
            shown.saved[asked[0]] = (line["n"], said[0].rstrip("\u2066\u2067\u2068\u2069"))


def _lines(path: Path) -> Iterator[Json]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
