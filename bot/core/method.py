"""What every counting method is: a name, the ballots it can count, and counting."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from bot.core.ballots import Election, Kind
from bot.core.tally import Count, TieRule, by_id


class Method(Protocol):
    """A counting method. A new one is one file in `methods`, one line in its registry and one golden file."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Its name in files, commands and sentences."""

    @property
    @abstractmethod
    def takes(self) -> frozenset[Kind]:
        """The ballots that it can count."""

    @property
    @abstractmethod
    def budgets(self) -> bool:
        """Whether it spends a budget (otherwise it fills places)."""

    @abstractmethod
    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count. `check` says before whether it can."""


def check(method: Method, election: Election) -> None:
    """Raise ValueError where a method cannot count an election: other ballots, or no budget."""
    if election.kind not in method.takes:
        wanted = ", ".join(sorted(method.takes))
        raise ValueError(f"{method.name} counts these ballots: {wanted}; here they are: {election.kind}")
    if method.budgets and election.budget is None:
        raise ValueError(f"{method.name} spends a budget, and there is none")
