"""/proposals: what residents proposed, for champions and officers, who decide about each together, one of each."""

from __future__ import annotations

from bot.actions import weigh_proposal as weighing
from bot.core.screen import Block, Button, Plain, Say
from bot.core.weighing import VERDICTS, Verdict, Wish, loads, other
from bot.ports import Proposal, Reply
from handlers import draft
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, titled, words

_NAME, _TYPED = "proposals", "proposal_words"
_PAGE = 8
_MOST = 1000


def hear(visit: Visit) -> Reply:
    """Without argument the new ones; "d": the decided ones; "ID": one; "ID.taken_up", "ID.merged[.INTO]",
    "ID.declined": what this side wants."""
    number, _, rest = visit.argument.partition(".")
    if number == "page" and rest.isdecimal():
        return _list(visit, int(rest))
    if number == "d":
        return _decided(visit)
    if not number.isdecimal():
        return _list(visit, 0)
    found = weighing.find(visit.tx, int(number))
    verdict, _, into = rest.partition(".")
    if verdict not in VERDICTS:
        return visit.reply(sheet(*_page(visit, found), rows=_rows(visit, found), replaces=visit.pressed))
    wish = loads(found.reason)
    joined = int(into) if into.isdecimal() else 0
    if wish is not None and _agrees(visit, wish, found, verdict, joined):
        return _weigh(visit, found, wish.verdict, wish.into, "")
    if verdict == "merged":
        return _weigh(visit, found, "merged", joined, "") if joined else _others(visit, found)
    asks = para(f"proposal.ask_{verdict}", "title")
    hint = para("draft.in_language", "hint", language=_own_name(visit, found.language), most=_most(visit))
    rows = ((button("back", _NAME, str(found.id)),),)
    return draft.wait(visit, _TYPED, f"{found.id}.{verdict}", visit.reply(sheet(asks, hint, rows=rows)))


def typed(visit: Visit) -> Reply:
    """The sentence for the proposer. The argument is "ID.declined words"."""
    waited, text = draft.typed(visit, _most(visit))
    number, _, verdict = waited.partition(".")
    if not text:
        return draft.again(visit, _TYPED, waited, _most(visit))
    found = weighing.find(visit.tx, int(number) if number.isdecimal() else 0)
    chosen: Verdict = "declined" if verdict == "declined" else "taken_up"
    return _weigh(visit, found, chosen, 0, text)


def _weigh(visit: Visit, found: Proposal, verdict: Verdict, into: int, text: str) -> Reply:
    done = weighing.weigh(visit.tx, visit.person, found.id, verdict, into, text, visit.now)
    said = para("proposal.done" if done.decided else "proposal.waits_for_other", "title")
    blocks = (said, *_page(visit, done.proposal))
    return visit.reply(sheet(*blocks, rows=_rows(visit, done.proposal), replaces=visit.pressed))


def _agrees(visit: Visit, wish: Wish, found: Proposal, verdict: str, into: int) -> bool:
    side = weighing.side_of(visit.person, wish)
    return found.state == "new" and wish.side != side and (wish.verdict, wish.into) == (verdict, into)


def _list(visit: Visit, page: int) -> Reply:
    new = sorted(visit.tx.proposals.in_state(("new",), _MOST), key=lambda one: -one.made)
    if not new:
        rows = ((button("proposals.button.decided", _NAME, "d"),),)
        return visit.reply(sheet(para("proposals.none"), rows=rows, replaces=visit.pressed))
    shown = new[page * _PAGE : (page + 1) * _PAGE]
    blocks = [para("proposals.title", "title", n=len(new))]
    rows_of: list[tuple[Button, ...]] = []
    for at, one in enumerate(shown, page * _PAGE + 1):
        blocks += _summary(visit, at, one)
        rows_of.append((button("proposals.button.one", _NAME, str(one.id), number=at),))
    if len(new) > (page + 1) * _PAGE:
        rows_of.append((button("proposals.button.more", _NAME, f"page.{page + 1}"),))
    rows_of.append((button("proposals.button.decided", _NAME, "d"),))
    return visit.reply(sheet(*blocks, rows=tuple(rows_of), replaces=visit.pressed))


def _decided(visit: Visit) -> Reply:
    done = sorted(visit.tx.proposals.in_state(VERDICTS, _MOST), key=lambda one: -one.decided)[:_PAGE]
    blocks = [para("proposals.decided", "title")]
    for at, one in enumerate(done, 1):
        blocks += [*_summary(visit, at, one), para(f"proposal.state.{one.state}", "small")]
    rows = ((button("proposals.button.new", _NAME),),)
    return visit.reply(sheet(*blocks, rows=rows, replaces=visit.pressed))


def _summary(visit: Visit, at: int, one: Proposal) -> list[Block]:
    """The words as they were written, with the language they are in."""
    about = para(
        f"proposals.{one.kind}", "small", number=at, language=_own_name(visit, one.language), date=visit.date(one.made)
    )
    return [about, words(one.words)]


def _page(visit: Visit, one: Proposal) -> list[Block]:
    kind = para(f"proposal.{one.kind}", "title")
    blocks = [
        kind,
        words(one.words),
        para("proposal.written", "small", language=_own_name(visit, one.language), date=visit.date(one.made)),
    ]
    about = visit.tx.activities.get(one.activity) if one.activity else None
    if about is not None:
        title = titled(about, visit.person.language)
        blocks.append(para("proposal.about", "small", title=Plain(title)))
    wish = loads(one.reason)
    if one.state != "new":
        blocks.append(para(f"proposal.state.{one.state}"))
    elif wish is not None:
        needed = Say(f"role.{other(wish.side)}")
        blocks.append(para(f"proposal.wants_{wish.verdict}", role=Say(f"role.{wish.side}"), other=needed))
    if wish is not None and wish.into:
        target = visit.tx.proposals.get(wish.into)
        blocks += [words(target.words)] if target is not None else []
    if wish is not None and wish.words:
        blocks.append(words(wish.words))
    return blocks


def _rows(visit: Visit, one: Proposal) -> tuple[tuple[Button, ...], ...]:
    back = (button("proposals.button.new", _NAME),)
    if one.state != "new":
        return (back,)
    wish = loads(one.reason)
    rows: list[tuple[Button, ...]] = []
    if wish is not None and weighing.side_of(visit.person, wish) != wish.side:
        into = f".{wish.into}" if wish.into else ""
        rows.append((button("proposal.button.agree", _NAME, f"{one.id}.{wish.verdict}{into}"),))
    rows += [(button(f"proposal.button.{verdict}", _NAME, f"{one.id}.{verdict}"),) for verdict in VERDICTS]
    return (*rows, back)


def _others(visit: Visit, found: Proposal) -> Reply:
    """Join it with which one?"""
    alive = [one for one in visit.tx.proposals.in_state(("new", "taken_up"), _MOST) if one.id != found.id]
    if not alive:
        return visit.tell("proposal.no_other")
    alive.sort(key=lambda one: (one.activity != found.activity, -one.made))
    blocks = [para("proposal.join_which", "title"), words(found.words)]
    rows = []
    for at, one in enumerate(alive[:_PAGE], 1):
        blocks += _summary(visit, at, one)
        rows.append((button("proposals.button.one", _NAME, f"{found.id}.merged.{one.id}", number=at),))
    return visit.reply(sheet(*blocks, rows=tuple(rows), replaces=visit.pressed))


def _own_name(visit: Visit, language: str) -> str:
    return visit.office.voice.own_name(language)


def _most(visit: Visit) -> int:
    return visit.office.number("text.statement_max")


DOOR = Door(_NAME, "proposal.weigh", hear, command="champion")
TYPED = Door(_TYPED, "proposal.weigh", typed)
