"""The front desk: each update of one person goes to one door, after one look at whether it may."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions.authorise import authorise, holds
from bot.actions.link import follow
from bot.core.errors import Rule
from bot.core.inputs import Act, Choose, Input, Located, Sent, Typed
from bot.core.screen import Go
from bot.ports import Command, Heard, Membership, Pressed, Reply, Stale, Tx, Unheard, millis
from handlers import filling, group, importing
from handlers.doors import BY_NAME, COMMANDS
from handlers.visit import Office, Visit, toast

_LONGEST_STOP = 40


class Reception:
    """Answers every update. Called within the transaction; may be called twice; keeps nothing."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stops = frozenset(
            word.strip().casefold()
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
                match press:
                    case Choose() | Act():
                        return filling.hear(visit, press, session)
                    case Go(verb, argument):
                        return self._door(visit, verb, argument)
                    case _:
                        return visit.present(toast("stale"))
            case Stale():
                return visit.present(toast("stale"))
            case Typed(text):
                return self._typed(visit, text)
            case Sent() | Located():
                return self._sent(visit, heard.said)
            case Unheard(kind):
                return visit.tell("unheard.edited" if kind == "edited" else "unheard")

    def _command(self, visit: Visit, name: str, argument: str) -> Reply:
        if visit.person.doing:
            visit.tx.people.change(visit.person.id, doing="")
        if name == "start":
            return self._start(visit, argument)
        return self._door(visit, name if name in COMMANDS else "help", argument)

    def _start(self, visit: Visit, payload: str) -> Reply:
        kind, _, rest = payload.partition("_")
        if kind == "i" and rest:
            return self._door(visit, "accept", rest)
        if kind == "t" and rest:
            return self._door(visit, "try", rest)
        if kind == "s" and follow(visit.tx, visit.person, rest):
            payload = ""
        if not visit.person.language_confirmed and visit.heard.hint.split("-")[0] not in self._office.voice.languages:
            return self._door(visit, "language", "")
        return self._door(visit, "start", payload)

    def _door(self, visit: Visit, name: str, argument: str) -> Reply:
        door = BY_NAME.get(name)
        if door is None:
            return visit.present(toast("stale"))
        authorise(visit.person, door.right)
        return door.hear(replace(visit, argument=argument))

    def _typed(self, visit: Visit, text: str) -> Reply:
        bare = text.strip()
        if len(bare) <= _LONGEST_STOP and bare.casefold().strip(".!") in self._stops:
            return self._door(visit, "stop", "")
        if visit.person.doing:
            waits = json.loads(visit.person.doing)
            visit.tx.people.change(visit.person.id, doing="")
            return self._door(visit, waits["wait"], f"{waits['argument']} {bare}")
        return self._fill(visit, Typed(text))

    def _sent(self, visit: Visit, given: Sent | Located) -> Reply:
        if isinstance(given, Sent) and given.kind == "document" and not visit.person.session and holds(visit.person, "officer"):
            authorise(visit.person, "form.import")
            return importing.hear(visit, given)
        return self._fill(visit, given)

    def _fill(self, visit: Visit, given: Input) -> Reply:
        if not visit.person.session:
            raise Rule("nothing.open")
        return filling.hear(visit, given, visit.person.session)

    def _guess(self, hint: str) -> str:
        """The messenger's language code is the first guess; the person's choice is never overruled."""
        languages = self._office.voice.languages
        return next((code for code in (hint, hint.split("-")[0]) if code in languages), languages[0])


