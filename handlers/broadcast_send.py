"""Before a champion's message goes: exactly what is sent, to how many, by what allowance; then send, or ask."""

from __future__ import annotations

import json

from bot.actions import broadcast as broadcasts
from bot.actions import send as sending
from bot.actions.activity import find
from bot.core.broadcasts import part
from bot.core.screen import Block, Plain, Screen
from bot.ports import Broadcast, Reply, millis
from handlers.broadcast import page as draft_page
from handlers.broadcast_screen import in_words, message, quiet
from handlers.broadcasts import page as progress
from handlers.champion import people, reach, rules, wall, whom
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.waiting import done


def hear(visit: Visit) -> Reply:
    """With "ID" the preview; "ID.y" sends, or asks for approval; "ID.b" takes it back before anything was sent.

    Whatever was pressed twice, or is on its way already, shows how it stands."""
    head, _, step = visit.argument.partition(".")
    found = broadcasts.own(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    done(visit)
    if step == "b":
        sending.take_back(visit.tx, visit.person, found, visit.now)
        found = broadcasts.own(visit.tx, visit.person, found.id)
        return visit.reply(draft_page(visit, found) if found.state == "draft" else progress(visit, found))
    if found.state not in ("draft", "refused"):
        return visit.reply(progress(visit, found))
    if step != "y":
        return visit.reply(*_preview(visit, found))
    _send(visit, found)
    return visit.reply(progress(visit, broadcasts.own(visit.tx, visit.person, found.id)))


def _send(visit: Visit, found: Broadcast) -> None:
    by, now, own = rules(visit.office), wall(visit), reach(visit, found.area)
    count = broadcasts.ready(visit.tx, visit.person, found, own, by, now)
    activity = find(visit.tx, found.activity)
    if count > by.approval_above or broadcasts.preview(visit.tx, visit.person, found, by, now).held:
        sending.ask(visit.tx, visit.person, found, own.around, by, now)
    else:
        sending.start(visit.tx, visit.person.id, found, activity, by, now)


def _preview(visit: Visit, found: Broadcast) -> list[Screen]:
    office, language, by = visit.office, visit.person.language, rules(visit.office)
    activity = find(visit.tx, found.activity)
    texts = json.loads(found.texts or "{}")
    seen = broadcasts.preview(visit.tx, visit.person, found, by, wall(visit))
    blocks: list[Block] = [para("preview.title", "title"), *whom(visit.tx, office, found, language)]
    enabled = len(office.voice.languages)
    first = Plain(office.voice.own_name(next(iter(texts), language)))
    covered = "preview.languages" if len(texts) < enabled else "preview.every_language"
    blocks.append(para(covered, count=len(texts), all=enabled, language=first))
    blocks.append(para("preview.count", people=people(seen.count, by)))
    if seen.worn and seen.count >= by.least:
        blocks.append(para(f"preview.worn.{part(seen.worn, seen.count)}", "small"))
    blocks.append(para("broadcast.allowance", days=by.window_days, used=seen.allowance.used, left=seen.allowance.left))
    if seen.allowance.next is not None:
        blocks.append(para("broadcast.next", moment=office.moment(millis(seen.allowance.next), language)))
    if seen.small:
        blocks.append(para("broadcast.too_few", "warning", least=by.least))
    if seen.held:
        blocks.append(quiet(office, seen.held, language))
    asks = seen.asks or seen.held is not None
    if asks:
        blocks.append(para("preview.asks", most=by.approval_above, days=by.decide_days))
    rows = [(button("broadcast.to_draft", "broadcast", str(found.id)),)]
    if texts and seen.count and seen.allowance.left and not seen.small:
        code = "preview.ask" if asks else "preview.send"
        rows.insert(0, (button(code, "broadcast_send", f"{found.id}.y"),))
    shown = [in_words(message(office, found, activity, code), office, code) for code in texts]
    if not texts:
        blocks.append(para("broadcast.no_words", "warning"))
    return (
        [sheet(para("preview.this", "title")), *shown, sheet(*blocks, rows=tuple(rows))]
        if shown
        else [sheet(*blocks, rows=tuple(rows))]
    )


DOOR = Door("broadcast_send", "broadcast.own", hear)
