"""The only SQL. `open_store` gives the database, whichever engine; everything else is named by file."""

from bot.storage.opening import open_store

__all__ = ["open_store"]
