"""Who plays in the samples of letters, and how a letter is put on paper for its golden file."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.bundle import bundle
from bot.core.screen import Go
from bot.ports import Activity, Lane, MessageClass, Millis, Person, PersonId, Reply, State, Store, Tx, millis
from bot.telegram.codec import Codec
from bot.telegram.keys import Ring
from bot.telegram.render import Place, Renderer
from handlers.letter import Occasion
from handlers.visit import Office
from handlers.writing import Writing

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
LANGUAGES = ("en", "ar")
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


@dataclass
class Cast:
    """What a sample is given: a transaction (undone afterwards), the office, the instant, people, occasions."""

    tx: Tx
    office: Office
    kind: str
    now: datetime = NOW
    _made: int = 0

    def person(self, name: str = "Ada", language: str = "en") -> Person:
        """Somebody who has said hello; the same name is the same person."""
        return self.tx.people.arrive(name.encode(), name.encode(), language, millis(self.now))[1]

    def activity(self, name: str = "street") -> Activity:
        """An activity of the stocked content."""
        found = self.tx.activities.named(name)
        assert found is not None, name
        return found

    def occasion(
        self,
        person: Person,
        *,
        object_: int = 1,
        content: Mapping[str, Any] | None = None,
        own: Mapping[str, Any] | None = None,
        class_: MessageClass = "service",
        lane: Lane = Lane.REMINDERS,
        occurrence: str = "",
        not_after: Millis = Millis(0),
    ) -> Occasion:
        """The notice (of this file's kind), its delivery to the person, and that its turn has come."""
        self._made += 1
        notice = self.tx.notices.make(
            self.kind, object_, occurrence or str(self._made), class_, lane, json.dumps(content or {}), PersonId(0),
            millis(self.now), not_after=not_after,
        )  # fmt: skip
        self.tx.outbox.add(notice.id, person.id, millis(self.now), content=json.dumps(own) if own else "")
        rows = self.tx.outbox.of_person(person.id, (State.WAITING,))
        (delivery,) = [row for row in rows if row.notice == notice.id]
        again = self.tx.people.person(person.id)
        assert again is not None
        return Occasion(self.tx, self.office, notice, delivery, again, self.now)


class _Undone(Exception):
    """Ends the transaction of a sample: nothing of it is kept."""


async def on_paper(store: Store, office: Office, kind: str) -> str:
    """What people read, in English and Arabic, as the text of the golden file."""
    office = replace(office, dice=lambda bits: (1 << bits) // 3)
    renderer = Renderer(office.voice, Codec(Ring([bytes(range(32))], 1)))
    sample = importlib.import_module(f"tests.handlers.letter_samples.{kind}").sample
    pages: list[Any] = []

    def work(tx: Tx) -> None:
        pages.clear()
        for name in ("street", "feeling_safe"):
            if (activity := tx.activities.named(name)) is not None:
                ends = {"opened": millis(NOW - timedelta(days=7)), "closes": millis(NOW + timedelta(days=21))}
                tx.activities.change(activity.id, state="open", **ends)
        given = sample(Cast(tx, office, kind))
        for occasion in given if isinstance(given, Sequence) else (given,):
            pages.append({language: _read(renderer, occasion, language) for language in LANGUAGES})
        raise _Undone

    with suppress(_Undone):
        await store.write(work)
    return json.dumps(pages, ensure_ascii=False, indent=1) + "\n"


def _read(renderer: Renderer, occasion: Occasion, language: str) -> list[dict[str, Any]]:
    person = replace(occasion.person, language=language)
    screens = Writing(occasion.office)(occasion.tx, occasion.notice, occasion.delivery, person, occasion.now)
    reply = Reply(bundle([screens]), language, person.id)
    presses = [button.press for screen in reply.screens for row in screen.rows for button in row]
    verbs = [press.verb if isinstance(press, Go) else type(press).__name__.lower() for press in presses]
    out: list[dict[str, Any]] = []
    for call in renderer.calls(reply, Place(1, b"1" * 32)):
        if call.file is not None:
            out.append({"file": f"{call.file.kind} {call.file.name}"})
            continue
        said: dict[str, Any] = {"text": _ISOLATES.sub("", call.params["text"]).split("\n")}
        if keyboard := call.params.get("reply_markup", {}).get("inline_keyboard"):
            labels = [[_ISOLATES.sub("", button["text"]) for button in row] for row in keyboard]
            said["buttons"] = [[f"{label} → {verbs.pop(0)}" for label in row] for row in labels]
        out.append(said)
    return out
