"""How fast the messenger may be called: the exact sliding windows that messages to others are sent in.

At most 29 new messages in any 1.05 seconds (the messenger allows 30 a second; the difference is for the road there), at
most one a second in a chat, at most 20 a minute in a group. They are spread evenly, one every 36 ms; whoever comes late
may catch up at twice that pace, within the window. A 429 stops everything until its time is over.

Replies to a person's own input are not asked: they are `charge`d, so that the others make room for them.
Instants are seconds of a steady clock, as floats, and never go back.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_MOST_CHATS = 5_000
"""Chats remembered before those that are free again are dropped."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The messenger's limits. `factor` 1 is the true rate; more is for servers of one's own and for tests."""

    factor: float = 1.0
    most: int = 29
    window: float = 1.05
    chat: float = 1.0
    group_most: int = 20
    group_window: float = 60.0
    behind: float = 0.25
    """How many seconds of lateness may be caught up."""


class Pace:
    """What was sent, and when the next may go. Starts and `presume_full` as though a whole window had just been sent:
    who sent before us left no word of it."""

    def __init__(self, now: float, measure: Measure = Measure()) -> None:
        """`now`: the instant at which the sender starts."""
        self._measure = measure
        self._window = measure.window / measure.factor
        self._gap = self._window / measure.most
        self._chat_gap = measure.chat / measure.factor
        self._group_window = measure.group_window / measure.factor
        self._sent: deque[float] = deque(maxlen=measure.most)
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._held = 0.0
        self._even = now
        self.presume_full(now)

    def presume_full(self, now: float) -> None:
        """As though all of a window had been sent at `now`."""
        self._sent.extend([now] * self._measure.most)
        self._even = now + self._window

    def hold(self, until: float) -> None:
        """Nothing goes before `until` (a 429 said so)."""
        self._held = max(self._held, until)

    def next(self, chat: int, now: float) -> float:
        """The earliest instant from `now` on at which a message to this chat may go, as things stand."""
        at = max(now, self._held, self._even, self._sent[-1] + self._gap / 2, self._chats.get(chat, 0.0))
        at = max(at, self._sent[0] + self._window)
        group = self._groups.get(chat)
        if group is not None and len(group) == self._measure.group_most:
            at = max(at, group[0] + self._group_window)
        return at

    def take(self, chat: int, now: float) -> bool:
        """Send to this chat now: True and noted, or False where it may not go yet."""
        if self.next(chat, now) > now:
            return False
        self._even = max(self._even, now - self._measure.behind / self._measure.factor) + self._gap
        self._note(chat, now)
        return True

    def charge(self, chat: int, now: float) -> None:
        """A message went outside these rules (a reply): it takes its place in the window."""
        self._even = min(max(self._even, now) + self._gap, now + self._window)
        self._note(chat, now)

    def _note(self, chat: int, now: float) -> None:
        self._sent.append(max(now, self._sent[-1]))
        self._chats[chat] = now + self._chat_gap
        if chat < 0:
            self._groups.setdefault(chat, deque(maxlen=self._measure.group_most)).append(now)
        if len(self._chats) > _MOST_CHATS:
            self._chats = {one: free for one, free in self._chats.items() if free > now}
            self._groups = {one: times for one, times in self._groups.items() if times[-1] + self._group_window > now}
