"""A champion's message as its readers see it, and as those see it who decide about it: for doors and letters alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

from bot.core.broadcasts import decide_by, held_by, remarks, text_for
from bot.core.elections import Period
from bot.core.screen import Attachment, Block, Button, Go, Plain, Say, Screen
from bot.ports import Activity, Broadcast, Tx, millis
from handlers.champion import people, place, rules, title, whom
from handlers.choice import fits, worded
from handlers.visit import Office, button, para, words

_DOORS = {"workshop": "workshops"}
"""Kinds of activities that another door than the welcome shows."""


def message(office: Office, found: Broadcast, activity: Activity, language: str) -> Screen:
    """What a reader of this language gets: who writes, the words (with a line where they are in another language), the
    picture, and the button that leads to the activity."""
    texts: Mapping[str, str] = json.loads(found.texts or "{}")
    text, written_in = text_for(texts, language)
    blocks = [para("broadcast.from", "small", area=place(office, found.area, language)), words(text)]
    if written_in != language:
        blocks.append(para("broadcast.only_in", "small", language=Plain(office.voice.own_name(written_in))))
    named = title(activity, language)
    label = named if fits(office, language, named) else Say("notice.button.open")
    leads = Button(label, Go(_DOORS.get(activity.kind, "start"), str(activity.id)))
    files = (Attachment("image", "picture", reference=found.picture),) if found.picture else ()
    return Screen("below", tuple(blocks), ((leads,),), files)


def in_words(screen: Screen, office: Office, language: str) -> Screen:
    """The same screen worded in one language, to be shown to somebody who reads another."""
    blocks = tuple(replace(block, line=worded(office, language, block.line)) for block in screen.blocks)
    rows = tuple(tuple(replace(b, label=worded(office, language, b.label)) for b in row) for row in screen.rows)
    return replace(screen, blocks=blocks, rows=rows)


def asked(tx: Tx, office: Office, found: Broadcast, language: str, now: datetime) -> tuple[Block, ...]:
    """What somebody reads who decides: the words of every language, for whom, for how many, by when."""
    by = rules(office)
    local = office.local(now)
    blocks = [
        para("approve.title", "title", area=place(office, found.area, language)),
        para("approve.about", title=title(tx.activities.get(found.activity), language)),
    ]
    for code, text in json.loads(found.texts or "{}").items():
        blocks += [para("broadcast.in_language", "small", language=Plain(office.voice.own_name(code)))]
        blocks += [words(text, "card")]
    if found.picture:
        blocks.append(para("broadcast.with_picture", "small"))
    blocks += [
        *whom(tx, office, found, language),
        para("approve.count", people=people(remarks(found.reason).count, by)),
    ]
    blocks.append(deadline(office, found, language, now))
    if period := held_by(by, local, remarks(found.reason)):
        blocks.append(quiet(office, period, language))
    return tuple(blocks)


def deadline(office: Office, found: Broadcast, language: str, now: datetime) -> Block:
    """Until when officers can refuse, or that their days are over."""
    until = decide_by(office.local(datetime.fromtimestamp(found.asked / 1000, tz=UTC)), rules(office))
    code = "approve.until" if now < until else "approve.over"
    return para(code, "hint", moment=office.moment(millis(until), language))


def quiet(office: Office, period: Period, language: str) -> Block:
    """The dates of a pre-election period."""
    first, last = (
        office.voice.date(datetime.combine(day, time()), language)
        for day in (period.first, period.last)  # wall dates
    )
    return para("elections.dates", "warning", name=Plain(period.name), first=first, last=last)


def verdicts(found: Broadcast, *, officer: bool, held: bool, late: bool) -> tuple[tuple[Button, ...], ...]:
    """The buttons of those who decide: an officer may refuse in time, and let it through a pre-election period."""
    rows: list[tuple[Button, ...]] = []
    if held:
        if officer:
            rows.append((button("approve.override", "override", str(found.id)),))
    else:
        rows.append((button("approve.yes", "approve", f"{found.id}.y"),))
    if officer and not late:
        rows.append((button("approve.no", "approve", f"{found.id}.n"),))
    return tuple(rows)
