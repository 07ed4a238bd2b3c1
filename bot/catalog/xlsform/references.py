"""References to other questions (`${name}`) in one cell."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from bot.catalog.xlsform.outcome import Place, Refusal, refuse
from bot.catalog.xlsform.rows import REFERENCE

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

_OPEN_REFERENCE = re.compile(r"\$\{[^}]*$|\$\{\s*\}")


def check_references(place: Place, cell: str, names: Counter[str]) -> Iterator[Refusal]:
    """Refuse references to what is not there, is there twice, or is not closed. `names` counts the survey's names."""
    if "${" not in cell:
        return
    if _OPEN_REFERENCE.search(cell):
        yield refuse("ref.broken", place)
    for name in dict.fromkeys(match["name"] for match in REFERENCE.finditer(cell)):
        if name.startswith("last-saved#"):
            yield refuse("ref.saved", place)
        elif name and not names[name] and name != "instanceID":
            close = difflib.get_close_matches(name, names, 1, 0.6)
            hint = f"Did you mean “${{{close[0]}}}”?" if close else "Use a name from the name column."
            yield refuse("ref.unknown", place, name=name, hint=hint)
        elif names[name] > 1:
            yield refuse("ref.twice", place, name=name)
