"""The promises, read from the delivery log and the diary alone; no code is shared with the bot.

- Unasked (broadcasts, nudges): at most 2 in any 14 days and 4 in any 60; 1 and 2 where "less often" holds when it is
  sent; none where "only what I booked" holds.
- Service (results, "you said, we did", notices by theme, moved, called off, drawn, offers): at most one message a local
  day; a reminder is the day's message and takes waiting news along. A reminder is never moved, so there may be one on a
  day that has had its news, where the news went out before the place was taken.
- Quiet hours, 20:00 to 08:30 on the borough's clocks on either side of a clock change: nothing of service, unasked or
  duty. A reminder is sent at its own wall time.
- After stop, until they come back, nothing but confirmations; nothing is even tried at a chat that blocked the bot.
- At most one nudge for a form. No broadcast twice. Results and each "you said, we did": everybody who took part and could
  be reached, exactly once, in the language they read then; nobody else.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tests.ninety_days.clock import ZONE, wall
from tests.ninety_days.diary import Diary
from tests.ninety_days.log import Log
from tests.ninety_days.reading import Letter, Reading

QUIET_FROM, QUIET_UNTIL = time(20, 0), time(8, 30)
SPANS = (timedelta(days=14), timedelta(days=60))
MOST = {"usual": (2, 4), "less": (1, 2), "booked": (0, 0)}
_DAYS_TO_HEAR = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that did not hold."""

    rule: str
    chat: int
    at: datetime | None
    says: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.rule}: chat {self.chat} at {self.at}: {self.says}"


def check(log: Log, diary: Diary) -> list[Finding]:
    """Everything that is wrong."""
    reading = Reading(log, diary)
    return [finding for rule in RULES for finding in rule(reading)]


def recognised(reading: Reading) -> Iterator[Finding]:
    """A message nobody can name would escape every other rule; this also holds the language."""
    for letter in reading.letters:
        if not letter.kinds:
            yield Finding("unknown words or language", letter.chat, letter.at, letter.text[:120])


def budget(reading: Reading) -> Iterator[Finding]:
    """Over all champions and officers, for each person."""
    for chat, letters in reading.by_chat.items():
        times = [letter.at for letter in letters if letter.class_ == "unasked"]
        for at in times:
            choice = reading.diary.at(chat, "choice", at, otherwise="usual")
            for span, most in zip(SPANS, MOST[choice], strict=True):
                number = sum(at - span < each <= at for each in times)
                if number > most:
                    yield Finding("over budget", chat, at, f"{number} in {span.days} days; chose {choice}")


def one_a_day(reading: Reading) -> Iterator[Finding]:
    """Service messages, of which a reminder is one."""
    for chat, letters in reading.by_chat.items():
        for day in sorted({letter.day for letter in letters}):
            told = [letter for letter in letters if letter.day == day and letter.class_ in ("service", "appointed")]
            news = [letter for letter in told if letter.class_ == "service"]
            if len(news) > 1:
                yield Finding("two news in a day", chat, news[1].at, str([sorted(each.kinds) for each in news]))
            for first, later in itertools.pairwise(told):
                if later.class_ == "service" and first.class_ == "appointed":
                    yield Finding("news after the day's reminder", chat, later.at, str(sorted(later.kinds)))
                if (
                    later.class_ == "appointed"
                    and first.class_ == "service"
                    and not _booked(reading, chat, first, later)
                ):
                    yield Finding(
                        "news not taken along by the day's reminder", chat, first.at, str(sorted(first.kinds))
                    )


def _booked(reading: Reading, chat: int, first: Letter, later: Letter) -> bool:
    """Whether a place was taken between the two."""
    return any(first.at <= did.at <= later.at for did in reading.diary.of("place") if did.chat == chat)


def quiet(reading: Reading) -> Iterator[Finding]:
    """By the borough's clocks."""
    for letter in reading.letters:
        clock = letter.at.astimezone(ZONE).time()
        if letter.class_ in ("service", "unasked", "duty") and (clock >= QUIET_FROM or clock < QUIET_UNTIL):
            yield Finding("quiet hours", letter.chat, letter.at, f"{clock:%H:%M} {sorted(letter.kinds)}")


def left_alone(reading: Reading) -> Iterator[Finding]:
    """After stop and after a block."""
    for letter in reading.letters:
        if reading.diary.at(letter.chat, "stopped", letter.at, otherwise=False) and letter.class_ != "confirmation":
            yield Finding("after stop", letter.chat, letter.at, str(sorted(letter.kinds)))
    for at, chat, method, own in reading.tried:
        if not own and reading.diary.at(chat, "blocked", at, otherwise=False):
            yield Finding("tried at a blocked chat", chat, at, method)


def nudged_once(reading: Reading) -> Iterator[Finding]:
    """For a form, ever; and only for one that was begun and not finished."""
    seen = Counter((letter.chat, reading.about(letter, "nudge")) for letter in reading.of("nudge"))
    for (chat, form), number in seen.items():
        if number > 1:
            yield Finding("nudged twice", chat, None, f"{form}: {number}")
    for letter in reading.of("nudge"):
        form = reading.about(letter, "nudge")
        if form not in reading.diary.values(letter.chat, "began", letter.at):
            yield Finding("nudged for a form never begun", letter.chat, letter.at, form)
        if form in reading.diary.values(letter.chat, "finished", letter.at):
            yield Finding("nudged for a finished form", letter.chat, letter.at, form)


def heard_back(reading: Reading) -> Iterator[Finding]:
    """The result, and each statement."""
    for did in reading.diary.of("released"):
        took_part = _chats(reading, "took_part", did.value, did.at)
        yield from _exactly(reading, "result", took_part, did.at, reading.of("result", did.value))
    for did in reading.diary.of("answered"):
        name, tag = did.value
        letters = [letter for letter in reading.tagged(tag) if reading.about(letter, "we_did")]
        yield from _exactly(
            reading, f"you said, we did {tag}", _chats(reading, "took_part", name, did.at), did.at, letters
        )


def told_what_was_asked_for(reading: Reading) -> Iterator[Finding]:
    """Notices reach those who asked for their theme, once."""
    for did in reading.diary.of("told"):
        theme, tag = did.value
        yield from _exactly(
            reading, f"notice {tag}", _chats(reading, "theme", theme, did.at), did.at, reading.tagged(tag)
        )


def broadcasts_once(reading: Reading) -> Iterator[Finding]:
    """And to nobody they were not for."""
    aims = {did.value[0]: (did.value[1], did.chat) for did in reading.diary.of("aim")}
    for (chat, tag), number in Counter(
        (each.chat, tag) for each in reading.of("broadcast") for tag in each.tags
    ).items():
        if number > 1:
            yield Finding("broadcast twice", chat, None, f"{tag}: {number}")
        aim, champion = aims.get(tag, ("", 0))
        if aim == "link" and champion not in reading.diary.values(chat, "source"):
            yield Finding("broadcast to somebody of another link", chat, None, tag)
        if aim == "area" and "1" not in reading.diary.values(chat, "area"):
            yield Finding("broadcast to somebody of another area", chat, None, tag)


def workshops(reading: Reading) -> Iterator[Finding]:
    """Reminders the evening before at six on the wall, never of an old start; moves and cancelling told once."""
    begins = {did.value[0]: did.value[1] for did in reading.diary.of("begins")}  # the last one counts
    off = {did.value: did.at for did in reading.diary.of("called_off")}
    for key, start in begins.items():
        due = wall((start.astimezone(ZONE) - timedelta(days=1)).date(), "18:00")
        letters = reading.of("reminder", key)
        for letter in letters:
            if letter.at != due:
                yield Finding("reminder at another time", letter.chat, letter.at, f"{key}: meant for {due}")
        drawn = {letter.chat for letter in reading.of("drawn", key)}
        holding = {chat for chat in reading.residents() if reading.diary.holds(chat, key, due)} | drawn
        yield from _exactly(reading, f"reminder {key}", set() if key in off else holding, due, letters)
    for did in reading.diary.of("moved"):
        holding = {chat for chat in reading.residents() if reading.diary.holds(chat, did.value, did.at)}
        yield from _exactly(reading, f"moved {did.value}", holding, did.at, reading.of("moved", did.value))
    for key, at in off.items():
        holding = {chat for chat in reading.residents() if reading.diary.holds(chat, key, at)}
        yield from _exactly(reading, f"called off {key}", holding, at, reading.of("called_off", key))


def _chats(reading: Reading, what: str, value: object, by: datetime) -> set[int]:
    return {did.chat for did in reading.diary.of(what) if did.value == value and did.at <= by}


def _exactly(
    reading: Reading, what: str, meant: set[int], at: datetime, letters: Iterable[Letter]
) -> Iterator[Finding]:
    """Whoever is meant and could be reached all the time: once; whoever could not: at most once; anybody else: never."""
    got = Counter(letter.chat for letter in letters)
    for chat, number in got.items():
        if number > 1:
            yield Finding(f"{what} twice", chat, at, f"{number} times")
        if chat not in meant:
            yield Finding(f"{what} to somebody else", chat, at, "")
    for chat in meant - got.keys():
        away = (
            *reading.diary.within(chat, "stopped", at, at + _DAYS_TO_HEAR),
            *reading.diary.within(chat, "blocked", at, at + _DAYS_TO_HEAR),
        )
        if not any(away):
            yield Finding(f"{what} missing", chat, at, "could be reached all the time")


RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    recognised, budget, one_a_day, quiet, left_alone, nudged_once, heard_back, told_what_was_asked_for, broadcasts_once,
    workshops,
)  # fmt: skip
