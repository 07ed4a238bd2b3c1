"""What residents do at one sitting, through the chat and by its buttons alone."""

from __future__ import annotations

import re

from tests.ninety_days.content import fine
from tests.ninety_days.stage import Actor, Life, shown


def comes(who: Actor, payload: str) -> Life:
    """By a link, or alone."""
    yield "start", payload
    who.note("stopped", False)


def takes_part(who: Actor, survey: str, *, finish: bool, invite: str = "") -> Life:
    """The survey: to the end, or only its first answer; `invite` ("1", "2": which area) agrees to be invited by it."""
    seen = yield "start", f"a_{survey}"
    who.note("stopped", False)
    start = who.word("button.start")
    if not shown(start, seen):
        return
    seen = yield "press", start
    yes = who.word("age.yes", age=16)
    if shown(yes, seen):
        seen = yield "press", yes
    who.note("began", survey)
    seen = yield "press", fine(who.language)
    who.note("took_part", survey)
    skip = who.word("skip")
    agreed = bool(invite)
    while finish and shown(skip, seen):
        asks = seen.rsplit("\n---\n", 1)[-1]
        if agreed and "[1]" in asks:
            seen = yield "press", invite
        elif agreed and re.search(r"/privacy", asks):
            seen = yield "press_at", 0
        else:
            seen = yield "press", skip
    if finish:
        who.note("finished", survey)
        if invite:
            who.note("area", invite)


def goes_on(who: Actor, survey: str) -> Life:
    """Finishes what was left, from the start."""
    seen = yield "start", f"a_{survey}"
    who.note("stopped", False)
    onward = who.word("button.continue")
    if not shown(onward, seen):
        return
    seen = yield "press", onward
    skip = who.word("skip")
    while shown(skip, seen):
        seen = yield "press", skip
    who.note("finished", survey)


def stops(who: Actor, how: str) -> Life:
    """By command, by word, or by the button under a letter where there is one."""
    yield "say", how
    who.note("stopped", True)


def begins_again(who: Actor) -> Life:
    """/start: written to again, as was chosen before."""
    yield "start", ""
    who.note("stopped", False)


def chooses(who: Actor, choice: str) -> Life:
    """How often to be written to: by /stop and the choice under it."""
    yield "say", "/stop"
    who.note("stopped", True)
    code = {"usual": "often.button.again", "less": "button.less", "booked": "often.button.booked"}[choice]
    yield who.press(code)
    who.note("choice", choice)
    who.note("stopped", False)


def blocks(who: Actor) -> Life:
    """Blocks the bot."""
    who.note("blocked", True)
    yield ("block",)


def unblocks(who: Actor) -> Life:
    """Lets it write again, and says hello."""
    yield ("unblock",)
    who.note("blocked", False)
    yield "start", ""
    who.note("stopped", False)


def speaks(who: Actor, language: str) -> Life:
    """Reads another language from now on."""
    yield "say", f"/language {language}"
    who.language = language
    who.note("language", language)


def asks_for(who: Actor, theme: str, label: str) -> Life:
    """Wants to hear of a theme."""
    yield "say", "/notices"
    yield "press", label
    who.note("theme", theme)


def books(who: Actor, title: str, key: str) -> Life:
    """Asks for a place at a workshop, with no special needs."""
    yield "say", "/workshops"
    seen = yield "press", title
    sign_up = who.word("workshop.button.sign_up")
    if not shown(sign_up, seen):
        return
    seen = yield "press", sign_up
    yes = who.word("age.yes", age=16)
    if shown(yes, seen):
        seen = yield "press", yes
    skip, send = who.word("skip"), who.word("review.send")
    while not shown(send, seen) and shown(skip, seen):
        seen = yield "press", skip
    if shown(send, seen):
        seen = yield "press", send
    who.note("asked", key)
    if who.word("booking.done.confirmed") in seen:
        who.note("place", (key, True))


def gives_back(who: Actor, key: str) -> Life:
    """Gives a place up again."""
    seen = yield who.press("booking.button.cancel")
    yes = who.word("booking.cancel_yes")
    if shown(yes, seen):
        yield "press", yes
        who.note("place", (key, False))
