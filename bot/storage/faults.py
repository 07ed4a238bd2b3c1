"""What can go wrong with the database itself. These are faults: logged with a reference, never worded as a rule."""

from __future__ import annotations


class StorageFault(Exception):  # noqa: N818  its kinds read as sentences where they are raised
    """The database could not do what was asked; the text is one clear line without data."""


class AlreadyRunning(StorageFault):
    """Another process holds this SQLite file."""


class NotSaved(StorageFault):
    """Nothing of the transaction was stored: the engine refused (disk full, locked, connection lost)."""


class Unsure(StorageFault):
    """The connection was lost while committing and the database could not be asked whether it had committed."""


class SchemaMismatch(StorageFault):
    """The database is empty, older or newer than this program; says what to run."""


class BadAddress(StorageFault):
    """DATABASE_URL cannot be understood."""


class BadArchive(StorageFault):
    """A backup that is damaged, unfinished or of another program."""


class NotEmpty(StorageFault):
    """The target of a restore or a move already holds rows."""
