"""Commands that keep running: run, web, worker, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import end, run


def run_all() -> None:
    """Run the bot: polling, or the webhook where WEBHOOK_URL is set. The only mode on SQLite."""
    from bot.cli.running import everything

    run(everything())


def web() -> None:
    """Serve the webhook and the site only (PostgreSQL; beside one `worker`)."""
    from bot.cli.running import part

    run(part("web"))


def worker() -> None:
    """Run the schedule only (PostgreSQL; beside any number of `web`)."""
    from bot.cli.running import part

    run(part("worker"))


def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page on this machine.")] = 8765,
    residents: Annotated[int, typer.Option(help="How many synthetic residents answer at first start.")] = 320,
    api_log: Annotated[
        Path | None, typer.Option(help="Write every Bot API request to this file, one JSON line each.")
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Open no browser; print one JSON line when ready.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin the sample borough anew.")] = False,
    leave: Annotated[bool, typer.Option("--exit", help="Leave as soon as the sample borough stands.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the sample's database and key are kept.")] = Path(
        ".evenhand/demo"
    ),
    seed: Annotated[int, typer.Option(help="Which synthetic residents.")] = 1,
) -> None:
    """Open the sample borough in a browser chat. No token, no network."""
    from bot.cli.demo import Wanted, open_demo

    if residents < 0 or residents > 20_000:
        end("--residents is a number from 0 to 20000")
    run(open_demo(Wanted(port, residents, api_log, headless, fresh, leave, folder, seed)))


def register(app: typer.Typer) -> None:
    """Name the commands."""
    app.command("demo")(demo)
    app.command("run")(run_all)
    app.command("web")(web)
    app.command("worker")(worker)
