"""`python -m bot`: hands over to the commands."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from bot.cli import app  # noqa: PLC0415  the commands are the only thing this file knows

    app()


if __name__ == "__main__":
    main()
