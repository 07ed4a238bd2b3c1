"""Disclosure control: exact tables in, tables that may leave out. Nothing else makes a SafeTable.

**What a reader can know.** Whoever reads a release knows the rules, the form and the frame, and may subtract anything
published from anything else. The promise is that every cell hidden for being small can still be any whole number from 0
to 9, and every cell hidden to protect another spans at least 10 values, given *every* figure of the release.

**How it is kept.** Decisions are local, because each argument holds everything that tables share at its true count:

1. *Who took part* (per attribute) and sensitive questions are lines with a fixed sum. Small counts are merged into
   their parents, then hidden together with others; the hidden ones could be shared out among themselves in any way
   (`one_way`). Hidden lines are never a row or column of a cross: they are inside its rest, all of them.
2. An attribute has one set of merges in its margin, and crosses only merge further, whole lines at a time. So no table
   cuts a section in two, and a ward never stands beside a neighbourhood that contains it in the same table.
3. In a *cross* every row keeps its sum (who took part) and every column its sum (the whole group) at the true count;
   the table alone must leave room for each hidden cell (`suppress`, by flows). Hence the movement shows in no other
   table, however many questions and attributes are crossed. In questions with several answers each row keeps its
   number of mentions, so that "at least one" and "at most three" go on holding.
4. Percentages and words are worked out from published figures; bases are rounded; there are no exact totals.

**What the shape tells.** Which tables exist follows from form and frame. That a table has no figures tells the rung of
the ladder (fewer than 10, fewer than 30, fewer than 100) or that no safe way was found. That a family is merged in a
margin tells that one of its members is below 10, not which. The layout of crosses follows from published figures; where
it could not be protected it is made coarser, at most twice, which tells that it was. `*` covers small and protecting
cells alike. In a correction, a cell that changed tells that it moved by 10 or more.

**What is not promised here.** A reader who knows one person's record, or all records of a source, is the audit's case;
so are weighted figures, none of which is made yet. Counts are treated as the unknowns, table by table: whether
*some* set of whole people gives all moved tables at once is not checked. Which cell is chosen to protect another (the
smallest of those in the way) may hint at their order.
"""

from __future__ import annotations

from bot.core.disclosure.correct import correct, correct_all
from bot.core.disclosure.disclose import disclose
from bot.core.disclosure.policy import DisclosurePolicy
from bot.core.disclosure.safe import SafeCell, SafeLine, SafeTable, Shown, Status

__all__ = [
    "DisclosurePolicy",
    "SafeCell",
    "SafeLine",
    "SafeTable",
    "Shown",
    "Status",
    "correct",
    "correct_all",
    "disclose",
]
