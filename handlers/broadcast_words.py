"""The words of a champion's message, language by language: one's own first, every enabled one can have its own."""

from __future__ import annotations

import json

from bot.actions import broadcast as broadcasts
from bot.core.errors import Rule
from bot.core.reading import clean
from bot.core.screen import Block, Button, Plain, Say, Screen
from bot.ports import Broadcast, Reply
from handlers.broadcast import ask_words, page
from handlers.champion import rules
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.waiting import done


def hear(visit: Visit) -> Reply:
    """With "ID": which language? "ID.pt": wait for its words; "ID.pt WORDS": keep them; "ID.pt.x": without them."""
    step, _, said = visit.argument.partition(" ")
    head, _, rest = step.partition(".")
    language, _, drop = rest.partition(".")
    found = broadcasts.draft(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    if language not in visit.office.voice.languages:
        return visit.reply(_languages(visit, found))
    if not said and drop != "x":
        return ask_words(visit, found, language)
    try:
        broadcasts.write(visit.tx, found, language, clean(said) if said else "", rules(visit.office))
    except Rule as rule:  # what was typed is still in the chat: it can be copied, made shorter and sent again
        again = ask_words(visit, found, language)
        return visit.reply(sheet(Block("warning", Say(rule.code, rule.values))), *again.screens)
    done(visit)
    kept = broadcasts.draft(visit.tx, visit.person, found.id)
    return visit.reply(page(visit, kept, para("broadcast.kept", "small")))


def _languages(visit: Visit, found: Broadcast) -> Screen:
    voice, texts = visit.office.voice, json.loads(found.texts or "{}")
    rows: list[tuple[Button, ...]] = []
    for code in voice.languages:
        name = Plain(voice.own_name(code))
        if code not in texts:
            rows.append((button("broadcast.add_words", "broadcast_words", f"{found.id}.{code}", language=name),))
            continue
        change = button("broadcast.change_words", "broadcast_words", f"{found.id}.{code}", language=name)
        drop = button("broadcast.drop_words", "broadcast_words", f"{found.id}.{code}.x", language=name)
        rows.append((change, drop) if len(texts) > 1 else (change,))
    rows.append((button("broadcast.to_draft", "broadcast", str(found.id)),))
    first = next(iter(texts), visit.person.language)
    blocks = (
        para("broadcast.which_language", "title"),
        para("broadcast.without_words", "hint", language=Plain(voice.own_name(first))),
    )
    return sheet(*blocks, rows=tuple(rows), replaces=visit.pressed)


DOOR = Door("broadcast_words", "broadcast.own", hear)
