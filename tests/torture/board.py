"""The invariants, and what was seen of each: one line each for people, one document for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

INVARIANTS = {
    "I1": "an answer shown as saved is stored and exported once, at its last acknowledged value, and the person shown where they are",
    "I2": "the same after a power cut: only what was fsynced survives",
    "I3": "nothing is stored that nobody sent",
    "I4": "a broadcast reaches each recipient at most once; unknown at most in flight x crashes; everything else is delivered",
    "I5": "confirmations reach every reachable person, a second time with the same words",
    "I6": "marked as sent means delivered; finished means no open rows",
    "I7": "seats never exceed the cap, none leaks, the waiting list goes in order, once each",
    "I8": "one ballot per person while open; receipts verify; after close no join of ballots to people",
    "I9": "exports reconcile; no suppressed cell is recoverable over all releases",
    "I10": "reminders within 60 s of their wall time, or expired; none after the start",
    "I11": "at most 30 messages to others in any second, one a second in a chat; none between a 429 and its end",
    "I12": "a forgotten person leaves no row and gets no message",
    "I13": "no action by somebody without the right",
    "I14": "others' answers under abuse; memory does not grow",
    "I15": "back after a kill",
    "I16": "no token, chat id or answer in the logs",
    "I17": "the audit chain is unbroken",
}
Verdict = Literal["passed", "broken", "not built", "not run"]
NOT_BUILT = {"I8": "votes are not built yet", "I9": "exact attacks on all releases are not built into the bench yet"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial saw of one or more invariants; `faults` are broken promises, one line each."""

    numbers: tuple[str, ...]
    trial: str
    figure: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caught:
    """A planted bug, and how many faults the checkers saw because of it (0: it was not caught)."""

    bug: str
    trial: str
    count: int
    example: str = ""


@dataclass(slots=True)
class Board:
    """Gathers findings. A bug that was not caught and a trial that fell over count as broken promises."""

    seed: int
    findings: list[Finding] = field(default_factory=list)
    bugs: list[Caught] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)

    def verdict(self, number: str) -> Verdict:
        """Of one invariant."""
        found = [one for one in self.findings if number in one.numbers]
        if any(one.faults for one in found):
            return "broken"
        if number in NOT_BUILT:
            return "not built"
        return "passed" if found else "not run"

    @property
    def problems(self) -> list[str]:
        """Everything that must not be."""
        broken = [f"{'/'.join(one.numbers)} {one.trial}: {fault}" for one in self.findings for fault in one.faults]
        missed = [f"planted bug {one.bug} ({one.trial}) was not caught" for one in self.bugs if not one.count]
        return broken + missed + self.fallen

    def lines(self) -> list[str]:
        """One per invariant, its figures below; then one per planted bug."""
        out = []
        for number, sentence in INVARIANTS.items():
            out.append(f"{number:>3}  {self.verdict(number):<9}  {sentence}")
            if number in NOT_BUILT:
                out.append(f"       {NOT_BUILT[number]}")
            out += [f"       {one.trial}: {one.figure}" for one in self.findings if one.numbers[0] == number]
            also = sorted({one.trial for one in self.findings if number in one.numbers[1:]})
            out += [f"       also in: {', '.join(also)}"] if also else []
        for bug in self.bugs:
            what = f"caught, {bug.count} faults, for instance: {bug.example}" if bug.count else "NOT CAUGHT"
            out.append(f"bug  {bug.bug} ({bug.trial}): {what}")
        return out

    def document(self) -> Mapping[str, Any]:
        """For machines."""
        rows: Sequence[Mapping[str, Any]] = [
            {
                "number": number, "sentence": sentence, "verdict": self.verdict(number),
                "findings": [asdict(one) for one in self.findings if number in one.numbers],
            }
            for number, sentence in INVARIANTS.items()
        ]  # fmt: skip
        return {
            "seed": self.seed, "invariants": rows, "bugs": [asdict(one) for one in self.bugs],
            "problems": self.problems, "passed": sum(row["verdict"] == "passed" for row in rows),
        }  # fmt: skip
