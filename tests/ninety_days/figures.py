"""What a run measured, from the delivery log: how much there was to hold, and how close it came to the limits."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from typing import Any

from tests.ninety_days.checker import MOST, QUIET_UNTIL, SPANS
from tests.ninety_days.clock import ZONE
from tests.ninety_days.diary import Diary
from tests.ninety_days.log import Log
from tests.ninety_days.reading import Letter, Reading


def measured(log: Log, diary: Diary) -> dict[str, Any]:
    """Figures by name."""
    reading = Reading(log, diary)
    usual = [letters for chat, letters in reading.by_chat.items() if not diary.values(chat, "choice")]
    short, long = (max((_most(letters, span) for letters in usual), default=0) for span in SPANS)
    short_most, long_most = MOST["usual"]
    did = Counter(each.what for each in diary.all if each.value is not False)
    return {
        "letters": len(reading.letters),
        "replies": sum(one.reply for one in log.delivered),
        "letters_by_class": dict(Counter(letter.class_ for letter in reading.letters).most_common()),
        "letters_by_kind": dict(Counter(kind for letter in reading.letters for kind in letter.kinds).most_common()),
        "bundles": sum(len(letter.kinds) > 1 for letter in reading.letters),
        "people_written_to": len(reading.by_chat),
        "most_unasked_in_14_days": short,
        "most_unasked_in_60_days": long,
        "people_at_the_limit_of_14_days": sum(_most(letters, SPANS[0]) == short_most for letters in usual),
        "people_at_the_limit_of_60_days": sum(_most(letters, SPANS[1]) == long_most for letters in usual),
        "sent_as_the_quiet_hours_ended": sum(_clock(letter) == QUIET_UNTIL for letter in reading.letters),
        "took_part": did["took_part"],
        "left_unfinished": did["began"] - did["finished"],
        "stopped": did["stopped"],
        "blocked": did["blocked"],
        "chose": did["choice"],
        "changed_language": sum(len(diary.values(chat, "language")) > 1 for chat in reading.residents()),
        "places_taken": did["place"],
        "messages_of_champions": {
            name: did[name] for name in ("sent", "asked_yes", "kept_back", "approved", "refused")
        },
    }


def _clock(letter: Letter) -> time:
    return letter.at.astimezone(ZONE).time().replace(microsecond=0)


def _most(letters: list[Letter], span: timedelta) -> int:
    """The most unasked messages in any stretch of this length."""
    times = [letter.at for letter in letters if letter.class_ == "unasked"]
    return max((sum(at - span < each <= at for each in times) for at in times), default=0)
