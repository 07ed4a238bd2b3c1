"""Whether a person may be written to now: the one place where it is decided, for every kind of message to others.

By class of message (bot.ports.outbox.MessageClass):

- confirmation: follows from what the person has just done. Goes always, also after /stop.
- urgent: cannot wait (a workshop of tomorrow is cancelled). Goes at any hour.
- duty: work of a role. Waits for the end of the quiet hours; no budget.
- appointed: a reminder at its hour. Goes where that hour lies in the quiet hours too, and up to `late` after it; one
  that is later than that waits for the end of the quiet hours.
- service: news of what one booked, took part in or asked for. Waits for the end of the quiet hours; at most `per_day`
  messages a local day, of which an appointed one is one; one that is to come later the same day is waited for, since it
  takes the news along.
- unasked: everything else. Waits for the end of the quiet hours; at most so many in any window of so many days, over
  all who send, counting what was sent and what may have been sent; none where the person chose "booked".

After /stop nothing but confirmations. Nothing at all once `not_after` has come; what would have to wait beyond it is
given up at once. Quiet hours and days are those of the wall clock, so that in the nights of the clock change they are
an hour longer or shorter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from bot.core import wall

Class = Literal["confirmation", "urgent", "duty", "appointed", "service", "unasked"]
Budget = tuple[tuple[int, timedelta], ...]
"""(at most so many, in any stretch of time as long as this): all must hold."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of content/policy.toml. `quiet_from` to `quiet_until` may go over midnight; equal: no quiet hours."""

    zone: str = "Europe/London"
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 30)
    usual: Budget = ((2, timedelta(days=14)), (4, timedelta(days=60)))
    less: Budget = ((1, timedelta(days=14)), (2, timedelta(days=60)))
    per_day: int = 1
    late: timedelta = timedelta(minutes=15)

    @property
    def reach(self) -> timedelta:
        """How far back the budgets look."""
        return max(span for budget in (self.usual, self.less) for _, span in budget)


@dataclass(frozen=True, slots=True)
class Contact:
    """That a person was written to, or may have been."""

    at: datetime
    class_: Class


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent. `due`: the instant it was meant for (of an appointed one); `not_after`: None for never too
    late."""

    class_: Class
    due: datetime | None = None
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person chose: /stop, and "usual", "less" or "booked"."""

    stopped: bool = False
    choice: str = "usual"


@dataclass(frozen=True, slots=True)
class Go:
    """Now."""


@dataclass(frozen=True, slots=True)
class Until:
    """Not before `at`, when it is to be asked again. `why`: "quiet", "day", "appointed" or "enough"."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not at all. `code`: "stopped", "expired", "chosen" (only what was booked) or "enough" (written to enough until it
    would be too late)."""

    code: str


Decision = Go | Until | Never


def decide(
    message: Message,
    now: datetime,
    rules: Rules,
    wishes: Wishes = Wishes(),
    contacted: Sequence[Contact] = (),
    appointed: datetime | None = None,
) -> Decision:
    """What the rules of this module's first lines say at `now` (zoned).

    `contacted`: what the person was sent within `rules.reach`, in any order. `appointed`: when the person's next
    reminder is due, where there is one.
    """
    over = joins(message, now, wishes)
    if isinstance(over, Never):
        return over
    match message.class_:
        case "confirmation" | "urgent":
            return Go()
        case "duty":
            wait = _after_quiet(now, rules, now, "")
        case "appointed":
            wait = _of_appointed(message.due or now, now, rules)
        case "service":
            wait = _of_service(now, rules, contacted, appointed)
        case "unasked":
            if wishes.choice == "booked":
                return Never("chosen")
            wait = _of_budget(now, rules, rules.less if wishes.choice == "less" else rules.usual, contacted)
    if wait is not None and message.not_after is not None and wait.at >= message.not_after:
        return Never("enough" if wait.why == "enough" else "expired")
    return wait or Go()


def joins(message: Message, now: datetime, wishes: Wishes = Wishes()) -> Go | Never:
    """Whether a message may go along with one to the same person that goes anyway: then it waits for nothing."""
    if message.not_after is not None and now >= message.not_after:
        return Never("expired")
    return Never("stopped") if wishes.stopped and message.class_ != "confirmation" else Go()


def quiet_until(at: datetime, rules: Rules) -> datetime | None:
    """The end of the quiet hours that `at` lies in; None where it lies in none. They hold from the first to before the
    last instant."""
    if rules.quiet_from == rules.quiet_until:
        return None
    today = wall.shown(at, rules.zone).date()
    over_night = timedelta(days=1 if rules.quiet_from > rules.quiet_until else 0)
    for evening in (today - timedelta(days=1), today):
        begins = wall.on(evening, rules.quiet_from, rules.zone)
        ends = wall.on(evening + over_night, rules.quiet_until, rules.zone)
        if begins <= at < ends:
            return ends
    return None


def _after_quiet(at: datetime, rules: Rules, now: datetime, why: str) -> Until | None:
    """From `at` on, and not in quiet hours; None for now."""
    end = quiet_until(at, rules)
    if end is not None:
        return Until(end, why or "quiet")
    return Until(at, why) if at > now else None


def _of_appointed(due: datetime, now: datetime, rules: Rules) -> Until | None:
    meant = quiet_until(due, rules) is not None and quiet_until(due, rules) == quiet_until(now, rules)
    return None if meant or now - due <= rules.late else _after_quiet(now, rules, now, "")


def _of_service(now: datetime, rules: Rules, contacted: Sequence[Contact], appointed: datetime | None) -> Until | None:
    today = wall.shown(now, rules.zone).date()
    told = {c.at for c in contacted if c.class_ in ("service", "appointed")}
    if sum(wall.shown(at, rules.zone).date() == today for at in told) >= rules.per_day:
        tomorrow = wall.on(today + timedelta(days=1), time(0), rules.zone)
        return _after_quiet(tomorrow, rules, now, "day")
    if appointed is not None and appointed > now and wall.shown(appointed, rules.zone).date() == today:
        return Until(appointed, "appointed")
    return _after_quiet(now, rules, now, "")


def _of_budget(now: datetime, rules: Rules, budget: Budget, contacted: Sequence[Contact]) -> Until | None:
    """The first instant at which every window ending there has room, moved out of the quiet hours.

    With n allowed in a window of length w, the n-th last message must be at least w old: then no window of that length
    (which holds its end and not its beginning) has more than n.
    """
    times = sorted(c.at for c in contacted if c.class_ == "unasked")
    at, why = now, ""
    for most, span in budget:
        if len(times) >= most:
            free = times[-most] + span if most else now + span
            if free > at:
                at, why = free, "enough"
    return _after_quiet(at, rules, now, why)
