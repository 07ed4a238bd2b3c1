"""What can go wrong with the database itself. These are faults: logged with a reference, never worded as a rule."""

from __future__ import annotations


class StorageFault(Exception):
    """The database could not do what was asked; the text is one clear line without data."""


class AlreadyRunning(StorageFault):  # noqa: N818  reads as a sentence where it is raised
    """Another process holds this SQLite file."""


class NotSaved(StorageFault):  # noqa: N818
    """Nothing of the transaction was stored: the engine refused (disk full, locked, connection lost)."""


class Unsure(StorageFault):  # noqa: N818
    """The connection was lost while committing and the database could not be asked whether it had committed."""


class SchemaMismatch(StorageFault):  # noqa: N818
    """The database is empty, older or newer than this program; says what to run."""


class BadAddress(StorageFault):  # noqa: N818
    """DATABASE_URL cannot be understood."""


class BadArchive(StorageFault):  # noqa: N818
    """A backup that is damaged, unfinished or of another program."""


class NotEmpty(StorageFault):  # noqa: N818
    """The target of a restore or a move already holds rows."""
