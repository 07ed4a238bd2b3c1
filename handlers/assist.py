"""/assist: a champion asks somebody who has no Telegram, face to face. Surveys only; one at a time; with a card."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.actions import activity as activities
from bot.actions import assist
from bot.actions.answer import answer, reopen
from bot.actions.link import own_source
from bot.actions.paper import holder
from bot.actions.take_part import consent, take_part
from bot.core import paper
from bot.core.errors import Rule
from bot.core.inputs import Open
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.ports import Activity, ActivityId, Assisted, Errand, PersonId, Reply
from handlers.acting import beside, marked, reference
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, words
from handlers.waiting import wait


def hear(visit: Visit) -> Reply:
    """By steps in the argument: "" · survey · survey.language · survey.language.new, yes or card."""
    held = visit.tx.assisted.in_hand(visit.person.id)
    if visit.argument == "away":
        return _put_away(visit)
    if held is not None:
        return _held(visit, held, go_on=visit.argument == "on")
    number, _, rest = visit.argument.partition(".")
    if not number.isdigit():
        return _which(visit)
    activity = activities.find(visit.tx, ActivityId(int(number)))
    if not assist.fits(activity):
        raise Rule("assist.surveys_only")
    if not activities.taking(activity, visit.now):
        raise Rule("activity.not_open")
    language, _, step = rest.partition(".")
    if language not in visit.office.voice.languages:
        return _language(visit, activity)
    match step:
        case "new":
            return _read_out(visit, activity, language)
        case "yes":
            return _begin(visit, activity, language)
        case "card":
            wait(visit, "assist_card", f"{activity.id}.{language}")
            back = (button("back", "assist", f"{activity.id}.{language}"),)
            return visit.reply(sheet(para("assist.type_code"), rows=(back,)))
        case _:
            rows = tuple(
                (button(f"assist.{each}", "assist", f"{activity.id}.{language}.{each}"),) for each in ("new", "card")
            )
            back = (button("back", "assist", str(activity.id)),)
            return visit.reply(sheet(para("assist.ask_card", "title"), rows=(*rows, back)))


def typed(visit: Visit) -> Reply:
    """The code of a card was typed: "survey.language code"."""
    before, _, text = visit.argument.partition(" ")
    number, _, language = before.partition(".")
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdigit() else ActivityId(0))
    code = paper.read(text)
    most = visit.office.number("paper.tries_per_hour")
    card = visit.office.card(code) if code else None
    person = holder(visit.tx, visit.person, card, visit.now, most)
    if person is None or language not in visit.office.voice.languages:
        again = ((button("assist.card", "assist", f"{number}.{language}.card"),),)
        return visit.reply(sheet(para("paper.unknown"), rows=again))
    return _begin(visit, activity, language, code)


def _which(visit: Visit) -> Reply:
    open_ = [a for a in visit.tx.activities.all(("open",)) if assist.fits(a) and activities.taking(a, visit.now)]
    counts = visit.tx.assisted.counts(visit.person.id)
    about = (
        para("assist.title", "title"),
        para("assist.what"),
        para("assist.counts", finished=counts.get("finished", 0), due=counts.get("check:due", 0)),
    )
    if not open_:
        return visit.reply(sheet(*about, para("welcome.none")))
    options = [Button(Plain(_title(visit, each)), Go("assist", str(each.id))) for each in open_]
    lines, rows = choose(visit.office, visit.person.language, options)
    return visit.reply(sheet(*about, *lines, rows=rows))


def _language(visit: Visit, activity: Activity) -> Reply:
    voice = visit.office.voice
    named = [Button(Plain(voice.own_name(each)), Go("assist", f"{activity.id}.{each}")) for each in voice.languages]
    rows = tuple(tuple(named[at : at + 2]) for at in range(0, len(named), 2))
    return visit.reply(sheet(para("assist.language", "title"), rows=(*rows, (button("back", "assist"),))))


def _read_out(visit: Visit, activity: Activity, language: str) -> Reply:
    """What the person is to hear before anything, in their language; the buttons are the champion's."""
    opening = json.loads(activity.settings).get("opening", {})
    blocks: list[Block] = [para("assist.read_out", "title"), words(in_language(_titles(activity), language), "title")]
    said = (opening[key] for key in ("who", "why", "optional", "what_happens") if opening.get(key))
    blocks += [words(in_language(text, language)) for text in said]
    blocks += [para("assist.consent", age=visit.office.number("people.minimum_age")), para("assist.helper_sees")]
    rows = (
        (button("assist.said_yes", "assist", f"{activity.id}.{language}.yes"),),
        (button("assist.said_no", "assist", "away"),),
    )
    return visit.speaking(language).reply(sheet(*blocks, rows=rows))


def _begin(visit: Visit, activity: Activity, language: str, code: str = "") -> Reply:
    """Open the session, or take up the one the card has, and show its first question beside the card's code."""
    new = not code
    code = code or paper.drawn(visit.office.dice(paper.BITS))
    source = own_source(visit.tx, visit.person, f"{visit.office.dice(80):020x}", visit.now)
    card = visit.office.card(code)
    _, person = assist.begin(visit.tx, visit.person, source, card, language, activity, visit.now)
    acting = beside(visit)
    if visit.tx.consents.latest(person.id, "take_part") is None:
        consent(visit.tx, acting.person, "take_part", visit.now, given=True)
    row = take_part(visit.tx, visit.office.shelf, acting.person, activity, visit.now, visit.office.dice(53))
    if row.status == "finished":
        row = reopen(visit.tx, row, visit.now)
    shown = answer(visit.tx, visit.office.shelf, acting.person, row, Open(), visit.now)
    reply = marked(acting, acting.of(shown))
    if not new:
        return reply
    handed = sheet(para("assist.card_title", "title"), words(paper.shown(code)), para("assist.card_what"))
    return replace(reply, screens=(handed, *reply.screens))


def _held(visit: Visit, held: Assisted, *, go_on: bool) -> Reply:
    if go_on:
        acting = beside(visit)
        return marked(acting, acting.present())
    rows = ((button("assist.on", "assist", "on"),), (button("assist.away", "assist", "away"),))
    return visit.reply(sheet(para("assist.in_hand", reference=reference(held.person)), rows=rows))


def _put_away(visit: Visit) -> Reply:
    row = assist.put_away(visit.tx, visit.person, visit.now)
    reply = visit.tell("assist.put_away" if row else "assist.nobody")
    return reply if row is None else replace(reply, errands=(wipe(visit.person.id, row),))


def finished(visit: Visit) -> tuple[Screen, ...]:
    """What is read out at the end, what stays on the phone, and whether somebody will ask again."""
    row = visit.tx.assisted.in_hand(visit.champion.id) if visit.champion else None
    if row is None:
        return ()
    one_in = visit.office.number("assisted.check_one_in")
    row = assist.finished(visit.tx, row, visit.now, chosen=visit.office.dice(32) % one_in == 0)
    return farewell(row)


def farewell(row: Assisted) -> tuple[Screen, ...]:
    """The last words, also where a kill took them away."""
    blocks = [para("assist.thanks", "title"), para("assist.thanks_card"), para("assist.stays", "hint")]
    if row.check_back == "due":
        blocks.append(para("assist.checked_back", reference=reference(row.person)))
    return (sheet(*blocks, rows=((button("assist.next", "assist"),),)),)


def wipe(champion: PersonId, row: Assisted) -> Errand:
    """The errand that deletes a session's messages from the champion's chat."""
    return Errand("wipe", champion, {"card": row.person, "activity": row.activity})


def _titles(activity: Activity) -> dict[str, str]:
    titles: dict[str, str] = json.loads(activity.settings).get("title", {"en": activity.name})
    return titles


def _title(visit: Visit, activity: Activity) -> str:
    return in_language(_titles(activity), visit.person.language)


DOOR = Door("assist", "assist", hear, command="champion")
CARD = Door("assist_card", "assist", typed)
