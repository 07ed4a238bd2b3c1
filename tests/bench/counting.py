"""`python -m tests.bench.counting`: how long counts take, beside pabutools in the same run, on a made-up city.

The city has few favourites and a long tail, as real ones have; every ballot is drawn from a fixed seed. `--voters` and
`--options` make it smaller.
"""

from __future__ import annotations

import argparse
import os
import resource
import time

import numpy as np

from bot.core.ballots import Election, Kind, OptionId, Project, grouped
from bot.core.methods import METHODS
from bot.core.pabulib import read, write

RANKED = (10_000, 20)
POUNDS_EACH = 56
"""The budget for each voter: 5 million for 90,000 people."""


def city(voters, projects, *, seed=7):
    """Approvals: up to 10 of the projects each, popular ones more often; costs from thousands to hundreds of thousands."""
    chance = np.random.default_rng(seed)
    popular, most = chance.normal(0, 1, projects), min(10, projects)
    lengths = chance.integers(1, most + 1, voters)
    best = [
        np.argpartition(-popular - chance.gumbel(size=(len(some), projects)), most - 1, axis=1)[:, :most]
        for some in np.array_split(lengths, max(1, voters // 2000))
    ]
    budget = voters * POUNDS_EACH
    costs = np.exp(chance.normal(0, 1, projects)) * budget / projects * 1.5
    options = tuple(Project(OptionId(f"p{n:03}"), int(cost) // 100 * 100 + 100) for n, cost in enumerate(costs))
    ballots = (
        (tuple(sorted(row[:length].tolist())), ()) for row, length in zip(np.concatenate(best), lengths, strict=True)
    )
    return Election(Kind.APPROVAL, options, grouped(ballots), budget)


def rankings(voters, options, *, seed=7):
    """Rankings of some of the options each, drawn around one order that all share a little."""
    chance = np.random.default_rng(seed)
    order = np.argsort(np.arange(options) / 6 + chance.gumbel(size=(voters, options)), axis=1)
    lengths = chance.integers(1, options + 1, voters)
    ballots = ((tuple(row[:length].tolist()), ()) for row, length in zip(order, lengths, strict=True))
    projects = tuple(Project(OptionId(f"o{n:02}"), 1000) for n in range(options))
    return Election(Kind.RANKING, projects, grouped(ballots), 5000)


def points(election, *, seed=7):
    """The same people giving points instead."""
    chance = np.random.default_rng(seed)
    ballots = (
        (tuple(sorted(group.choices)), tuple(chance.integers(1, 6, len(group.choices)).tolist()))
        for group in election.groups
        for _ in range(group.voters)
    )
    return Election(Kind.POINTS, election.projects, grouped(ballots), election.budget)


def timed(method, election, rounds=3):
    """Best of some rounds in wall seconds, the processor's seconds of that round, and the count."""
    best = None
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        count = METHODS[method].count(election)
        took = (time.perf_counter() - began, time.process_time() - busy)
        best = min(best or took, took)
    return (*best, count)


def peers(election):
    """pabutools on the same election without Add1: seconds and winners. Its preparation is not counted."""
    from pabutools import election as pabu
    from pabutools.rules import method_of_equal_shares

    projects = [pabu.Project(one.id, one.cost) for one in election.projects]
    instance = pabu.Instance(projects, budget_limit=election.budget)
    profile = pabu.ApprovalMultiProfile(instance=instance)
    for group in election.groups:
        ballot = pabu.FrozenApprovalBallot([projects[place] for place in group.choices])
        profile[ballot] = group.voters
    began = time.perf_counter()
    bought = method_of_equal_shares(instance, profile, pabu.Cost_Sat)
    return time.perf_counter() - began, [one.name for one in bought]


def main(voters=90_000, projects=160, *, ranked=RANKED):
    """Measure and print; gives whether every aim was met."""
    held = city(voters, projects)
    print(
        f"{projects} projects, {voters} approval ballots ({len(held.groups)} different), load {os.getloadavg()[0]:.2f}"
    )
    alone, alone_busy, count = timed("equal-shares", held)
    with_one, with_busy, add1 = timed("equal-shares-add1", held)
    steps = add1.rounds[0].raised
    print(f"Equal Shares                {alone:7.3f} s ({alone_busy:.3f} s of processor), {len(count.winners)} bought")
    print(
        f"Equal Shares with Add1      {with_one:7.3f} s ({with_busy:.3f} s of processor), {len(add1.winners)} bought, {steps} steps"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    good = memory < 500
    print(f"memory at most              {memory:7.0f} MB, the making of the ballots included; {verdict('500', good)}")
    began = time.perf_counter()
    text = write(held, {})
    written = time.perf_counter() - began
    began = time.perf_counter()
    assert read(text).groups == held.groups
    read_in = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"as a .pb file               {written:7.3f} s to write, {read_in:.3f} s to read, {memory:.0f} MB at most")
    good = rounds(ranked) and good
    theirs, names = peers(held)
    assert list(count.winners) == names, "not the same winners as pabutools"
    aims = with_one < 1 and theirs >= 20 * with_one
    print(f"pabutools, without Add1     {theirs:7.3f} s, the same winners")
    print(f"  of ours with Add1         {theirs / with_one:7.1f} x   of ours without {theirs / alone:.1f} x")
    print(f"  {verdict('under 1 s and 20 x', aims)}, load {os.getloadavg()[0]:.2f} after")
    return good and aims


def rounds(ranked):
    """Each method on rankings, or on points by the same people; gives whether each took less than a second."""
    orders = rankings(*ranked)
    shared, good = points(orders), True
    print(f"{ranked[1]} options, {ranked[0]} rankings ({len(orders.groups)} different)")
    for method in METHODS:
        held = next((one for one in (orders, shared) if one.kind in METHODS[method].takes), None)
        if held is None:
            continue
        took, busy, _ = timed(method, held)
        good = good and took < 1
        print(f"{method:28}{took:7.3f} s ({busy:.3f} s of processor){'' if took < 1 else '   NOT under 1 s'}")
    return good


def verdict(aim, good):
    """An aim with whether it was met."""
    return f"aim {aim}: {'met' if good else 'NOT met'}"


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--voters", type=int, default=90_000)
    asked.add_argument("--options", type=int, default=160)
    given = asked.parse_args()
    raise SystemExit(0 if main(given.voters, given.options) else 1)
