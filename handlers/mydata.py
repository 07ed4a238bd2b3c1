"""/mydata: everything kept about the person, readable, and the same as a JSON file."""

from __future__ import annotations

import json

from dataclasses import replace

from bot.core import past, session_json
from bot.core.form import Language
from bot.core.screen import Attachment, Block, Plain, Say, Screen
from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, in_language, para, sheet


def hear(visit: Visit) -> Reply:
    """First the words, then the file with every row of every table that names the person."""
    person, tx = visit.person, visit.tx
    blocks: list[Block] = [
        para("mydata.title", "title"),
        para("mydata.account", language=visit.office.voice.own_name(person.language), date=visit.date(person.created),
             people=len(tx.people.of_account(visit.account.id))),
    ]
    profile = tx.people.profile(person.id)
    if profile:
        blocks.append(para("mydata.profile", text=Plain(", ".join(f"{k}: {v}" for k, v in sorted(profile.items())))))
    if person.roles:
        blocks.append(para("mydata.roles", text=Plain(", ".join(held.role for held in person.roles))))
    for activity in tx.activities.all(("open", "closed")):
        row = tx.sessions.of(person.id, activity.id, "answer")
        if row is None:
            continue
        title = in_language(json.loads(activity.settings).get("title", {"en": activity.name}), person.language)
        blocks.append(Block("title", Say("mydata.answers", {"title": Plain(title)})))
        form = visit.office.shelf(tx, row.edition)
        session = replace(session_json.loads(row.state), language=Language(person.language))
        for question, answer in past.told(form, session, visit.now):
            blocks.append(para("mydata.line", question=Plain(question), answer=answer))
    whole = json.dumps(tx.people.mine(person.id), ensure_ascii=False, indent=1, default=str).encode()
    file = Attachment("document", "evenhand-my-data.json", whole, Say("mydata.file"))
    return visit.reply(sheet(*blocks), Screen("below", (), (), (file,)))


DOOR = Door("mydata", "own_data", hear, command="resident")
