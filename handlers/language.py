"""/language: choose; switching never loses an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reading import digits, plain
from bot.core.screen import Block, Button, Go, Plain, Say
from bot.ports import Reply, Voice
from handlers.door import Door
from handlers.visit import Visit, para, sheet, with_menu


def hear(visit: Visit) -> Reply:
    """Without argument: the list, each language in itself. With one (code, own name or number): from now on in it."""
    voice = visit.office.voice
    chosen = meant(voice, visit.argument)
    if not chosen:
        rows = tuple(
            tuple(
                Button(Plain(voice.own_name(code)), Go("language", code), chosen=code == visit.person.language)
                for code in pair
            )
            for pair in _pairs(tuple(voice.languages))
        )
        asks = tuple(
            Block("body", Plain(voice.say("language.ask", code)))
            for code in _first(visit.person.language, voice.languages)
        )
        return visit.reply(sheet(*asks, rows=rows))
    visit.tx.people.change(visit.person.id, language=chosen, language_confirmed=True)
    spoken = visit.speaking(chosen)
    note = [Block("body", Say("language.set"))]
    if not voice.reviewed(chosen):
        note.append(para("welcome.unreviewed", "small"))
    if visit.person.session:
        return with_menu(spoken.present(sheet(*note, replaces=visit.pressed)), visit.person.id)
    rows = () if visit.person.doing else ((Button(Say("button.continue"), Go("start")),),)
    return with_menu(spoken.reply(sheet(*note, rows=rows, replaces=visit.pressed)), visit.person.id)


def meant(voice: Voice, said: str) -> str:
    """The code of the language that was pressed or typed; "" where it is none of ours."""
    if said in voice.languages:
        return said
    word, number = plain(said), digits(said).strip()
    if number.isdecimal() and 1 <= int(number) <= len(voice.languages):
        return voice.languages[int(number) - 1]
    return next((code for code in voice.languages if word and word in (code, plain(voice.own_name(code)))), "")


def _pairs(codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [codes[i : i + 2] for i in range(0, len(codes), 2)]


def _first(own: str, languages: Sequence[str]) -> tuple[str, ...]:
    return (own, "en") if own != "en" and "en" in languages else (own,)


DOOR = Door("language", "read", hear, command="resident")
