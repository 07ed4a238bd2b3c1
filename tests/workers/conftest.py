"""A Bot API server of our own, and a store on the default engine."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.ports import Store
from bot.storage import open_store


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """Serving on a free port."""
    served = Playground(hook_pause=0.05, hook_longest=0.2)
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
async def kept(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Store]:
    """An open store of the default engine."""
    path = shutil.copy(sqlite_template, tmp_path / "edge.db")
    opened = await open_store(str(path), bot_id=424242, durable=False)
    yield opened
    await opened.close()
