"""/notices: what one wants to hear of, by theme and area; the newest notices; for officers the way to their own."""

from __future__ import annotations

from bot.actions import interests, notify
from bot.actions.authorise import holds
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.ports import ActivityId, Reply
from handlers.choice import choose
from handlers.door import Door
from handlers.notice import blocks, place_names, rows
from handlers.visit import Visit, button, in_language, para, sheet, titled, toast

_NAME = "notices"
_NEWEST = 5


def hear(visit: Visit) -> Reply:
    """Without argument the choice; "on.THEME.whose" and "off…"; "where"; "in.AREA.whose", "out…", "all" (everywhere);
    an id: that notice."""
    said = visit.argument
    if not visit.office.themes:
        return visit.tell("notices.none")
    if said == "where":
        return visit.reply(_places(visit))
    if said.isdecimal():
        found = notify.find(visit.tx, ActivityId(int(said)))
        if found.state != "open":
            return visit.tell("notice.gone")
        return visit.reply(sheet(*blocks(visit, found), rows=rows(visit.tx, found)))
    sign, _, rest = said.partition(".")
    code, _, whose = rest.partition(".")
    if sign in ("on", "off", "in", "out", "all"):
        if whose != visit.own:
            return visit.present(toast("stale"))
        return _changed(visit, sign, code)
    return visit.reply(_page(visit))


def _changed(visit: Visit, sign: str, code: str) -> Reply:
    """A button carries the wanted state, so that a double tap is harmless."""
    picked, where = set(interests.themes(visit.tx, visit.person)), set(interests.areas(visit.tx, visit.person))
    match sign:
        case "on" if code in visit.office.themes:
            picked.add(code)
        case "off":
            picked.discard(code)
        case "in" if code in place_names(visit.office):
            where.add(code)
        case "out":
            where.discard(code)
        case "all":
            where.clear()
        case _:
            pass
    interests.choose(visit.tx, visit.person, frozenset(picked), tuple(sorted(where)), visit.now)
    return visit.reply(_places(visit) if sign in ("in", "out", "all") else _page(visit, replaces=True))


def _page(visit: Visit, *, replaces: bool = False) -> Screen:
    mine, where = interests.themes(visit.tx, visit.person), interests.areas(visit.tx, visit.person)
    shown: list[Block] = [para("notices.title", "title"), para("notices.how")]
    shown.append(_where(visit, where))
    buttons: list[tuple[Button, ...]] = []
    for code, labels in visit.office.themes.items():
        label, sign = Plain(in_language(labels, visit.person.language)), "off" if code in mine else "on"
        buttons.append((Button(label, Go(_NAME, f"{sign}.{code}.{visit.own}"), chosen=code in mine),))
    if place_names(visit.office):
        buttons.append((button("notices.button.where", _NAME, "where"),))
    newest = notify.published(visit.tx, _NEWEST)
    if newest:
        shown.append(para("notices.newest", "hint"))
    options = [Button(Plain(titled(found, visit.person.language)), Go(_NAME, str(found.id))) for found in newest]
    lines, numbered = choose(visit.office, visit.person.language, options)
    shown += lines
    buttons += numbered
    if holds(visit.person, "officer"):
        buttons.append((button("notices.button.write", "notice_new"), button("notices.button.publish", "publish")))
    return sheet(*shown, rows=tuple(buttons), replaces=replaces)


def _places(visit: Visit) -> Screen:
    where = interests.areas(visit.tx, visit.person)
    buttons = [(button("notices.everywhere", _NAME, f"all..{visit.own}"),)]
    for code, name in place_names(visit.office).items():
        sign = "out" if code in where else "in"
        buttons.append((Button(Plain(name), Go(_NAME, f"{sign}.{code}.{visit.own}"), chosen=code in where),))
    buttons.append((button("notices.button.themes", _NAME),))
    return sheet(
        para("notices.where_title", "title"), _where(visit, where), rows=tuple(buttons), replaces=visit.pressed
    )


def _where(visit: Visit, where: tuple[str, ...]) -> Block:
    if not where:
        return para("notices.in_all")
    names = place_names(visit.office)
    return para("notices.in_some", areas=Plain("; ".join(names.get(code, code) for code in where)))


DOOR = Door(_NAME, "own_data", hear, command="resident")
