"""`draw`: the fair draw on plain files. Counting and telling here; the drawing itself in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import REFUSED, UNUSABLE, end, show

if TYPE_CHECKING:
    from bot.core.lottery import Draw, Infeasible, Target


def draw(
    pool: Annotated[Path, typer.Argument(help="CSV: id and a column per attribute; an empty cell is not stated.")],
    targets: Annotated[Path, typer.Option(help="CSV: attribute,code,min,max.")],
    seats: Annotated[int, typer.Option(help="How many places there are.")],
    seed: Annotated[str, typer.Option(help="Any text; the same seed draws the same people.")],
    limit: Annotated[float, typer.Option(help="Give up after this many seconds.")] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Draw seats fairly: targets kept, the smallest chance as large as can be. Exit 1 where targets cannot be met."""
    from bot.cli import pools
    from bot.core.lottery import Infeasible

    if seats < 1:
        end("--seats is a whole number, 1 or more", UNUSABLE)
    if limit <= 0:
        end("--limit is a number of seconds above 0", UNUSABLE)
    try:
        people, wanted = pools.read_pool(pool), pools.read_targets(targets)
        pools.fit(people, wanted, pool, targets)
    except ValueError as error:
        end(str(error), UNUSABLE)
    except OSError as error:
        end(f"{error.filename}: cannot be read ({error.strerror})", UNUSABLE)
    done = _bounded(people, wanted, seats, seed, limit)
    if isinstance(done, Infeasible):
        _cannot(done, seats, as_json)
    elif as_json:
        show({"selected": list(done.selected), "probabilities": done.probabilities, "seed": done.seed})
    else:
        from bot.cli.drawn import tell_draw

        tell_draw(people, wanted, done, pools.untargeted(people, wanted))


def _bounded(
    people: Mapping[str, Mapping[str, str]], targets: tuple[Target, ...], seats: int, seed: str, limit: float
) -> Draw | Infeasible:
    """Draw in a process of its own, which is ended at the limit: a draw given up half-way draws nobody."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, people, targets, seats, seed), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(limit):
            end(f"the draw took longer than {limit:g} seconds. Give it more with --limit, or name fewer targets.")
        done: Draw | Infeasible = here.recv()
    except EOFError:
        end("the draw ended without an answer, which is a fault of ours")
    finally:
        process.kill()
        process.join()
    return done


def _work(
    answer: Connection, people: Mapping[str, Mapping[str, str]], targets: tuple[Target, ...], seats: int, seed: str
) -> None:
    from bot.core.lottery import hold

    answer.send(hold(people, targets, seats, seed))


def _cannot(found: Infeasible, seats: int, as_json: bool) -> None:
    if as_json:
        changes = [
            {"attribute": one.attribute, "code": one.code, "side": one.side, "from": one.now, "to": one.to}
            for one in found.changes
        ]
        show({"infeasible": changes, "why": found.why})
        raise SystemExit(REFUSED)
    what = {
        "targets": "no {seats} people of this pool keep all targets",
        "not_stated": "the targets of {seats} seats leave whoever did not state something under half the mean chance",
    }[found.why].format(seats=seats)
    print(f"evenhand: {what}. The smallest change that would do:", file=sys.stderr)
    for one in found.changes:
        verb = "lower" if one.side == "min" else "raise"
        print(f"{one.attribute},{one.code}: {verb} {one.side} from {one.now} to {one.to}", file=sys.stderr)
    raise SystemExit(REFUSED)


def register(app: typer.Typer) -> None:
    """Name the command."""
    app.command("draw")(draw)
