"""Gather an activity's totals into `Counts`: the first step of an export. No person's row is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.core.counts import Answers, AttributeCounts, Counts, Kind, Line, QuestionCounts
from bot.core.form import Form, Language, Question, Text
from bot.core.frame import Frame
from bot.ports import Activity, ActivityId, CountRow, Shelf, Tx

_ONE = {"select_one", "data_card", "acknowledge", "rank"}
_WORDS = {
    "text",
    "image",
    "audio",
    "video",
    "file",
    "geopoint",
    "integer",
    "decimal",
    "range",
    "date",
    "time",
    "datetime",
}
_LEFT_OUT = {"note", "calculate", "hidden", "start", "end", "today"}


def gather(
    tx: Tx,
    shelf: Shelf,
    activity: Activity,
    frame: Frame | None,
    names: Mapping[str, Mapping[str, str]],
    profile: Form | None = None,
) -> Counts:
    """All counts of one activity. `names` are labels of the attributes by language, `languages` under "language:CODE".

    Sections come from the frame, else from the choices of the question of that name (in the form or the profile form),
    else, for the language, from `names`: never from what was answered.
    """
    form = shelf(tx, activity.edition)
    settings = json.loads(activity.settings)
    attributes = tuple(
        built
        for section in settings.get("sections", ())
        if (built := _attribute(tx, activity.id, section, frame, form, profile, settings, names)) is not None
    )
    fills = {s["question"]: s["attribute"] for s in settings.get("sections", ()) if s.get("from") == "question"}
    asked = [(question, repeated) for question, repeated in _walk(form) if question.kind not in _LEFT_OUT]
    return Counts(
        tx.responses.total(activity.id),
        attributes,
        tuple(_question(tx, activity.id, form, q, settings, attributes, fills, repeated=r) for q, r in asked),
    )


def _walk(form: Form) -> Iterable[tuple[Question, bool]]:
    """Every question, and whether it stands in a repeat (where one person may give several answers)."""

    def down(nodes: Sequence[Any], repeated: bool) -> Iterable[tuple[Question, bool]]:
        for node in nodes:
            if isinstance(node, Question):
                yield node, repeated
            else:
                yield from down(node.children, repeated or hasattr(node, "count"))

    return down(form.nodes, repeated=False)


def _attribute(
    tx: Tx,
    activity: ActivityId,
    section: Mapping[str, str],
    frame: Frame | None,
    form: Form,
    profile: Form | None,
    settings: Mapping[str, Any],
    names: Mapping[str, Mapping[str, str]],
) -> AttributeCounts | None:
    attribute = section["attribute"]
    margin = frame.margin(attribute) if frame else None
    asked = _named(form, section.get("question", attribute)) or (_named(profile, attribute) if profile else None)
    owner = form if _named(form, section.get("question", attribute)) else profile
    if margin is not None:
        leaves, parents = margin.leaves, margin.parents
    elif asked is not None and owner is not None:
        merges = settings.get("merges", {}).get(asked.name, {})
        leaves, parents = _choices(owner, asked, merges), _parents(merges, settings)
    elif attribute == "language":
        leaves = tuple(
            Line(code.removeprefix("language:"), labels)
            for code, labels in names.items()
            if code.startswith("language:")
        )
        parents = ()
    else:
        return None
    known = {line.code for line in leaves}
    took = {row.section: row.count for row in tx.responses.margin(activity, attribute) if row.section in known}
    everybody = attribute == "language"  # everybody reads some language: nobody is "not stated"
    return AttributeCounts(attribute, names.get(attribute, {"en": attribute}), leaves, took, parents, by_all=everybody)


def _question(
    tx: Tx,
    activity: ActivityId,
    form: Form,
    question: Question,
    settings: Mapping[str, Any],
    attributes: Sequence[AttributeCounts],
    fills: Mapping[str, str],
    *,
    repeated: bool,
) -> QuestionCounts:
    closed = question.kind not in _WORDS
    kind = Kind.TEXT if not closed else Kind.ONE if question.kind in _ONE and not repeated else Kind.SEVERAL
    merges = settings.get("merges", {}).get(question.name, {})
    choices = _choices(form, question, merges) if closed else ()
    known = {line.code for line in choices}
    everyone = _answers(
        tx.responses.counts(activity, question.path) if closed else (),
        tx.responses.asked(activity, question.path),
        "",
        known,
        kind,
    )
    sections: dict[str, dict[str, Answers]] = {}
    for attribute in attributes:
        codes = tx.responses.counts(activity, question.path, attribute.name) if closed else ()
        bases = tx.responses.asked(activity, question.path, attribute.name)
        sections[attribute.name] = {
            line.code: _answers(codes, bases, line.code, known, kind) for line in attribute.sections
        }
    return QuestionCounts(
        question.name,
        labels_of(question.label, form.languages),
        kind,
        everyone,
        choices,
        _parents(merges, settings),
        sensitive=question.name in settings.get("sensitive", ()),
        profile=fills.get(question.name, ""),
        sections=sections,
    )


def _answers(
    codes: Iterable[CountRow], bases: Iterable[CountRow], section: str, known: set[str], kind: Kind
) -> Answers:
    by_code = {row.code: row.count for row in codes if row.section == section and row.code in known}
    answered = sum(row.count for row in bases if row.section == section)
    return Answers(sum(by_code.values()) if kind is Kind.ONE else answered, by_code)


def _choices(form: Form, question: Question, merges: Mapping[str, str]) -> tuple[Line, ...]:
    if question.kind == "acknowledge":
        return (Line("OK", {"en": "Read it"}),)
    listed = [
        Line(choice.code, labels_of(choice.label, form.languages), merges.get(choice.code, ""))
        for choice in form.lists.get(question.choices, ())
    ]
    if question.params.get("or_other"):
        listed.append(Line("other", {"en": "Other"}))
    return tuple(listed)


def _parents(merges: Mapping[str, str], settings: Mapping[str, Any]) -> tuple[Line, ...]:
    worded = settings.get("merge_labels", {})
    return tuple(Line(code, worded.get(code, {"en": code})) for code in dict.fromkeys(merges.values()))


def _named(form: Form | None, name: str) -> Question | None:
    return next((q for q in form.questions() if q.name == name and q.choices), None) if form else None


def labels_of(texts: Mapping[Language, Text], languages: Iterable[Language]) -> dict[str, str]:
    """A text's words by language; what depends on an answer is shown as dots."""
    return {
        str(language): "".join(piece if isinstance(piece, str) else "…" for piece in texts[language])
        for language in languages
        if language in texts
    }
