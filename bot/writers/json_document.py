"""JSON: one document with the same tables as every other format, and the plain meaning of each marker."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.core.release import Release, document
from bot.writers.wording import WORDS, markers, statuses


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """UTF-8, keys in order, one value a line: two releases can be compared line by line."""

    name: str = "json"
    suffix: str = "json"
    media_type: str = "application/json"

    def write(self, release: Release) -> bytes:
        """The release's document; hidden cells have no count, and `shown` says what they are."""
        meanings = {
            "markers": markers(release.about.policy),
            "words": WORDS,
            "statuses": {status.value: words for status, words in statuses(release.about.policy).items()},
        }
        licence = {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0"}
        whole = {"document": document(release), "licence": licence, "meanings": meanings}
        return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
