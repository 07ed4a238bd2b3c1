"""After a crash: the present screen of a session whose last screen was never shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.actions.authorise import holds
from bot.core import session_json
from bot.core.form import Language
from bot.core.inputs import Open
from bot.core.turn import take
from bot.ports import Person, Reply, SessionRow, Tx
from handlers.acting import under_mark
from handlers.assist import farewell, wipe
from handlers.visit import Office, thanks
from handlers.workshop_screen import receipt


class Redraw:
    """Shows the question again; changes nothing."""

    def __init__(self, office: Office, now: Callable[[], datetime]) -> None:
        self._office, self._now = office, now

    def __call__(self, tx: Tx, row: SessionRow) -> tuple[bytes, Reply] | None:
        """The chat's ciphertext and the reply; None where the person is gone, stopped, or holds another form."""
        person = tx.people.person(row.person)
        chat = tx.people.chat_cipher(row.person)
        if person is None or chat is None or person.stopped:
            return None
        if not chat:
            return self._beside(tx, person, row)
        if row.status == "finished" and row.use == "answer" and person.session in (0, row.id):
            return chat, self._sent_in(tx, person, row)
        if person.session != row.id or row.status != "open":
            return None
        form = self._office.shelf(tx, row.edition)
        session = replace(session_json.loads(row.state), language=Language(person.language))
        turned = take(form, session, Open(), self._now(), reader=person.reader)
        return chat, Reply(turned.screens, person.language, person.id, row.id, row.revision, reader=person.reader)

    def _beside(self, tx: Tx, person: Person, row: SessionRow) -> tuple[bytes, Reply] | None:
        """A session that a champion holds for somebody without a chat: shown in the champion's."""
        card = next((each for each in tx.assisted.of(person.id) if each.activity == row.activity), None)
        champion = tx.people.person(card.champion) if card is not None else None
        chat = tx.people.chat_cipher(champion.id) if champion is not None else None
        if card is None or champion is None or not chat or not holds(champion, "champion"):
            return None
        reply = Reply((), person.language, person.id, row.id, row.revision, reader=champion.reader)
        if row.status == "finished" and row.use == "answer" and card.state == "finished":
            return chat, replace(reply, screens=farewell(card), errands=(wipe(champion.id, card),))
        if card.state != "open" or person.session != row.id or row.status != "open":
            return None
        form = self._office.shelf(tx, row.edition)
        session = replace(session_json.loads(row.state), language=Language(person.language))
        turned = take(form, session, Open(), self._now(), reader=champion.reader)
        return chat, under_mark(replace(reply, screens=turned.screens), card)

    def _sent_in(self, tx: Tx, person: Person, row: SessionRow) -> Reply:
        """The thanks that a kill took away; nothing is said to who never sent it in (settled after closing)."""
        sent = session_json.loads(row.state).place == "finished"
        activity = tx.activities.get(row.activity)
        if sent and activity is not None and activity.kind == "workshop":
            screens = receipt(self._office, tx, person, activity)
        else:
            screens = (thanks(self._office, row),) if sent else ()
        return Reply(screens, person.language, person.id, row.id, row.revision, reader=person.reader)
