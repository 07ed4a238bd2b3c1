"""Marks of all ballots as arrays, once by project and once by group of identical ballots."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from bot.core.ballots import APPROVING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from bot.core.ballots import Election

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Support:
    """Who supports one project. `groups` are places of groups, `marks` and `weights` (marks times people) beside them;
    `marks` is None where each is 1, `people` where each group is one person."""

    groups: Ints
    marks: Floats | None
    people: Floats | None
    weights: Floats | None
    weight: int
    voters: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Marks above zero. `worth` is what a mark is multiplied by to give utility: the cost for approvals, else 1;
    `heaviest` the highest mark that each project got; `plain` says that all marks are 1 of one person."""

    groups: int
    voters: int
    people: Ints
    starts: Ints
    columns: Ints
    marks: Ints
    support: tuple[Support, ...]
    costs: tuple[int, ...]
    worth: tuple[int, ...]
    heaviest: tuple[float, ...]
    plain: bool

    @classmethod
    def of(cls, election: Election) -> Matrix:
        """Read an election's ballots. Projects that cost nothing have no place here."""
        import numpy as np  # noqa: PLC0415  loaded only where something is counted

        groups = election.groups
        lengths = np.fromiter((len(group.choices) for group in groups), np.int64, len(groups))
        size = int(lengths.sum())
        columns = np.fromiter(chain.from_iterable(group.choices for group in groups), np.int64, size)
        people = np.fromiter((group.voters for group in groups), np.int64, len(groups))
        rows = np.repeat(np.arange(len(groups)), lengths)
        approving = election.kind in APPROVING
        if approving:
            marks = np.ones(size, np.int64)
        else:
            marks = np.fromiter(chain.from_iterable(given for _, given in election.marks()), np.int64, size)
            above = marks > 0
            rows, columns, marks = rows[above], columns[above], marks[above]
        starts = _starts(rows, len(groups))
        if election.voters < len(groups) * 3 // 2:  # few alike: person by person is quicker than weighing groups
            at, rows = _spread(starts, np.repeat(np.arange(len(groups)), people))
            columns, marks, people = columns[at], marks[at], np.ones(election.voters, np.int64)
            starts = _starts(rows, len(people))
        order = np.argsort(columns.astype(np.uint16), kind="stable")
        ends = np.cumsum(np.bincount(columns, minlength=len(election.projects)))
        single = bool((people == 1).all())
        support = []
        for mine in np.split(order, ends[:-1]):
            who, given = rows[mine], marks[mine]
            weights = given * people[who]
            plain = bool((given == 1).all())
            support.append(
                Support(
                    who,
                    None if plain else given.astype(float),
                    None if single else people[who].astype(float),
                    None if plain and single else weights.astype(float),
                    int(weights.sum()),
                    int(people[who].sum()),
                )
            )
        costs = tuple(project.cost for project in election.projects)
        worth = costs if approving else (1,) * len(costs)
        heaviest = tuple(1.0 if one.marks is None else float(one.marks.max(initial=1.0)) for one in support)
        plain = single and bool((marks == 1).all())
        return cls(
            len(people), election.voters, people, starts, columns, marks, tuple(support), costs, worth, heaviest, plain
        )

    def spread(self, rows: Ints) -> tuple[Ints, Ints]:
        """Places in `columns` and `marks` of all marks of some groups, and beside them which of `rows` they are of."""
        return _spread(self.starts, rows)


def _starts(rows: Ints, groups: int) -> Ints:
    import numpy as np  # noqa: PLC0415

    return np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=groups))))


def _spread(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    import numpy as np  # noqa: PLC0415

    begins = starts[rows]
    lengths = starts[rows + 1] - begins
    which = np.repeat(np.arange(len(rows)), lengths)
    ends = np.cumsum(lengths)
    return np.arange(len(which)) - np.repeat(ends - lengths, lengths) + begins[which], which
