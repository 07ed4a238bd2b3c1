"""One person before one form at one moment, and the screens they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core import still
from bot.core.form import Group, Question, Repeat
from bot.core.inputs import Act
from bot.core.instance import Instance
from bot.core.plan import Place, Plan, plan_of
from bot.core.question import Ask, Face
from bot.core.questions import KINDS
from bot.core.road import fixed, headings, previous_stop, progress, read_before
from bot.core.screen import Attachment, Block, Button, Go, Line, Mode, Plain, Say, Screen
from bot.core.xpath import expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Literal

    from bot.core.form import Form, Language, Media
    from bot.core.session import Session

_PATIENCE = 2
"""After so many misses a person is offered."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Session and instance together."""

    form: Form
    plan: Plan
    session: Session
    instance: Instance
    update: int
    lexicon: Mapping[str, frozenset[str]]

    @property
    def place(self) -> Place | None:
        """Where the person is asked now."""
        at = self.instance.where.get(self.session.at)
        return None if at is None else self.instance.road[at]

    def ask(self, place: Place) -> Ask:
        """The question at a place, ready for its kind."""
        here = place.path == self.session.at
        return Ask(
            question=place.spot.question,
            place=place,
            instance=self.instance,
            value=self.instance.value(place),
            answered=place.path in self.instance.answers,
            picked=self.session.picked if here else {},
            page=self.session.page if here else 0,
            update=self.update,
            lexicon=self.lexicon,
        )

    def required(self, place: Place) -> bool:
        """Tell whether an answer is needed; a closed list that offers nothing needs none."""
        node = place.spot.node
        if not isinstance(node, Question) or node.required in ("", "false()"):
            return False
        if node.required != "true()" and not expression(node.required).truth(self.instance, place):
            return False
        return not node.choices or (bool(self.form.lists.get(node.choices)) and self._offers(place))

    def _offers(self, place: Place) -> bool:
        if not place.spot.question.choice_filter:
            return True
        return bool(still.face(self.ask(place)).rows)

    # screens

    def question(self, place: Place, mode: Mode = "below", lead: tuple[Block, ...] = ()) -> Screen:
        """Show a question: what leads up to it, its label and hint, the kind's own part, Back and Skip."""
        if isinstance(place.spot.node, Repeat):
            return self.another(place, mode, lead)
        ask = self.ask(place)
        kind = KINDS[ask.question.kind]
        face = still.face(ask)
        before, attachments = self.before(place)
        number, total = progress(self.instance, place)
        values: dict[str, int] = {"number": number} | ({"total": total} if total is not None else {})
        small = (
            () if place.spot.owner else (Block("small", Say("progress.of" if total else "progress.number", values)),)
        )
        blocks = (*lead, *small, *before, *self.label(ask), *face.blocks)
        if kind.open_words:
            blocks = (*blocks, Block("small", Say("danger")))
        files = (*attachments, *self.media(ask.question.media), *face.attachments)
        return Screen(mode, blocks, (*face.rows, *self.beside(ask, face)), files, holds=True)

    def beside(self, ask: Ask, face: Face) -> tuple[tuple[Button, ...], ...]:
        """The rows that any question may have: keep, explain, a person to talk to, Back and Skip."""
        rows: list[tuple[Button, ...]] = []
        marked = any(button.chosen for row in face.rows for button in row)
        if ask.value and not marked:
            shown = still.in_words(ask, ask.value)
            kept = Say("answer.keep_hidden") if self.sensitive(ask.place) else Say("answer.keep", {"answer": shown})
            rows.append((Button(kept, Act(ask.path, "ok")),))
        if ask.question.guidance:
            rows.append((Button(Say("explain"), Act(ask.path, "explain")),))
        if self.session.misses >= _PATIENCE:
            rows.append((Button(Say("contact.button"), Go("contact")),))
        walking = self.walking(ask.path, skip=not self.required(ask.place))
        return (*rows, walking) if walking else tuple(rows)

    def walking(self, path: str, *, skip: bool) -> tuple[Button, ...]:
        """Back, where there is anything to go back to, and Skip."""
        row: list[Button] = []
        if self.session.changing:
            row.append(Button(Say("back.review"), Act(path, "review")))
        elif previous_stop(self.instance, path) is not None:
            row.append(Button(Say("back"), Act(path, "back")))
        if skip:
            row.append(Button(Say("skip"), Act(path, "skip")))
        return tuple(row)

    def label(self, ask: Ask) -> tuple[Block, ...]:
        """A question's label and hint; a data card's figure stands above what is asked about it."""
        words, hint = ask.words(ask.question.label), ask.words(ask.question.hint)
        if not words and ask.place.spot.owner is None:
            words = ask.question.name
        title = (Block("title", Plain(words)),) if words else ()
        if ask.question.kind == "data_card":
            return (*((Block("card", Plain(hint)),) if hint else ()), *title)
        return (*title, *((Block("hint", Plain(hint)),) if hint else ()))

    def before(self, place: Place | None) -> tuple[tuple[Block, ...], tuple[Attachment, ...]]:
        """What is read before a place: headings of the groups it begins, and notes since the last question."""
        notes, stop = read_before(self.instance, place.path if place else "")
        blocks: list[Block] = []
        files: list[Attachment] = []
        passed = stop
        for one in (*notes, *((place,) if place else ())):
            for group in headings(one, passed):
                blocks.extend(self._heading(group))
            passed = one
            if one is not place:
                blocks.extend(self._note(one))
                files.extend(self.media(one.spot.question.media))
        return tuple(blocks), tuple(files)

    def _heading(self, group: Place) -> tuple[Block, ...]:
        node = group.spot.node
        assert isinstance(node, Group | Repeat)
        words = self.instance.words(node.label, group)
        if isinstance(node, Repeat):
            name = words or node.name
            return (Block("small", Say("repeat.heading", {"name": Plain(name), "number": group.ordinal})),)
        return (Block("small", Plain(words)),) if words else ()

    def _note(self, place: Place) -> tuple[Block, ...]:
        node = place.spot.question
        words, hint = self.instance.words(node.label, place), self.instance.words(node.hint, place)
        blocks = [Block("body", Plain(words))] if words else []
        if hint:
            blocks.append(Block("hint", Plain(hint)))
        if KINDS[node.kind].asked and fixed(self.instance, place) and self.instance.value(place):
            blocks.append(Block("answer", self.in_words(place, self.instance.value(place))))
        return tuple(blocks)

    def another(self, place: Place, mode: Mode, lead: tuple[Block, ...] = ()) -> Screen:
        """Ask whether there is (another) one of a repeat."""
        before, files = self.before(place)
        code = "repeat.first" if place.ordinal == 1 else "repeat.again"
        buttons: tuple[tuple[Button, ...], ...] = (
            (Button(Say("repeat.add"), Act(place.path, "again", 1)),),
            (Button(Say("repeat.no"), Act(place.path, "again", 0)),),
        )
        if self.session.misses >= _PATIENCE:
            buttons = (*buttons, (Button(Say("contact.button"), Go("contact")),))
        walking = self.walking(place.path, skip=False)
        title = Block("title", Say(code, {"name": Plain(self.repeat_name(place))}))
        rows = (*buttons, walking) if walking else buttons
        return Screen(mode, (*lead, *before, title), rows, files, holds=True)

    def repeat_name(self, place: Place) -> str:
        """What a repeat is called."""
        node = place.spot.node
        assert isinstance(node, Repeat)
        return self.instance.words(node.label, place) or node.name

    def answered(self, place: Place, value: str) -> Screen:
        """The question as it stays in the chat: its label and the answer in words, without buttons."""
        if isinstance(place.spot.node, Repeat):
            code = "repeat.added" if value else "repeat.ended"
            return Screen("replace", (Block("body", Say(code, {"name": Plain(self.repeat_name(place))})),))
        ask = self.ask(place)
        own = still.face(ask).blocks[:1] if place.spot.owner else ()
        label = self.label(ask)[:2] if ask.question.kind == "data_card" else self.label(ask)[:1]
        return Screen("replace", (*own, *label, Block("answer", self._worded(ask, value))))

    def in_words(self, place: Place, value: str) -> Line:
        """Word an answer: a skipped one by that word, a sensitive one only as given."""
        return self._worded(self.ask(place), value) if value else Say("answer.skipped")

    def _worded(self, ask: Ask, value: str) -> Line:
        if not value:
            return Say("answer.skipped")
        return Say("answer.hidden") if self.sensitive(ask.place) else still.in_words(ask, value)

    def sensitive(self, place: Place) -> bool:
        """Tell whether an answer is not to be repeated in the chat."""
        node = place.spot.question
        return (
            node.params.get("sensitive", "") not in ("", "false", "no", "0") or "sensitive" in node.appearance.split()
        )

    def media(self, media: Mapping[Language, Media]) -> tuple[Attachment, ...]:
        """A label's picture, recording and film, in the reader's language where they exist."""
        files = media.get(self.instance.language) or media.get(self.form.default_language)
        if files is None:
            return ()
        named: tuple[tuple[Literal["image", "audio", "video"], str], ...] = (
            ("image", files.image),
            ("audio", files.audio),
            ("video", files.video),
        )
        return tuple(Attachment(kind, name) for kind, name in named if name)


def scene_of(
    form: Form,
    session: Session,
    now: datetime,
    update: int = 0,
    *,
    lexicon: Mapping[str, frozenset[str]],
) -> Scene:
    """Set the scene for one input."""
    plan = plan_of(form)
    return Scene(form, plan, session, Instance(plan, session, now, KINDS), update, lexicon)
