"""/wedid: an officer or commissioner answers what people said: we did it, we will by a day, or we will not and why."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from bot.actions import we_did as statements
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.core.we_did import ANSWERS, Outcome, Statement, read
from bot.ports import ActivityId, Reply
from handlers import draft
from handlers.choice import choose
from handlers.door import Door
from handlers.statement import blocks
from handlers.visit import Visit, button, in_language, para, sheet, titled

_NAME, _TYPED = "wedid", "wedid_words"
_OUTCOMES: tuple[Outcome, ...] = ("kept", "missed")
_MONTHS = 12
_MOST_ROWS = 20


def hear(visit: Visit) -> Reply:
    """Without argument: which activity? Then the steps, one at a time; each looks at what the draft has so far."""
    step, _, rest = visit.argument.partition(".")
    kept = draft.get(visit, _NAME)
    match step:
        case "a":
            found = statements.answerable(visit.tx, _id(rest))
            draft.put(visit, _NAME, {"activity": found.id})
            return _ask(visit, "said", visit.person.language)
        case "m" | "o":
            return _became(visit, step, rest)
        case "x":
            draft.put(visit, _NAME, {})
            return visit.reply(sheet(para("draft.gone"), replaces=visit.pressed))
        case _ if not kept:
            return _list(visit)
        case "k" if rest in ANSWERS:
            draft.put(visit, _NAME, kept | {"answer": rest})
            return _ask(visit, "words", visit.person.language)
        case "b":
            draft.put(visit, _NAME, kept | {"by": _day(rest)})
        case "l" if rest in visit.office.voice.languages:
            return _ask(visit, "said", rest)
        case "p" if _whole(kept):
            made = statements.publish(visit.tx, visit.person, _id(kept["activity"]), _statement(kept), visit.now)
            draft.put(visit, _NAME, {})
            done = (
                para("we_did.published", "title"),
                *blocks(visit.office, made, visit.person.language, _today(visit)),
            )
            return visit.reply(sheet(*done, replaces=visit.pressed))
        case _:
            pass
    return _next(visit, draft.get(visit, _NAME))


def typed(visit: Visit) -> Reply:
    """What was asked for was typed: "said.en words", "words.pt words" or "became.ID.NUMBER.missed words"."""
    most = visit.office.number("text.statement_max")
    waited, text = draft.typed(visit, most)
    part, _, rest = waited.partition(".")
    if not text:
        return draft.again(visit, _TYPED, waited, most)
    if part == "became":
        number, _, which = rest.partition(".")
        at, _, outcome = which.partition(".")
        chosen: Outcome = "kept" if outcome == "kept" else "missed"
        said, promise = {visit.person.language: text}, int(at) if at.isdecimal() else 0
        made = statements.mark(visit.tx, visit.person, _id(number), promise, chosen, said, visit.now)
        return visit.reply(
            sheet(para("we_did.noted", "title"), *blocks(visit.office, made, visit.person.language, _today(visit)))
        )
    kept = draft.get(visit, _NAME)
    if not kept or part not in ("said", "words"):
        return _list(visit)
    kept[part] = {**kept.get(part, {}), rest: text}
    draft.put(visit, _NAME, kept)
    if part == "said" and rest != visit.person.language and "words" in kept:
        return _ask(visit, "words", rest)
    return _next(visit, kept)


def _next(visit: Visit, kept: dict[str, Any]) -> Reply:
    """The first thing that is still missing, else the preview."""
    if not kept.get("said"):
        return _ask(visit, "said", visit.person.language)
    if not kept.get("answer"):
        rows = tuple((button(f"we_did.button.{each}", _NAME, f"k.{each}"),) for each in ANSWERS)
        return visit.reply(sheet(para("we_did.which", "title"), rows=rows))
    if not kept.get("words"):
        return _ask(visit, "words", visit.person.language)
    if kept["answer"] == "will" and not kept.get("by"):
        return visit.reply(sheet(para("we_did.by_when", "title"), rows=_months(visit), replaces=visit.pressed))
    return visit.reply(_preview(visit, kept))


def _ask(visit: Visit, part: str, language: str) -> Reply:
    code = "we_did.ask_said" if part == "said" else "we_did.ask_words"
    most = visit.office.number("text.statement_max")
    asks = (
        para(code, "title"),
        para("draft.in_language", "hint", language=visit.office.voice.own_name(language), most=most),
    )
    return draft.wait(visit, _TYPED, f"{part}.{language}", visit.reply(sheet(*asks)))


def _preview(visit: Visit, kept: dict[str, Any]) -> Screen:
    made = _statement(kept)
    shown = blocks(visit.office, made, visit.person.language, _today(visit))
    missing = [code for code in visit.office.voice.languages if not (code in made.said and code in made.words)]
    name = visit.office.voice.own_name
    rows = [(button("draft.publish", _NAME, "p"), button("draft.throw_away", _NAME, "x"))]
    buttons = [Button(Plain(name(code)), Go(_NAME, f"l.{code}")) for code in missing]
    rows += [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]  # type: ignore[misc]
    notes: list[Block] = [para("draft.preview", "title"), *shown, para("we_did.goes_to", "hint")]
    if missing:
        notes.append(para("draft.other_languages", "hint"))
    return sheet(*notes, rows=tuple(rows), replaces=visit.pressed)


def _list(visit: Visit) -> Reply:
    """Activities that are over, and promises of which nothing was said yet."""
    over = [a for a in visit.tx.activities.all(("closed",)) if a.kind in statements.ANSWERED]
    if not over:
        return visit.tell("we_did.none")
    options = [Button(Plain(titled(each, visit.person.language)), Go(_NAME, f"a.{each.id}")) for each in over]
    lines, found = choose(visit.office, visit.person.language, options)
    rows = [*found]
    promises = [
        (each, one)
        for each in visit.tx.activities.all(("closed",))
        for one in read(json.loads(each.settings))
        if one.answer == "will" and not one.outcome
    ]
    notes = [para("we_did.choose", "title"), *lines]
    for at, (each, one) in enumerate(promises, len(lines) + 1):
        words = Plain(in_language(one.words, visit.person.language))
        notes.append(para("we_did.promise", number=at, date=_words(visit, one.by), words=words))
        rows.append((button("we_did.button.became", _NAME, f"m.{each.id}.{one.number}", number=at),))
    return visit.reply(sheet(*notes, rows=tuple(rows[:_MOST_ROWS])))


def _became(visit: Visit, step: str, rest: str) -> Reply:
    """With "m.ID.N": kept or missed? With "o.ID.N.kept": in a sentence."""
    if step == "m":
        rows = tuple((button(f"we_did.button.{each}", _NAME, f"o.{rest}.{each}"),) for each in _OUTCOMES)
        return visit.reply(sheet(para("we_did.became_ask", "title"), rows=rows, replaces=visit.pressed))
    asks = sheet(para("we_did.became_words", "title"), para("we_did.became_hint", "hint"))
    return draft.wait(visit, _TYPED, f"became.{rest}", visit.reply(asks))


def _statement(kept: dict[str, Any]) -> Statement:
    return Statement(
        0, kept["said"], kept["answer"], kept["words"], kept.get("by", "") if kept["answer"] == "will" else ""
    )


def _whole(kept: dict[str, Any]) -> bool:
    return bool(kept.get("said") and kept.get("words") and kept.get("answer")) and (
        kept["answer"] != "will" or bool(kept.get("by"))
    )


def _months(visit: Visit) -> tuple[tuple[Button, ...], ...]:
    """The ends of this month and the next ones."""
    ends, day = [], _today(visit).replace(day=1)
    for _ in range(_MONTHS):
        later = (day + timedelta(days=32)).replace(day=1)
        ends.append(later - timedelta(days=1))
        day = later
    buttons = [Button(Plain(_words(visit, end.isoformat())), Go(_NAME, f"b.{end:%Y%m%d}")) for end in ends]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _words(visit: Visit, day: str) -> str:
    return visit.office.voice.date(datetime.fromisoformat(day), visit.person.language) if day else "-"


def _day(said: str) -> str:
    try:
        return datetime.strptime(said, "%Y%m%d").date().isoformat()  # noqa: DTZ007  a day on the wall
    except ValueError:
        return ""


def _today(visit: Visit) -> date:
    return visit.office.local(visit.now).date()


def _id(text: str | int) -> ActivityId:
    return ActivityId(int(text)) if str(text).isdecimal() else ActivityId(0)


DOOR = Door(_NAME, "we_did", hear, command="officer")
TYPED = Door(_TYPED, "we_did", typed)
