"""`sending`: what waits to be sent, whether it is held, and the word that lets it go."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.ending import run, show


def sending(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Send again, after a restore or a standstill of more than an hour.")
    ] = False,
) -> None:
    """What waits to be sent to people, by lane, and whether it is held."""
    from bot.cli.asking import ask

    found = run(ask({"verb": "sending", "confirm": confirm}))
    if as_json:
        show(found)
        return
    if confirm:
        print("sending again" if found["released"] else "nothing was held")
    elif found["held"]:
        print("HELD: nothing is sent. Look at what waits, then: python -m bot sending --confirm")
    for name, line in found["lanes"].items():
        print(f"{name}: {line['waiting']} waiting, {line['in_hand']} being sent, {line['unknown']} unknown")
    for kind, number in found["unknown"].items():
        print(f"nobody knows whether it came: {number} of {kind}")
    if found["behind_seconds"]:
        print(f"the longest-waiting has been due for {found['behind_seconds']} s")


def register(app: typer.Typer) -> None:
    """Name the command."""
    app.command("sending")(sending)
