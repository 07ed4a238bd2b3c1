"""/broadcast: a champion's messages. What is left of the allowance, drafts, and one draft's page."""

from __future__ import annotations

import json

from bot.actions import broadcast as broadcasts
from bot.core.audience import Audience
from bot.core.broadcasts import allowance, held_by, remarks
from bot.core.errors import Rule
from bot.core.screen import Block, Button, Go, Plain, Say, Screen
from bot.ports import Broadcast, Reply, millis
from handlers.broadcast_screen import quiet
from handlers.champion import offered, place, reach, rules, title, wall, whom
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, words
from handlers.waiting import wait

_SHOWN = 8


def hear(visit: Visit) -> Reply:
    """Without argument the start; "new" (".AREA" by its place in one's list, ".ACTIVITY") begins; "ID" is a draft's
    page, "ID.x" asks whether to throw it away, "ID.x.y" does."""
    head, _, step = visit.argument.partition(".")
    if head == "new":
        return _new(visit, step)
    if not head.isdecimal():
        return visit.reply(_home(visit))
    found = broadcasts.own(visit.tx, visit.person, int(head))
    if step == "x":
        rows = ((button("broadcast.yes_discard", "broadcast", f"{head}.x.y"), _back(found)),)
        return visit.reply(sheet(para("broadcast.discard_ask"), rows=rows, replaces=visit.pressed))
    if step == "x.y":
        broadcasts.discard(visit.tx, visit.person, found, visit.now)
        return visit.reply(_home(visit))
    if found.state not in ("draft", "refused"):
        raise Rule("broadcast.no_draft")
    return visit.reply(page(visit, found))


def page(visit: Visit, found: Broadcast, *before: Block) -> Screen:
    """A draft: what it says, in which languages, to whom; and everything that can be changed."""
    own, language = str(found.id), visit.person.language
    texts = json.loads(found.texts or "{}")
    about = title(visit.tx.activities.get(found.activity), language)
    blocks = [*before, para("broadcast.draft", "title", title=about)]
    what = remarks(found.reason)
    if found.state == "refused":
        blocks.append(para("broadcast.was_refused", "warning", ground=Say(f"ground.{what.ground}")))
        blocks.append(words(what.words, "card"))
    for code, text in texts.items():
        blocks += [para("broadcast.in_language", "small", language=Plain(visit.office.voice.own_name(code)))]
        blocks += [words(text, "card")]
    if not texts:
        blocks.append(para("broadcast.no_words"))
    blocks.append(para("broadcast.with_picture" if found.picture else "broadcast.no_picture", "small"))
    blocks += whom(visit.tx, visit.office, found, language)
    rows = (
        (button("broadcast.words", "broadcast_words", own), button("broadcast.picture", "broadcast_picture", own)),
        (button("broadcast.whom", "broadcast_aim", own), button("broadcast.leads", "broadcast_leads", own)),
        (button("broadcast.preview", "broadcast_send", own),),
        (button("broadcast.discard", "broadcast", f"{own}.x"), button("broadcast.all", "broadcast")),
    )
    return sheet(*blocks, rows=rows)


def leads(visit: Visit) -> Reply:
    """With "ID": to which activity shall the button lead? With "ID.ACTIVITY": to this one."""
    head, _, activity = visit.argument.partition(".")
    found = broadcasts.draft(visit.tx, visit.person, int(head) if head.isdecimal() else 0)
    chosen = next((each for each in offered(visit) if str(each.id) == activity), None)
    if chosen is None:
        lines, rows = _activities(visit, "broadcast_leads", head)
        asks = (para("broadcast.which"), *lines)
        return visit.reply(sheet(*asks, rows=(*rows, (_back(found),)), replaces=visit.pressed))
    broadcasts.lead_to(visit.tx, found, chosen.id)
    return visit.reply(page(visit, broadcasts.own(visit.tx, visit.person, found.id)))


def _home(visit: Visit) -> Screen:
    now, by, language = wall(visit), rules(visit.office), visit.person.language
    left = allowance(broadcasts.sent_at(visit.tx, visit.person), now, by)
    blocks = [
        para("broadcast.title", "title"),
        para("broadcast.allowance", days=by.window_days, used=left.used, left=left.left),
    ]
    if left.next is not None:
        blocks.append(para("broadcast.next", moment=visit.office.moment(millis(left.next), language)))
    number = visit.office.number
    blocks.append(
        para(
            "broadcast.budget", "small", short=number("contact.short_limit"), days=number("contact.short_days"),
            long=number("contact.long_limit"), months=number("contact.long_days"),
        )
    )  # fmt: skip
    if period := held_by(by, now, remarks("")):
        blocks.append(quiet(visit.office, period, language))
    options: list[Button] = []
    mine = [b for b in visit.tx.broadcasts.of(visit.person.id) if b.state != "cancelled"]
    for each in sorted(mine, key=lambda b: b.made, reverse=True)[:_SHOWN]:
        door = "broadcast" if each.state in ("draft", "refused") else "broadcasts"
        about = title(visit.tx.activities.get(each.activity), language).text
        state = visit.office.voice.say(f"broadcast.state.{each.state}", language)
        options.append(Button(Plain(f"{state}: {about}"), Go(door, str(each.id))))
    lines, rows = choose(visit.office, language, options)
    return sheet(*blocks, *lines, rows=((button("broadcast.new", "broadcast", "new"),), *rows))


def _new(visit: Visit, step: str) -> Reply:
    mine = sorted(set(broadcasts.areas_of(visit.person)))
    first, _, activity = step.partition(".")
    if len(mine) == 1 and not first:
        first = "0"
    if not first.isdecimal() or int(first) >= len(mine):
        asked = tuple(
            (Button(place(visit.office, area, visit.person.language), Go("broadcast", f"new.{index}")),)
            for index, area in enumerate(mine)
        )
        rows: tuple[tuple[Button, ...], ...] = (*asked, (button("broadcast.all", "broadcast"),))
        return visit.reply(sheet(para("broadcast.which_area"), rows=rows, replaces=visit.pressed))
    area = mine[int(first)]
    chosen = next((each for each in offered(visit) if str(each.id) == activity), None)
    if chosen is None:
        lines, rows = _activities(visit, "broadcast", f"new.{first}")
        asks = (para("broadcast.which" if rows else "broadcast.nothing_open"), *lines)
        back = (button("broadcast.all", "broadcast"),)
        return visit.reply(sheet(*asks, rows=(*rows, back), replaces=visit.pressed))
    made = broadcasts.begin(visit.tx, visit.person, chosen, area, visit.now)
    if area and not made.audience.strip("{}"):
        _own_area(visit, made, area)
    return ask_words(visit, made, visit.person.language)


def _own_area(visit: Visit, made: Broadcast, area: str) -> None:
    """A message of an area goes to all of that area until something else is chosen."""
    own = reach(visit, area)
    broadcasts.aim(visit.tx, made, Audience(areas=own.single), own)


def ask_words(visit: Visit, found: Broadcast, language: str) -> Reply:
    """Wait for the words of one language."""
    wait(visit, "broadcast_words", f"{found.id}.{language}")
    named = Plain(visit.office.voice.own_name(language))
    most = visit.office.number("broadcast.text_max")
    return visit.reply(
        sheet(
            para("broadcast.type", "title", language=named),
            para("broadcast.type_how", "hint", most=most),
            rows=((_back(found),),),
        )
    )


def _activities(visit: Visit, door: str, argument: str) -> tuple[tuple[Block, ...], tuple[tuple[Button, ...], ...]]:
    language = visit.person.language
    options = [Button(title(each, language), Go(door, f"{argument}.{each.id}")) for each in offered(visit)]
    return choose(visit.office, language, options)


def _back(found: Broadcast) -> Button:
    return button("broadcast.to_draft", "broadcast", str(found.id))


DOOR = Door("broadcast", "broadcast.own", hear, command="champion")
LEADS = Door("broadcast_leads", "broadcast.own", leads)
