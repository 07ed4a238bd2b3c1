"""/start: where everybody comes in. Who asks, why, how long, that it is a choice; then Start, Language, Privacy."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.core.screen import Block, Button, Go, Plain, Say
from bot.ports import Activity, ActivityId, Reply, SessionRow
from handlers import workshops
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, in_language, para, sheet, titled, words


def hear(visit: Visit) -> Reply:
    """With an activity's id or "a_name": its welcome. Without: the form in hand, the one open activity, or a list."""
    visit.tx.people.change(visit.person.id, stopped=False, doing="")
    named = _named(visit)
    if named is not None and named.kind == "workshop":
        return workshops.page(visit, named, para("welcome.hello", "small"))
    if named is not None:
        return welcome(visit, named)
    if visit.person.session:
        row = visit.tx.sessions.get(visit.person.session, visit.person.id)
        if row is not None and _goes_on(visit, row):
            return visit.present(sheet(para("welcome.back"), para("resume.here")))
    offered = [a for a in visit.tx.activities.all(("open",)) if a.kind == "survey" and activities.taking(a, visit.now)]
    offered = [a for a in offered if not json.loads(a.settings).get("hidden")]  # feedback has its own way in
    if len(offered) == 1:
        return welcome(visit, offered[0])
    if not offered:
        return visit.reply(sheet(para("welcome.hello", "title"), para("welcome.none"), rows=_foot(visit)))
    options = [
        Button(Plain(titled(activity, visit.person.language)), Go("start", str(activity.id))) for activity in offered
    ]
    lines, rows = choose(visit.office, visit.person.language, options)
    asks = (para("welcome.hello", "title"), para("welcome.choose"), *lines)
    return visit.reply(sheet(*asks, rows=(*rows, *_foot(visit))))


def welcome(visit: Visit, activity: Activity) -> Reply:
    """The opening of one activity, or what became of one's part in it."""
    settings = json.loads(activity.settings)
    language = visit.person.language
    title = words(titled(activity, visit.person.language), "title")
    row = visit.tx.sessions.of(visit.person.id, activity.id, "answer")
    if not activities.taking(activity, visit.now):
        over = para("welcome.closed" if row else "welcome.over", title=Plain(title_text(title)))
        return visit.reply(sheet(over, rows=_foot(visit)))
    if row is not None and row.status == "finished":
        change = (button("button.change_answers", "change", str(activity.id)),)
        done = para("welcome.finished", title=Plain(title_text(title)))
        return visit.reply(sheet(title, done, para("thanks.next"), rows=(change, *_foot(visit))))
    blocks: list[Block] = [para("welcome.hello", "small"), title]
    if settings.get("sample"):
        blocks.append(para("welcome.sample", "warning"))
    opening = settings.get("opening", {})
    blocks.extend(words(in_language(opening[key], language)) for key in ("who", "why") if opening.get(key))
    if opening.get("minutes"):
        blocks.append(para("welcome.minutes", n=int(opening["minutes"])))
    choice = [in_language(opening[key], language) for key in ("optional", "what_happens") if opening.get(key)]
    if choice:
        blocks.append(words(" ".join(choice)))
    blocks.extend(
        para(f"welcome.{key}", text=Plain(in_language(settings[key], language)))
        for key in ("fixed", "open")
        if settings.get(key)
    )
    if settings.get("money", {}).get("text"):
        amount = f"£{int(settings['money'].get('amount', 0)):,}"
        money = in_language(settings["money"]["text"], language).replace("{amount}", amount)
        blocks.append(para("welcome.money", text=Plain(money)))
    if settings.get("deadline", {}).get("text"):
        until = in_language(settings["deadline"]["text"], language).replace("{date}", visit.date(activity.closes))
        blocks.append(words(until))
    blocks.append(para("welcome.telegram", "small"))
    if not visit.office.voice.reviewed(language):
        blocks.append(para("welcome.unreviewed", "small"))
    start = Button(Say("button.continue" if row is not None else "button.start"), Go("join", str(activity.id)))
    return visit.reply(sheet(*blocks, rows=((start,), *_foot(visit))))


def _named(visit: Visit) -> Activity | None:
    """Of what was ever opened: a draft is nobody's business but its testers'."""
    found = None
    if visit.argument.startswith("a_"):
        found = visit.tx.activities.named(visit.argument[2:])
    elif visit.argument.isdecimal():
        found = visit.tx.activities.get(ActivityId(int(visit.argument)))
    return found if found is not None and found.kind in ("survey", "workshop") and found.opened else None


def _goes_on(visit: Visit, row: SessionRow) -> bool:
    """Whether the form in hand can still be gone on with."""
    found = visit.tx.activities.get(row.activity)
    if found is None or row.status != "open":
        return False
    if row.use == "test":
        return found.state in ("draft", "tested")
    return row.use == "profile" or activities.taking(found, visit.now)


def title_text(block: Block) -> str:
    """The words of a title made from somebody's own words."""
    return block.line.text if isinstance(block.line, Plain) else ""


def _foot(visit: Visit) -> tuple[tuple[Button, ...], ...]:
    there_are = any(activity.kind == "workshop" for activity in visit.tx.activities.all(("open",)))
    return (
        *(((button("workshops.title", "workshops"),),) if there_are else ()),
        (button("button.language", "language"), button("button.privacy", "privacy")),
        (button("button.contact", "contact"),),
    )


DOOR = Door("start", "read", hear, command="resident")
