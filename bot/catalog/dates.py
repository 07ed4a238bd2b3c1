"""Days and moments in the reader's language: month and weekday in words, so that nobody takes 3/4 for the 4th of March.

Patterns are CLDR's, digits Western in every language (as on clocks, timetables and letters here), the clock has 24
hours as on the borough's own notices. What is given is wall time already: no zone is known here.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

_AS_SPOKEN_HERE = {"en": "en_GB", "pt": "pt_PT"}
_ARABIC_COMMA, _COMMA = "\u060c ", ", "
_FALLBACK = "en_GB"


def day(shown: date, language: str) -> str:
    """A day: "9 March 2026", "9 de março de 2026"."""
    return str(format_date(_day(shown), "long", locale=_locale(language)))


def moment(shown: datetime, language: str) -> str:
    """A day with its weekday, and the time: "Monday, 9 March 2026, 18:05"."""
    locale = _locale(language)
    comma = _ARABIC_COMMA if locale.language == "ar" else _COMMA
    return f"{format_date(_day(shown), 'full', locale=locale)}{comma}{shown:%H:%M}"


def short(shown: date, language: str) -> str:
    """A day for a button: "Mon 9 Mar"."""
    return str(format_skeleton("MMMEd", _day(shown), locale=_locale(language))).replace(",", "")


def _day(shown: date) -> date:
    return shown.date() if isinstance(shown, datetime) else shown


@cache
def _locale(language: str) -> Locale:
    """The locale of an enabled language; of one that nobody knows, English."""
    bare = language.split("-", maxsplit=1)[0]
    try:
        return Locale.parse(_AS_SPOKEN_HERE.get(bare, bare))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK)
