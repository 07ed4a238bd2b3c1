"""What champions and officers do, through the same doors as in life."""

from __future__ import annotations

import re
from datetime import datetime

from tests.ninety_days.content import SURVEYS
from tests.ninety_days.stage import Actor, Life, shown

_LINK = re.compile(r"start=([A-Za-z0-9_-]+)")


def invites(officer: Actor, into: dict[str, str], area: str = "") -> Life:
    """A link for one champion, for an area or everywhere."""
    yield "say", "/invite"
    seen = yield officer.press("role.champion")
    wanted = area or officer.word("area.everywhere")
    more = officer.word("aim.more")
    while not shown(wanted, seen) and shown(more, seen):
        seen = yield "press", more
    seen = yield "press", wanted
    found = _LINK.search(seen)
    into["link"] = found[1] if found else ""


def accepts(who: Actor, link: str) -> Life:
    """Follows an invitation."""
    yield "start", link


def confirms(officer: Actor) -> Life:
    """Confirms everybody who waits."""
    seen = yield "say", "/people"
    yes = officer.word("invite.yes_words", words="").split("\u2068")[0].strip()
    while f"[{yes} " in seen.rsplit("\n---\n", 1)[-1]:
        seen = yield "press", f"{yes} "


def own_link(who: Actor, into: dict[int, str]) -> Life:
    """Asks for the link that others can come by."""
    seen = yield "say", "/link"
    found = _LINK.search(seen)
    into[who.chat] = found[1] if found else ""


def writes(who: Actor, about: str, tag: str, aim: str, languages: tuple[str, ...]) -> Life:
    """A message about something that is open; aimed at those of one's link, of one's area, or everybody.

    It goes at once, or asks for a yes; where the allowance is used up, or too few would get it, it is thrown away."""
    who.note("aim", (tag, aim))
    yield "say", "/broadcast"
    yield who.press("broadcast.new")
    yield "press", about
    seen = yield "say", f"Come and say what you think about it. {tag}"
    for language in languages:
        yield who.press("broadcast.words")
        own = who.stage.app.voice.own_name(language)
        yield who.press("broadcast.add_words", language=own)
        seen = yield "say", f"{_SAID[language]} {tag}"
    if aim != "area":
        yield who.press("broadcast.whom")
        yield who.press("aim.link" if aim == "link" else "aim.everyone")
        seen = yield who.press("aim.done")
    seen = yield who.press("broadcast.preview")
    send, ask = who.word("preview.send"), who.word("preview.ask")
    if shown(send, seen):
        yield "press", send
        who.note("sent", tag)
    elif shown(ask, seen):
        yield "press", ask
        who.note("asked_yes", tag)
    else:
        who.note("kept_back", tag)
        yield who.press("broadcast.to_draft")
        yield who.press("broadcast.discard")
        yield who.press("broadcast.yes_discard")


_SAID = {"es": "Venga y diga qué piensa.", "pl": "Proszę przyjść i powiedzieć.", "ar": "تعالوا وقولوا رأيكم."}


def decides(who: Actor, verdicts: list[str]) -> Life:
    """Goes through what waits for a yes: "yes", "no" (with a ground and a reason), or "" leaves it."""
    for verdict in verdicts:
        if not verdict:
            return
        seen = yield "say", "/approve"
        listed = seen.rsplit("\n---\n", 1)[-1]
        waiting = [titles[who.language] for titles in SURVEYS.values() if titles[who.language] in listed]
        if not waiting:
            return
        seen = yield "press", waiting[0]
        if verdict == "yes" and shown(who.word("approve.yes"), seen):
            yield who.press("approve.yes")
            who.note("approved")
        elif shown(who.word("approve.no"), seen):
            yield who.press("approve.no")
            yield who.press("ground.short.misleading")
            yield "say", "There is no such meeting."
            who.note("refused")


def opens(officer: Actor, title: str) -> Life:
    """Opens a survey that was found ready."""
    yield "say", "/activities"
    yield "press", title
    yield officer.press("activity.button.open")
    yield officer.press("activity.button.open")


def exports(officer: Actor, title: str) -> Life:
    """The release, with which everybody who took part gets the result."""
    yield "say", "/activities"
    yield "press", title
    yield officer.press("activity.button.export")
    yield officer.press("export.csv")


def answers(officer: Actor, title: str, tag: str) -> Life:
    """You said, we did."""
    yield "say", "/wedid"
    yield "press", title
    yield "say", f"The lamps are out. {tag}"
    yield officer.press("we_did.button.did")
    yield "say", "They were mended."
    yield officer.press("draft.publish")


def tells(officer: Actor, theme: str, tag: str) -> Life:
    """A notice by theme for the whole borough, written and published in the chat."""
    yield "say", "/notices"
    yield officer.press("notices.button.write")
    yield "press", theme
    yield officer.press("notices.everywhere")
    yield "say", f"Something new {tag}"
    yield "say", f"Come and talk about it. {tag}"
    yield officer.press("notices.button.no_link")
    yield officer.press("notices.button.keep")
    yield officer.press("draft.publish")


def plans(officer: Actor, title: str, starts: datetime, ends: str, seats: int, closes: datetime | None) -> Life:
    """A workshop, step by step, then opened."""
    booked = "plan.booking.draw" if closes else "plan.booking.first_come"
    yield "say", "/workshop new"
    yield "say", title
    yield officer.press("skip")
    yield "say", "Brixton library, 1 High Street"
    yield officer.press("button.yes")
    yield "say", f"{starts:%d/%m/%Y %H:%M}"
    yield "press", ends
    yield "say", str(seats)
    yield officer.press(booked)
    if closes:
        yield "say", f"{closes:%d/%m/%Y %H:%M}"
        yield officer.press("skip")
    yield "press", "Done: 0 chosen"
    yield officer.press("button.no")
    yield "say", "the aim."
    yield "say", "the rest."
    yield officer.press("plan.button.no_money")
    yield "say", "In March you hear of it."
    yield "say", "The evenings team, 020 7946 0000"
    yield officer.press("plan.button.save")
    yield officer.press("plan.button.see")
    seen = yield "press", "Show main language instead"
    for _ in range(2):
        if shown(officer.word("activity.button.open"), seen):
            seen = yield officer.press("activity.button.open")


def moves(officer: Actor, chooses: str, day: str, clock: str, ends: str) -> Life:
    """To another day, the same place."""
    yield "say", "/workshop"
    yield "press", chooses
    yield "press", "Move it"
    yield "press", day
    yield "press", clock
    yield "press", ends
    yield "press", "The same place"
    yield "press", "Yes, move it and tell all"


def calls_off(officer: Actor, chooses: str) -> Life:
    """Cancels a workshop and says why."""
    yield "say", "/workshop"
    yield "press", chooses
    yield "press", "Cancel the workshop"
    yield "say", "The hall is cold."
    yield "press", "Yes, cancel it and tell all"
