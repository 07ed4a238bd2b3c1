"""/paper CODE: who holds a card hears back, sees what was said, or has it erased, from any chat."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.paper import erase, holder
from bot.core import paper as cards
from bot.core import past, session_json
from bot.core.form import Language
from bot.core.screen import Block, Plain
from bot.ports import Person, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, titled
from handlers.waiting import wait


def hear(visit: Visit) -> Reply:
    """Without argument: type the code. "see.", "ask." and "erase." before it: what is wanted."""
    wanted, dot, rest = visit.argument.partition(".")
    text = rest if dot else visit.argument
    if not text.strip():
        wait(visit, "paper", "")
        return visit.tell("paper.type")
    code = cards.read(text)
    card = visit.office.card(code) if code else None
    found = holder(visit.tx, visit.person, card, visit.now, visit.office.number("paper.tries_per_hour"))
    person = visit.tx.people.person(found) if found is not None else None
    if person is None:
        return visit.tell("paper.unknown")
    match wanted if dot else "":
        case "see":
            return visit.reply(sheet(para("paper.answers", "title"), *_answers(visit, person)))
        case "ask":
            yes, no = button("forget.yes", "paper", f"erase.{code}"), button("forget.no", "paper", f".{code}")
            return visit.reply(sheet(para("paper.erase_ask", "title"), para("forget.what"), rows=((yes,), (no,))))
        case "erase":
            erase(visit.tx, visit.person, person.id, visit.now)
            return visit.reply(sheet(para("paper.erased"), replaces=visit.pressed))
        case _:
            rows = (
                (button("paper.see", "paper", f"see.{code}"),),
                (button("paper.results", "results"),),
                (button("paper.erase", "paper", f"ask.{code}"),),
            )
            return visit.reply(sheet(para("paper.found", "title"), para("paper.what"), rows=rows))


def _answers(visit: Visit, person: Person) -> list[Block]:
    """What was said, in the language of whoever reads it now."""
    blocks: list[Block] = []
    for activity in visit.tx.activities.all(("open", "closed")):
        row = visit.tx.sessions.of(person.id, activity.id, "answer")
        if row is None:
            continue
        title = titled(activity, visit.person.language)
        blocks.append(para("mydata.answers", "title", title=Plain(title)))
        form = visit.office.shelf(visit.tx, row.edition)
        session = replace(session_json.loads(row.state), language=Language(visit.person.language))
        blocks += [
            para("review.line", question=Plain(question), answer=answer)
            for question, answer in past.told(form, session, visit.now)
        ]
    return blocks


DOOR = Door("paper", "own_data", hear, command="resident")
