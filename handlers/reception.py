"""The front desk: each update of one person goes to one door, after one look at whether it may."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions.authorise import authorise, holds
from bot.actions.link import follow
from bot.actions.take_part import agreed
from bot.core.errors import Rule
from bot.core.inputs import Act, Choose, Input, Located, Sent, Typed
from bot.core.reading import clean, plain
from bot.core.screen import Go, Press
from bot.ports import Command, Heard, Membership, Pressed, Reply, SessionId, Stale, Tx, Unheard, millis
from handlers import filling, group, importing
from handlers.acting import beside, marked
from handlers.doors import BY_NAME, COMMANDS
from handlers.language import meant
from handlers.visit import Office, Visit, toast
from handlers.waiting import wait

_LONGEST_STOP = 40
_LONGEST_NUMBER = 18
"""Digits that always fit the databases' integers."""
_MOVES_ON = frozenset(
    [
        "start",
        "join",
        "change",
        "try",
        "tested",
        "phone",
        "forgetme",
        "broadcast",
        "broadcast_words",
        "broadcast_picture",
        "broadcast_aim",
        "broadcast_send",
        "broadcasts",
        "approve",
        "announce",
        "workshop_change",
        "workshop_move",
    ]
)
"""Doors that begin anew whenever a button leads to them, also where they waited for something themselves."""

_ASIDE = frozenset({"language", "privacy", "contact", "reader", "help", "often", "calendar"})
"""Doors that one looks in at while writing something: what is typed afterwards still goes where it was waited for."""

_TAKES_PHOTOS = frozenset({"broadcast_picture"})
"""Doors that wait for a photo; others leave it to the question in hand."""

_CODES = frozenset({"accept", "paper"})
"""Doors whose argument is a code, not numbers of rows."""


def _possible(argument: str) -> bool:
    """Whether every number in it could be a row's: somebody may have made it up behind a command or a link."""
    steps = argument.partition(" ")[0].split(".")
    return all(step.isascii() and len(step) <= _LONGEST_NUMBER for step in steps if step.isdigit())


class Reception:
    """Answers every update. Called within the transaction; may be called twice; keeps nothing."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stops = frozenset(
            plain(word)
            for language in office.voice.languages
            for word in office.voice.say("stop.words", language).replace("،", ",").split(",")
        )

    def __call__(self, tx: Tx, heard: Heard) -> Reply:
        """What to show. Raises Rule where a rule forbids it."""
        if heard.group:
            return group.hear(self._office, heard)
        found = tx.people.lock(heard.chat_hash)
        if found is None:
            if isinstance(heard.said, Membership):
                return Reply()
            found = tx.people.arrive(heard.chat_hash, heard.chat_cipher, self._guess(heard.hint), millis(heard.now))
        account, person = found
        if account.blocked and not (isinstance(heard.said, Membership) and not heard.said.present):
            tx.people.block(account.id, blocked=False)
        visit = Visit(tx, self._office, heard, account, person)
        match heard.said:
            case Membership(present):
                tx.people.block(account.id, blocked=not present)
                return Reply()
            case Command(name, argument):
                return self._command(visit, name, argument)
            case Pressed(session, press):
                return self._pressed(visit, press, session)
            case Stale():
                return visit.present(toast("stale"))
            case Typed(text):
                return self._typed(visit, text)
            case Sent() | Located():
                return self._sent(visit, heard.said)
            case Unheard(kind):
                return visit.tell("unheard.edited" if kind == "edited" else "unheard")

    def _pressed(self, visit: Visit, press: Press, session: SessionId) -> Reply:
        match press:
            case Choose() | Act():
                if visit.person.doing:  # who answers a form has moved on: the next words are an answer, too
                    visit = self._done_waiting(visit)
                visit = beside(visit, session)
                return marked(visit, filling.hear(visit, press, session))
            case Go("language", chosen) if chosen:
                return self._speak(visit, chosen)
            case Go(verb, argument):
                if visit.person.doing and self._moves_on(visit, verb):
                    visit = self._done_waiting(visit)
                return self._door(visit, verb, argument)
            case _:
                return visit.present(toast("stale"))

    def _command(self, visit: Visit, name: str, argument: str) -> Reply:
        if visit.person.doing and name not in _ASIDE:
            visit = self._done_waiting(visit)
        if name == "start":
            return self._start(visit, argument)
        return self._door(visit, name if name in COMMANDS else "help", argument)

    def _start(self, visit: Visit, payload: str) -> Reply:
        kind, _, rest = payload.partition("_")
        if kind == "i" and rest:
            return self._door(visit, "accept", rest)
        token, _, about = rest.partition("_")
        if kind == "s" and follow(visit.tx, visit.person, token):
            payload = about
        if not visit.person.language_confirmed and not self._known(visit.heard.hint):
            wait(visit, "language", payload)
            return self._door(visit, "language", "")
        if kind == "t" and rest:
            return self._door(visit, "try", rest)
        return self._door(visit, "start", payload)

    def _speak(self, visit: Visit, chosen: str) -> Reply:
        """A language was chosen; where the start waited for that, it goes on with its own parameter."""
        waits = json.loads(visit.person.doing or "{}")
        reply = self._door(visit, "language", chosen)
        language = meant(self._office.voice, chosen)
        if waits.get("wait") != "language" or not language:
            return reply
        going_on = self._start(self._done_waiting(visit).speaking(language), waits["argument"])
        return replace(
            going_on, screens=(*reply.screens, *going_on.screens), errands=(*reply.errands, *going_on.errands)
        )

    def _moves_on(self, visit: Visit, verb: str) -> bool:
        """Whether a button leads away from what was waited for, so that the next words are not meant for it."""
        waits = json.loads(visit.person.doing)["wait"]
        return verb in _MOVES_ON or (verb not in _ASIDE and verb != waits)

    def _done_waiting(self, visit: Visit) -> Visit:
        visit.tx.people.change(visit.person.id, doing="")
        return replace(visit, person=replace(visit.person, doing=""))

    def _door(self, visit: Visit, name: str, argument: str) -> Reply:
        door = BY_NAME.get(name)
        if door is None:
            return visit.present(toast("stale"))
        if name not in _CODES and not _possible(argument):
            return visit.present(toast("stale"))
        authorise(visit.person, door.right)
        return door.hear(replace(visit, argument=argument))

    def _typed(self, visit: Visit, text: str) -> Reply:
        bare = clean(text)
        if len(bare) <= _LONGEST_STOP and plain(bare) in self._stops:
            return self._door(visit, "stop", "")
        if visit.person.doing:
            waits = json.loads(visit.person.doing)
            if waits["wait"] == "language":
                return self._speak(visit, bare)
            return self._door(self._done_waiting(visit), waits["wait"], f"{waits['argument']} {bare}")
        return self._fill(visit, Typed(text))

    def _sent(self, visit: Visit, given: Sent | Located) -> Reply:
        waits = json.loads(visit.person.doing or "{}")
        if isinstance(given, Sent) and given.kind == "photo" and waits.get("wait") in _TAKES_PHOTOS:
            return self._door(self._done_waiting(visit), waits["wait"], waits["argument"])
        if isinstance(given, Sent) and holds(visit.person, "officer") and importing.wanted(visit, given):
            authorise(visit.person, "form.import")
            return importing.hear(visit, given)
        return self._fill(visit, given)

    def _fill(self, visit: Visit, given: Input) -> Reply:
        visit = beside(visit)
        if not visit.person.session:
            if not agreed(visit.tx, visit.person):  # somebody new, who says hello instead of /start
                return self._start(visit, "")
            raise Rule("nothing.open")
        return marked(visit, filling.hear(visit, given, visit.person.session))

    def _guess(self, hint: str) -> str:
        """The messenger's language code is the first guess; the person's choice is never overruled."""
        return self._known(hint) or self._office.voice.languages[0]

    def _known(self, hint: str) -> str:
        """The enabled language that the messenger's code means ("pt-br": pt), else ""."""
        return next((code for code in (hint, hint.partition("-")[0]) if code in self._office.voice.languages), "")
