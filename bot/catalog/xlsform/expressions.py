"""Every expression of a compiled form, checked before anyone is asked: an unknown function is refused, never false."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalog.xlsform.outcome import Place, Refusal, refuse
from bot.core.form import Question, Repeat, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Book
    from bot.core.form import Form, Group, Node, Text

_INSTANCE = re.compile(r"\binstance\(\s*['\"]([^'\"]*)['\"]\s*\)")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
Problems = "Callable[[str], list[str]]"


def check_expressions(form: Form, book: Book, rows: tuple[Row, ...], problems: Callable[[str], list[str]]) -> list[Refusal]:
    """Ask the engine about each expression once; say what is wrong where the author wrote it."""
    sheet = book.sheet("survey")
    by_path = {f"/{form.root}/" + "/".join(row.steps): row.number for row in rows if row.name}
    said: dict[str, list[tuple[str, str]]] = {}
    found = []
    for path, kind, expression in _expressions(form):
        if expression not in said:
            said[expression] = list(_wrong(expression, form, problems))
        where = sheet.place(by_path.get(path, 0), kind)
        found += [refuse(code, where, detail=detail, list=detail) for code, detail in said[expression]]
    for name, at, expression in _choice_expressions(form):
        if expression not in said:
            said[expression] = list(_wrong(expression, form, problems))
        place = Place(book.sheet("choices").name, _choice_row(book, name, at), book.sheet("choices").header("label"))
        found += [refuse(code, place, detail=detail, list=detail) for code, detail in said[expression]]
    return found


def _wrong(expression: str, form: Form, problems: Callable[[str], list[str]]) -> Iterator[tuple[str, str]]:
    for problem in problems(expression):
        text = problem.rstrip(".")
        yield ("function" if "function" in text.lower() else "expression"), text[:1].upper() + text[1:]
    for name in _INSTANCE.findall(expression):
        if name not in form.lists:
            yield "instance.unknown", name


def _expressions(form: Form) -> Iterator[tuple[str, str, str]]:
    stack: list[Node] = list(reversed(form.nodes))
    while stack:
        node = stack.pop()
        for kind, expression in _own(node):
            if expression:
                yield node.path, kind, expression
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


def _shown(texts: Mapping[str, Text]) -> Iterator[str]:
    for text in texts.values():
        yield from (piece.xpath for piece in text if isinstance(piece, Shown))


def _choice_expressions(form: Form) -> Iterator[tuple[str, int, str]]:
    for name, choices in form.lists.items():
        for at, choice in enumerate(choices):
            for expression in _shown(choice.label):
                yield name, at, expression


def _choice_row(book: Book, name: str, at: int) -> int:
    sheet = book.sheet("choices")
    rows = [number for number, cells in sheet.numbered() if sheet.cell(cells, "list_name") == name]
    return rows[at] if at < len(rows) else 0
