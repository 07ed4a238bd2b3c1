"""The engine: one input taken, one turn given back. Pure: the same arguments give the same turn.

    turn = take(form, session, Choose("/data/town", 2), now, update=17)

A turn holds the session to store, the screens to draw and what happened. Nothing is sent or stored from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from bot.core.events import Answered, Erred, Event, Finished, LanguageSwitched, Outdated
from bot.core.form import Question, Repeat
from bot.core.inputs import Act, Choose, Input, Located, Open, Sent, SwitchLanguage, Typed
from bot.core.lexicon import LEXICON
from bot.core.question import Alien, Late, Leafing, Narrowed, Outcome, Refused, Selecting, Value
from bot.core.questions import KINDS
from bot.core.reading import plain, whole
from bot.core.review import LONG, finished, lines, review
from bot.core.road import asked, next_stop, previous_stop
from bot.core.scene import Scene, scene_of
from bot.core.screen import Block, Mode, Plain, Say, Screen
from bot.core.session import Answer, Session
from bot.core.xpath import expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.core.form import Form, Language, Text
    from bot.core.plan import Place

_DAY = 86_400
"""Update ids are compared within a day: after a quiet week Telegram begins them anew."""
_PICKS = frozenset({"select_multiple", "rank"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one input led to."""

    session: Session
    screens: tuple[Screen, ...]
    events: tuple[Event, ...] = ()


def begin(form: Form, *, seed: int, language: Language, now: datetime) -> Session:
    """Open a session at the form's first question. Show it with `take(form, session, Open(), now)`."""
    session = Session(seed=seed, language=language, opened=now)
    taking = _Taking(form, session, now, 0, reader=False, lexicon=LEXICON)
    taking.keep_once()
    return taking.arrive(next_stop(taking.scene.instance))


def take(
    form: Form,
    session: Session,
    given: Input,
    now: datetime,
    update: int = 0,
    *,
    reader: bool = False,
    lexicon: Mapping[str, frozenset[str]] = LEXICON,
) -> Turn:
    """Take one input.

    `now` is zoned. `update` is the messenger's number of this input, 0 where there is none: an older one never
    overrules a newer one of the same day. `reader` is the person's screen reader setting: changes are told in new
    messages. `lexicon` holds words for yes, no, skip, back and done (see bot/core/lexicon.py).
    """
    taking = _Taking(form, session, now, update, reader=reader, lexicon=lexicon)
    turn = taking.take(given)
    if turn.session is session:
        return turn
    return replace(turn, session=replace(turn.session, revision=session.revision + 1))


class _Taking:
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
        self.scene: Scene
        self.set(session)

    def set(self, session: Session) -> Session:
        """Go on with another session: everything worked out is worked out anew."""
        self.session = session
        self.scene = scene_of(self.form, session, self.now, self.update, reader=self.reader, lexicon=self.lexicon)
        return session

    # where the input goes

    def take(self, given: Input) -> Turn:
        if isinstance(given, SwitchLanguage):
            session = self.set(replace(self.session, language=given.language))
            return Turn(session, (self.present("replace"),), (LanguageSwitched(given.language),))
        if isinstance(given, Open):
            return Turn(self.session, (self.present(),))
        if self.session.place == "finished":
            return self._after_end(given)
        if self.session.place == "review":
            return self._at_review(given)
        return self._at_question(given)

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

    def _after_end(self, given: Input) -> Turn:
        if isinstance(given, Choose | Act):
            toast = Screen("toast", (Block("body", Say("finished.already")),))
            return Turn(self.session, (toast,), (Outdated(""),))
        return Turn(self.session, (finished(self.scene, notes=False),))

    # check-your-answers

    def _at_review(self, given: Input) -> Turn:
        match given:
            case Act(question="", verb="finish"):
                return self._finish((self._sent(),))
            case Act(question="", verb="page", argument=page):
                session = self.set(replace(self.session, page=page))
                return Turn(session, (review(self.scene, "replace"),))
            case Act(question="", verb="change", argument=number):
                return self._change(number)
            case Act(question="", verb="review" | "resume"):
                return Turn(self.session, (self.present(),))
            case Typed(text=text):
                line = whole(text)
                if line is not None:
                    return self._change(line - 1)
                if plain(text) in self.lexicon.get("done", ()) or plain(text) in self.lexicon.get("yes", ()):
                    return self._finish((self._sent(),))
                lead = (Block("warning", Say("review.unknown")),)
                return Turn(self.session, (self.present(lead=lead),), (Erred("", "review.unknown"),))
            case Choose() | Act():
                return self.outdated()
            case _:
                return Turn(self.session, (self.present(),))

    def _sent(self) -> Screen:
        return Screen("replace", (Block("body", Say("review.sent")),))

    def _change(self, number: int) -> Turn:
        places = lines(self.scene)
        if not 0 <= number < len(places):
            return Turn(self.session, (self.present(lead=(Block("warning", Say("review.unknown")),)),))
        session = self.arrive(places[number], changing=True)
        return Turn(session, (self.present(),))

    # questions

    def _at_question(self, given: Input) -> Turn:
        place = self.scene.place
        if place is None:
            return self._lost()
        if isinstance(given, Choose | Act) and given.question != place.path:
            return self._of_another(given)
        if isinstance(given, Typed | Sent | Located) and self._late(self._newest()):
            return self.outdated()
        if isinstance(place.spot.node, Repeat):
            return self._another(place, given)
        match given:
            case Act(verb="back"):
                return self._back(place)
            case Act(verb="skip"):
                return self._skip(place)
            case Act(verb="page", argument=page):
                return self._stay(place, Leafing(page))
            case Act(verb="explain"):
                words = self.scene.ask(place).words(place.spot.question.guidance)
                return Turn(self.session, (Screen("below", (Block("body", Plain(words)),)),))
            case Act(verb="review") if self.session.changing:
                return self._to_review()
            case Act(verb="resume"):
                return Turn(self.session, (self.present(),))
            case _:
                return self._read(place, given)

    def _lost(self) -> Turn:
        """The present question is gone, as after a change of edition: go to where the road leads now."""
        self.arrive(next_stop(self.scene.instance))
        return Turn(self.session, (self.present(),), (Outdated(self.session.at),))

    def _of_another(self, given: Choose | Act) -> Turn:
        """A button of another question; the echo of the tap just taken is no reason to repeat the question."""
        before = previous_stop(self.scene.instance, self.session.at)
        if before is not None and before.path == given.question and isinstance(given, Choose) and given.on is None:
            node = before.spot.node
            choices = self.form.lists.get(node.choices, ()) if isinstance(node, Question) else ()
            code = choices[given.option].code if 0 <= given.option < len(choices) else ""
            if code and self.session.answers[before.path].value == code:
                toast = Screen("toast", (Block("body", Say("answer.kept")),))
                return Turn(self.session, (toast,), (Outdated(self.session.at),))
        return self.outdated()

    def _newest(self) -> Answer | None:
        return max(self.session.answers.values(), key=lambda answer: answer.at, default=None)

    def _late(self, answer: Answer | None) -> bool:
        """Tell whether the update at hand is older than one that gave an answer today."""
        if answer is None or not self.update or answer.update <= self.update:
            return False
        return self.now.timestamp() - answer.at < _DAY

    def _read(self, place: Place, given: Input) -> Turn:
        ask = self.scene.ask(place)
        kind = KINDS[ask.question.kind]
        if isinstance(given, Typed) and not kind.open_words:
            word = plain(given.text)
            if word in self.lexicon.get("skip", ()) and not ask.question.choices:
                return self._skip(place)
            if word in self.lexicon.get("back", ()) and not ask.question.choices:
                return self._back(place)
        outcome: Outcome
        if isinstance(given, Act) and given.verb == "ok" and ask.value:
            outcome = Value(ask.value)
        else:
            outcome = kind.read(ask, given)
        return self._stay(place, outcome)

    def _stay(self, place: Place, outcome: Outcome) -> Turn:
        match outcome:
            case Value(value=value):
                return self._store(place, value)
            case Refused(say=say):
                return self._refuse(place, say)
            case Selecting(picked=picked):
                session = self.set(replace(self.session, picked=picked, misses=0))
                return Turn(session, (self.scene.question(place, "replace"), *self._told(place)))
            case Leafing(page=page):
                session = self.set(replace(self.session, page=page))
                mode: Mode = "below" if self.reader else "replace"
                return Turn(session, (self.scene.question(place, mode),))
            case Narrowed(face=face):
                lead = Block("body", Say("choice.near"))
                rows = (*face.rows, *self.scene.beside(self.scene.ask(place), face))
                return Turn(self.session, (Screen("below", (lead, *face.blocks), rows, holds=True),))
            case Late():
                return Turn(self.session, (), (Outdated(place.path),))
            case Alien():
                return self.outdated()
            case _:
                assert_never(outcome)

    def _told(self, place: Place) -> tuple[Screen, ...]:
        """With a screen reader: the selection in a new message, since edits are not announced."""
        if not self.reader:
            return ()
        ask = self.scene.ask(place)
        codes = [code for code, update in self.session.picked.items() if update >= 0]
        if not codes:
            return (Screen("below", (Block("body", Say("choices.empty")),)),)
        words = KINDS[ask.question.kind].in_words(ask, " ".join(codes))
        line = Say("choices.told", {"options": words}, n=len(codes))
        face = KINDS[ask.question.kind].show(ask)
        return (Screen("below", (Block("body", line),), face.rows[-1:]),)

    def _refuse(self, place: Place, say: Say) -> Turn:
        """Say what to type instead, and ask again; after two misses offer a person."""
        session = self.set(replace(self.session, misses=self.session.misses + 1))
        blocks = [Block("warning", say)]
        if session.misses >= 2:
            blocks.append(Block("hint", Say("misses.offer")))
        return Turn(session, (self.scene.question(place, "below", tuple(blocks)),), (Erred(place.path, say.code),))

    def _author(self, text: Mapping[Language, Text], place: Place, code: str) -> Say:
        """The author's own message where there is one, else ours."""
        words = self.scene.instance.words(text, place)
        return Say("author", {"message": Plain(words)}) if words else Say(code)

    def _skip(self, place: Place) -> Turn:
        if self.scene.required(place):
            return self._refuse(place, self._author(place.spot.question.required_message, place, "required"))
        return self._store(place, "")

    def _back(self, place: Place) -> Turn:
        if self.session.changing:
            return self._to_review()
        before = previous_stop(self.scene.instance, place.path)
        if before is None:
            return Turn(self.session, (self.present(lead=(Block("warning", Say("back.first")),)),))
        self.arrive(before)
        return Turn(self.session, (self.present(),))

    def _another(self, place: Place, given: Input) -> Turn:
        """Take the answer to "add another?"."""
        more: bool | None = None
        if isinstance(given, Act) and given.verb == "again":
            more = given.argument == 1
        elif isinstance(given, Act) and given.verb == "back":
            return self._back(place)
        elif isinstance(given, Act) and given.verb == "review" and self.session.changing:
            return self._to_review()
        elif isinstance(given, Typed):
            word = plain(given.text)
            more = (
                True if word in self.lexicon.get("yes", ()) else False if word in self.lexicon.get("no", ()) else None
            )
        if more is None:
            return self._refuse(place, Say("repeat.unknown"))
        shown = self.scene.answered(place, "1" if more else "")
        if more:
            repeats = {**self.session.repeats, place.spot.path: place.ordinal}
            answers = {path: one for path, one in self.session.answers.items() if path != place.path}
            self.set(replace(self.session, repeats=repeats, answers=answers))
        else:
            self._put(place.path, "")
        return self._go_on((shown,), (Answered(place.path, "1" if more else ""),))

    # storing and going on

    def _store(self, place: Place, value: str) -> Turn:
        """Keep a value that fits; the question stays in the chat as answered, the next one comes below."""
        old = self.session.answers.get(place.path)
        if self._late(old):
            return Turn(self.session, (), (Outdated(place.path),))
        if value and not self._holds(place, value):
            return self._refuse(place, self._author(place.spot.question.constraint_message, place, "constraint"))
        shown = self.scene.answered(place, value)
        self._put(place.path, value)
        dropped = old is not None and old.value != value and self._prune()
        return self._go_on((shown,), (Answered(place.path, value),), warn=dropped)

    def _holds(self, place: Place, value: str) -> bool:
        """Tell whether a value keeps the question's constraint."""
        constraint = place.spot.question.constraint
        if not constraint:
            return True
        supposed = scene_of(self.form, self.session, self.now, lexicon=self.lexicon)
        supposed.instance.suppose(place.path, value)
        return expression(constraint).truth(supposed.instance, place)

    def _put(self, path: str, value: str) -> None:
        answers = {**self.session.answers, path: Answer(value, self.update, self.now.timestamp())}
        self.set(replace(self.session, answers=answers))
        self.keep_once()

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

    def _prune(self) -> bool:
        """Drop answers that a change made impossible, so that they are asked again; tell whether there were any."""
        gone = [place.path for place in asked(self.scene.instance) if not self._stands(place)]
        if gone:
            kept = {path: answer for path, answer in self.session.answers.items() if path not in gone}
            self.set(replace(self.session, answers=kept))
        return bool(gone)

    def _stands(self, place: Place) -> bool:
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

    def _go_on(self, shown: tuple[Screen, ...], events: tuple[Event, ...], *, warn: bool = False) -> Turn:
        """Go to the next question, to check-your-answers, or to the end."""
        place = next_stop(self.scene.instance)
        if place is None and self._prune():
            warn, place = True, next_stop(self.scene.instance)
        lead = (Block("warning", Say("asked_again")),) if warn and place is not None else ()
        if place is None and not self.session.changing and len(lines(self.scene)) < LONG:
            return self._finish(shown, events)
        self.arrive(place, changing=self.session.changing and place is not None)
        return Turn(self.session, (*shown, self.present(lead=lead)), events)

    def _to_review(self) -> Turn:
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

    def _finish(self, shown: tuple[Screen, ...], events: tuple[Event, ...] = ()) -> Turn:
        """Send the form in, unless a change left something to ask."""
        place = next_stop(self.scene.instance)
        if place is None and self._prune():
            place = next_stop(self.scene.instance)
        if place is not None:
            self.arrive(place)
            return Turn(self.session, (self.present(lead=(Block("warning", Say("asked_again")),)),), events)
        notes = self.session.place != "review"
        answers = tuple(_relevant(self.scene))
        session = self.set(replace(self.session, at="", place="finished", picked={}, page=0, misses=0, changing=False))
        return Turn(session, (*shown, finished(self.scene, notes=notes)), (*events, Finished(answers)))


def _relevant(scene: Scene) -> list[tuple[str, str]]:
    """The answers that count, in document order: what is relevant, computed values included, blanks of the asked too."""
    found: list[tuple[str, str]] = []
    for place in scene.instance.road:
        node = place.spot.node
        if not isinstance(node, Question) or node.kind == "note" or not scene.instance.relevant(place):
            continue
        value = scene.instance.value(place)
        if value or KINDS[node.kind].asked:
            found.append((place.path, value))
    return found
