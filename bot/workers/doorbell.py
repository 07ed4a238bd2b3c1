"""A local socket beside the database: commands that write hand their verb to the running process.

One JSON line in, one JSON line out. Only who may open the socket's folder can ring: it is made 0600.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Answer = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
_MOST_BYTES = 65_536


class Doorbell:
    """Serves verbs by name until stopped."""

    def __init__(self, path: Path, verbs: Mapping[str, Answer]) -> None:
        self._path, self._verbs = path, verbs
        self._server: asyncio.AbstractServer | None = None

    async def start(self) -> None:
        """Listen; the file lock of the database has made sure that nobody else does."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._open, path=str(self._path), limit=_MOST_BYTES)
        self._path.chmod(0o600)

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._path.unlink(missing_ok=True)

    async def _open(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = json.loads(await reader.readline())
            verb = self._verbs.get(str(asked.get("verb")))
            answer = await verb(asked) if verb else {"error": "unknown verb"}
        except Exception as error:  # noqa: BLE001  the one who rang gets one line, whatever went wrong
            answer = {"error": str(error) or type(error).__name__}
        with suppress(ConnectionError):
            writer.write(json.dumps(dict(answer)).encode() + b"\n")
            await writer.drain()
        writer.close()


async def ring(path: Path, asked: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Ask the running process; None where nobody answers the door."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(path), limit=_MOST_BYTES)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    writer.write(json.dumps(dict(asked)).encode() + b"\n")
    await writer.drain()
    line = await reader.read()  # to its end: an export is longer than any line limit
    writer.close()
    answer = json.loads(line)
    return dict(answer)
