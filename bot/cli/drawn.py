"""What `draw` drew, for people: targets beside what was drawn, the range of chances, and who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bot.core.lottery import Draw, Target


def tell_draw(
    people: Mapping[str, Mapping[str, str]], targets: Sequence[Target], drawn: Draw, notes: Sequence[str]
) -> None:
    """One row per target and one for what was not stated; then chances and names."""
    console = Console(highlight=False, markup=False)
    table = Table(title=f"{len(drawn.selected)} of {len(people)} drawn, seed {drawn.seed}")
    for head, side in (
        ("target", "left"),
        ("min", "right"),
        ("max", "right"),
        ("selected", "right"),
        ("pool", "right"),
    ):
        table.add_column(head, justify="right" if side == "right" else "left")
    for target in targets:
        having = [name for name, cells in people.items() if cells.get(target.attribute) == target.code]
        selected = len(set(having) & set(drawn.selected))
        row = (f"{target.attribute},{target.code}", target.least, target.most, selected, len(having))
        table.add_row(*map(str, row))
    for attribute in dict.fromkeys(target.attribute for target in targets):
        silent = {name for name, cells in people.items() if not cells.get(attribute)}
        if silent:
            table.add_row(f"{attribute} not stated", "", "", str(len(silent & set(drawn.selected))), str(len(silent)))
    console.print(table)
    chances = drawn.probabilities.values()
    console.print(
        f"Chances: {min(chances):.1%} to {max(chances):.1%}, on average {len(drawn.selected) / len(people):.1%}; "
        f"the smallest could not be above {drawn.lottery.bound:.1%}."
    )
    for note in notes:
        console.print(f"Note: {note}")
    console.print("Selected: " + ", ".join(drawn.selected), soft_wrap=True)
