"""One "you said, we did" as people read it: in its letter, in the results, and in the preview before that."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.screen import Block
from bot.core.we_did import Statement, standing
from handlers.texts import told
from handlers.visit import Office, para


def blocks(office: Office, statement: Statement, language: str, today: date) -> tuple[Block, ...]:
    """What people said, the answer, and what became of a promise: kept, missed (with the reason), or overdue."""
    shown = [para("we_did.said", "small"), *told(office, statement.said, language)]
    if statement.answer == "will":
        shown.append(para("we_did.will", "small", date=_day(office, statement.by, language)))
    else:
        shown.append(para(f"we_did.{statement.answer}", "small"))
    shown += told(office, statement.words, language)
    became = standing(statement, today)
    if became in ("kept", "missed"):
        shown += [para(f"we_did.{became}", "small"), *told(office, statement.outcome_words, language)]
    elif became == "overdue":
        shown.append(para("we_did.overdue"))
    return tuple(shown)


def _day(office: Office, day: str, language: str) -> str:
    return office.voice.date(datetime.fromisoformat(day), language) if day else "-"
