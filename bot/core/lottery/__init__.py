"""A fair draw for workshop seats: a stratified lottery in which the smallest chance is as large as can be.

**What is drawn.** A *panel* is a set of people that fills the seats and keeps every target (at least, at most, per
section). `lottery` finds panels and how often each should come, so that the smallest chance of anybody is as large as
possible, then the next smallest, and so on (Flanigan, Gölz, Gupta, Hennig, Procaccia: Fair algorithms for selecting
citizens' assemblies, Nature 596, 2021). `draw` picks one of them with a seed. People with the same profile always have
the same chance: the solver sees numbers of people per profile, and who within a profile is drawn evenly.

**Not stating a profile.** Who did not state an attribute counts for none of its targets. Whoever left anything out has
at least half the mean chance; where the targets leave no room for that, they count as unmeetable and the answer says
which change would make the room.

**What can be replayed.** `lottery` uses no chance: people and targets in any order give the same panels. Their weights
are whole numbers out of a million. `draw` uses sha256 and whole numbers only: the same lottery and seed give the same
people anywhere and for ever. A later solver, or another machine's arithmetic, may find other panels that are as good;
so keep (or publish) the lottery itself before the seed is known, not only its inputs.

**How good.** `Lottery.bound` is a proven limit on the smallest chance of whoever can be drawn at all. With up to 150
different profiles the chances are the best there are, to a millionth of the mean, level by level. With more, everybody
is brought near a goal (the chance they would have if panels could hold fractions of people): aimed at is 98.5 % of it,
and a search that comes no nearer ends after a fixed number of steps with the best found; `bound` beside the chances
says how near it is. Weights are rounded to a millionth, so chances are too; half the mean is kept in spite of the
rounding wherever the targets leave a thousandth of room.

Importing this is cheap: numpy and scipy are loaded by the first lottery, which belongs in a process of its own (it can
take seconds). Everything here can be pickled.
"""

from __future__ import annotations

from bot.core.lottery.chance import commitment, seed_of
from bot.core.lottery.hold import hold, lottery
from bot.core.lottery.panel import Change, Draw, Infeasible, Lottery, Panel, Target
from bot.core.lottery.pick import draw

__all__ = [
    "Change",
    "Draw",
    "Infeasible",
    "Lottery",
    "Panel",
    "Target",
    "commitment",
    "draw",
    "hold",
    "lottery",
    "seed_of",
]
