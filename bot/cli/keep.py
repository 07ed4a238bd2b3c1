"""Commands for keeping: migrate, backup, restore, move."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Name the commands."""
