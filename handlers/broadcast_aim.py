"""Whom a champion's message goes to: areas within one's own, languages, sections, or who came by one's link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.actions import broadcast as broadcasts
from bot.core.audience import Audience, loads
from bot.core.screen import Block, Button, Go, Line, Plain, Screen
from bot.ports import Broadcast, Reply
from handlers.broadcast import page
from handlers.champion import attributes, places, reach, whom
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet

_PAGE = 8
T = TypeVar("T")


def hear(visit: Visit) -> Reply:
    """With "ID" the menu; "ID.a", "ID.l", "ID.s" (".ATTRIBUTE") lists; with ".CODE.y" or ".CODE.n" behind: choose or
    leave out; "ID.m.y" those of my link, "ID.e" everybody, "ID.d" done. Codes are places in the lists."""
    head, _, rest = visit.argument.partition(".")
    found = broadcasts.draft(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    what, *steps = rest.split(".")
    if what == "d":
        return visit.reply(page(visit, found))
    if wanted := _wanted(visit, found, what, steps):
        broadcasts.aim(visit.tx, found, wanted, reach(visit, found.area))
        found = broadcasts.draft(visit.tx, visit.person, found.id)
    match what:
        case "a":
            return visit.reply(_areas(visit, found, _page(steps)))
        case "l":
            return visit.reply(_languages(visit, found))
        case "s" if steps:
            return visit.reply(_sections(visit, found, steps[0]))
        case "s":
            return visit.reply(_attributes(visit, found))
        case _:
            return visit.reply(_menu(visit, found))


def _wanted(visit: Visit, found: Broadcast, what: str, steps: Sequence[str]) -> Audience | None:
    """The audience after what was pressed; None where nothing was chosen yet."""
    now, own = loads(found.audience), reach(visit, found.area)
    match what, *steps:
        case ["e"]:
            return Audience(areas=own.single if found.area else ())
        case ["m", sign]:
            chosen = () if set(now.areas) == set(own.single) else now.areas
            if sign == "y":
                return replace(now, source=own.source, areas=chosen)
            return replace(now, source=0, areas=chosen or (own.single if found.area else ()))
        case ["a", index, sign]:
            code = _at(own.single, index)
            whole = now.areas if set(now.areas) != set(own.single) else ()
            chosen = _changed(whole, code, sign)
            return replace(now, areas=chosen or (own.single if found.area and not now.source else ()))
        case ["l", index, sign]:
            return replace(now, languages=_changed(now.languages, _at(visit.office.voice.languages, index), sign))
        case ["s", attribute, index, sign]:
            there = attributes(visit.tx, visit.office)
            section = there[_number(attribute, len(there))]
            code = _at([line for line, _ in section.lines], index)
            return replace(now, sections=_changed(now.sections, (section.code, code), sign))
        case _:
            return None


def _menu(visit: Visit, found: Broadcast) -> Screen:
    own, now = found.id, loads(found.audience)
    rows = [
        (button("aim.areas", "broadcast_aim", f"{own}.a"), button("aim.languages", "broadcast_aim", f"{own}.l")),
        (button("aim.sections", "broadcast_aim", f"{own}.s"),),
    ]
    if reach(visit, found.area).source:
        code, sign = ("aim.not_link", "n") if now.source else ("aim.link", "y")
        rows.append((button(code, "broadcast_aim", f"{own}.m.{sign}"),))
    rows.append((button("aim.all_of_area" if found.area else "aim.everyone", "broadcast_aim", f"{own}.e"),))
    rows.append((button("aim.done", "broadcast_aim", f"{own}.d"),))
    blocks = [para("aim.title", "title"), *whom(visit.tx, visit.office, found, visit.person.language)]
    return sheet(*blocks, para("aim.consent", "hint"), rows=tuple(rows), replaces=visit.pressed)


def _areas(visit: Visit, found: Broadcast, at: int) -> Screen:
    single = reach(visit, found.area).single
    labels = {line.code: line.labels for line in places(visit.office)}
    chosen = loads(found.audience).areas
    chosen = () if set(chosen) == set(single) else chosen
    options: list[tuple[Line, bool]] = [
        (Plain(in_language(labels[code], visit.person.language)), code in chosen) for code in single
    ]
    toggles = _toggles(options[at * _PAGE : (at + 1) * _PAGE], f"{found.id}.a", at * _PAGE)
    lines, rows = choose(visit.office, visit.person.language, toggles, at * _PAGE + 1)
    walk: list[Button] = []
    if at:
        walk.append(button("aim.earlier", "broadcast_aim", f"{found.id}.a.p{at - 1}"))
    if (at + 1) * _PAGE < len(options):
        walk.append(button("aim.more", "broadcast_aim", f"{found.id}.a.p{at + 1}"))
    asks = (para("aim.which_areas", "title"), *lines)
    return _list(visit, found, asks, [*rows, tuple(walk)] if walk else [*rows])


def _languages(visit: Visit, found: Broadcast) -> Screen:
    chosen, voice = loads(found.audience).languages, visit.office.voice
    options: list[tuple[Line, bool]] = [(Plain(voice.own_name(code)), code in chosen) for code in voice.languages]
    rows: list[tuple[Button, ...]] = [(toggle,) for toggle in _toggles(options, f"{found.id}.l")]
    return _list(visit, found, (para("aim.which_languages", "title"),), rows)


def _attributes(visit: Visit, found: Broadcast) -> Screen:
    rows: list[tuple[Button, ...]] = [
        (Button(each.name, Go("broadcast_aim", f"{found.id}.s.{index}")),)
        for index, each in enumerate(attributes(visit.tx, visit.office))
    ]
    return _list(visit, found, (para("aim.which_section", "title"), para("aim.consent", "hint")), rows)


def _sections(visit: Visit, found: Broadcast, attribute: str) -> Screen:
    there = attributes(visit.tx, visit.office)
    index = _number(attribute, len(there))
    section, chosen = there[index], loads(found.audience).sections
    options: list[tuple[Line, bool]] = [
        (Plain(in_language(labels, visit.person.language) or code), (section.code, code) in chosen)
        for code, labels in section.lines
    ]
    lines, rows = choose(visit.office, visit.person.language, _toggles(options, f"{found.id}.s.{index}"))
    return _list(visit, found, (Block("title", section.name), para("aim.consent", "hint"), *lines), [*rows])


def _toggles(options: Sequence[tuple[Line, bool]], prefix: str, first: int = 0) -> list[Button]:
    """A button for each option, carrying the wanted state."""
    return [
        Button(label, Go("broadcast_aim", f"{prefix}.{index}.{'n' if on else 'y'}"), chosen=on)
        for index, (label, on) in enumerate(options, first)
    ]


def _list(visit: Visit, found: Broadcast, blocks: tuple[Block, ...], rows: list[tuple[Button, ...]]) -> Screen:
    back = (button("aim.back", "broadcast_aim", str(found.id)),)
    return sheet(*blocks, rows=(*rows, back), replaces=visit.pressed)


def _changed(chosen: tuple[T, ...], code: T, sign: str) -> tuple[T, ...]:
    without = tuple(each for each in chosen if each != code)
    return (*without, code) if sign == "y" else without


def _page(steps: Sequence[str]) -> int:
    if steps and steps[0][:1] == "p" and steps[0][1:].isdecimal():
        return int(steps[0][1:])
    return int(steps[0]) // _PAGE if steps and steps[0].isdecimal() else 0


def _number(said: str, length: int) -> int:
    return min(int(said), length - 1) if said.isdecimal() and length else 0


def _at(codes: Sequence[str], said: str) -> str:
    return codes[_number(said, len(codes))]


DOOR = Door("broadcast_aim", "broadcast.own", hear)
