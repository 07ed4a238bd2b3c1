"""/workshops: what is open, soonest first; one's page with its details, one's own place, and how to sign up."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import places
from bot.actions.authorise import holds
from bot.core.errors import Rule
from bot.core.screen import Block, Button, Go, Plain
from bot.ports import Activity, ActivityId, Reply
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, words
from handlers.workshop_screen import ASKING, HOLDING, About, about, said_openly, sealed, subscribe

_MOST = 20


def hear(visit: Visit) -> Reply:
    """Without argument the list; with an id (or "a_name" from a link) the page."""
    found = _named(visit)
    return _list(visit) if found is None else page(visit, found)


def page(visit: Visit, activity: Activity, *before: Block, replaces: bool = False) -> Reply:
    """One workshop. Raises Rule("workshop.gone") for one that is not, or no longer, to be seen."""
    if not activity.opened:
        raise Rule("workshop.gone")
    shown = about(visit.office, visit.person.language, activity)
    mine = visit.tx.bookings.of(activity.id, visit.person.id)
    blocks = [*before, words(shown.title.text, "title")]
    if told := in_language(shown.workshop.about, visit.person.language):
        blocks.append(words(told))
    blocks += shown.facts()
    rows: list[tuple[Button, ...]] = []
    over = activity.state != "open" or visit.now >= shown.workshop.begins
    if mine is not None and mine.state in (*ASKING, *HOLDING):
        blocks += shown.mine(mine)
        if mine.state == "confirmed" and _doors_open(visit, shown):
            rows.append((button("here.button", "here", str(activity.id)),))
        rows += () if over else shown.steps(mine, visit.own)
    elif over:
        blocks.append(para("workshop.begun"))
    else:
        blocks += [*shown.giving(visit.tx), *said_openly(activity, visit.person.language), *sealed(shown, visit.tx)]
        rows.append((button("workshop.button.sign_up", "join", str(activity.id)),))
    rows += _more(visit, activity, shown)
    blocks += () if over else subscribe(visit.office, visit.person.language)
    return visit.reply(sheet(*blocks, rows=tuple(rows), replaces=replaces))


def _doors_open(visit: Visit, shown: About) -> bool:
    """Whether people can check in by themselves now (handlers/here.py)."""
    before = timedelta(minutes=visit.office.number("workshops.check_in_minutes"))
    return shown.workshop.begins - before <= visit.now <= shown.workshop.over


def _more(visit: Visit, activity: Activity, shown: About) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if places.draw_state(visit.tx, activity.id) and shown.workshop.drawn_at is not None:
        rows.append((button("workshop.button.draw", "draw", str(activity.id)),))
    if holds(visit.person, "officer"):
        rows.append((button("workshop.button.places", "places", str(activity.id)),))
    rows.append((button("workshop.button.all", "workshops"),))
    return tuple(rows)


def _list(visit: Visit) -> Reply:
    open_ = [a for a in visit.tx.activities.all(("open",)) if a.kind == "workshop"]
    shown = []
    for activity in open_:
        try:
            one = about(visit.office, visit.person.language, activity)
        except Rule:
            continue
        if visit.now < one.workshop.over:
            shown.append(one)
    if not shown:
        return visit.tell("workshops.none")
    shown.sort(key=lambda one: (one.workshop.begins, one.activity.name))
    shown = shown[:_MOST]
    titles = [one.title.text for one in shown]
    options = []
    for one, own in zip(shown, titles, strict=True):
        day = visit.office.voice.short(one.workshop.starts, visit.person.language)
        label = own if titles.count(own) == 1 else f"{own} ({day})"
        options.append(Button(Plain(label), Go("workshops", str(one.activity.id))))
    numbered, rows = choose(visit.office, visit.person.language, options)
    blocks = [para("workshops.title", "title")]
    for at, one in enumerate(shown, 1):
        mine = visit.tx.bookings.of(one.activity.id, visit.person.id)
        blocks += [words(f"{at}. {one.title.text}" if numbered else one.title.text, "title"), *one.facts(short=True)]
        blocks += one.mine(mine)[:1] if mine is not None else one.giving(visit.tx)[:2]
    return visit.reply(sheet(*blocks, *subscribe(visit.office, visit.person.language), rows=rows))


def _named(visit: Visit) -> Activity | None:
    if visit.argument.startswith("a_"):
        found = visit.tx.activities.named(visit.argument[2:])
    elif visit.argument.isdecimal():
        found = visit.tx.activities.get(ActivityId(int(visit.argument)))
    else:
        return None
    if found is None or found.kind != "workshop":
        raise Rule("workshop.gone")
    return found


DOOR = Door("workshops", "read", hear, command="resident")
