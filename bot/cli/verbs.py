"""Verbs that commands hand to the running process over its doorbell."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.actions.hold import held, let_go
from bot.actions.sending import outlook
from bot.ports import PersonId

if TYPE_CHECKING:
    from bot.app import App

Answer = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


def verbs(app: App) -> dict[str, Answer]:
    """Each takes the asked line and gives the answer line."""

    async def invite(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"link": await app.invite(str(asked["role"]))}

    async def export(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(asked["activity"])
        found = await app.store.read(lambda tx: tx.activities.named(name))
        if found is None:
            names = await app.store.read(lambda tx: [a.name for a in tx.activities.all() if a.kind != "profile"])
            return {"error": f"there is no activity '{name}'. There are: {', '.join(names) or 'none'}"}
        release, written = await app.exporter.write(found.id, str(asked["format"]), PersonId(0), trusted=True)
        return {
            "name": written.name,
            "number": release.number,
            "sha256": release.sha256,
            "data": base64.b64encode(written.data).decode(),
        }

    async def sending(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        now = app.clock()
        released = await app.store.write(lambda tx: let_go(tx, now)) if asked.get("confirm") else False
        found = await app.store.read(lambda tx: outlook(tx, now, held=held(tx)))
        lanes = {lane.name.lower(): asdict(line) for lane, line in found.lanes.items()}
        unknown = await app.store.read(lambda tx: dict(tx.outbox.unknowns()))
        told = {"held": found.held, "released": released, "lanes": lanes, "behind_seconds": found.behind}
        return told | {"unknown": unknown}

    return {"invite": invite, "export": export, "sending": sending}
