"""What may be sent now: due rows are claimed, each person's are judged by the contact rule and worded as parcels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.core.bundle import bundle
from bot.core.contact import Contact, Go, Message, Never, Rules, Until, Wishes, decide, joins
from bot.core.screen import Screen
from bot.ports import (
    AccountId,
    ActivityId,
    Delivery,
    DeliveryKey,
    MessageClass,
    Millis,
    Notice,
    NoticeId,
    Person,
    PersonId,
    Reply,
    State,
    Tx,
    Write,
    millis,
)

_BUSY_MS, _FAULTY_MS = 1_000, 3_600_000
_WRITTEN_WITHIN = timedelta(minutes=5)
"""News waits so much longer than a planned reminder, which has to be made and sent first to take the news along."""
_HOLDING = frozenset({"confirmed", "attended"})
_AT_LEAST_ONCE = frozenset({"confirmation", "urgent"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one person: the rows it settles, the chat, what it says. `again`: of unknown fate it is sent again
    (at least once); `tries`: how often it was begun before."""

    keys: tuple[DeliveryKey, ...]
    person: PersonId
    account: AccountId
    chat_cipher: bytes
    reply: Reply
    class_: MessageClass
    again: bool
    tries: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What a claim gave: how many rows were looked at, and what is to be sent."""

    looked: int
    parcels: tuple[Parcel, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who words and by which rules. `writing` is told of every row just before it is worded, so that one that cannot be
    worded is known by name."""

    write: Write
    rules: Rules
    writing: Callable[[DeliveryKey], None] = lambda _: None


def claim(
    tx: Tx,
    desk: Desk,
    fence: int,
    now: datetime,
    limit: int,
    busy: Collection[PersonId] = (),
    faulty: Collection[DeliveryKey] = (),
) -> Batch:
    """Claim at most `limit` due rows and judge them, all in this transaction: parcels for what may go, an end for what
    never may, a later time for what waits.

    `busy` people have a message in hand already, and wait for a moment; `faulty` rows could not be worded and wait for
    an hour.
    """
    rows = tx.outbox.claim(fence, millis(now), limit)
    judging = _Judging(tx, desk, fence, now, frozenset(faulty))
    of_people: dict[PersonId, list[Delivery]] = defaultdict(list)
    for row in rows:
        of_people[row.person].append(row)
    parcels: list[Parcel] = []
    for person, theirs in of_people.items():
        if person in busy:
            judging.wait(theirs, Millis(judging.at + _BUSY_MS), "")
        else:
            parcels += judging.parcels(person, theirs)
    judging.settle()
    return Batch(len(rows), tuple(parcels))


@dataclass(slots=True)
class _Judging:
    """One claim under way. What is decided is written at its end, many rows in one statement."""

    tx: Tx
    desk: Desk
    fence: int
    now: datetime
    faulty: frozenset[DeliveryKey]
    notices: dict[NoticeId, Notice | None] = field(default_factory=dict)
    reminders: dict[ActivityId, list[datetime]] = field(default_factory=dict)
    ends: dict[tuple[State, str], list[DeliveryKey]] = field(default_factory=lambda: defaultdict(list))
    waits: dict[tuple[Millis, str], list[DeliveryKey]] = field(default_factory=lambda: defaultdict(list))

    @property
    def at(self) -> Millis:
        return millis(self.now)

    def end(self, rows: Iterable[Delivery], reason: str) -> None:
        state = State.EXPIRED if reason == "expired" else State.SKIPPED
        self.ends[state, reason].extend(row.key for row in rows)

    def wait(self, rows: Iterable[Delivery], until: Millis, reason: str) -> None:
        self.waits[until, reason].extend(row.key for row in rows)

    def settle(self) -> None:
        for (state, reason), keys in self.ends.items():
            self.tx.outbox.settle(keys, self.fence, state, self.at, reason=reason)
        for (until, reason), keys in self.waits.items():
            self.tx.outbox.put_back(keys, self.fence, until, reason)

    def parcels(self, who: PersonId, rows: Sequence[Delivery]) -> list[Parcel]:
        """A person's messages: a reminder takes the news along, other news is one message, the rest one each."""
        person, reach = self.tx.people.person(who), self.tx.people.reach(who)
        if person is None or reach is None or reach[2]:
            self.end(rows, "blocked" if reach else "no_chat")
            return []
        account, cipher, _ = reach
        wishes = Wishes(person.stopped, self.tx.preferences.get(who, "contact") or "usual")
        news = [row for row in rows if row.class_ == "service"]
        contacted = self._contacted(who) if any(row.class_ in ("service", "unasked") for row in rows) else []
        made: list[Parcel] = []
        for row in (*(row for row in rows if row.class_ != "service"), None):
            first = self._going([row] if row else news, wishes, contacted, None if row else self._appointed(news))
            written = [(each, self._written(each, person)) for each in first]
            if (row is None or row.class_ == "appointed") and any(screens for _, screens in written):
                along = self._along(who, news if row else (), wishes)
                written += [(each, self._written(each, person)) for each in along]
                news = []
            if (parcel := self._parcel(written, person, account, cipher)) is not None:
                made.append(parcel)
                contacted.append(Contact(self.now, parcel.class_))
        return made

    def _going(
        self, rows: Sequence[Delivery], wishes: Wishes, contacted: Sequence[Contact], appointed: datetime | None
    ) -> list[Delivery]:
        """The rows that may go now; the others are told to wait or ended."""
        going = []
        for row in rows:
            too_late = row.not_after and appointed and row.not_after <= millis(appointed)  # it would expire waiting
            match decide(_message(row), self.now, self.desk.rules, wishes, contacted, None if too_late else appointed):
                case Go():
                    going.append(row)
                case Until(until, why):
                    self.wait((row,), millis(until), why)
                case Never(code):
                    self.end((row,), code)
        return going

    def _along(self, who: PersonId, news: Sequence[Delivery], wishes: Wishes) -> list[Delivery]:
        """The person's news that goes with a message that goes anyway: what was claimed, and what waits elsewhere."""
        along = []
        for row in (*news, *self.tx.outbox.claim_of(who, self.fence, self.at)):
            match joins(_message(row), self.now, wishes):
                case Go():
                    along.append(row)
                case Never(code):
                    self.end((row,), code)
        return along

    def _written(self, row: Delivery, person: Person) -> tuple[Screen, ...] | None:
        """The letter; None where it could not be worded last time and waits."""
        if row.key in self.faulty:
            self.wait((row,), Millis(self.at + _FAULTY_MS), "fault")
            return None
        if row.notice not in self.notices:
            self.notices[row.notice] = self.tx.notices.get(row.notice)
        notice = self.notices[row.notice]
        self.desk.writing(row.key)
        return self.desk.write(self.tx, notice, row, person, self.now) if notice is not None else ()

    def _parcel(
        self,
        written: Sequence[tuple[Delivery, tuple[Screen, ...] | None]],
        person: Person,
        account: AccountId,
        cipher: bytes,
    ) -> Parcel | None:
        self.end((row for row, screens in written if screens == ()), "over")
        rows = [row for row, screens in written if screens]
        if not rows:
            return None
        screens = bundle(screens for _, screens in written if screens)
        return Parcel(
            tuple(row.key for row in rows),
            person.id,
            account,
            cipher,
            Reply(screens, person.language, person.id, reader=person.reader),
            rows[0].class_,
            rows[0].class_ in _AT_LEAST_ONCE,
            rows[0].tries,
        )

    def _contacted(self, who: PersonId) -> list[Contact]:
        since = Millis(self.at - int(self.desk.rules.reach / timedelta(milliseconds=1)))
        return [Contact(_instant(each.at), each.class_) for each in self.tx.outbox.contacted(who, since)]

    def _appointed(self, news: Sequence[Delivery]) -> datetime | None:
        """When the next reminder is due of the person whose news this is: one that waits to be sent, or one planned for
        a workshop at which the person has a place."""
        if not news:
            return None
        waiting = self.tx.outbox.of_person(news[0].person, (State.WAITING,))
        due = [_instant(row.due) for row in waiting if row.class_ == "appointed" and row.due > self.at]
        for booking in self.tx.bookings.of_person(news[0].person):
            if booking.state in _HOLDING:
                due += [at + _WRITTEN_WITHIN for at in self._planned(booking.activity) if at > self.now]
        return min(due, default=None)

    def _planned(self, activity: ActivityId) -> list[datetime]:
        if activity not in self.reminders:
            rows = self.tx.agenda.of(activity)
            self.reminders[activity] = [_instant(d.at) for d in rows if d.kind == "remind" and d.state == "waiting"]
        return self.reminders[activity]


def _message(row: Delivery) -> Message:
    return Message(
        row.class_, _instant(row.due) if row.due else None, _instant(row.not_after) if row.not_after else None
    )


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=UTC)
