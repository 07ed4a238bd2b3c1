"""For officers: write a notice in chat and look at it; publish it, or one of the content folder."""

from __future__ import annotations

import json
from typing import Any

from bot.actions import notify
from bot.core.elections import Period, blocking
from bot.core.reading import clean
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.ports import Activity, ActivityId, Reply
from handlers import draft
from handlers.broadcast_screen import quiet
from handlers.champion import rules, wall
from handlers.choice import choose
from handlers.door import Door
from handlers.notice import blocks, place_names, written
from handlers.visit import Visit, button, in_language, para, sheet, titled
from handlers.waiting import done as nothing_waits

_NAME, _TYPED, _PUBLISH = "notice_new", "notice_words", "publish"
_TITLE_MOST, _REASON_MOST = 80, 500
_LINKED = ("survey", "vote", "workshop")


def hear(visit: Visit) -> Reply:
    """The steps of writing: theme "t.CODE", area "a.CODE" ("a.": everywhere), link "o.ID" ("o.0": none), another
    language "l.CODE", keep "s", throw away "x"."""
    step, _, rest = visit.argument.partition(".")
    kept = draft.get(visit, _NAME)
    match step:
        case "t" if rest in visit.office.themes:
            kept = {"theme": rest}
        case "x":
            draft.put(visit, _NAME, {})
            return visit.reply(sheet(para("draft.gone"), replaces=visit.pressed))
        case "a" if kept and (not rest or rest in place_names(visit.office)):
            kept |= {"areas": [rest] if rest else []}
        case "o" if kept:
            linked = visit.tx.activities.get(ActivityId(int(rest))) if rest.isdecimal() else None
            kept |= {"link": linked.name if linked is not None and linked.state == "open" else ""}
        case "l" if kept and rest in visit.office.voice.languages:
            return _ask(visit, "title", rest)
        case "s" if _whole(kept):
            made = notify.draft(visit.tx, visit.person, f"notice-{visit.office.dice(40):010x}", kept, visit.now)
            draft.put(visit, _NAME, {})
            return visit.reply(_look(visit, made))
        case "":
            kept = {}
        case _:
            pass
    draft.put(visit, _NAME, kept)
    return _next(visit, kept)


def typed(visit: Visit) -> Reply:
    """Words were typed: "title.en words" or "text.pt words"."""
    waited = visit.argument.partition(" ")[0]
    part, _, language = waited.partition(".")
    most = _TITLE_MOST if part == "title" else visit.office.number("text.statement_max")
    waited, text = draft.typed(visit, most)
    kept = draft.get(visit, _NAME)
    if not kept or part not in ("title", "text"):
        return _next(visit, {})
    if not text:
        return draft.again(visit, _TYPED, waited, most)
    kept[part] = {**kept.get(part, {}), language: text}
    draft.put(visit, _NAME, kept)
    if part == "title" and "text" in kept:
        return _ask(visit, "text", language)
    return _next(visit, kept)


def publish(visit: Visit) -> Reply:
    """Without argument what waits; "ID" to look at; "ID.y" to send; "ID.why" (and words typed after it) says why it
    may go out in a pre-election period."""
    head, _, said = visit.argument.partition(" ")
    number, _, sure = head.partition(".")
    if not number.isdecimal():
        waiting = notify.drafts(visit.tx)
        if not waiting:
            return visit.tell("notices.no_drafts")
        options = [
            Button(Plain(titled(found, visit.person.language)), Go(_PUBLISH, str(found.id))) for found in waiting
        ]
        lines, rows = choose(visit.office, visit.person.language, options)
        return visit.reply(sheet(para("notices.drafts", "title"), *lines, rows=rows))
    found = notify.find(visit.tx, ActivityId(int(number)))
    reason = clean(said).strip()[:_REASON_MOST] if sure == "why" else ""
    if sure == "why" and not reason and found.state == "draft":
        rows = ((button("button.cancel", _PUBLISH, number),),)
        asks = (para("notices.override_why", "title"), para("notices.override_how", "hint"))
        return draft.wait(visit, _PUBLISH, f"{number}.why", visit.reply(sheet(*asks, rows=rows)))
    if sure != "y" and not reason:
        nothing_waits(visit)
        return visit.reply(_look(visit, found))
    done = notify.publish(visit.tx, visit.person, found.id, visit.now, _period(visit), reason)
    return visit.reply(sheet(para("notices.published", "title"), *blocks(visit, done), replaces=visit.pressed))


def _next(visit: Visit, kept: dict[str, Any]) -> Reply:
    """The first thing that is still missing, else the preview."""
    language = visit.person.language
    if not kept.get("theme"):
        themes = visit.office.themes.items()
        rows = [(Button(Plain(in_language(labels, language)), Go(_NAME, f"t.{code}")),) for code, labels in themes]
        return visit.reply(sheet(para("notices.which_theme", "title"), rows=tuple(rows), replaces=visit.pressed))
    if "areas" not in kept and place_names(visit.office):
        rows = [(button("notices.everywhere", _NAME, "a."),)]
        rows += [(Button(Plain(name), Go(_NAME, f"a.{code}")),) for code, name in place_names(visit.office).items()]
        return visit.reply(sheet(para("notices.which_area", "title"), rows=tuple(rows), replaces=visit.pressed))
    for part in ("title", "text"):
        if not kept.get(part):
            return _ask(visit, part, language)
    if "link" not in kept:
        none = (button("notices.button.no_link", _NAME, "o.0"),)
        offered = [found for found in visit.tx.activities.all(("open",)) if found.kind in _LINKED]
        options = [Button(Plain(titled(found, visit.person.language)), Go(_NAME, f"o.{found.id}")) for found in offered]
        lines, numbered = choose(visit.office, language, options)
        return visit.reply(sheet(para("notices.which_link", "title"), *lines, rows=(none, *numbered)))
    return visit.reply(_preview(visit, kept))


def _ask(visit: Visit, part: str, language: str) -> Reply:
    most = _TITLE_MOST if part == "title" else visit.office.number("text.statement_max")
    named = visit.office.voice.own_name(language)
    asks = (para(f"notices.ask_{part}", "title"), para("draft.in_language", "hint", language=named, most=most))
    return draft.wait(visit, _TYPED, f"{part}.{language}", visit.reply(sheet(*asks)))


def _preview(visit: Visit, kept: dict[str, Any]) -> Screen:
    voice = visit.office.voice
    missing = [code for code in voice.languages if not (code in kept["title"] and code in kept["text"])]
    rows = [(button("notices.button.keep", _NAME, "s"), button("draft.throw_away", _NAME, "x"))]
    languages = [Button(Plain(voice.own_name(code)), Go(_NAME, f"l.{code}")) for code in missing]
    pairs = [tuple(languages[at : at + 2]) for at in range(0, len(languages), 2)]
    shown: list[Block] = [para("draft.preview", "title"), *written(visit.office, kept, visit.person.language)]
    if missing:
        shown.append(para("draft.other_languages", "hint"))
    return sheet(*shown, rows=(*rows, *pairs), replaces=visit.pressed)


def _look(visit: Visit, found: Activity) -> Screen:
    """Before it goes out: what people will read, and that it goes out once."""
    if found.state != "draft":
        why = str(json.loads(found.settings).get("override", ""))
        note = (para("elections.overridden", "small", reason=Plain(why)),) if why else ()
        return sheet(para("notices.was_published"), *blocks(visit, found), *note)
    later = button("notices.button.later", "notices")
    shown = (*blocks(visit, found), para("notices.goes_to", "hint"))
    if (period := _period(visit)) is not None:
        held = button("approve.override", _PUBLISH, f"{found.id}.why")
        warning = quiet(visit.office, period, visit.person.language)
        return sheet(*shown, warning, rows=((held,), (later,)), replaces=visit.pressed)
    rows = ((button("draft.publish", _PUBLISH, f"{found.id}.y"), later),)
    return sheet(*shown, rows=rows, replaces=visit.pressed)


def _period(visit: Visit) -> Period | None:
    """The pre-election period that today lies in."""
    return blocking(rules(visit.office).quiet_periods, wall(visit).date())


def _whole(kept: dict[str, Any]) -> bool:
    return all(kept.get(part) for part in ("theme", "title", "text"))


DOOR = Door(_NAME, "notice.publish", hear)
TYPED = Door(_TYPED, "notice.publish", typed)
PUBLISH = Door(_PUBLISH, "notice.publish", publish)
