"""DATABASE_URL: which engine, where. Nothing here is printed with a password in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.storage.faults import BadAddress

if TYPE_CHECKING:
    from bot.storage.statement import Engine


@dataclass(frozen=True, slots=True)
class Address:
    """A SQLite file, or the connection string of PostgreSQL in `dsn`."""

    engine: Engine
    path: Path = Path()
    dsn: str = ""

    def __str__(self) -> str:
        """For people: the file, or host and database without user and password."""
        if self.engine == "sqlite":
            return str(self.path)
        parts = urlsplit(self.dsn)
        return f"PostgreSQL {parts.path.lstrip('/') or 'default database'} at {parts.hostname or 'local socket'}"

    def beside(self, suffix: str) -> Path:
        """A file beside the SQLite file."""
        return self.path.with_name(self.path.name + suffix)


def parse(url: str) -> Address:
    """postgres://, postgresql:// (also with +driver), sqlite:///path or a plain path; raises BadAddress."""
    scheme, colon, rest = url.strip().partition("://")
    if not colon:
        if not url.strip() or url.strip().startswith(":"):
            raise BadAddress("DATABASE_URL names no database file")
        return Address("sqlite", Path(url.strip()))
    kind = scheme.partition("+")[0].lower()
    if kind in {"postgres", "postgresql"}:
        return Address("postgresql", dsn=f"postgresql://{rest}")
    if kind == "sqlite":
        path = unquote(rest.partition("?")[0]).removeprefix("/")
        if not path or path == ":memory:":
            raise BadAddress("DATABASE_URL must name a SQLite file that stays: sqlite:///data/evenhand.db")
        return Address("sqlite", Path(path))
    raise BadAddress(f"DATABASE_URL begins with {scheme}://; it takes postgres://, sqlite:/// or a path")
