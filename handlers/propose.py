"""/propose: something that is needed, or a way to do it; and what became of one's own proposals."""

from __future__ import annotations

from bot.actions.propose import Kind, propose
from bot.actions.take_part import agreed, consent
from bot.core.reading import clean
from bot.core.screen import Block, Button, Go, Plain
from bot.core.weighing import loads
from bot.ports import ActivityId, Proposal, Reply
from handlers.choice import choose
from handlers.door import Door
from handlers.draft import wait
from handlers.visit import Visit, button, para, sheet, titled, toast, words

_NAME, _TYPED = "propose", "propose_words"
_KINDS: tuple[Kind, ...] = ("need", "option")
_MOST_ROWS, _MOST_SHOWN = 12, 10


def hear(visit: Visit) -> Reply:
    """Without argument: which kind? "need": about what? "need.ID" (0: nothing in particular): in your own words."""
    kind, _, about = visit.argument.partition(".")
    if kind == "age":
        return _aged(visit, about)
    if not agreed(visit.tx, visit.person):
        return _ask_age(visit)
    if kind not in _KINDS:
        return _choose(visit)
    if not about.isdecimal():
        open_ones = [a for a in visit.tx.activities.all(("open", "closed")) if a.kind in ("survey", "vote", "workshop")]
        options = [
            Button(Plain(titled(a, visit.person.language)), Go(_NAME, f"{kind}.{a.id}")) for a in open_ones[:_MOST_ROWS]
        ]
        lines, rows = choose(visit.office, visit.person.language, options)
        others = ((button("propose.button.else", _NAME, f"{kind}.0"),), (button("back", _NAME),))
        asks = (para("propose.about", "title"), *lines)
        return visit.reply(sheet(*asks, rows=(*rows, *others), replaces=visit.pressed))
    most = visit.office.number("text.short_answer_max")
    asks = (para(f"propose.ask_{kind}", "title"), para("propose.hint", "hint", most=most), para("danger", "warning"))
    rows = ((button("back", _NAME, kind),),)
    return wait(visit, _TYPED, f"{kind}.{about}", visit.reply(sheet(*asks, rows=rows, replaces=visit.pressed)))


def typed(visit: Visit) -> Reply:
    """The words came. The argument is "need.ID words"."""
    waited, _, said = visit.argument.partition(" ")
    kind, _, about = waited.partition(".")
    text, most = " ".join(clean(said).split()), visit.office.number("text.short_answer_max")
    if not any(letter.isalpha() for letter in text) or len(text) > most:
        return wait(visit, _TYPED, waited, visit.tell("draft.too_long", most=most))
    if not agreed(visit.tx, visit.person):
        return _ask_age(visit)
    found = visit.tx.activities.get(ActivityId(int(about))) if about.isdecimal() else None
    today = visit.office.local(visit.now).date()
    waiting = visit.office.number("proposals.waiting_most")
    chosen: Kind = "option" if kind == "option" else "need"
    propose(visit.tx, visit.person, found, chosen, text, waiting, today, visit.now)
    rows = ((button("propose.button.another", _NAME),),)
    return visit.reply(sheet(para("propose.thanks", "title"), words(text), para("propose.next"), rows=rows))


def _choose(visit: Visit) -> Reply:
    mine = sorted(visit.tx.proposals.of(visit.person.id), key=lambda one: -one.made)[:_MOST_SHOWN]
    rows = tuple((button(f"propose.button.{kind}", _NAME, kind),) for kind in _KINDS)
    blocks: list[Block] = [para("propose.title", "title"), para("propose.who")]
    if mine:
        blocks.append(para("propose.yours", "title"))
    for one in mine:
        blocks += _line(one)
    return visit.reply(sheet(*blocks, rows=rows))


def _line(one: Proposal) -> list[Block]:
    shown = [words(one.words), para(f"proposal.state.{one.state}", "small")]
    wish = loads(one.reason) if one.state != "new" else None
    if wish is not None and wish.words:
        shown.append(words(wish.words, "small"))
    return shown


def _ask_age(visit: Visit) -> Reply:
    age = visit.office.number("people.minimum_age")
    rows = (
        (button("age.yes", _NAME, f"age.y.{visit.own}", age=age),),
        (button("age.no", _NAME, f"age.n.{visit.own}", age=age),),
    )
    why = (para("age.why", "hint", age=age), para("propose.consent"))
    return visit.reply(sheet(para("age.ask", "title", age=age), *why, rows=rows))


def _aged(visit: Visit, said: str) -> Reply:
    verdict, _, whose = said.partition(".")
    if whose != visit.own:
        return visit.present(toast("stale"))
    if verdict != "y":
        age = visit.office.number("people.minimum_age")
        return visit.reply(
            sheet(para("age.refused", age=age), rows=((button("button.contact", "contact"),),), replaces=True)
        )
    consent(visit.tx, visit.person, "take_part", visit.now, given=True)
    return _choose(visit)


DOOR = Door(_NAME, "take_part", hear, command="resident")
TYPED = Door(_TYPED, "take_part", typed)
