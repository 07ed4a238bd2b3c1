"""/language: choose; switching never loses an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.screen import Block, Button, Go, Plain, Say
from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet


def hear(visit: Visit) -> Reply:
    """Without argument: the list, each language in itself. With one: from now on in it."""
    voice = visit.office.voice
    if visit.argument not in voice.languages:
        rows = tuple(
            tuple(Button(Plain(voice.own_name(code)), Go("language", code), chosen=code == visit.person.language) for code in pair)
            for pair in _pairs(tuple(voice.languages))
        )
        asks = tuple(Block("body", Plain(voice.say("language.ask", code))) for code in _first(visit.person.language, voice.languages))
        return visit.reply(sheet(*asks, rows=rows))
    visit.tx.people.change(visit.person.id, language=visit.argument, language_confirmed=True)
    spoken = visit.speaking(visit.argument)
    note = [Block("body", Say("language.set"))]
    if not voice.reviewed(visit.argument):
        note.append(para("welcome.unreviewed", "small"))
    if visit.person.session:
        return spoken.present(sheet(*note, replaces=visit.pressed))
    start = Button(Say("button.continue"), Go("start"))
    return spoken.reply(sheet(*note, rows=((start,),), replaces=visit.pressed))


def _pairs(codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [codes[i : i + 2] for i in range(0, len(codes), 2)]


def _first(own: str, languages: Sequence[str]) -> tuple[str, ...]:
    return (own, "en") if own != "en" and "en" in languages else (own,)


DOOR = Door("language", "read", hear, command="resident")
