"""/announce: a session of a champion's, where many answer at once: day, from, until, how many, and the place."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actions import announce as announcements
from bot.actions.authorise import authorise, holds
from bot.actions.broadcast import areas_of
from bot.actions.link import own_source
from bot.core import wall
from bot.core.reading import clean
from bot.core.screen import Button, Go, Plain, Screen
from bot.ports import Millis, Reply, millis
from handlers import when
from handlers.champion import place
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.waiting import done, wait

_NUMBERS = (10, 20, 30, 50, 100, 200)
_LENGTHS = tuple(range(1, 17))
"""In half hours: a session lasts up to eight hours."""
_PLACE_MAX = 80

_LEAVE = (button("button.cancel", "announce"),)
"""Out of any step: nothing is announced."""


def hear(visit: Visit) -> Reply:
    """Without argument the list; "new" begins; "n.…" goes on, step by step; "x.ID" calls one off.

    The steps so far stand in the argument: "n.202611271800.3.30" is from 18:00, three half hours, thirty people; the
    place comes typed behind it.
    """
    step, _, said = visit.argument.partition(" ")
    head, _, rest = step.partition(".")
    if head == "x":
        authorise(visit.person, "announce.own")
        announcements.call_off(visit.tx, visit.person, int(rest) if rest.isdecimal() else 0, visit.now)
        return visit.reply(_list(visit))
    if head not in ("new", "n"):
        return visit.reply(_list(visit))
    authorise(visit.person, "announce.own")
    begins, _, after = rest.partition(".")
    starts = when.picked(begins)
    if starts is None:
        return when.ask(visit, "announce", "n.", begins, para("announce.when", "title"), leave=_LEAVE)
    length, _, number = after.partition(".")
    if not length.isdecimal() or int(length) not in _LENGTHS:
        return visit.reply(_ask_end(visit, begins, starts))
    if not number.isdecimal() or int(number) not in _NUMBERS:
        return visit.reply(_ask_number(visit, f"{begins}.{length}"))
    where = " ".join(clean(said).split())[:_PLACE_MAX]
    if not where:
        wait(visit, "announce", f"n.{begins}.{length}.{number}")
        return visit.reply(sheet(para("announce.where", "title"), para("announce.where_how", "hint"), rows=(_LEAVE,)))
    return _keep(visit, where, starts, int(length), int(number))


def _keep(visit: Visit, where: str, starts: datetime, length: int, number: int) -> Reply:
    source = own_source(visit.tx, visit.person, f"{visit.office.dice(80):020x}", visit.now)
    zone = visit.office.zone
    area = next(iter(sorted(areas_of(visit.person))), "")
    ends = starts + timedelta(minutes=30 * length)
    announcements.announce(
        visit.tx, visit.person, source, area, where, wall.instant(starts, zone), wall.instant(ends, zone), number,
        visit.now,
    )  # fmt: skip
    done(visit)
    return visit.reply(sheet(para("announce.kept")), _list(visit))


def _ask_end(visit: Visit, begins: str, starts: datetime) -> Screen:
    buttons = [
        Button(Plain(f"{starts + timedelta(minutes=30 * half):%H:%M}"), Go("announce", f"n.{begins}.{half}"))
        for half in _LENGTHS
    ]
    rows = tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4))
    shown = visit.office.voice.moment(starts, visit.person.language)
    return sheet(para("announce.until", "title", moment=shown), rows=(*rows, _LEAVE), replaces=visit.pressed)


def _ask_number(visit: Visit, before: str) -> Screen:
    buttons = [Button(Plain(str(number)), Go("announce", f"n.{before}.{number}")) for number in _NUMBERS]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return sheet(para("announce.how_many", "title"), rows=(*rows, _LEAVE), replaces=visit.pressed)


def _list(visit: Visit) -> Screen:
    """One's own to come; for officers everybody's."""
    officer, champion = holds(visit.person, "officer"), holds(visit.person, "champion")
    since = Millis(millis(visit.now) - announcements.LONGEST_HOURS * 3_600_000)
    there = [each for each in visit.tx.announcements.all(since) if each.ends > millis(visit.now)]
    mine = [each for each in there if officer or each.person == visit.person.id]
    blocks = [para("announce.title", "title"), para("announce.why")]
    rows: list[tuple[Button, ...]] = []
    for index, each in enumerate(sorted(mine, key=lambda one: one.starts), 1):
        language = visit.person.language
        until = visit.office.local(datetime.fromtimestamp(each.ends / 1000, tz=visit.now.tzinfo))
        blocks.append(
            para(
                "announce.line", number=index, place=Plain(each.place), area=place(visit.office, each.area, language),
                moment=visit.office.moment(each.starts, language), until=f"{until:%H:%M}", count=each.number,
            )
        )  # fmt: skip
        if each.person == visit.person.id:
            rows.append((button("announce.call_off", "announce", f"x.{each.id}", number=index),))
    if not mine:
        blocks.append(para("announce.none"))
    if champion:
        rows.append((button("announce.new", "announce", "new"),))
    return sheet(*blocks, rows=tuple(rows))


DOOR = Door("announce", "announce.see", hear, command="champion")
