"""Pabulib's `.pb`, in and out: META, PROJECTS and VOTES, each a table with `;` between cells and quotes as in CSV.

Numbers are read exactly. A file that cannot be counted as it stands is refused with its row and how to mend it; what
only describes (names, ages, dates) is taken as it comes.
"""

from bot.core.pabulib.read import read
from bot.core.pabulib.rows import Unreadable
from bot.core.pabulib.write import write

__all__ = ["Unreadable", "read", "write"]
