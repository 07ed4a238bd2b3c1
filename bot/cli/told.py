"""What `import` found, for people: a short table on a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

_ROWS = 40


def tell_form(made: dict[str, Any]) -> None:
    """Title, languages, questions, gaps and warnings."""
    console = Console()
    console.print(f"[bold]{made['title']}[/bold]", highlight=False)
    console.print(f"{made['questions']} questions, in {', '.join(made['languages'])}", highlight=False)
    for warning in made["warnings"]:
        console.print(f"Note: {warning}", highlight=False, markup=False)
    if not made["gaps"]:
        console.print("No missing translations.")
        return
    table = Table(title=f"{len(made['gaps'])} missing translations")
    for head in ("language", "sheet", "row", "column"):
        table.add_column(head)
    for gap in made["gaps"][:_ROWS]:
        table.add_row(gap["language"], gap["sheet"], str(gap["row"]), gap["column"])
    console.print(table)
    if len(made["gaps"]) > _ROWS:
        console.print(f"… and {len(made['gaps']) - _ROWS} more (--json shows all)")
