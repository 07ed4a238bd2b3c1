"""Totals of responses. Nothing here returns a person's row: every statement groups.

A caller counts closed questions only: a free text grouped by value would be the text itself.
Order is by code point, made here, since collations differ between databases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, literal, select

from bot.ports import CountRow
from bot.storage.statement import BOT, Runner, Sql
from bot.storage.tables import answers, questions, response_profile, responses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from bot.ports import ActivityId

_a, _f, _q, _r = answers.c, response_profile.c, questions.c, responses.c
_NOT_STATED: ColumnElement[str] = literal("")
_section = func.coalesce(_f.code, _NOT_STATED)
_question = (
    select(_q.id)
    .where(_q.bot_id == BOT, _q.activity == bindparam("activity"), _q.path == bindparam("question"))
    .scalar_subquery()
)
_first_of_value = and_(_a.bot_id == BOT, _a.question == _question, _a.again == bindparam("no", 0))
_first_of_question = and_(_a.bot_id == BOT, _a.question == _question, _a.nth == bindparam("no", 0))
_profile = and_(_f.bot_id == _a.bot_id, _f.response == _a.response, _f.attribute == bindparam("attribute"))


def _by_section(*columns: ColumnElement[Any]) -> Select[Any]:
    joined = answers.outerjoin(response_profile, _profile)
    return select(_section, *columns, func.count()).select_from(joined).group_by(_section, *columns)


_COUNTS = Sql(select(_a.value, func.count()).where(_first_of_value).group_by(_a.value))
_COUNTS_BY = Sql(_by_section(_a.value).where(_first_of_value))
_ASKED = Sql(select(func.count()).select_from(answers).where(_first_of_question))
_ASKED_BY = Sql(_by_section().where(_first_of_question))
_TOTAL = Sql(select(func.count()).select_from(responses).where(_r.bot_id == BOT, _r.activity == bindparam("activity")))
_MARGIN = Sql(
    select(_section, func.count())
    .select_from(
        responses.outerjoin(
            response_profile,
            and_(_f.bot_id == _r.bot_id, _f.response == _r.id, _f.attribute == bindparam("attribute")),
        )
    )
    .where(_r.bot_id == BOT, _r.activity == bindparam("activity"))
    .group_by(_section)
)


class Counts:
    """The reading part of Responses."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def total(self, activity: ActivityId) -> int:
        """How many responses there are, finished or settled."""
        number: int = self._db.value(_TOTAL, activity=activity)
        return number

    def counts(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """How many responses gave each code, whole or by section of the frozen profile ("": not stated)."""
        if not attribute:
            rows = self._db.all(_COUNTS, activity=activity, question=question)
            return [CountRow(question, "", "", code, count) for code, count in sorted(rows)]
        rows = self._db.all(_COUNTS_BY, activity=activity, question=question, attribute=attribute)
        return [CountRow(question, attribute, section, code, count) for section, code, count in sorted(rows)]

    def asked(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """How many responses hold any answer to the question, whole or by section."""
        if not attribute:
            return [CountRow(question, "", "", "", self._db.value(_ASKED, activity=activity, question=question))]
        rows = self._db.all(_ASKED_BY, activity=activity, question=question, attribute=attribute)
        return [CountRow(question, attribute, section, "", count) for section, count in sorted(rows)]

    def margin(self, activity: ActivityId, attribute: str) -> Sequence[CountRow]:
        """Who took part: responses by profile code ("": not stated)."""
        rows = self._db.all(_MARGIN, activity=activity, attribute=attribute)
        return [CountRow("", attribute, section, "", count) for section, count in sorted(rows)]
