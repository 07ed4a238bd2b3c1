"""/privacy: what is kept and why, in the reader's language, and the purposes that can be withdrawn."""

from __future__ import annotations

import json

from bot.actions.take_part import CONSENT_VERSION, consent
from bot.core.screen import Button, Say, Screen
from bot.ports import Purpose, Reply
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, toast

_PURPOSES: tuple[Purpose, ...] = ("take_part", "who_is_missing", "invite_me")


def hear(visit: Visit) -> Reply:
    """Show; with "+purpose" or "-purpose": allow or stop it first."""
    changed: tuple[Screen, ...] = ()
    if visit.argument[1:] in _PURPOSES and visit.argument[0] in "+-":
        consent(visit.tx, visit.person, visit.argument[1:], visit.now, given=visit.argument[0] == "+")
        changed = (toast("purpose.changed"),)
    blocks = [para("privacy.title", "title")]
    for activity in visit.tx.activities.all(("open",)):
        opening = json.loads(activity.settings).get("opening", {})
        if opening.get("who"):
            blocks.append(para("privacy.who", who=in_language(opening["who"], visit.person.language)))
            break
    blocks += [para("privacy.what"), para("privacy.why"), para("privacy.out")]
    blocks.append(para("privacy.keep", unfinished=visit.office.number("retention.unfinished_sessions"),
                       responses=visit.office.number("retention.responses")))
    blocks += [para("welcome.telegram"), para("privacy.rights"), para("privacy.agreed", "title")]
    rows: list[tuple[Button, ...]] = []
    for purpose in _PURPOSES:
        latest = visit.tx.consents.latest(visit.person.id, purpose)
        given = latest is not None and latest.given
        name = Say(f"purpose.{purpose}")
        blocks.append(para("purpose.on" if given else "purpose.off", purpose=name))
        if latest is not None and purpose != "take_part":
            sign, code = ("-", "purpose.turn_off") if given else ("+", "purpose.turn_on")
            rows.append((button(code, "privacy", sign + purpose, purpose=name),))
    blocks.append(para("privacy.version", "small", version=CONSENT_VERSION))
    return visit.reply(*changed, sheet(*blocks, rows=tuple(rows), replaces=bool(changed)))


DOOR = Door("privacy", "own_data", hear, command="resident")
