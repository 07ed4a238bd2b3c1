"""The commands. One file each; heavy imports stay inside the commands, so that `--help` is quick."""

from __future__ import annotations

import typer

from bot.cli import count, draw, keep, look, make, sending, serve

app = typer.Typer(
    name="evenhand",
    help="Residents and a council decide together, in chat. Begin with: demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for room in (serve, make, look, keep, draw, count, sending):
    room.register(app)
