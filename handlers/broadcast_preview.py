"""What sending a champion's message would mean, shown once its audience has been counted."""

from __future__ import annotations

import json
from datetime import datetime

from bot.actions import broadcast as broadcasts
from bot.actions.activity import find
from bot.core.broadcasts import part
from bot.core.screen import Block, Plain, Screen
from bot.ports import Account, Broadcast, Errand, Heard, Reply, Tx, Unheard, millis
from handlers.broadcast_screen import in_words, message, quiet
from handlers.champion import people, rules, wall, whom
from handlers.visit import Office, Visit, button, para, sheet


class Previewing:
    """Words the preview for the errand that counts (bot/workers/errands/count.py)."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, tx: Tx, errand: Errand, now: datetime) -> Reply | None:
        """What is shown to the champion; None where it is on its way already. Raises Rule("not_yours")."""
        person = tx.people.person(errand.person)
        if person is None:
            return None
        heard = Heard(0, now, b"", b"", "", Unheard("errand"))
        visit = Visit(tx, self._office, heard, Account(person.account, b"", b"", person.id), person)
        found = broadcasts.own(tx, person, int(errand.values["broadcast"]))
        if found.state not in ("draft", "refused"):
            return None
        return visit.reply(*preview(visit, found))


def preview(visit: Visit, found: Broadcast) -> list[Screen]:
    """Exactly what is sent, in every language that has words; then to about how many, by what allowance."""
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
