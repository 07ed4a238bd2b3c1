"""Inside a form: a press, words, a file or a place goes to the engine; what happened decides what comes next."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import about_you
from bot.actions import activity as activities
from bot.actions.answer import Answered, answer
from bot.actions.finish import finish
from bot.actions.take_part import CONSENT_VERSION, take_part
from bot.core import events
from bot.core.inputs import Input, Open
from bot.core.screen import Screen
from bot.ports import Errand, Reply, SessionId, SessionRow
from handlers import assist, booking
from handlers.visit import Visit, button, para, sheet, thanks, toast

_FEWEST_WORDS = 3
"""Two words are in half of all languages."""
_TASTES = 3
"""The profile is asked after the first answer; a kill may have come between, so the next two look as well."""


def hear(visit: Visit, given: Input, session: SessionId) -> Reply:
    """`session` is the form that the button belongs to, or the one in hand for what was typed or sent."""
    row = visit.tx.sessions.get(session, visit.person.id)
    if row is None or (session != visit.person.session and row.status != "finished"):
        return visit.present(toast("stale")) if visit.pressed else visit.present()
    done = answer(
        visit.tx, visit.office.shelf, visit.person, row, given, visit.now, visit.heard.update, visit.office.lexicon
    )
    for event in done.events:
        match event:
            case events.LanguageSwitched(language):
                visit.tx.people.change(visit.person.id, language=language, language_confirmed=True)
                visit = visit.speaking(language)
            case events.Finished(answers):
                return _finished(visit, done, answers)
            case _:
                pass
    said = [event for event in done.events if isinstance(event, events.Answered)]
    if row.use == "answer" and said:
        return _suggest(visit, done, said[0], _first_taste(visit, done) or visit.of(done))
    return visit.of(done)


def _suggest(visit: Visit, done: Answered, said: events.Answered, reply: Reply) -> Reply:
    """Own words in another language than the person's lead, once, to the question whether to go on in it."""
    if not visit.office.suggests or len(said.value.split()) < _FEWEST_WORDS:
        return reply
    kinds = {question.path: question.kind for question in done.form.questions()}
    if kinds.get(said.path) != "text" or visit.tx.people.profile(visit.person.id).get(about_you.SUGGESTED):
        return reply
    errand = Errand("suggest", visit.person.id, {"text": said.value})
    return replace(reply, errands=(*reply.errands, errand))


def _first_taste(visit: Visit, done: Answered) -> Reply | None:
    """After the first answer come area and age, once; then the survey goes on."""
    if sum(one.update > 0 for one in done.session.answers.values()) > _TASTES:
        return None
    profile = about_you.due(visit.tx, visit.person)
    if profile is None:
        return None
    row = take_part(
        visit.tx,
        visit.office.shelf,
        visit.person,
        profile,
        visit.now,
        visit.office.dice(53),
        use="profile",
        after=done.row.id,
    )
    begun = answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now)
    return _instead(visit, done, begun.row, (sheet(para("profile.before")), *begun.screens))


def _finished(visit: Visit, done: Answered, answers: tuple[tuple[str, str], ...]) -> Reply:
    match done.row.use:
        case "profile":
            about_you.remember(visit.tx, visit.person, answers, CONSENT_VERSION, visit.now)
            visit.tx.people.change(visit.person.id, session=done.row.after)
            after = visit.tx.sessions.get(done.row.after, visit.person.id)
            if after is None or after.status != "open":
                return visit.of(done)
            resumed = answer(visit.tx, visit.office.shelf, visit.person, after, Open(), visit.now)
            return _instead(visit, done, resumed.row, resumed.screens)
        case "test":
            visit.tx.people.change(visit.person.id, session=0)
            if activities.officer_here(visit.tx, visit.person):
                back = ((button("activity.button.list", "activities"),),)
                return _instead(visit, done, done.row, (sheet(para("test.banner"), rows=back),))
            rows = (
                (button("test.ready", "tested", f"{done.row.activity}.y"),),
                (button("test.not_ready", "tested", f"{done.row.activity}.n"),),
            )
            return _instead(
                visit, done, done.row, (sheet(para("test.thanks", "title"), para("test.banner", "small"), rows=rows),)
            )
        case _:
            return _thanked(visit, done, answers)


def _thanked(visit: Visit, done: Answered, answers: tuple[tuple[str, str], ...]) -> Reply:
    activity = activities.find(visit.tx, done.row.activity)
    if activity.kind == "workshop":
        visit.tx.people.change(visit.person.id, session=0)
        return _instead(visit, done, done.row, (booking.finished(visit, activity, answers),))
    finish(visit.tx, visit.person, done.row, activity, done.form, answers, visit.now)
    about_you.answered(visit.tx, visit.person, json.loads(activity.settings), answers, visit.now)
    visit.tx.people.change(visit.person.id, session=0)
    if visit.champion is not None:
        row = visit.tx.assisted.in_hand(visit.champion.id)
        reply = _instead(visit, done, done.row, assist.finished(visit))
        return replace(reply, errands=(assist.wipe(visit.champion.id, row),)) if row else reply
    return _instead(visit, done, done.row, (thanks(visit.office, done.row),))


def _instead(visit: Visit, done: Answered, row: SessionRow, screens: tuple[Screen, ...]) -> Reply:
    """The last question as answered, then other screens than the form's own next one."""
    kept = tuple(screen for screen in done.screens if not screen.holds and screen.mode != "below")
    return replace(visit.reply(*kept, *screens, session=row), edit=done.row.message)
