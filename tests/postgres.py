"""A PostgreSQL server of our own for the tests: newest binaries of the machine, one fresh folder, a socket and no port.

As root it runs as the user `postgres` through runuser. It is stopped by its process id. Where there is no PostgreSQL the
tests that need it fail and say what to install; they never skip.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOP_S = 10


def binaries() -> Path:
    """The newest folder with initdb and postgres; raises RuntimeError saying what to install."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError(
        "the tests need PostgreSQL binaries: install the package postgresql (on Debian: apt-get install postgresql)"
    )


def _as_server(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class Server:
    """A running server; `url(name)` makes a fresh database and gives its DATABASE_URL."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], user: str) -> None:
        """Used by `server` below."""
        self.folder = folder
        self._process = process
        self._user = user
        self._made = 0

    def url(self, like: str = "") -> str:
        """DATABASE_URL of a new database: empty, or a copy of the one whose DATABASE_URL is `like` (nobody in it)."""
        import psycopg

        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            template = like.partition("?")[0].rpartition("/")[2] or "template0"
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://{self._user}@/{database}?host={self.folder}"

    @property
    def pid(self) -> int:
        """The server's process id (the postmaster)."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


@contextmanager
def server() -> Iterator[Server]:
    """Start a server (a second or so) and stop it at the end."""
    home = binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o700)
        subprocess.run(
            _as_server([
                str(home / "initdb"), "-D", str(folder / "data"), "-U", user, "--auth=trust", "--encoding=UTF8",
                "--locale=C", "--no-sync",
            ]),
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "full_page_writes": "off",
            "synchronous_commit": "on", "max_connections": "60", "shared_buffers": "64MB", "autovacuum": "off",
        }  # fmt: skip
        command = [str(home / "postgres"), "-D", str(folder / "data")]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(_as_server(command), stdout=log, stderr=log, cwd="/")
        running = Server(folder, process, user)
        try:
            _wait(running, process)
            yield running
        finally:
            _stop(running, process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(running: Server, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 30
    while not (running.folder / ".s.PGSQL.5432").exists() or not _ready(running):
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError("PostgreSQL did not start: " + (running.folder / "log").read_text()[-800:])
        time.sleep(0.02)


def _ready(running: Server) -> bool:
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(running._address("postgres"), connect_timeout=5):
        return True
    return False


def _stop(running: Server, process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError, ValueError):
        os.kill(running.pid, signal.SIGQUIT)
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
