"""What the champions' doors share: the rules of the policy, whom one may reach, and how people and places are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import about_you
from bot.actions import activity as activities
from bot.actions.broadcast import Reach
from bot.core import areas, elections
from bot.core.audience import Audience, loads
from bot.core.broadcasts import Rules, rounded
from bot.core.counts import Labels, Line
from bot.core.screen import Block, Plain, Say
from bot.ports import Activity, Broadcast, Tx
from handlers.visit import Office, Visit, in_language, para, titled

_WITHHELD = {"prefer_not", "not_sure", "dont_know"}
_NOT_SECTIONS = {"area", "who_is_missing", "invite_me"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something people said about themselves by which they can be chosen: its code, its name, its sections."""

    code: str
    name: Say | Plain
    lines: tuple[tuple[str, Labels], ...]


def rules(office: Office) -> Rules:
    """The policy's numbers on champions' messages."""
    number = office.number
    return Rules(
        per_week=number("broadcast.per_week"),
        window_days=number("broadcast.window_days"),
        approval_above=number("broadcast.approval_above"),
        decide_days=number("contact.champion_refusal_days"),
        send_days=number("broadcast.send_days"),
        text_max=number("broadcast.text_max"),
        least=number("disclosure.hide_below"),
        round_to=number("disclosure.round_to"),
        worn_times=number("contact.short_limit"),
        worn_days=number("contact.short_days"),
        grounds=office.texts("broadcast.grounds"),
        holidays=frozenset(map(date.fromisoformat, office.texts("broadcast.bank_holidays"))),
        quiet_periods=elections.read(office.texts("elections.periods")),
    )


def wall(visit: Visit) -> datetime:
    """The instant of this visit in the borough's wall time."""
    return visit.office.local(visit.now)


def places(office: Office) -> tuple[Line, ...]:
    """Every area of the frames, groups of areas first."""
    return areas.of_frames(office.frames.values())


def place(office: Office, area: str, language: str) -> Say | Plain:
    """An area's name; "" is the whole borough."""
    line = next((line for line in places(office) if line.code == area), None)
    if not area:
        return Say("area.everywhere")
    return Plain(in_language(line.labels, language) if line else area)


def reach(visit: Visit, area: str) -> Reach:
    """Whom the person may write to by their role for an area."""
    lines = places(visit.office)
    source = next((each.root or each.id for each in visit.tx.sources.of_person(visit.person.id)), 0)
    return Reach(area, areas.within(lines, area), source, areas.above(lines, area))


def people(count: int, by: Rules) -> Say:
    """How many, as it may be shown: fewer than ten, or about so many."""
    shown = rounded(count, by)
    return Say("count.about", n=shown) if shown else Say("count.fewer", {"least": by.least})


def title(activity: Activity | None, language: str) -> Plain:
    """An activity's title in the reader's language."""
    if activity is None:
        return Plain("–")
    return Plain(titled(activity, language))


def offered(visit: Visit) -> list[Activity]:
    """What a message or a sheet can lead to now."""
    shown = ("survey", "workshop")
    return [a for a in visit.tx.activities.all(("open",)) if a.kind in shown and activities.taking(a, visit.now)]


def attributes(tx: Tx, office: Office) -> list[Attribute]:
    """By what people can be chosen: single choices of the profile form, then what the frames of people count."""
    found: dict[str, Attribute] = {}
    profile = tx.activities.named(about_you.NAME)
    form = office.shelf(tx, profile.edition) if profile else None
    for question in form.questions() if form else ():
        if question.kind == "select_one" and question.name not in _NOT_SECTIONS and form is not None:
            lines: tuple[tuple[str, Labels], ...] = tuple(
                (choice.code, {str(k): "".join(p for p in v if isinstance(p, str)) for k, v in choice.label.items()})
                for choice in form.lists.get(question.choices, ())
                if choice.code not in _WITHHELD
            )
            found[question.name] = Attribute(question.name, Say(f"attribute.{question.name}"), lines)
    for frame in office.frames.values():
        for margin in frame.margins if frame.notes.get("unit") == "people" else ():
            if margin.attribute not in _NOT_SECTIONS:
                lines = tuple((line.code, line.labels) for line in margin.leaves)
                named = Attribute(margin.attribute, Say(f"attribute.{margin.attribute}"), lines)
                found.setdefault(margin.attribute, named)
    return list(found.values())


def whom(tx: Tx, office: Office, found: Broadcast, language: str) -> list[Block]:
    """An audience in words, one line for each condition."""
    audience = loads(found.audience)
    said: list[Block] = []
    if audience.source:
        said.append(para("aim.is_link"))
    if audience.areas:
        said.append(para("aim.is_areas", text=Plain(_names(office, audience, found.area, language))))
    for attribute in attributes(tx, office):
        chosen = [labels for code, labels in attribute.lines if (attribute.code, code) in audience.sections]
        if chosen:
            text = ", ".join(in_language(labels, language) or "?" for labels in chosen)
            said.append(para("aim.is_section", name=attribute.name, text=Plain(text)))
    if audience.languages:
        text = ", ".join(office.voice.own_name(code) for code in audience.languages)
        said.append(para("aim.is_languages", text=Plain(text)))
    return said or [para("aim.is_everyone")]


def _names(office: Office, audience: Audience, area: str, language: str) -> str:
    lines = places(office)
    if area and set(audience.areas) == set(areas.within(lines, area)):
        return in_language(next(line.labels for line in lines if line.code == area), language)
    by_code = {line.code: line.labels for line in lines}
    return ", ".join(in_language(by_code.get(code, {}), language) or code for code in audience.areas)
