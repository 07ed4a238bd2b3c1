"""An A5 sheet for the noticeboard, as PDF in one language: what is asked, how, the QR code, whom to ask. Or results.

Typeset by typst in a process of its own (it holds the interpreter's lock, and its time is bounded here), as PDF/UA-1:
a screen reader is told the language, the title and what the picture is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.errors import Rule

SECONDS = 30
_NO_FONT = 3
"""What the typesetting process ends with where the machine has no font for the language."""
_ROOT = Path(__file__).resolve().parents[2]
_FONTS = {"ar": "Noto Sans Arabic", "bn": "Noto Sans Bengali"}
"""Families beside Noto Sans, by language; all of the Debian package fonts-noto-core."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it, worded. `qr` is an SVG picture and `qr_says` its text; `sections` (a heading and its lines)
    are results; `foot` small print."""

    language: str
    right_to_left: bool
    title: str
    who: str
    steps: tuple[str, ...]
    qr: str
    qr_says: str
    link: str
    voluntary: str
    contact: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    foot: str = ""


def typeset(sheet: Sheet, form: str = "pdf", seconds: float = SECONDS) -> bytes:
    """The file (`form` "pdf", or "png" to look at). Blocks for at most `seconds`: call it from a thread.

    Raises Rule("sheet.no_font") where the machine cannot write the language, Rule("sheet.late") out of time, and
    RuntimeError for a fault of ours.
    """
    fonts = ["Noto Sans", _FONTS[sheet.language]] if sheet.language in _FONTS else ["Noto Sans"]
    told = asdict(sheet) | {"contact": [(line, _right_to_left(line)) for line in sheet.contact]}
    asked = json.dumps({"fonts": fonts, "form": form, "sheet": told})
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    try:
        with TemporaryDirectory(prefix="evenhand-sheet-") as scratch:
            ours = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1", "HOME": scratch}
            done = subprocess.run(  # our own interpreter and module; what it is given travels as data
                [sys.executable, "-m", "bot.writers.typesetting"],
                input=asked.encode(),
                capture_output=True,
                timeout=seconds,
                check=False,
                cwd=scratch,
                env={**kept, **ours},
                start_new_session=True,
            )
    except subprocess.TimeoutExpired:
        raise Rule("sheet.late") from None
    if done.returncode == _NO_FONT:
        raise Rule("sheet.no_font", font=fonts[-1])
    if done.returncode:
        raise RuntimeError(f"typesetting ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout


def _right_to_left(line: str) -> bool:
    """By its first letter that has a direction: names and places stand as their authors wrote them."""
    strong = (unicodedata.bidirectional(character) for character in line)
    return next((each != "L" for each in strong if each in ("L", "R", "AL")), False)
