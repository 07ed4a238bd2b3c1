"""Finished responses: written per person, replaced per person, read only as totals (see counts.py)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, delete, select

from bot.ports import ActivityId, Entry, PersonId, ResponseId
from bot.storage.counts import Counts
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Engine, Sql, add, among, upsert
from bot.storage.tables import answers, questions, response_profile, responses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_r, _a, _f, _q = responses.c, answers.c, response_profile.c, questions.c
_FIND = Sql(
    select(_r.id).where(_r.bot_id == BOT, _r.activity == bindparam("activity"), _r.person == bindparam("person"))
)
_PUT = upsert(
    responses,
    "session edition complete root_source mode tier connection provisional language at".split(),  # noqa: SIM905
)
_DROP = (
    Sql(delete(answers).where(_a.bot_id == BOT, _a.response == bindparam("response"))),
    Sql(delete(response_profile).where(_f.bot_id == BOT, _f.response == bindparam("response"))),
)
_SECTIONS = Sql(
    select(_f.attribute, _f.code)
    .join(responses, (_f.bot_id == _r.bot_id) & (_f.response == _r.id))
    .where(_r.bot_id == BOT, _r.activity == bindparam("activity"), _r.person == bindparam("person"))
)
_ADD_ANSWER, _ADD_PROFILE, _ADD_QUESTION = add(answers), add(response_profile), add(questions)


def _known(engine: Engine) -> Select[Any]:
    wanted = among(engine, _q.path, "paths")
    return select(_q.path, _q.id).where(_q.bot_id == BOT, _q.activity == bindparam("activity"), wanted)


_QUESTIONS = Sql(_known)


class Responses(Counts):
    """See bot.ports.Responses."""

    __slots__ = ()

    def put(self, entry: Entry) -> ResponseId:
        """Store, replacing the same person's earlier response to the same activity under the same id."""
        earlier: int | None = self._db.value(_FIND, activity=entry.activity, person=entry.person)
        if earlier is not None:
            for sql in _DROP:
                self._db.run(sql, response=earlier)
        response = earlier or new_id()
        self._db.run(
            _PUT, id=response, activity=entry.activity, person=entry.person, session=entry.session,
            edition=entry.edition, complete=int(entry.complete), root_source=entry.root_source, mode=entry.mode,
            tier=entry.tier, connection=entry.connection, provisional=int(entry.provisional), language=entry.language,
            at=entry.at,
        )  # fmt: skip
        if entry.profile:
            stated = [
                {"response": response, "attribute": name, "code": code} for name, code in entry.profile.items() if code
            ]
            self._db.many(_ADD_PROFILE, stated)
        if entry.answers:
            ids = self._questions(entry.activity, {path for path, _, _ in entry.answers})
            self._db.many(_ADD_ANSWER, _rows(entry, ids, response))
        return ResponseId(response)

    def own_sections(self, activity: ActivityId, person: PersonId) -> Mapping[str, str]:
        """The sections that one person's own response was frozen with, for that very person."""
        return dict(self._db.all(_SECTIONS, activity=activity, person=person))

    def _questions(self, activity: ActivityId, paths: set[str]) -> Mapping[str, int]:
        listed = json.dumps(sorted(paths))
        found = {row[0]: row[1] for row in self._db.all(_QUESTIONS, activity=activity, paths=listed)}
        new = {path: new_id() for path in sorted(paths - found.keys())}
        if new:
            self._db.many(_ADD_QUESTION, [{"id": id_, "activity": activity, "path": path} for path, id_ in new.items()])
        return found | new


def _rows(entry: Entry, ids: Mapping[str, int], response: int) -> Iterator[Mapping[str, str | int]]:
    """One row per code, numbered within its question; a value given before in the question is marked `again`."""
    numbers: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for path, instance, value in entry.answers:
        nth = numbers[path] = numbers.get(path, -1) + 1
        yield {
            "question": ids[path],
            "response": response,
            "nth": nth,
            "instance": "" if instance == path else instance,
            "value": value,
            "again": int((path, value) in seen),
        }
        seen.add((path, value))
