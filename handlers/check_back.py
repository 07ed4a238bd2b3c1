"""/checkback: one in ten assisted answers is checked with the person, by somebody other than who assisted."""

from __future__ import annotations

from bot.actions.assist import OUTCOMES, check
from bot.core.screen import Screen
from bot.ports import ActivityId, Assisted, PersonId, Reply
from handlers.acting import reference
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, toast

_MOST = 20


def hear(visit: Visit) -> Reply:
    """The list; "person.survey" one of it; "person.survey.c" (an outcome by its letter) what came of it."""
    parts = visit.argument.split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return visit.reply(_list(visit))
    person, activity = PersonId(int(parts[0])), ActivityId(int(parts[1]))
    if len(parts) > 2:
        outcome = next((each for each in OUTCOMES if each[0] == parts[2]), "")
        check(visit.tx, visit.person, person, activity, outcome, visit.now)
        return visit.reply(toast("check_back.noted"), _list(visit, replaces=visit.pressed))
    rows = tuple((button(f"check_back.{each}", "checkback", f"{visit.argument}.{each[0]}"),) for each in OUTCOMES)
    return visit.reply(sheet(para("check_back.ask", reference=reference(person)), rows=rows))


def _list(visit: Visit, *, replaces: bool = False) -> Screen:
    sharing = {each.id for each in visit.tx.people.of_account(visit.account.id)}
    due = [row for row in visit.tx.assisted.to_check() if row.champion not in sharing]
    blocks = [para("check_back.title", "title"), para("check_back.what")]
    if not due:
        blocks.append(para("check_back.none"))
    blocks += [para("check_back.line", reference=reference(row.person), date=_day(visit, row)) for row in due[:_MOST]]
    rows = tuple(
        (button("check_back.open", "checkback", f"{row.person}.{row.activity}", reference=reference(row.person)),)
        for row in due[:_MOST]
    )
    return sheet(*blocks, rows=rows, replaces=replaces)


def _day(visit: Visit, row: Assisted) -> str:
    return visit.date(row.finished)


DOOR = Door("checkback", "check_back", hear, command="champion")
