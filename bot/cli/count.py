"""`count`: any Pabulib file counted by any method, with its rounds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import UNUSABLE, end, show

if TYPE_CHECKING:
    from bot.core.ballots import Election
    from bot.core.tally import Count


def count(
    file: Annotated[Path, typer.Argument(help="A .pb file (Pabulib).")],
    method: Annotated[str, typer.Option(help="equal-shares, equal-shares-add1, greedy, plurality, approval, …")],
    places: Annotated[int, typer.Option(help="How many win, where no budget is spent.")] = 1,
    ties: Annotated[str, typer.Option(help="id, or votes-cost-id: more votes, then lower cost, then id.")] = "id",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Count a file of ballots. Ties go to the first id in the order of letters unless --ties says otherwise."""
    from dataclasses import replace

    from bot.core.methods import METHODS
    from bot.core.pabulib import Unreadable, read
    from bot.core.tally import TIES, as_data

    if method not in METHODS:
        end(f"there is no method '{method}'. There are: {', '.join(METHODS)}", UNUSABLE)
    if ties not in TIES:
        end(f"there is no tie rule '{ties}'. There are: {', '.join(TIES)}", UNUSABLE)
    if places < 1:
        end("--places is a whole number, 1 or more", UNUSABLE)
    try:
        election = replace(read(file.read_bytes().decode("utf-8")), places=places)
        result = METHODS[method].count(election, TIES[ties])
    except UnicodeDecodeError:
        end(f"{file}: is not UTF-8 text; save it as UTF-8", UNUSABLE)
    except (Unreadable, ValueError) as error:
        end(f"{file}: {error}", UNUSABLE)
    except OSError as error:
        end(f"{file}: cannot be read ({error.strerror})", UNUSABLE)
    if as_json:
        show(as_data(result))
    else:
        _tell(election, result)


def _tell(election: Election, result: Count) -> None:
    from rich.console import Console
    from rich.table import Table

    from bot.core.methods import METHODS
    from bot.core.proportionality import unmet

    console = Console(highlight=False, markup=False)
    table = Table(title=f"{result.method}: {election.voters} voters, {len(election.projects)} projects")
    for head in ("elected", "cost", "votes", "name"):
        table.add_column(head, justify="right" if head in {"cost", "votes"} else "left")
    votes = dict(zip((project.id for project in election.projects), election.supporters(), strict=True))
    projects = {project.id: project for project in election.projects}
    for one in result.winners:
        cost = election.money(projects[one].cost)
        table.add_row(one, f"{float(cost):,.10g}", str(votes[one]), projects[one].name)
    console.print(table)
    if METHODS[result.method].budgets and election.budget is not None:
        left = election.money(election.budget) - result.cost
        console.print(f"Spent {float(result.cost):,.10g}, left {float(left):,.10g}.")
        owed = unmet(election, result.winners)
        console.print(
            f"Groups owed a project by their share: {', '.join(one.project for one in owed)}."
            if owed
            else "No group was left with less than its share (each project checked)."
        )
    if result.tie:
        console.print("A tie decided: somebody with as much was passed over by the tie rule.")


def register(app: typer.Typer) -> None:
    """Name the command."""
    app.command("count")(count)
