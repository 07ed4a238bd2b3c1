"""The checkers: the history held against the database. They share no code with the bot.

An *acknowledged answer* is an update answered 200 whose press was not told to be outdated. Where a kill took away the
words that a press would have been answered with, and the press was not the person's only one under way on a question
touched for the first time, nobody can tell from outside whether it was outdated: it counts as `unsure`, and must have
been stored as seen all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tests.torture.history import Given, History
from tests.torture.stored import Kept, Stored

_WORDS_LATER = 15.0
"""Seconds within which a kill may have kept a press from being answered (a 429, a queue) after it was acknowledged."""


@dataclass(slots=True)
class Verdict:
    """Counts of what must not be, each with a line to read. `acknowledged` and `unsure` are facts, not faults."""

    acknowledged: int = 0
    unsure: int = 0
    told_outdated: int = 0
    parked: int = 0
    """Given up after five tries; the person was told so."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    unthanked: list[str] = field(default_factory=list)
    """Sent in, and a kill took the thanks away."""
    misled: list[str] = field(default_factory=list)
    """Told to be outdated, or shown as saved, and the database has it otherwise."""

    def faults(self) -> list[str]:
        """Every fault with its kind."""
        kinds = ("lost", "doubled", "stale", "phantom", "unshown", "misled")
        return [f"{kind}: {line}" for kind in kinds for line in getattr(self, kind)]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the bot says, by language, as the language files have it."""

    stale: Mapping[str, str]
    kept: Mapping[str, str]
    already: Mapping[str, str]
    fault: Mapping[str, str]
    """Up to its first brace."""
    review: Mapping[str, str]
    thanks: Mapping[str, str]
    change: Mapping[str, str]
    """The button below the thanks, and below the answer to /start of whoever has sent in."""


def judge(
    history: History, stored: Stored, languages: Mapping[int, str], say: Sentences, kills: Sequence[float]
) -> Verdict:
    """Judge everybody in `languages` (chat id -> language)."""
    verdict = Verdict()
    for number in history.acknowledged.keys() - stored.updates:
        if history.updates.get(number) in languages:
            verdict.lost.append(f"update {number} was acknowledged and is not in the database")
    if stored.doubles or stored.strangers:
        verdict.doubled.append(f"{stored.doubles} update ids twice, {stored.strangers} forms of nobody")
    by_person: dict[int, list[Given]] = {person: [] for person in languages}
    for one in history.given:
        if one.person in by_person:
            by_person[one.person].append(one)
    for person, given in by_person.items():
        words = {name: getattr(say, name)[languages[person]] for name in Sentences.__slots__}
        said = "\n".join(history.told.get(person, ()))
        _judge_one(verdict, person, given, stored.people[person], words, kills, stored.parked, said)
        _where(verdict, person, history, stored.people[person], words)
        _as_shown(verdict, person, given, history, stored.people[person])
    return verdict


def _judge_one(
    verdict: Verdict, person: int, given: Sequence[Given], kept: Kept, say: Mapping[str, str],
    kills: Sequence[float], parked: Collection[int], said: str,
) -> None:  # fmt: skip
    taken: dict[str, list[Given]] = {}
    outdated: set[int] = set()
    for one in given:
        if not one.acknowledged:
            continue
        if one.update in parked:
            verdict.parked += 1
            if not ((one.told or "").startswith(say["fault"]) or say["fault"] in said):
                verdict.misled.append(f"{person}: {one.update} was given up and the person was not told")
        elif (one.told or "").startswith(say["fault"]):
            continue  # told that it failed; where it was stored at a later try, so much the better
        elif one.told in {say["stale"], say["already"]}:
            verdict.told_outdated += 1
            outdated.add(one.update)
        elif one.told == say["kept"]:
            continue
        elif one.query and one.told is None and not (one.alone and one.first):
            if not any(one.raised - 1 <= kill <= one.acknowledged + _WORDS_LATER for kill in kills):
                verdict.unshown.append(f"{person}: press {one.update} was never answered, and no kill explains it")
            verdict.unsure += 1
        elif _doubtful(one, kills) and kept.answers.get(one.question, ("", -1))[1] < one.update:
            verdict.unsure += 1
        else:
            verdict.acknowledged += 1
            taken.setdefault(one.question, []).append(one)
    known = {one.update: one for one in given}
    for question, answers in taken.items():
        best = max(answers, key=lambda one: one.update)
        value, update = kept.answers.get(question, ("", -1))
        if update < 0:
            verdict.lost.append(f"{person} {question}: {best.update} was acknowledged; nothing is stored")
        elif update < best.update:
            verdict.stale.append(f"{person} {question}: {best.update} was acknowledged; stored is {update}")
    by_update: dict[int, str] = {}
    for question, (value, update) in kept.answers.items():
        source = known.get(update)
        if source is None:
            verdict.phantom.append(f"{person} {question}: update {update} gave no answer")
        elif update in by_update:
            verdict.doubled.append(f"{person}: update {update} is stored for {by_update[update]} and {question}")
        elif (source.question, source.value) != (question, value) and not source.query and _doubtful(source, kills):
            verdict.unsure += (
                1  # words typed below an older screen answer the question that the bot has in hand by then
            )
        elif (source.question, source.value) != (question, value):
            verdict.phantom.append(f"{person} {question}: {update} said {source.question}, another value is stored")
        if update in outdated:
            verdict.misled.append(f"{person} {question}: {update} was told to be outdated and is stored")
        by_update[update] = question
    if kept.forms > 1 or kept.responses > 1:
        verdict.doubled.append(f"{person}: {kept.forms} forms, {kept.responses} responses")


def _doubtful(one: Given, kills: Sequence[float]) -> bool:
    """Words that met another question than their own are told so below, which names no update; and a press whose words
    a kill took away is answered without any when it comes again."""
    if not one.query:
        return not (one.alone and one.first)
    near = any(one.raised - 1 <= kill <= one.acknowledged + _WORDS_LATER for kill in kills)
    return not one.told and near and not (one.alone and one.first)


def _where(verdict: Verdict, person: int, history: History, kept: Kept, say: Mapping[str, str]) -> None:
    """The newest screen shows where the database has the person."""
    shown = history.shown.get(person)
    if not kept.forms:
        return
    if kept.place == "review" and kept.status == "open":
        fits = shown is not None and say["review"] in shown.screen
    elif kept.status == "finished":
        if shown is None or say["change"] not in shown.buttons:
            verdict.unthanked.append(f"{person}")
        return
    else:
        fits = shown is not None and f"#{kept.at}" in shown.screen and say["review"] not in shown.screen
    if not fits:
        was = shown.screen.replace("\n", " ")[:60] if shown else "nothing"
        verdict.unshown.append(f"{person}: is at {kept.at or kept.place} ({kept.status}), was last shown: {was}")


def _as_shown(verdict: Verdict, person: int, given: Sequence[Given], history: History, kept: Kept) -> None:
    """What was last shown as saved is what is stored, or something newer is."""
    shown = history.shown.get(person)
    for question, (_, value) in (shown.saved if shown else {}).items():
        stored, update = kept.answers.get(question, ("", -1))
        meant = [one.update for one in given if (one.question, one.value) == (question, value) and one.acknowledged]
        if stored != value and (update < 0 or not meant or update < min(meant)):
            verdict.misled.append(f"{person} {question}: shown as saved, stored is something older")
