"""/privacy: what is kept and why, in the reader's language, and the purposes that can be withdrawn."""

from __future__ import annotations

import json

from bot.actions import about_you
from bot.actions.answer import answer
from bot.actions.take_part import CONSENT_VERSION, consent, take_part
from bot.core import session_json
from bot.core.inputs import Choose
from bot.core.screen import Block, Button, Say, Screen
from bot.ports import Activity, Purpose, Reply, SessionId
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, toast, words

_PURPOSES: tuple[Purpose, ...] = ("take_part", "who_is_missing", "invite_me")


def hear(visit: Visit) -> Reply:
    """Show; with "+purpose.whose" or "-purpose.whose": allow or stop it first."""
    wanted, _, whose = visit.argument.partition(".")
    if wanted[:1] not in ("+", "-") or wanted[1:] not in _PURPOSES[1:]:
        return visit.reply(_page(visit))
    if whose != visit.own:
        return visit.present(toast("stale"))
    given, purpose = wanted[0] == "+", wanted[1:]
    profile = visit.tx.activities.named(about_you.NAME)
    if given and purpose == "who_is_missing" and profile is not None and not about_you.said(visit.tx, visit.person):
        return _ask(visit, profile)
    consent(visit.tx, visit.person, purpose, visit.now, given=given)
    if not given:
        about_you.withdrawn(visit.tx, visit.person, purpose, visit.now)
    return visit.reply(toast("purpose.changed"), _page(visit, replaces=True))


def _page(visit: Visit, *, replaces: bool = False) -> Screen:
    blocks: list[Block] = [para("privacy.title", "title")]
    for activity in visit.tx.activities.all(("open",)):
        opening = json.loads(activity.settings).get("opening", {})
        if opening.get("who"):
            blocks += [words(in_language(opening["who"], visit.person.language)), para("privacy.who")]
            break
    blocks += [para("privacy.what"), para("privacy.why"), para("privacy.out")]
    blocks.append(
        para(
            "privacy.keep",
            unfinished=visit.office.number("retention.unfinished_sessions"),
            responses=visit.office.number("retention.responses"),
        )
    )
    blocks += [para("welcome.telegram"), para("privacy.rights"), *_agreed(visit)]
    rows: list[tuple[Button, ...]] = []
    for purpose in _PURPOSES[1:]:
        if visit.tx.consents.latest(visit.person.id, purpose) is not None:
            on = about_you.allows(visit.tx, visit.person, purpose)
            sign, code = ("-", "purpose.turn_off") if on else ("+", "purpose.turn_on")
            name = Say(f"purpose.short.{purpose}")
            rows.append((button(code, "privacy", f"{sign}{purpose}.{visit.own}", purpose=name),))
    return sheet(*blocks, rows=tuple(rows), replaces=replaces)


def _agreed(visit: Visit) -> list[Block]:
    blocks = [para("privacy.agreed", "title")]
    for purpose in _PURPOSES:
        given = about_you.allows(visit.tx, visit.person, purpose)
        blocks.append(para("purpose.on" if given else "purpose.off", purpose=Say(f"purpose.{purpose}")))
    return [*blocks, para("privacy.version", "small", version=CONSENT_VERSION)]


def _ask(visit: Visit, profile: Activity) -> Reply:
    """Area and age were never said: the profile form says yes to its first question and goes on from there."""
    row = take_part(
        visit.tx, visit.office.shelf, visit.person, profile, visit.now, visit.office.dice(53),
        use="profile", after=_survey_in_hand(visit),
    )  # fmt: skip
    form = visit.office.shelf(visit.tx, row.edition)
    at = session_json.loads(row.state).at
    codes = [c.code for q in form.questions() if q.path == at for c in form.lists.get(q.choices, ())]
    yes = Choose(at, codes.index("yes"))
    return visit.of(answer(visit.tx, visit.office.shelf, visit.person, row, yes, visit.now), toast("purpose.changed"))


def _survey_in_hand(visit: Visit) -> SessionId:
    row = visit.tx.sessions.get(visit.person.session, visit.person.id) if visit.person.session else None
    return row.id if row is not None and row.use == "answer" else SessionId(0)


DOOR = Door("privacy", "own_data", hear, command="resident")
