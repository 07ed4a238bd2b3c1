"""The bot as a process of its own: started as `python -m bot run` is, killed with -9, its standard error kept."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.borough import HERE

KEY = "ab" * 32
_STARTED = b'"event": "started"'
_FENCE = re.compile(rb'"event": "torture.lease", "fence": (\d+)')


def free_port() -> int:
    """A port that nobody listens on at present."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Bot:
    """One bot, or one part of it, over many lives. `bug` names a planted one (see launch.py)."""

    folder: Path
    content: Path
    api: str
    token: str
    database: str
    bug: str = ""
    part: str = "run"
    """ "run", or "web" or "worker" where several processes are one bot (PostgreSQL)."""
    clock: Path | None = None
    """Where its civil clock is kept (clock.py); None: the machine's."""
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    said: bytearray = field(default_factory=bytearray)
    """Everything the bot's lives wrote to standard output and standard error."""
    starts: list[float] = field(default_factory=list)
    """Seconds from the start of the process to "started", of each life that came so far."""
    process: asyncio.subprocess.Process | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: asyncio.Task[None] | None = None

    def environment(self) -> dict[str, str]:
        """What the process is told; nothing of this machine's own settings comes along."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        return kept | {
            "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1", "TELEGRAM_API_ROOT": self.api,
            "TELEGRAM_BOT_TOKEN": self.token, "EVENHAND_KEY": KEY, "DATABASE_URL": self.database,
            "WEBHOOK_URL": f"http://127.0.0.1:{self.port}/hook", "PORT": str(self.port),
            "EVENHAND_CONTENT": str(self.content), "TORTURE_BUG": self.bug,
            "TORTURE_CLOCK": str(self.clock or ""), **self.more,
        }  # fmt: skip

    async def start(self) -> None:
        """Begin a life; `ready` says when it listens."""
        module = "tests.torture.launch" if self.bug or self.clock else "bot"
        self._ready = asyncio.Event()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, self.part, cwd=self.folder, env=self.environment(),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read(self.process, self._ready, time.monotonic()))

    async def ready(self, seconds: float = 180) -> None:
        """Return once it says that it has started. Raises RuntimeError where it ended instead."""
        assert self.process is not None
        waiting = asyncio.create_task(self._ready.wait())
        ended = asyncio.create_task(self.process.wait())
        await asyncio.wait({waiting, ended}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        ended.cancel()
        if not self._ready.is_set():
            raise RuntimeError(f"the bot did not start: {self.tail()}")

    async def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self._ended()

    def freeze(self) -> None:
        """SIGSTOP: it keeps its sockets and its beliefs, and does nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on, not knowing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    @property
    def fence(self) -> int:
        """The last lease that it said it has (clock.py and launch.py): the highest of several has the outbox."""
        found = _FENCE.findall(self.said)
        return int(found[-1]) if found else 0

    async def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await self._ended()

    async def command(self, *words: str) -> tuple[int, str, str]:
        """Another command of the same deployment: exit code, standard output, standard error."""
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self.environment(),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await running.communicate()
        return running.returncode or 0, out.decode(), err.decode()

    def tail(self) -> str:
        """The end of what it said."""
        return bytes(self.said[-3000:]).decode(errors="replace")

    def lines(self) -> list[dict[str, object]]:
        """Its structured log lines."""
        whole = [one for one in bytes(self.said).split(b"\n") if one.startswith(b"{")]
        return [json.loads(one) for one in whole if one.endswith(b"}")]

    async def _ended(self) -> int:
        assert self.process is not None
        code = await self.process.wait()
        if self._reader is not None:
            await self._reader
        return code

    async def _read(self, process: asyncio.subprocess.Process, ready: asyncio.Event, began: float) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.said += line
            if _STARTED in line:
                self.starts.append(time.monotonic() - began)
                ready.set()
