"""What the doctor finds, without changing anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.ports import Store
from bot.storage.probes import Probe, probe


def _bad(probes: list[Probe]) -> set[str]:
    return {each.name for each in probes if not each.ok}


async def test_a_healthy_database_beside_a_running_bot(store: Store, db_url: str) -> None:
    await store.write(lambda tx: tx.notes.put("a", "b"))
    found = await asyncio.to_thread(probe, db_url)
    assert _bad(found) <= {"fsync"}, "the tests' PostgreSQL runs without fsync, and nothing else is wrong"
    assert {"schema", "restored"} < {each.name for each in found}
    await store.write(lambda tx: tx.notes.put("held", "1"))
    assert "restored" in _bad(await asyncio.to_thread(probe, db_url))


def test_an_empty_database_asks_for_migrate(empty_url: str) -> None:
    schema = next(each for each in probe(empty_url) if each.name == "schema")
    assert not schema.ok
    assert "python -m bot migrate" in schema.detail


def test_what_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("no database" * 500)
    for url in ("postgres://x:hush@127.0.0.1:1/none", "mysql://x", str(tmp_path / "a.db")):
        found = probe(url)
        assert _bad(found)
        assert all("\n" not in each.detail and "hush" not in each.detail for each in found)
