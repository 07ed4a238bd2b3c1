"""A writer: one file format. The promise that every format in this room keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from bot.core.release import Release


class Writer(Protocol):
    """One format. The same release gives the same bytes, on every machine and at any time."""

    @property
    def name(self) -> str:
        """What an officer asks for: `--format csv`."""

    @property
    def suffix(self) -> str:
        """The file name's ending, without the dot."""

    @property
    def media_type(self) -> str:
        """The media type of the file."""

    def write(self, release: Release) -> bytes:
        """The file."""


@dataclass(frozen=True, slots=True)
class Export:
    """A written release: what to call it, and the hash (hex SHA-256) of its bytes."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.data).hexdigest()
