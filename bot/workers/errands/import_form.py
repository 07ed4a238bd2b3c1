"""Fetch an officer's workbook, read it in a bounded process, and keep it as a draft, or say what to mend."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime

from bot.actions import activity as activities
from bot.actions.authorise import authorise
from bot.catalog.xlsform.bounded import import_form
from bot.catalog.xlsform.outcome import Imported, Refused
from bot.core.form_json import edition_hash, to_json
from bot.core.screen import Block, Button, Go, Plain, Say, Screen
from bot.ports import Errand, Pen, Person, Reply, Store, Tx

_REASONS_SHOWN = 8


class ImportForm:
    """Whatever the file is, the officer gets one clear answer and nothing is lost."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """`values`: reference, name and most (bytes) of the file."""
        name = str(errand.values["name"])
        data = await pen.fetch(str(errand.values["reference"]), int(errand.values["most"]))
        outcome = await asyncio.to_thread(import_form, name, data)

        def keep(tx: Tx) -> tuple[bytes | None, Reply]:
            person = tx.people.person(errand.person)
            if person is None:
                return None, Reply()
            authorise(person, "form.import")
            screen = _refused(name, outcome) if isinstance(outcome, Refused) else self._kept(tx, person, outcome)
            return tx.people.chat_cipher(person.id), Reply((screen,), person.language, person.id, reader=person.reader)

        chat, reply = await self._store.write(keep)
        if chat is not None:
            await pen.show(chat, reply)

    def _kept(self, tx: Tx, person: Person, done: Imported) -> Screen:
        form = done.form
        settings: dict[str, object] = {
            "title": {str(k): "".join(p for p in v if isinstance(p, str)) for k, v in form.title.items()}
            or {"en": done.title},
            "sensitive": [q.name for q in form.questions() if "sensitive" in q.appearance.split()],
            "sections": [{"attribute": a, "from": "profile"} for a in ("area", "age_band", "language")],
        }
        activity, new = activities.imported(
            tx, person, form, str(edition_hash(form)), to_json(form), settings, self._now()
        )
        title = Plain(done.title)
        blocks = [
            Block("title", Say("import.done" if new else "import.same", {"title": title})),
            Block("body", Say("activity.questions", n=done.questions)),
            Block("body", Say("activity.languages", {"text": Plain(", ".join(done.languages))})),
        ]
        if done.gaps:
            blocks.append(Block("warning", Say("activity.gaps", n=len(done.gaps))))
            first = [f"{g.language}: {g.sheet} {g.row}, {g.column}" for g in done.gaps[:_REASONS_SHOWN]]
            blocks += [Block("small", Plain(line)) for line in first]
            if len(done.gaps) > len(first):
                blocks.append(Block("small", Say("import.more", n=len(done.gaps) - len(first))))
        if done.warnings:
            blocks.append(Block("hint", Say("activity.warnings")))
            blocks += [Block("small", Plain(line)) for line in done.warnings[:_REASONS_SHOWN]]
        label = Plain(json.loads(activity.settings)["title"].get(person.language, done.title) or activity.name)
        return Screen("below", tuple(blocks), ((Button(label, Go("activities", str(activity.id))),),))


def _refused(name: str, refused: Refused) -> Screen:
    blocks = [Block("title", Say("import.refused", {"name": Plain(name)}))]
    for reason in refused.reasons[:_REASONS_SHOWN]:
        words = {"why": Plain(reason.why), "mend": Plain(reason.mend)}
        place = {"sheet": Plain(reason.sheet or "–"), "row": reason.row or "–", "column": Plain(reason.column or "–")}
        code = "import.refusal" if reason.sheet else "import.refusal_plain"
        blocks.append(Block("body", Say(code, {**words, **place} if reason.sheet else words)))
    if len(refused.reasons) > _REASONS_SHOWN:
        blocks.append(Block("small", Say("import.more", n=len(refused.reasons) - _REASONS_SHOWN)))
    return Screen("below", tuple(blocks))
