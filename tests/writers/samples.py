"""One frozen release for the tests of writers, and a survey whose labels try to harm the reader."""

from __future__ import annotations

from bot.core.counts import Answers, AttributeCounts, Counts, Kind, Line, QuestionCounts
from bot.core.disclosure import DisclosurePolicy, disclose
from bot.core.release import About, Release, freeze
from bot.core.reports import draw_up

ABOUT = About(
    activity="feeling_safe",
    title={"en": "Feeling safe in the evening", "pt": "Sentir-se seguro à noite"},
    languages=("en", "pt"),
    opened="2026-03-01",
    closed="2026-03-31",
    edition="ab12",
    publisher="Lambeth",
    contact="Ada",
    frame={"unit": "people", "ages": "all", "source": "Census 2021", "licence": "OGL v3.0"},
    sample=True,
)

AREA = {"n1": 70, "n2": 45, "s1": 60, "s2": 4, "island": 12}
SAFE = {
    "n1": {"very": 25, "fairly": 30, "unsafe": 12},
    "n2": {"very": 14, "fairly": 20, "unsafe": 6},
    "s1": {"very": 22, "fairly": 21, "unsafe": 13},
    "s2": {"very": 1, "fairly": 2},
    "island": {"very": 2, "fairly": 8, "unsafe": 1},
}


def line(code: str, english: str, parent: str = "", population: int | None = None, **more: str) -> Line:
    return Line(code, {"en": english, **more}, parent, population)


def area() -> AttributeCounts:
    return AttributeCounts(
        "area",
        {"en": "Area", "pt": "Zona"},
        (
            line("n1", "North one", "north", 900),
            line("n2", "North two", "north", 700),
            line("s1", "South one", "south", 800),
            line("s2", "South two", "south", 500),
            line("island", "Island", "", 100),
        ),
        AREA,
        (line("north", "North"), line("south", "South")),
    )


def counts(choice: str = "Very safe") -> Counts:
    rows = {code: Answers(sum(said.values()), said) for code, said in SAFE.items()}
    whole = {code: sum(said.get(code, 0) for said in SAFE.values()) for code in ("very", "fairly", "unsafe")}
    whole["unsafe"] += 5
    safe = QuestionCounts(
        "safe",
        {"en": "How safe?", "pt": "Quão seguro?"},
        Kind.ONE,
        Answers(sum(whole.values()), whole),
        (line("very", choice, pt="Muito seguro"), line("fairly", "Fairly safe"), line("unsafe", "Unsafe")),
        sections={"area": rows},
    )
    words = QuestionCounts("words", {"en": "In your words?"}, Kind.TEXT, Answers(33))
    return Counts(200, (area(),), (safe, words))


def release(choice: str = "Very safe", number: int = 1) -> Release:
    return freeze(number, disclose(draw_up(counts(choice)), DisclosurePolicy(), number), ABOUT)
