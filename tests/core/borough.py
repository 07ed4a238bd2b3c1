"""Small synthetic boroughs for the tests of reports and disclosure: people first, counted afterwards."""

from __future__ import annotations

import random
from collections import Counter

from bot.core.counts import Answers, AttributeCounts, Counts, Kind, Line, QuestionCounts

WARDS = {"n1": "north", "n2": "north", "s1": "south", "s2": "south", "island": ""}
GROUPS = ("asian", "black", "white", "other")


def borough(seed: int, people: int, *, lean: float = 2.0, loyal: float = 0.0, wards: dict[str, str] = WARDS) -> Counts:
    """A survey of four questions answered by so many people. `lean`: how unequal sections and answers are; `loyal`: how often a ward answers as one."""
    return counted(people_of(seed, people, lean=lean, loyal=loyal, wards=wards), wards)


def people_of(
    seed: int, people: int, *, lean: float = 2.0, loyal: float = 0.0, wards: dict[str, str] = WARDS
) -> list[dict]:
    """The people themselves, which no part of the product ever lists."""
    chance = random.Random(seed)

    def pick(codes):
        return chance.choices(codes, [lean**-i for i in range(len(codes))])[0]

    rows = []
    for _ in range(people):
        area = pick((*wards, None))
        place = [*wards, None].index(area)
        one = chance.random() < loyal
        safe = (
            ("fairly", "very", "unsafe")[place % 3]
            if one
            else pick(("fairly", "very", "unsafe", "never_out", "prefer_not"))
        )
        wants = (
            ("light",) if one and place else tuple({pick(("light", "youth", "police", "missing")) for _ in range(3)})
        )
        rows.append(
            {
                "area": area,
                "language": pick(("en", "pt", "so")),
                "ethnic_group": pick(("white", "black", "asian", "other", None)),
                "safe": None if chance.random() < 0.1 else (safe,),
                "wants": None if chance.random() < 0.1 else wants,
                "health": None
                if chance.random() < 0.2
                else (("good", "bad")[place % 2] if one else pick(("good", "fair", "bad", "prefer_not")),),
                "words": None if chance.random() < 0.6 else ("said",),
            }
        )
    return rows


def counted(rows: list[dict], wards: dict[str, str] = WARDS) -> Counts:
    """Group the rows of the people above, as the store does."""
    sections = {
        "area": tuple(Line(code, {"en": code.title()}, parent, 1000) for code, parent in wards.items()),
        "language": tuple(Line(code, {"en": code}) for code in ("en", "pt", "so")),
        "ethnic_group": tuple(Line(code, {"en": code.title()}) for code in GROUPS),
    }
    parents = {
        "area": (Line("north", {"en": "North"}), Line("south", {"en": "South"})),
        "ethnic_group": (),
        "language": (),
    }
    labels = {"area": {"en": "Area"}, "ethnic_group": {"en": "Ethnic group"}, "language": {"en": "Language"}}
    attributes = tuple(
        AttributeCounts(
            name,
            labels[name],
            lines,
            Counter(row[name] for row in rows if row[name]),
            parents[name],
            name == "language",
        )
        for name, lines in sections.items()
    )

    def choice(*codes: str, **parent: str) -> tuple[Line, ...]:
        return tuple(Line(code, {"en": code.replace("_", " ").capitalize()}, parent.get(code, "")) for code in codes)

    asked = (
        (
            "safe",
            Kind.ONE,
            False,
            choice("very", "fairly", "unsafe", "never_out", "prefer_not", unsafe="not_safe", never_out="not_safe"),
            (Line("not_safe", {"en": "Unsafe or never out"}),),
        ),
        ("wants", Kind.SEVERAL, False, choice("light", "youth", "police", "missing"), ()),
        ("health", Kind.ONE, True, choice("good", "fair", "bad", "prefer_not"), ()),
        ("words", Kind.TEXT, False, (), ()),
    )
    questions = tuple(
        QuestionCounts(
            name,
            {"en": f"About {name}?"},
            kind,
            answers(rows, name, kind),
            choices,
            merged,
            sensitive,
            sections={
                a: {line.code: answers([r for r in rows if r[a] == line.code], name, kind) for line in lines}
                for a, lines in sections.items()
            },
        )
        for name, kind, sensitive, choices, merged in asked
    )
    return Counts(len(rows), attributes, questions)


def answers(rows: list[dict], name: str, kind: Kind) -> Answers:
    said = [row[name] for row in rows if row[name]]
    return Answers(len(said), {} if kind is Kind.TEXT else Counter(code for codes in said for code in codes))
