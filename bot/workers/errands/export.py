"""Write an export: settle what is unfinished, count, make it safe, freeze it, and hand over the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.actions import release as releases
from bot.actions import results
from bot.actions.authorise import authorise
from bot.actions.gather import gather
from bot.catalog.policy import Policy
from bot.catalog.voice import Voice
from bot.core.disclosure import DisclosurePolicy
from bot.core.errors import Rule
from bot.core.form import Form
from bot.core.frame import Frame
from bot.core.release import Release
from bot.core.screen import Attachment, Block, Plain, Say, Screen
from bot.ports import Activity, ActivityId, Errand, Pen, PersonId, Reply, Shelf, Store, Tx
from bot.workers.errands.settle import Settle
from bot.writers import export
from bot.writers.writer import Export

_ATTRIBUTES = ("area", "age_band", "language", "ethnic_group", "tenure")
PROFILE = "about_you"


def disclosure_policy(policy: Policy) -> DisclosurePolicy:
    """The numbers of content/policy.toml under [disclosure]. Raises ValueError where one undoes the protection."""
    number = policy.number
    return DisclosurePolicy(
        nothing_below=number("disclosure.nothing_below"),
        themes_below=number("disclosure.themes_below"),
        words_below=number("disclosure.words_below"),
        whole_group_base=number("disclosure.whole_group_base"),
        hide_below=number("disclosure.hide_below"),
        round_to=number("disclosure.round_to"),
        under_label_below=number("disclosure.under_label_below"),
        nearly_all_percent=number("disclosure.nearly_all_percent"),
        hidden_span=number("disclosure.hidden_span"),
        correction_keeps_below=number("disclosure.correction_keeps_below"),
    )


class WriteExport:
    """Gives the one release of a closed activity in any format, whoever asks and however often."""

    def __init__(
        self,
        store: Store,
        shelf: Shelf,
        frames: Mapping[str, Frame],
        policy: Policy,
        voice: Voice,
        settle: Settle,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._shelf, self._frames, self._policy = store, shelf, frames, disclosure_policy(policy)
        self._voice, self._settle, self._now = voice, settle, now

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """`values`: activity (id) and format; the file goes to the officer who asked."""
        release, written = await self.write(
            ActivityId(int(errand.values["activity"])), str(errand.values["format"]), errand.person
        )
        chat, person = await self._store.read(
            lambda tx: (tx.people.chat_cipher(errand.person), tx.people.person(errand.person))
        )
        if chat is None or person is None:
            return
        title = release.about.title.get(person.language) or release.about.title.get("en", release.about.activity)
        done = Say("export.done", {"number": release.number, "title": Plain(title), "sha": release.sha256})
        file = Attachment("document", written.name, written.data)
        screen = Screen("below", (Block("body", done),), (), (file,))
        await pen.show(chat, Reply((screen,), person.language, person.id, reader=person.reader))

    async def write(
        self, activity: ActivityId, form: str, by: PersonId, *, trusted: bool = False
    ) -> tuple[Release, Export]:
        """Make or find the release and write it. `trusted`: the operator asks on the machine itself.

        Raises Rule("activity.gone"), Rule("export.not_yet") or Rule("not_yours").
        """

        def look(tx: Tx) -> tuple[Activity, Release | None]:
            person = tx.people.person(by)
            if not trusted:
                if person is None:
                    raise Rule("not_yours")
                authorise(person, "export")
            there = tx.activities.get(activity)
            if there is None:
                raise Rule("activity.gone")
            return there, releases.found(tx, there)

        found, release = await self._store.read(look)
        if release is None:
            await self._settle.run(activity)
            frame = self._frame(found)
            names = self._names()
            counts = await self._store.read(lambda tx: gather(tx, self._shelf, found, frame, names, self._profile(tx)))

            def freeze(tx: Tx) -> Release:
                made = releases.keep(tx, found, counts, self._policy, frame, by, self._now())
                results.tell(tx, found, by, self._now())
                return made

            release = await self._store.write(freeze)
        return release, export(release, form)

    def _frame(self, activity: Activity) -> Frame | None:
        return self._frames.get(str(json.loads(activity.settings).get("frame", "")))

    def _profile(self, tx: Tx) -> Form | None:
        about = tx.activities.named(PROFILE)
        return self._shelf(tx, about.edition) if about else None

    def _names(self) -> dict[str, dict[str, str]]:
        """Labels of the attributes, and the languages' own names, in every enabled language."""
        languages = self._voice.languages
        names = {a: {code: self._voice.say(f"attribute.{a}", code) for code in languages} for a in _ATTRIBUTES}
        return names | {f"language:{code}": {"en": self._voice.own_name(code)} for code in languages}
