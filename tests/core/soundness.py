"""What must hold of any interview, whoever gave it."""

from __future__ import annotations

from bot.core.form import Form, Question
from bot.core.interview import Interview
from bot.core.lexicon import LEXICON
from bot.core.questions import KINDS
from bot.core.road import stops_at
from bot.core.scene import scene_of
from bot.core.session import Answer
from bot.core.turn import begin, take
from bot.core.xpath import expression
from tests.core.forms import NOW


def check(form: Form, done: Interview) -> None:
    """Assert: it ended; all that was sent in is relevant and keeps its constraint; nothing irrelevant was asked."""
    assert done.finished is not None, done.stuck
    sent = dict(done.finished.answers)
    scene = scene_of(form, done.session, done.session.opened, lexicon=LEXICON)
    asked = {place.path: place for place in scene.instance.road}
    for path, value in sent.items():
        place = asked[path]
        question = place.spot.question
        assert scene.instance.relevant(place), f"{path} is irrelevant"
        if KINDS[question.kind].asked:
            assert value or not scene.required(place), f"{path} is needed"
        if value and question.constraint:
            assert expression(question.constraint).truth(scene.instance, place), f"{path} = {value!r}"
        if value:
            assert KINDS[question.kind].fits(scene.ask(place), value), f"{path} = {value!r} is not on offer"
    for place in scene.instance.road:
        if isinstance(place.spot.node, Question) and stops_at(scene.instance, place):
            assert place.path in sent, f"{place.path} was never asked"
    _replay(form, done)


def _replay(form: Form, done: Interview) -> None:
    """Assert that every question was relevant when it was asked, by the answers stored at that moment."""
    session = begin(form, seed=done.session.seed, language=done.session.language, now=NOW)
    for number, (given, screens, _) in enumerate(done.turns, 1):
        turn = take(form, session, given, NOW, number)
        session = turn.session
        scene = scene_of(form, session, NOW, lexicon=LEXICON)
        if session.place == "question" and scene.place is not None and any(screen.holds for screen in screens):
            assert stops_at(scene.instance, scene.place), f"{session.at} was asked though irrelevant"
        assert all(isinstance(answer, Answer) for answer in session.answers.values())
