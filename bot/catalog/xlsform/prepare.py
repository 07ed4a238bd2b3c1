"""The workbook as the parser takes it: types in one spelling, what we do in our own way taken out, with warnings.

Nothing here changes what is asked. What a chat cannot do and the form can do without becomes plainer, and is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.catalog.xlsform.columns import SURVEY_KINDS, TRANSLATABLE
from bot.catalog.xlsform.expressions import CELLS, QUOTES
from bot.catalog.xlsform.languages import PLAIN
from bot.catalog.xlsform.lookups import without_pulldata
from bot.catalog.xlsform.names import is_name
from bot.catalog.xlsform.outcome import Refusal, refuse
from bot.catalog.xlsform.rows import REFERENCE
from bot.catalog.xlsform.types import watches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bot.catalog.xlsform.languages import Languages
    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Book, Sheet

_MEDIA = frozenset({"image", "big-image", "audio", "video"})
"""The parser is not told of files: it asks more of them than we do, and we read the cells ourselves."""
_CHOICE_KINDS = frozenset({"list_name", "name", "label"})
_RESERVED = _MEDIA | {"media"}
_WORDLESS = "-"
"""What the parser itself writes where a text is missing, and what is nowhere shown."""
_MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d)[ T]00:00:00$")
_DAYS = frozenset({"date", "q date", "add date prompt"})
_SETTINGS_KINDS = ("form_title", "form_id", "version", "allow_choice_duplicates", "name")
_APP = re.compile(r"^(ex|intent):|^\w+(\.\w+){2,}\(", re.IGNORECASE)


@dataclass(slots=True)
class Prepared:
    """The parser's input, the rows left out of the form (their paths' steps), and what to say about it."""

    sheets: dict[str, Any]
    dropped: set[tuple[str, ...]] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    reasons: list[Refusal] = field(default_factory=list)


def prepare(book: Book, rows: tuple[Row, ...], languages: Languages) -> Prepared:
    """Write the sheets for the parser."""
    survey = book.sheet("survey")
    prepared = Prepared({"sheet_names": list(book.names)})
    needed = _needed(survey, rows)
    asked = sum(1 for row in rows if not row.type.block and not watches(row.type.command))
    by_number = {row.number: row for row in rows}
    headers = _headers(survey, SURVEY_KINDS - _MEDIA)
    lines: list[dict[str, str]] = []
    files: set[str] = set()
    for number, cells in enumerate(survey.rows, start=2):
        row = by_number.get(number)
        line = dict(cells) if row else {}
        if row:
            files |= _look_ups(survey, line)
            _rewrite(prepared, survey, row, line, vital=row.name in needed or asked == 1)
        lines.append(_under(headers, line))
    external = {row.name for row in rows if row.type.command in {"csv-external", "xml-external"}}
    lines += [{survey.header("type"): "csv-external", survey.header("name"): file} for file in sorted(files - external)]
    prepared.sheets["survey"] = lines
    prepared.sheets["survey_header"] = [dict.fromkeys(headers.values())]
    for name in ("choices", "external_choices"):
        sheet = book.sheets.get(name)
        if sheet and sheet.rows:
            _choices(prepared, name, sheet)
    _settings(prepared, book, languages)
    return prepared


def _choices(prepared: Prepared, name: str, sheet: Sheet) -> None:
    """Write a sheet of choices. Extra columns become XML elements: one whose header cannot be a name is left out."""
    extra = {c.kind for c in sheet.columns if c.kind not in _RESERVED and is_name(c.header)}
    headers = _headers(sheet, _CHOICE_KINDS | extra)
    prepared.sheets[name] = [_under(headers, cells) if sheet.cell(cells, "list_name") else {} for cells in sheet.rows]
    prepared.sheets[f"{name}_header"] = [dict.fromkeys(headers.values())]


def _headers(sheet: Sheet, kinds: Collection[str]) -> dict[str, str]:
    """Map the headers of some kinds to what the parser is given.

    It trips over a plain column between columns with languages, so such a column gets the name it has for plain ones.
    """
    spoken = {column.kind for column in sheet.columns if column.language}
    taken = {column.header for column in sheet.columns}
    given = {}
    for column in sheet.columns:
        if column.kind in kinds:
            name = column.header
            if column.language:
                name = f"{column.stem}{column.language}"  # without a third part, which the parser cannot take
            elif column.kind in TRANSLATABLE and column.kind in spoken:
                name = f"{column.kind}::{PLAIN}"
            given[column.header] = column.header if name in taken else name
    return given


def _under(headers: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    return {given: cells[header] for header, given in headers.items() if header in cells}


def _needed(survey: Sheet, rows: Iterable[Row]) -> set[str]:
    """Names the form cannot do without: answers required of people, or used by another row's expression."""
    needed = set()
    for row in rows:
        if survey.cell(row.cells, "required").lower() in {"yes", "true", "true()"}:
            needed.add(row.name)
        for column in survey.columns:
            if column.kind in {"relevant", "constraint", "calculation", "choice_filter", "repeat_count", "required"}:
                used = {match["name"] for match in REFERENCE.finditer(row.cells.get(column.header, ""))}
                needed |= used - {row.name}
    return needed


def _look_ups(survey: Sheet, line: dict[str, str]) -> frozenset[str]:
    """Write a row's pulldata() calls as paths; return the files they look into."""
    files: frozenset[str] = frozenset()
    for column in survey.columns:
        if column.kind in CELLS and "pulldata" in line.get(column.header, ""):
            line[column.header], found = without_pulldata(line[column.header].translate(QUOTES))
            files |= found
    return files


def _rewrite(prepared: Prepared, survey: Sheet, row: Row, line: dict[str, str], *, vital: bool) -> None:
    type_header = survey.header("type")
    command = row.type.command
    line[type_header] = row.type.written()
    if collected := watches(command):
        line.clear()
        line.update({type_header: "hidden", survey.header("name"): row.name})
        prepared.dropped.add(row.steps)
        prepared.warnings.append(f"Row {row.number}: “{row.written_type}” is left out; we do not collect {collected}.")
    elif command in {"barcode", "q barcode", "add barcode prompt"}:
        line[type_header] = "text"
        if vital:
            prepared.reasons.append(refuse("type.barcode", survey.place(row.number, "type")))
        prepared.warnings.append(f"Row {row.number}: a barcode cannot be scanned in a chat; it is asked for as text.")
    elif command == "note" and not survey.cell(row.cells, "name"):
        line[survey.header("name")] = row.name
    if not survey.cell(line, "label") and not survey.cell(line, "hint") and any(survey.cell(line, m) for m in _MEDIA):
        line[survey.header("label")] = _WORDLESS
    default = survey.header("default")
    if command in _DAYS and (midnight := _MIDNIGHT.match(line.get(default, ""))):
        line[default] = midnight[1]
    appearance = survey.header("appearance")
    if _APP.search(line.get(appearance, "")):
        if vital:
            place = survey.place(row.number, "appearance")
            prepared.reasons.append(refuse("type.app", place, app=line[appearance]))
        prepared.warnings.append(
            f"Row {row.number}: another app cannot be opened from a chat; the answer is asked for instead.",
        )
        del line[appearance]


def _settings(prepared: Prepared, book: Book, languages: Languages) -> None:
    settings = book.settings()
    line = {kind: settings[kind] for kind in _SETTINGS_KINDS if kind in settings}
    if not is_name(line.get("name", "data")):
        del line["name"]
    if languages.default in languages.headers:
        line["default_language"] = languages.headers[languages.default][0]
    if line:
        prepared.sheets["settings"] = [line]
        prepared.sheets["settings_header"] = [dict.fromkeys(line)]
    if "public_key" in settings:
        prepared.warnings.append(
            "The settings ask for answers encrypted with a public key. That is not done here: answers are kept as "
            "the privacy text says. Remove public_key if that is right for this form.",
        )
    if "submission_url" in settings:
        prepared.warnings.append("The settings name a server to send answers to. Nothing is sent there.")
