"""Every expression, checked before anyone is asked: an unknown function is refused, never "false".

Twice: the author's cells before parsing, so that each complaint names its cell and all come at once; then the compiled
form, for what the parser made of texts, defaults and names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalog.xlsform.lookups import without_pulldata
from bot.catalog.xlsform.outcome import Place, Refusal, refuse
from bot.catalog.xlsform.rows import REFERENCE
from bot.core.form import Question, Repeat, Shown
from bot.core.xpath import problems
from bot.core.xpath.tokens import FOLLOWS, STARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Book
    from bot.core.form import Form, Group, Language, Node, Text

CELLS = ("relevant", "constraint", "calculation", "required", "read_only", "choice_filter", "repeat_count")
_INSTANCE = re.compile(r"\binstance\(\s*['\"]([^'\"]*)['\"]\s*\)")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_STEP = rf"[{STARTS}][{STARTS}{FOLLOWS}]*"
_PATH = re.compile(rf"(?<![\w.\])/])(/(?!data/meta\b){_STEP}(?:/{_STEP})+)(?![\w/(])")
"""An absolute path of names only, which is what references become."""
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_CONVERTED = frozenset({"yes", "no", "true", "false"})


def check_cells(book: Book, rows: tuple[Row, ...], media: Mapping[str, bytes]) -> Iterator[Refusal]:
    """Ask the engine about each expression cell of the survey sheet."""
    sheet = book.sheet("survey")
    have = {name.lower() for name in media}
    for row in rows:
        for column in sheet.columns:
            cell = row.cells.get(column.header, "")
            if column.kind not in CELLS or not cell or cell.lower() in _CONVERTED:
                continue
            place = Place(sheet.name, row.number, column.header)
            path, files = without_pulldata(cell.translate(QUOTES))
            missing = [f"{name}.csv" for name in sorted(files) if f"{name}.csv".lower() not in have]
            if missing:
                yield from (refuse("type.external", place, file=file) for file in missing)
                continue
            bare = REFERENCE.sub(" /data/a ", path)
            yield from (refuse(code, place, detail=detail) for code, detail in _wrong(bare))


def check_form(form: Form, book: Book, rows: tuple[Row, ...]) -> Iterator[Refusal]:
    """Ask the engine about each expression of a compiled form, once; say what is wrong where the author wrote it."""
    survey, choices = book.sheet("survey"), book.sheet("choices")
    by_path = {f"/{form.root}/" + "/".join(row.steps): row.number for row in rows if row.name}
    places = [(survey.place(by_path.get(path, 0), kind), e) for path, kind, e in _expressions(form)]
    for name, listed in form.lists.items():
        numbers = [n for n, cells in choices.numbered() if choices.cell(cells, "list_name") == name]
        for at, choice in enumerate(listed):
            row = numbers[at] if at < len(numbers) else 0
            places += [(choices.place(row, "label"), e) for e in _shown(choice.label)]
    said: dict[str, list[tuple[str, str]]] = {}
    for place, expression in places:
        if expression not in said:
            unknown = [("instance.unknown", name) for name in _INSTANCE.findall(expression) if name not in form.lists]
            said[expression] = [*_wrong(expression), *unknown]
        yield from (refuse(code, place, detail=detail, list=detail) for code, detail in said[expression])


def lost_paths(form: Form, dropped: Iterable[tuple[str, ...]]) -> list[str]:
    """Warn of absolute paths to nodes the form never had: the condition would never hold. `dropped` had been there."""
    known = {f"/{form.root}", *(f"/{form.root}/" + "/".join(steps) for steps in dropped)}
    stack: list[Node] = list(form.nodes)
    while stack:
        node = stack.pop()
        known.add(node.path)
        if not isinstance(node, Question):
            stack.extend(node.children)
    used = {p: None for _, _, e in _expressions(form) for p in _PATH.findall(_STRING.sub("", e))}
    return [f"“{path}” is used in an expression, but there is no such question." for path in used if path not in known]


def _wrong(expression: str) -> Iterator[tuple[str, str]]:
    for problem in problems(expression):
        text = problem.rstrip(".")
        yield ("function", text[:1].upper() + text[1:]) if "function" in text.lower() else ("expression", text)


def _expressions(form: Form) -> Iterator[tuple[str, str, str]]:
    stack: list[Node] = list(reversed(form.nodes))
    while stack:
        node = stack.pop()
        yield from ((node.path, kind, expression) for kind, expression in _own(node) if expression)
        if not isinstance(node, Question):
            stack.extend(reversed(node.children))


def _own(node: Question | Group | Repeat) -> Iterator[tuple[str, str]]:
    yield "relevant", node.relevant
    yield from (("label", e) for e in _shown(node.label))
    if isinstance(node, Repeat):
        yield "repeat_count", node.count
    if not isinstance(node, Question):
        return
    yield "required", node.required
    yield "constraint", node.constraint
    yield "calculation", node.calculate
    yield "default", node.dynamic_default
    yield "read_only", node.readonly
    yield "choice_filter", node.choice_filter
    yield "parameters", node.params.get("seed", "")
    yield from (("hint", e) for e in _shown(node.hint))
    yield from (("guidance_hint", e) for e in _shown(node.guidance))
    yield from (("constraint_message", e) for e in _shown(node.constraint_message))
    yield from (("required_message", e) for e in _shown(node.required_message))


def _shown(texts: Mapping[Language, Text]) -> Iterator[str]:
    for text in texts.values():
        yield from (piece.xpath for piece in text if isinstance(piece, Shown))
