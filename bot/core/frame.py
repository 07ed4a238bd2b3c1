"""A frame: how many people (or households) there are in each section, from a census, per attribute.

The file is CSV with the columns `attribute,code,label,population,parent`, further labels as `label::pt` or
`label::Português (pt)`. Lines before the header that start with `#` carry what holds for all of it: `# unit: people`,
`# ages:`, `# source:`, `# licence:` and `# language:` (of the plain `label` column; English unless said). A row without
population is a parent: other rows of the attribute name it, and its figure is their sum.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.counts import Line

COLUMNS = ("attribute", "code", "label", "population", "parent")
NOTES = ("unit", "ages", "source", "licence")
"""What a frame must say about itself; `title` and others are welcome."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a frame file: the line (from 1; 0 is the whole file), and one readable sentence."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line else self.why


@dataclass(frozen=True, slots=True)
class Margin:
    """One attribute: its leaves with a population each, in file order, and the parents they may be merged into."""

    attribute: str
    leaves: tuple[Line, ...]
    parents: tuple[Line, ...] = ()

    @property
    def total(self) -> int:
        """The sum over the leaves, as the source has it."""
        return sum(line.population or 0 for line in self.leaves)


@dataclass(frozen=True, slots=True)
class Frame:
    """All margins of one area, in one unit. `notes` are the file's own remarks (unit, ages, source, licence …)."""

    margins: tuple[Margin, ...]
    notes: Mapping[str, str]

    def margin(self, attribute: str) -> Margin | None:
        """The margin of an attribute, if the frame has it."""
        return next((margin for margin in self.margins if margin.attribute == attribute), None)

    @property
    def total(self) -> int:
        """The total all margins are scaled to: that of the first."""
        return self.margins[0].total

    def scaled(self, total: int | None = None) -> dict[str, dict[str, float]]:
        """Each leaf's population per attribute, all margins scaled to one total (METHODS.md: tables of one census
        differ by a few people). `total` is the first margin's unless given. The sums are exact to rounding error.
        """
        to = self.total if total is None else total
        return {
            margin.attribute: {line.code: (line.population or 0) * to / margin.total for line in margin.leaves}
            for margin in self.margins
        }


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    attribute: str
    line: Line


def read_frame(text: str) -> Frame | tuple[Problem, ...]:
    """Read a frame file. Returns the frame, or every problem found in it."""
    notes, header, body = _split(text)
    if header is None:
        return (Problem(0, "there is no header line: attribute,code,label,population,parent"),)
    number, names = header
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        return (Problem(number, f"the header lacks the column {', '.join(missing)}"),)
    problems = [
        Problem(0, f"say the {note} in a line '# {note}: …' above the header") for note in NOTES if not notes.get(note)
    ]
    rows: list[_Row] = []
    for at, cells in body:
        if len(cells) != len(names):
            problems.append(Problem(at, f"{len(cells)} cells where the header has {len(names)}"))
            continue
        row = dict(zip(names, cells, strict=True))
        whole = row["population"].replace(",", "")
        if whole and not (whole.isascii() and whole.isdigit()):
            problems.append(Problem(at, f"the population '{row['population']}' is not a whole number"))
            continue
        labels = _labels(row, notes.get("language", "en"))
        line = Line(row["code"], labels, row["parent"], int(whole) if whole else None)
        rows.append(_Row(at, row["attribute"], line))
        if not row["attribute"] or not row["code"]:
            problems.append(Problem(at, "attribute and code must both be filled in"))
        elif row["code"].startswith("_"):
            problems.append(Problem(at, f"the code '{row['code']}' starts with _, which is kept for 'not stated'"))
        if not labels:
            problems.append(Problem(at, f"'{row['code']}' has no label"))
    margins = []
    for attribute, same in groupby(
        sorted(rows, key=lambda row: _first(rows, row.attribute)), lambda row: row.attribute
    ):
        members = tuple(same)
        problems += _tree_problems(attribute, members)
        lines = [row.line for row in members]
        margins.append(
            Margin(
                attribute,
                tuple(line for line in lines if line.population is not None),
                tuple(line for line in lines if line.population is None),
            )
        )
    if not margins and not problems:
        problems.append(Problem(0, "there are no rows below the header"))
    if problems:
        return tuple(sorted(problems, key=lambda problem: problem.line))
    return Frame(tuple(margins), notes)


def _first(rows: Sequence[_Row], attribute: str) -> int:
    return next(at for at, row in enumerate(rows) if row.attribute == attribute)


def _split(text: str) -> tuple[dict[str, str], tuple[int, list[str]] | None, list[tuple[int, list[str]]]]:
    """Notes above the header, the header with its line, and the rows with theirs (blank ones left out)."""
    notes: dict[str, str] = {}
    header: tuple[int, list[str]] | None = None
    body: list[tuple[int, list[str]]] = []
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    above = 0
    while above < len(lines) and (not lines[above].strip() or lines[above].startswith("#")):
        key, colon, value = lines[above].lstrip("# ").partition(":")
        if colon:
            notes[key.strip().lower()] = value.strip()
        above += 1
    for number, cells in _cells(lines[above:], above):
        if header is None:
            header = (number, [cell.strip() for cell in cells])
        else:
            body.append((number, [cell.strip() for cell in cells]))
    return notes, header, body


def _cells(lines: Sequence[str], above: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield above + reader.line_num, cells


def _labels(row: Mapping[str, str], language: str) -> dict[str, str]:
    labels = {language: row["label"]} if row["label"] else {}
    for name, cell in row.items():
        if name.startswith("label::") and cell:
            code = re.search(r"\(([\w-]+)\)\s*$", name)
            labels[code.group(1) if code else name.removeprefix("label::").strip()] = cell
    return labels


def _tree_problems(attribute: str, rows: Sequence[_Row]) -> Iterator[Problem]:
    """Codes twice, parents that are missing, have a population, have no children, or go round in a circle."""
    by_code: dict[str, Line] = {}
    for row in rows:
        if row.line.code in by_code:
            yield Problem(row.number, f"'{row.line.code}' stands twice under {attribute}")
        by_code[row.line.code] = row.line
    named = {row.line.parent for row in rows}
    for row in rows:
        line = row.line
        above = by_code.get(line.parent)
        if line.parent and above is None:
            yield Problem(row.number, f"the parent '{line.parent}' is no row of {attribute}")
        elif above is not None and above.population is not None:
            yield Problem(row.number, f"the parent '{line.parent}' has a population of its own: leave it empty there")
        if line.population is None and line.code not in named:
            yield Problem(row.number, f"'{line.code}' has no population and is nobody's parent")
        seen: set[str] = set()
        code = line.code
        while code in by_code and code not in seen:
            seen.add(code)
            code = by_code[code].parent
        if code and code in seen:
            yield Problem(row.number, f"'{line.code}' is above itself: its parents go round in a circle")
    if rows and not sum(row.line.population or 0 for row in rows):
        yield Problem(rows[0].number, f"{attribute} has nobody in it")
