"""Which of the enabled languages somebody's own words are in: a suggestion, never a decision.

langdetect, seed 0, with the profiles of the enabled languages alone (over three words 0.825 right against 0.765 with
all of its profiles, and 8 MB instead of 64; METHODS.md "Language detection"). Where one script belongs to one enabled
language, the script decides. The library is loaded on first use, so that nobody waits for it at start.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

_SCRIPTS = {"ARABIC": "ar", "BENGALI": "bn", "ETHIOPIC": "am", "CJK": "zh"}
_NOT_ARABIC = frozenset("پچژگٹڈڑںےھۓ")
"""Letters of Persian and Urdu that Arabic has not: then it is neither Arabic nor ours."""
_SURE = 0.8
_FEWEST_WORDS = 3


def detect(text: str, languages: Sequence[str]) -> str:
    """The enabled language of the words, or "" where they are too few or in doubt. CPU work: call it in a thread."""
    if len(set(text.casefold().split())) < _FEWEST_WORDS:
        return ""
    script = _script(text)
    if script in _SCRIPTS:
        language = _SCRIPTS[script]
        foreign = language == "ar" and not _NOT_ARABIC.isdisjoint(text)
        return language if language in languages and not foreign else ""
    latin = tuple(sorted(code for code in languages if code not in _SCRIPTS.values()))
    return _by_letters(text, latin) if script == "LATIN" else ""


def _script(text: str) -> str:
    """The script of most letters, by the first word of their Unicode names."""
    names = Counter(unicodedata.name(letter, "?").partition(" ")[0] for letter in text if letter.isalpha())
    return names.most_common(1)[0][0] if names else ""


def _by_letters(text: str, languages: tuple[str, ...]) -> str:
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415  loaded on first use

    detector = _factory(languages).create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no letters it knows
        return ""
    return str(found[0].lang) if found and found[0].prob >= _SURE else ""


@lru_cache(maxsize=1)
def _factory(languages: tuple[str, ...]) -> Any:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415  loaded on first use

    files = [Path(PROFILES_DIRECTORY) / code for code in languages]
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile([file.read_text(encoding="utf-8") for file in files if file.is_file()])
    return factory
