"""Reading what people type: numbers, dates, times and words, in the digits and orders they use.

British order for dates (31/12/2026). Any decimal digits of Unicode are digits. Nothing is guessed: what could mean two
things is refused by the kind, with an example.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta

from bot.core.lexicon import MONTHS, TODAY, YESTERDAY

_SPACES = re.compile(r"\s+")
_EDGES = " .!?,;:'\"()[]‘’“”«»…؟،؛।*_"
_GROUPED = re.compile(r"[+-]?\d{1,3}([,. '’])\d{3}(?:\1\d{3})*")
_WHOLE = re.compile(r"[+-]?\d{1,15}(?:[.,]0+)?")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,10})?|[.,]\d{1,10})")
_GROUPED_DECIMAL = re.compile(r"[+-]?\d{1,3}([,. '’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d{1,10})?")
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_BRITISH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:de |of )?([^\W\d]+\.?)\s*(?:de |del )?,?\s*(\d{4})")
_AMERICAN = re.compile(r"([^\W\d]+)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?\s*([ap])?\.?\s*(?:m\.?)?")
_MILITARY = re.compile(r"(\d{2})(\d{2})")
_INVISIBLE = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad\u180e"
)
_SIGNS = str.maketrans("٫٬−–\u00a0\u202f", ".,--  ")
_LIST = re.compile(r"[,;،؛、+&\n]|\s+and\s+")


def digits(text: str) -> str:
    """Spell every decimal digit in ASCII, Arabic signs for decimals and thousands as "." and ","."""
    if text.isascii():
        return text
    made = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return made.translate(_SIGNS)


def clean(text: str) -> str:
    """Take out what nobody typed: control characters, direction overrides, zero-width characters but the joiners."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or (c not in _INVISIBLE and unicodedata.category(c) not in ("Cc", "Cs")))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def plain(text: str) -> str:
    """Reduce words to what matters when they are compared: width, case, spaces, marks around them."""
    made = unicodedata.normalize("NFKC", digits(clean(text))).casefold()
    return _SPACES.sub(" ", made).strip(_EDGES)


def parts(text: str) -> list[str]:
    """Split a typed list ("1, 4", "1 و 4" is not one) at commas of any script, semicolons, "and"; or bare numbers."""
    pieces = [piece.strip() for piece in _LIST.split(text) if piece.strip()]
    if len(pieces) == 1 and all(word.isdecimal() for word in pieces[0].split()):
        return pieces[0].split()
    return pieces


def _bare(text: str) -> str:
    return digits(clean(text)).strip().removeprefix("£").strip()


def whole(text: str) -> int | None:
    """Read a whole number: "12", "1,200", "١٢"; None where it is not one."""
    bare = _bare(text)
    if _GROUPED.fullmatch(bare):
        return int(re.sub(r"[^\d+-]", "", bare))
    if _WHOLE.fullmatch(bare):
        return int(re.split(r"[.,]", bare)[0])
    return None


def decimal(text: str) -> str | None:
    """Read a decimal number into its plain form: "3,5" is 3.5, "1,200" is 1200, "1.200,5" is 1200.5."""
    bare = _bare(text)
    grouped = _GROUPED_DECIMAL.fullmatch(bare)
    if grouped and grouped.group(1) != "." and not bare.lstrip("+-").startswith("0"):
        bare = bare.replace(grouped.group(1), "").replace(",", ".")
    elif grouped and bare.count(".") + bare.count(",") > 1 and grouped.group(1) == ".":
        bare = bare.replace(".", "").replace(",", ".")
    elif not _DECIMAL.fullmatch(bare):
        return None
    number = bare.replace(",", ".").lstrip("+")
    sign = "-" if number.startswith("-") else ""
    before, _, after = number.lstrip("-").partition(".")
    before, after = before.lstrip("0") or "0", after.rstrip("0")
    spelled = f"{before}.{after}" if after else before
    return spelled if spelled == "0" else sign + spelled


def _date(year: str, month: str | int, day: str) -> date | None:
    full = int(year) + (2000 if len(year) == 2 and int(year) < 50 else 1900 if len(year) == 2 else 0)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def day(text: str, today: date) -> date | None:
    """Read a date: ISO, British order, month names of eight languages, "today", "yesterday"; None where it is none."""
    bare = plain(text)
    if bare in TODAY:
        return today
    if bare in YESTERDAY:
        return today - timedelta(days=1)
    if found := _ISO.fullmatch(bare):
        return _date(*found.groups())
    if found := _BRITISH.fullmatch(bare):
        return _date(found[3], found[2], found[1])
    if found := _NAMED.fullmatch(bare):
        month = MONTHS.get(found[2].rstrip("."))
        return _date(found[3], month, found[1]) if month else None
    if found := _AMERICAN.fullmatch(bare):
        month = MONTHS.get(found[1])
        return _date(found[3], month, found[2]) if month else None
    return None


def clock(text: str) -> time | None:
    """Read a time of day: "19:30", "7.30pm", "7 pm", "1930"; None where it is none, or says too little ("7")."""
    bare = plain(text)
    if found := _MILITARY.fullmatch(bare):
        hour, minute, half = int(found[1]), int(found[2]), None
    elif found := _CLOCK.fullmatch(bare):
        if bare.isdecimal():
            return None
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    else:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
