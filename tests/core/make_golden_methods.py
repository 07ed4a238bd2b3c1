"""Rewrite the golden files of counting: `python -m tests.core.make_golden_methods`. Say in the commit why.

Each file holds elections that the field knows, with the winners that the named source gives (`expected`, worked out by
hand or printed there, never by this code) and the whole count beside them.
"""

import json
from pathlib import Path

from bot.core.ballots import Kind
from bot.core.methods import METHODS
from bot.core.tally import as_data
from tests.core.elections import election, rankings

GOLDEN = Path(__file__).parents[1] / "golden" / "methods"


def cities():
    """The capital of Tennessee: Memphis 42, Nashville 26, Chattanooga 15, Knoxville 17 of 100."""
    return rankings(MNCK=42, NCKM=26, CKNM=15, KCNM=17)


def approvals(budget, costs, **people):
    """An election of approvals: `ab=3` is three people who approve of a and b."""
    ballots = [list(names) for names, count in people.items() for _ in range(count)]
    return election(Kind.APPROVAL, costs, ballots, budget)


def one(**people):
    """Each person names one."""
    ballots = [[name] for name, count in people.items() for _ in range(count)]
    return election(Kind.ONE, dict.fromkeys(sorted(people), 1), ballots)


SHARES = approvals(90, {"a": 30, "b": 30, "c": 30, "d": 30}, abc=6, d=3)
"""Two thirds want a, b and c, one third wants d: greedy leaves the third with nothing."""
HELENA = approvals(100, {"a": 50, "b": 50, "c": 50}, ab=2, c=2)
"""Three projects, equal votes, money for two: a tie that decides."""
FULL = approvals(100, {"a": 40, "b": 60}, a=2, b=2)
TENSION = approvals(90, {"a": 60, "b": 60}, a=5, b=4)
"""One more pound each until both would be bought, which is too much."""
POINTS = {"x": 1, "y": 1, "z": 1}
SCHULZE = rankings(ACBED=5, ADECB=5, BEDAC=8, CABED=3, CAEBD=7, CBADE=2, DCEBA=7, EBADC=8)
"""Schulze's own example (2011, section 3.1 and often since): E wins; every option loses some duel."""
MONOTONE = rankings(ABC=39, BCA=35, CAB=26)
MONOTONE_MORE = rankings(ABC=49, BCA=25, CAB=26)
"""Ten who had B first raise A, who won, to the top: A loses by it (the classic failure of monotonicity)."""

CASES = {
    "plurality": {
        "Tennessee: Memphis has most first choices, and most people have it last": (cities(), ["M"], False),
        "two with as many": (one(a=2, b=2, c=1), ["a"], True),
    },
    "approval": {
        "most approvals": (approvals(None, {"a": 1, "b": 1, "c": 1}, ab=3, bc=2, a=1), ["b"], False),
        "two with as many": (approvals(None, {"a": 1, "b": 1}, ab=3), ["a"], True),
    },
    "score": {
        "liked a little by all beats liked much by most": (
            election(Kind.SCORE, POINTS, [{"x": 5, "y": 4}] * 3 + [{"y": 5}] * 2), ["y"], False,
        ),
        "two with as much": (election(Kind.SCORE, POINTS, [{"z": 3}, {"y": 3}]), ["y"], True),
    },
    "cumulative": {
        "points put together": (election(Kind.POINTS, POINTS, [{"x": 5, "y": 5}] * 2 + [{"z": 10}] * 2), ["z"], False),
        "two with as many": (election(Kind.POINTS, POINTS, [{"x": 5, "y": 5}]), ["x"], True),
    },
    "borda": {
        "Tennessee: Nashville": (cities(), ["N"], False),
        "a majority's first choice loses": (rankings(ABC=3, BCA=2), ["B"], False),
        "two with as many": (rankings(AB=1, BA=1), ["A"], True),
    },
    "irv": {
        "Tennessee: Knoxville": (cities(), ["K"], False),
        "before ten raise A: A": (MONOTONE, ["A"], False),
        "after ten raise A: C": (MONOTONE_MORE, ["C"], False),
        "a tie between the last two": (rankings(AB=2, BA=2), ["A"], True),
        "a tie that changes nothing": (rankings(A=5, B=1, C=1), ["A"], False),
        "a tie of who leaves, which decides who wins": (rankings(AC=4, BCA=3, CBA=3), ["B"], True),
    },
    "schulze": {
        "Tennessee: Nashville": (cities(), ["N"], False),
        "Schulze 2011": (SCHULZE, ["E"], False),
        "a circle with no way out": (rankings(ABC=1, BCA=1, CAB=1), ["A"], True),
    },
    "greedy": {
        "two thirds take all": (SHARES, ["a", "b", "c"], False),
        "equal votes, money for two": (HELENA, ["a", "b"], True),
        "equal votes, money for all": (FULL, ["a", "b"], False),
    },
    "equal-shares": {
        "two thirds take two thirds": (SHARES, ["a", "b", "d"], True),
        "equal votes, each side gets its share": (HELENA, ["a", "c"], True),
        "nobody's share reaches": (TENSION, [], False),
    },
    "equal-shares-add1": {
        "two thirds take two thirds": (SHARES, ["a", "b", "d"], True),
        "one more pound until the next would be too much": (TENSION, ["a"], False),
    },
}  # fmt: skip


def golden(method):
    """What is kept for a method."""
    return {
        name: {"expected": expected, "tie": tie, "count": as_data(METHODS[method].count(held))}
        for name, (held, expected, tie) in CASES[method].items()
    }


if __name__ == "__main__":
    for name in METHODS:
        (GOLDEN / f"{name}.json").write_text(json.dumps(golden(name), indent=1) + "\n", "utf-8")
