"""/mydata: everything kept about the person, readable, and the same as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from bot.actions import about_you
from bot.core import past, session_json
from bot.core.form import Language
from bot.core.screen import Attachment, Block, Line, Plain, Say, Screen
from bot.ports import Purpose, Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet, titled

_PURPOSES: tuple[Purpose, ...] = ("take_part", "who_is_missing", "invite_me")


def hear(visit: Visit) -> Reply:
    """First the words, then the file with every row of every table that names the person."""
    person, tx = visit.person, visit.tx
    blocks: list[Block] = [para("mydata.title", "title")]
    blocks.append(
        para(
            "mydata.account",
            language=Plain(visit.office.voice.own_name(person.language)),
            date=visit.date(person.created),
            people=len(tx.people.of_account(visit.account.id)),
        )
    )
    if person.root_source:
        blocks.append(para("mydata.source"))
    blocks.extend(para("mydata.roles", text=Say(f"role.{held.role}")) for held in person.roles)
    for purpose in _PURPOSES:
        latest = tx.consents.latest(person.id, purpose)
        if latest is not None:
            blocks.append(para("purpose.on" if latest.given else "purpose.off", purpose=Say(f"purpose.{purpose}")))
    blocks += [para("review.line", question=attribute, answer=code) for attribute, code in _profile(visit)]
    blocks += _answers(visit)
    whole = json.dumps(tx.people.mine(person.id), ensure_ascii=False, indent=1, default=str).encode()
    file = Attachment("document", "evenhand-my-data.json", whole, Say("mydata.file"))
    return visit.reply(sheet(*blocks), Screen("below", (), (), (file,)))


def _answers(visit: Visit) -> Iterator[Block]:
    for activity in visit.tx.activities.all(("open", "closed")):
        row = visit.tx.sessions.of(visit.person.id, activity.id, "answer")
        if row is None:
            continue
        title = titled(activity, visit.person.language)
        yield Block("title", Say("mydata.answers", {"title": Plain(title)}))
        form = visit.office.shelf(visit.tx, row.edition)
        session = replace(session_json.loads(row.state), language=Language(visit.person.language))
        for question, answer in past.told(form, session, visit.now):
            yield para("review.line", question=Plain(question), answer=answer)


def _profile(visit: Visit) -> Iterator[tuple[Line, Line]]:
    """What was said about oneself, worded by the form that asked for it where it still does."""
    about = visit.tx.activities.named(about_you.NAME)
    form = visit.office.shelf(visit.tx, about.edition) if about else None
    lists = {q.name: form.lists.get(q.choices, ()) for q in form.questions()} if form else {}
    known = visit.office.voice.say
    for attribute, code in sorted(about_you.said(visit.tx, visit.person).items()):
        label = next((choice.label for choice in lists.get(attribute, ()) if choice.code == code), {})
        text = label.get(Language(visit.person.language)) or next(iter(label.values()), (code,))
        named = f"attribute.{attribute}"
        heading: Line = Plain(attribute) if known(named, "en") == named else Say(named)
        yield heading, Plain("".join(piece for piece in text if isinstance(piece, str)))


DOOR = Door("mydata", "own_data", hear, command="resident")
