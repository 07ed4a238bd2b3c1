"""A question's answer on its way: from what was tapped, typed or sent to what is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.events import Answered, Outdated
from bot.core.form import Question, Repeat
from bot.core.inputs import Act, Choose, Input, Located, Sent, Typed
from bot.core.mark import mark
from bot.core.plan import Place
from bot.core.question import Alien, Late, Leafing, Narrowed, Outcome, Refused, Selecting, Value
from bot.core.questions import KINDS
from bot.core.reading import plain
from bot.core.road import next_stop, previous_stop
from bot.core.screen import Block, Mode, Plain, Say, Screen
from bot.core.standing import Standing, Turn


def at_question(at: Standing, given: Input) -> Turn:
    """Take an input while a question is open."""
    place = at.scene.place
    if place is None:
        return _lost(at)
    if isinstance(given, Choose | Act) and given.question != place.path:
        return _of_another(at, given)
    if isinstance(given, Typed | Sent | Located) and at.late(at.newest()):
        return at.outdated()
    if isinstance(place.spot.node, Repeat):
        return _another(at, place, given)
    match given:
        case Act(verb="back"):
            return _back(at, place)
        case Act(verb="skip"):
            return _skip(at, place)
        case Act(verb="page", argument=page):
            return _stay(at, place, Leafing(page))
        case Act(verb="explain"):
            words = at.scene.ask(place).words(place.spot.question.guidance)
            return Turn(at.session, (Screen("below", (Block("body", Plain(words)),)),))
        case Act(verb="review") if at.session.changing:
            return at.to_review()
        case Act(verb="resume"):
            return Turn(at.session, (at.present(),))
        case _:
            return _read(at, place, given)


def _lost(at: Standing) -> Turn:
    """The present question is gone, as after a change of edition: go to where the road leads now."""
    at.arrive(next_stop(at.scene.instance))
    return Turn(at.session, (at.present(),), (Outdated(at.session.at),))


def _of_another(at: Standing, given: Choose | Act) -> Turn:
    """A button of another question; the echo of the tap just taken is no reason to repeat the question."""
    before = previous_stop(at.scene.instance, at.session.at)
    named = (before.path, mark(before.path)) if before is not None else ()
    if before is not None and given.question in named and isinstance(given, Choose) and given.on is None:
        node = before.spot.node
        choices = at.form.lists.get(node.choices, ()) if isinstance(node, Question) else ()
        code = choices[given.option].code if 0 <= given.option < len(choices) else ""
        if code and at.session.answers[before.path].value == code:
            toast = Screen("toast", (Block("body", Say("answer.kept")),))
            return Turn(at.session, (toast,), (Outdated(at.session.at),))
    return at.outdated()


def _read(at: Standing, place: Place, given: Input) -> Turn:
    ask = at.scene.ask(place)
    kind = KINDS[ask.question.kind]
    if isinstance(given, Act) and given.verb == "ok" and ask.value:
        return _store(at, place, ask.value)
    outcome = kind.read(ask, given)
    if isinstance(given, Typed) and isinstance(outcome, Refused | Narrowed):
        word = plain(given.text)
        if word in at.lexicon.get("skip", ()):
            return _skip(at, place)
        if word in at.lexicon.get("back", ()):
            return _back(at, place)
        if word in at.lexicon.get("done", ()) and at.session.picked:
            outcome = kind.read(ask, Act(place.path, "done"))
    return _stay(at, place, outcome)


def _stay(at: Standing, place: Place, outcome: Outcome) -> Turn:
    match outcome:
        case Value(value=value):
            return _store(at, place, value)
        case Refused(say=say):
            return at.refuse(place, say)
        case Selecting(picked=picked):
            session = at.set(replace(at.session, picked=picked, misses=0))
            return Turn(session, (at.scene.question(place, "replace"), *_told(at, place)))
        case Leafing(page=page):
            session = at.set(replace(at.session, page=page))
            mode: Mode = "below" if at.reader else "replace"
            return Turn(session, (at.scene.question(place, mode),))
        case Narrowed(face=face):
            lead = Block("body", Say("choice.near"))
            rows = (*face.rows, *at.scene.beside(at.scene.ask(place), face))
            return Turn(at.session, (Screen("below", (lead, *face.blocks), rows, holds=True),))
        case Late():
            return Turn(at.session, (), (Outdated(place.path),))
        case Alien():
            return at.outdated()
        case _:  # pragma: no cover  the type checker proves that nothing comes here
            assert_never(outcome)


def _told(at: Standing, place: Place) -> tuple[Screen, ...]:
    """With a screen reader: the selection in a new message, since edits are not announced."""
    if not at.reader:
        return ()
    ask = at.scene.ask(place)
    codes = [code for code, update in at.session.picked.items() if update >= 0]
    if not codes:
        return (Screen("below", (Block("body", Say("choices.empty")),)),)
    words = at.scene.in_words(place, " ".join(codes))
    line = Say("choices.told", {"options": words}, n=len(codes))
    face = KINDS[ask.question.kind].show(ask)
    return (Screen("below", (Block("body", line),), face.rows[-1:]),)


def _skip(at: Standing, place: Place) -> Turn:
    if at.scene.required(place):
        return at.refuse(place, at.author(place.spot.question.required_message, place, "required"))
    return _store(at, place, "")


def _back(at: Standing, place: Place) -> Turn:
    if at.session.changing:
        return at.to_review()
    before = previous_stop(at.scene.instance, place.path)
    if _unadd(at, place, before):
        return Turn(at.session, (at.present(),))
    if before is None:
        return Turn(at.session, (at.present(lead=(Block("warning", Say("back.first")),)),))
    at.arrive(before)
    return Turn(at.session, (at.present(),))


def _unadd(at: Standing, place: Place, before: Place | None) -> bool:
    """Take back "add another" from the first question of what was added last: its answers wait, should it return."""
    repeat = place.spot.repeat
    if repeat is None or not isinstance(repeat.node, Repeat) or repeat.node.count:
        return False
    count = at.scene.instance.count(repeat)
    last = at.scene.instance.offer(repeat).parent
    added = f"{last.path if last else ''}/{repeat.name}[{count}]"
    if not place.path.startswith(f"{added}/") or (before is not None and before.path.startswith(f"{added}/")):
        return False
    ended = at.scene.instance.offer(repeat).path
    answers = {path: answer for path, answer in at.session.answers.items() if path != ended}
    at.set(replace(at.session, repeats={**at.session.repeats, repeat.path: count - 1}, answers=answers))
    at.arrive(at.scene.instance.offer(repeat))
    return True


def _another(at: Standing, place: Place, given: Input) -> Turn:
    """Take the answer to "add another?"."""
    more: bool | None = None
    if isinstance(given, Act) and given.verb == "again":
        more = given.argument == 1
    elif isinstance(given, Act) and given.verb == "back":
        return _back(at, place)
    elif isinstance(given, Act) and given.verb == "review" and at.session.changing:
        return at.to_review()
    elif isinstance(given, Typed):
        word = plain(given.text)
        more = True if word in at.lexicon.get("yes", ()) else False if word in at.lexicon.get("no", ()) else None
    if more is None:
        return at.refuse(place, Say("repeat.unknown"))
    shown = at.scene.answered(place, "1" if more else "")
    if more:
        repeats = {**at.session.repeats, place.spot.path: place.ordinal}
        answers = {path: one for path, one in at.session.answers.items() if path != place.path}
        at.set(replace(at.session, repeats=repeats, answers=answers))
    else:
        at.put(place.path, "")
    return at.go_on((shown,), (Answered(place.path, "1" if more else ""),))


def _store(at: Standing, place: Place, value: str) -> Turn:
    """Keep a value that fits; the question stays in the chat as answered, the next one comes below."""
    old = at.session.answers.get(place.path)
    if at.late(old):
        return Turn(at.session, (), (Outdated(place.path),))
    if value and not at.holds(place, value):
        return at.refuse(place, at.author(place.spot.question.constraint_message, place, "constraint"))
    shown = at.scene.answered(place, value)
    at.put(place.path, value)
    at.trigger(place)
    dropped = old is not None and old.value != value and at.prune()
    return at.go_on((shown,), (Answered(place.path, value),), warn=dropped)
