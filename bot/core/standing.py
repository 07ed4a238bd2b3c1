"""Where a person stands in a form, and what moves them on: storing, going to the next question, ending.

`Standing` follows the session as it changes within one turn; reading inputs is done in asking.py and reviewing.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.events import Erred, Event, Finished, Outdated
from bot.core.form import Question, Repeat
from bot.core.plan import Place
from bot.core.questions import KINDS
from bot.core.review import LONG, finished, lines, review
from bot.core.road import asked, next_stop
from bot.core.scene import Scene, scene_of
from bot.core.screen import Block, Mode, Plain, Say, Screen
from bot.core.session import Answer, Session
from bot.core.xpath import expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.core.form import Form, Language, Text

_DAY = 86_400
"""Update ids are compared within a day: after a quiet week Telegram begins them anew."""
_PICKS = frozenset({"select_multiple", "rank"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one input led to."""

    session: Session
    screens: tuple[Screen, ...]
    events: tuple[Event, ...] = ()


class Standing:
    """One input on its way through. `scene` follows the session as it changes."""

    def __init__(
        self,
        form: Form,
        session: Session,
        now: datetime,
        update: int,
        *,
        reader: bool,
        lexicon: Mapping[str, frozenset[str]],
    ) -> None:
        self.form = form
        self.now = now
        self.update = update
        self.reader = reader
        self.lexicon = lexicon
        self.session = session
        self.scene = self._scene(session)

    def set(self, session: Session) -> Session:
        """Go on with another session; what was worked out is kept where no answer differs."""
        before = self.scene
        same = session.answers is before.session.answers and session.repeats is before.session.repeats
        if same and session.language == before.session.language:
            self.scene = replace(before, session=session)
        else:
            self.scene = self._scene(session)
        self.session = session
        return session

    def _scene(self, session: Session) -> Scene:
        return scene_of(self.form, session, self.now, self.update, lexicon=self.lexicon)

    def present(self, mode: Mode = "below", lead: tuple[Block, ...] = ()) -> Screen:
        """Show where the person is."""
        place = self.scene.place
        if self.session.place == "question" and place is not None:
            return self.scene.question(place, mode, lead)
        if self.session.place == "finished":
            return finished(self.scene, notes=False)
        return review(self.scene, mode, lead)

    def outdated(self) -> Turn:
        """Say kindly that a button is old, and show what is asked now."""
        toast = Screen("toast", (Block("body", Say("stale")),))
        return Turn(self.session, (toast, self.present()), (Outdated(self.session.at),))

    def newest(self) -> Answer | None:
        """The answer given last."""
        return max(self.session.answers.values(), key=lambda answer: answer.at, default=None)

    def late(self, answer: Answer | None) -> bool:
        """Tell whether the update at hand is older than one that gave an answer today."""
        if answer is None or not self.update or answer.update <= self.update:
            return False
        return self.now.timestamp() - answer.at < _DAY

    def refuse(self, place: Place, say: Say) -> Turn:
        """Say what to type instead, and ask again; after two misses offer a person."""
        session = self.set(replace(self.session, misses=self.session.misses + 1))
        blocks = [Block("warning", say)]
        if session.misses >= 2:
            blocks.append(Block("hint", Say("misses.offer")))
        return Turn(session, (self.scene.question(place, "below", tuple(blocks)),), (Erred(place.path, say.code),))

    def author(self, text: Mapping[Language, Text], place: Place, code: str) -> Say:
        """The author's own message where there is one, else ours."""
        words = self.scene.instance.words(text, place)
        return Say("author", {"message": Plain(words)}) if words else Say(code)

    def put(self, path: str, value: str) -> None:
        """Store a value."""
        answers = {**self.session.answers, path: Answer(value, self.update, self.now.timestamp())}
        self.set(replace(self.session, answers=answers))
        self.keep_once()

    def trigger(self, place: Place) -> None:
        """Work out what waits for this question's answer; what is asked itself keeps what was answered."""
        found: dict[str, Answer] = {}
        for spot in self.scene.plan.triggered.get(place.spot.path, ()):
            for waiting in self.scene.instance.resolve(spot.path, place):
                if isinstance(waiting, Place) and not KINDS[spot.question.kind].asked:
                    value = expression(spot.question.calculate).text(self.scene.instance, waiting)
                    found[waiting.path] = Answer(value, self.update, self.now.timestamp())
        if found:
            self.set(replace(self.session, answers={**self.session.answers, **found}))

    def keep_once(self) -> None:
        """Store what once() has found, so that it stays."""
        if not self.scene.plan.once:
            return
        found: dict[str, Answer] = {}
        for place in self.scene.instance.road:
            if place.spot in self.scene.plan.once and place.path not in self.session.answers:
                value = self.scene.instance.value(place)
                if value:
                    found[place.path] = Answer(value, self.update, self.now.timestamp())
        if found:
            self.set(replace(self.session, answers={**self.session.answers, **found}))

    def holds(self, place: Place, value: str) -> bool:
        """Tell whether a value keeps the question's constraint."""
        constraint = place.spot.question.constraint
        if not constraint:
            return True
        supposed = scene_of(self.form, self.session, self.now, lexicon=self.lexicon)
        supposed.instance.suppose(place.path, value)
        return expression(constraint).truth(supposed.instance, place)

    def prune(self) -> bool:
        """Drop answers that a change made impossible, so that they are asked again; tell whether there were any."""
        gone = [place.path for place in asked(self.scene.instance) if not self.stands(place)]
        if gone:
            kept = {path: answer for path, answer in self.session.answers.items() if path not in gone}
            self.set(replace(self.session, answers=kept))
        return bool(gone)

    def stands(self, place: Place) -> bool:
        """Tell whether a stored answer may stay: on offer, within its constraint, not blank where one is needed."""
        answer = self.session.answers.get(place.path)
        if answer is None or isinstance(place.spot.node, Repeat):
            return True
        if not answer.value:
            return not self.scene.required(place)
        ask = self.scene.ask(place)
        if not KINDS[ask.question.kind].fits(ask, answer.value):
            return False
        constraint = ask.question.constraint
        return not constraint or expression(constraint).truth(self.scene.instance, place)

    def go_on(self, shown: tuple[Screen, ...], events: tuple[Event, ...], *, warn: bool = False) -> Turn:
        """Go to the next question, to check-your-answers, or to the end."""
        place = next_stop(self.scene.instance)
        if place is None and self.prune():
            warn, place = True, next_stop(self.scene.instance)
        lead = (Block("warning", Say("asked_again")),) if warn and place is not None else ()
        if place is None and not self.session.changing and len(lines(self.scene)) < LONG:
            return self.finish(shown, events)
        self.arrive(place, changing=self.session.changing and place is not None)
        return Turn(self.session, (*shown, self.present(lead=lead)), events)

    def to_review(self) -> Turn:
        """Go back to check-your-answers, unless something is still to be asked."""
        self.arrive(next_stop(self.scene.instance))
        return Turn(self.session, (self.present(),))

    def arrive(self, place: Place | None, *, changing: bool = False) -> Session:
        """Stand before a place (None: check-your-answers), with what was picked there before."""
        picked: dict[str, int] = {}
        if place is not None and isinstance(place.spot.node, Question) and place.spot.node.kind in _PICKS:
            held = self.session.answers.get(place.path)
            value = self.scene.instance.value(place)
            picked = dict.fromkeys(value.split(), held.update if held else 0)
        return self.set(
            replace(
                self.session,
                at=place.path if place is not None else "",
                place="question" if place is not None else "review",
                picked=picked,
                page=0,
                misses=0,
                changing=changing,
            )
        )

    def finish(self, shown: tuple[Screen, ...], events: tuple[Event, ...] = ()) -> Turn:
        """Send the form in, unless a change left something to ask."""
        place = next_stop(self.scene.instance)
        if place is None and self.prune():
            place = next_stop(self.scene.instance)
        if place is not None:
            self.arrive(place)
            return Turn(self.session, (self.present(lead=(Block("warning", Say("asked_again")),)),), events)
        notes = self.session.place != "review"
        answers = tuple(_relevant(self.scene))
        session = self.set(replace(self.session, at="", place="finished", picked={}, page=0, misses=0, changing=False))
        return Turn(session, (*shown, finished(self.scene, notes=notes)), (*events, Finished(answers)))


def _relevant(scene: Scene) -> list[tuple[str, str]]:
    """The answers that count, in document order: of what is relevant, computed values and skipped questions too."""
    found: list[tuple[str, str]] = []
    for place in scene.instance.road:
        node = place.spot.node
        if not isinstance(node, Question) or node.kind == "note" or not scene.instance.relevant(place):
            continue
        value = scene.instance.value(place)
        if value or KINDS[node.kind].asked:
            found.append((place.path, value))
    return found
