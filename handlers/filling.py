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
from bot.core.mark import mark
from bot.core.screen import Screen
from bot.ports import Reply, SessionId, SessionRow
from handlers.visit import Visit, button, para, sheet, toast


def hear(visit: Visit, given: Input, session: SessionId) -> Reply:
    """`session` is the form that the button belongs to, or the one in hand for what was typed or sent."""
    row = visit.tx.sessions.get(session, visit.person.id)
    if row is None or (session != visit.person.session and row.status != "finished"):
        return visit.present(toast("stale")) if visit.pressed else visit.present()
    done = answer(visit.tx, visit.office.shelf, visit.person, row, given, visit.now, visit.heard.update)
    for event in done.events:
        match event:
            case events.LanguageSwitched(language):
                visit.tx.people.change(visit.person.id, language=language, language_confirmed=True)
                visit = visit.speaking(language)
            case events.Finished(answers):
                return _finished(visit, done, answers)
            case _:
                pass
    if row.use == "answer" and any(isinstance(event, events.Answered) for event in done.events):
        return _first_taste(visit, done) or visit.of(done)
    return visit.of(done)


def _first_taste(visit: Visit, done: Answered) -> Reply | None:
    """After the first answer come area and age, once; then the survey goes on."""
    profile = about_you.due(visit.tx, visit.person)
    if profile is None:
        return None
    row = take_part(visit.tx, visit.office.shelf, visit.person, profile, visit.now, visit.office.dice(53),
                    use="profile", after=done.row.id)
    begun = answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now)
    return _instead(visit, done, begun.row, begun.screens)


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
            rows = ((button("test.ready", "tested", f"{done.row.activity}.y"),),
                    (button("test.not_ready", "tested", f"{done.row.activity}.n"),))
            return _instead(visit, done, done.row, (sheet(para("test.thanks", "title"), para("test.banner", "small"), rows=rows),))
        case _:
            return _thanked(visit, done, answers)


def _thanked(visit: Visit, done: Answered, answers: tuple[tuple[str, str], ...]) -> Reply:
    activity = activities.find(visit.tx, done.row.activity)
    finish(visit.tx, visit.person, done.row, activity, done.form, answers, visit.now)
    _remember_about(visit, json.loads(activity.settings), answers)
    visit.tx.people.change(visit.person.id, session=0)
    thanks = sheet(
        para("thanks.title", "title"), para("thanks.reference", reference=mark(f"{visit.office.bot_name}:{done.row.id}")),
        para("thanks.next"), para("thanks.change"), para("thanks.balanced", "hint"),
        rows=((button("button.change_answers", "change", str(activity.id)),),),
    )
    return _instead(visit, done, done.row, (thanks,))


def _remember_about(visit: Visit, settings: dict[str, list[dict[str, str]]], answers: tuple[tuple[str, str], ...]) -> None:
    """Answers about oneself are kept for later surveys only on an explicit yes; else each survey asks anew."""
    latest = visit.tx.consents.latest(visit.person.id, "invite_me")
    if latest is None or not latest.given:
        return
    given = {path.rsplit("/", 1)[-1]: value for path, value in answers}
    wanted = {s["question"]: s["attribute"] for s in settings.get("sections", ()) if s.get("from") == "question"}
    about_you.remember_attributes(visit.tx, visit.person, ((wanted[q], v) for q, v in given.items() if q in wanted), visit.now)


def _instead(visit: Visit, done: Answered, row: SessionRow, screens: tuple[Screen, ...]) -> Reply:
    """The last question as answered, then other screens than the form's own next one."""
    kept = tuple(screen for screen in done.screens if not screen.holds and screen.mode != "below")
    return replace(visit.reply(*kept, *screens, session=row), edit=done.row.message)
