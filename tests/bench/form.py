"""The survey that is answered in every measurement: 12 questions of one choice, as an ordinary workbook."""

from __future__ import annotations

from functools import cache

from bot.catalog.xlsform.bounded import import_form
from bot.catalog.xlsform.outcome import Refused
from bot.core.form import Form

QUESTIONS = 12
OPTIONS = ("Very safe", "Fairly safe", "Not very safe", "Not at all safe", "Prefer not to say")


@cache
def bench_form() -> Form:
    """The compiled form."""
    questions = [
        f"| | select_one safe | q{n} | How safe do you feel in place number {n} in the evening? |"
        for n in range(1, QUESTIONS + 1)
    ]
    choices = [f"| | safe | c{n} | {words} |" for n, words in enumerate(OPTIONS)]
    lines = [
        "| survey | | | |", "| | type | name | label::English (en) |", *questions, "",
        "| choices | | | |", "| | list_name | name | label::English (en) |", *choices, "",
        "| settings | | |", "| | form_title | form_id | default_language |", "| | Bench | bench | English (en) |",
    ]  # fmt: skip
    done = import_form("bench.md", "\n".join(lines).encode())
    if isinstance(done, Refused):
        raise TypeError(str(done))
    return done.form
