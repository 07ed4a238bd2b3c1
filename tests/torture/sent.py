"""What was sent, held against what arrived: the delivery log, every request, and the database with our own SQL.

Shares no code with the bot. States are the numbers of the table `deliveries`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.opening import rows
from tests.torture.process import KEY
from tests.torture.stored import look_up

OPEN, SENT, REFUSED, UNKNOWN, SKIPPED = (0, 1, 2), 10, 11, 12, 15


@dataclass(slots=True)
class Sent:
    """One notice, or all of a kind: who got it how often, and what the database says of each."""

    copies: Counter[int]
    words: dict[int, set[str]]
    states: dict[int, tuple[int, str]]
    """Chat -> state and reason."""
    nobody: int
    """Rows of people whose chat is none of ours."""
    unfinished: list[str] = field(default_factory=list)

    def count(self, state: int) -> int:
        """How many rows are in a state."""
        return sum(found == state for found, _ in self.states.values())

    @property
    def doubled(self) -> list[str]:
        """People who got it more than once."""
        return [f"{chat} got it {count} times" for chat, count in self.copies.items() if count > 1]

    @property
    def invented(self) -> list[str]:
        """People who are said to have got it and did not."""
        said = [chat for chat, (state, _) in self.states.items() if state == SENT]
        return [f"{chat} is marked as sent and got nothing" for chat in said if not self.copies[chat]]

    @property
    def phantom(self) -> list[str]:
        """People who got it of whom the database says that they surely did not, or knows nothing."""
        may = {SENT, UNKNOWN}
        return [f"{chat} got it unrecorded" for chat in self.copies if self.states.get(chat, (-1, ""))[0] not in may]


def read_sent(database: str, log: Path, token: str, chats: Collection[int], kind: str, marker: str) -> Sent:
    """All deliveries of a kind of notice, and all messages with the marker in their words."""
    bot = int(token.partition(":")[0])
    by_hash = {look_up(KEY, bot, chat): chat for chat in chats}
    copies, words = _arrived(log, marker, set(chats))
    states: dict[int, tuple[int, str]] = {}
    nobody = 0
    found = rows(
        database,
        "SELECT a.chat_hash, d.state, d.reason FROM deliveries d JOIN people p ON p.id = d.person"
        f" JOIN accounts a ON a.id = p.account JOIN notices n ON n.id = d.notice WHERE n.kind = '{kind}'",
    )
    for digest, state, reason in found:
        chat = by_hash.get(bytes(digest))
        if chat is None:
            nobody += 1
        elif chat not in states or states[chat][0] in (0, 1, 2):
            states[chat] = (state, reason)
    open_rows = "SELECT count(*) FROM deliveries d WHERE d.notice = n.id AND d.state IN (0, 1, 2)"
    ends = rows(database, f"SELECT n.state, ({open_rows}) FROM notices n WHERE n.kind = '{kind}'")
    unfinished = [
        f"a notice is {state} with {left} open rows" for state, left in ends if (state == "done") == (left > 0)
    ]
    return Sent(copies, words, states, nobody, unfinished)


def _arrived(log: Path, marker: str, chats: Collection[int]) -> tuple[Counter[int], dict[int, set[str]]]:
    copies: Counter[int] = Counter()
    words: dict[int, set[str]] = {}
    with log.open(encoding="utf-8") as file:
        for line in file:
            if marker not in line:
                continue
            one = json.loads(line)
            if one["kind"] == "done" and one["method"] == "sendMessage" and marker in one["params"].get("text", ""):
                chat = int(one["params"]["chat_id"])
                if chat not in chats:
                    continue
                copies[chat] += 1
                words.setdefault(chat, set()).add(one["params"]["text"])
    return copies, words


def asked(requests: Path, chats: Collection[int], marker: str) -> Mapping[int, int]:
    """How often the messenger was asked to send the marked words to each of these chats, whatever came of it."""
    wanted, found = set(chats), Counter[int]()
    with requests.open(encoding="utf-8") as file:
        for line in file:
            if marker in line:
                one = json.loads(line)
                if one["method"] == "sendMessage" and int(one["params"]["chat_id"]) in wanted:
                    found[int(one["params"]["chat_id"])] += 1
    return found


def arrivals(log: Path, marker: str = "") -> list[tuple[float, int]]:
    """(when, chat) of every new message with the marker, in order."""
    found = []
    with log.open(encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            if one["kind"] == "done" and one["method"].startswith("send") and marker in one["params"].get("text", ""):
                found.append((float(one["at"]), int(one["params"]["chat_id"])))
    return sorted(found)
