"""The parser's XML and the author's cells, brought together as a `Form`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.catalog.xlsform.lists import lists_of
from bot.catalog.xlsform.questions import Maker
from bot.catalog.xlsform.texts import Words, cell_of
from bot.catalog.xlsform.xform import JR, local
from bot.core.form import Form, Group, Language, Node, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalog.xlsform.languages import Languages
    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Book
    from bot.catalog.xlsform.xform import Element, XForm

_YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a form is compiled from."""

    book: Book
    xform: XForm
    rows: tuple[Row, ...]
    dropped: frozenset[tuple[str, ...]]
    languages: Languages
    media: Mapping[str, bytes]
    fallback_name: str


def compile_form(parts: Parts) -> Form:
    """Compile. Nodes come in the instance's order, which holds asked, shown and computed rows alike."""
    xform, languages = parts.xform, parts.languages
    root = local(xform.root)
    settings = parts.book.settings()
    title = settings.get("form_title") or settings.get("form_id") or parts.fallback_name
    lists = lists_of(parts.book, xform, languages, parts.media)
    walker = _Walker(parts, {f"/{root}/" + "/".join(row.steps): row for row in parts.rows if row.type.command != "end"
                             or not row.type.block}, Words(parts.book.sheet("survey"), languages), lists)  # fmt: skip
    return Form(
        name=settings.get("form_id") or re.sub(r"\W+", "_", parts.fallback_name).strip("_") or "form",
        root=root,
        title={Language(code): (title,) for code in languages.codes},
        languages=tuple(map(Language, languages.codes)),
        default_language=Language(languages.default),
        nodes=tuple(walker.nodes(xform.root, f"/{root}")),
        lists=lists,
        version=settings.get("version", ""),
        fallback=settings.get("fallback", "").lower() in _YES,
    )


class _Walker:
    """Walks the primary instance."""

    def __init__(self, parts: Parts, rows: Mapping[str, Row], words: Words, lists: Mapping[str, object]) -> None:
        self.parts = parts
        self.rows = rows
        self.words = words
        self.maker = Maker(parts.xform, words, frozenset(lists))
        root = local(parts.xform.root)
        self.dropped = {f"/{root}/" + "/".join(steps) for steps in parts.dropped}

    def nodes(self, element: Element, path: str) -> Iterator[Node]:
        seen = set()
        for child in element:
            name = local(child)
            own = f"{path}/{name}"
            if own in seen or own in self.dropped or name.startswith("reserved_name_for_field_list_labels_"):
                continue  # a repeat is written twice: once as the parser's template
            seen.add(own)
            if name == "meta" and path.count("/") == 1:
                continue
            if own in self.parts.xform.repeats or own in self.parts.xform.groups or len(child):
                yield self._block(child, own)
            else:
                yield self.maker.question(child, own, self.rows.get(own))

    def _block(self, element: Element, path: str) -> Group | Repeat:
        xform = self.parts.xform
        row = self.rows.get(path)
        group = xform.groups.get(path)
        heading = group.find("{*}label") if group is not None else None
        label = self.words.text(row.cells, "label", xform.spoken(heading)) if row else {}
        if not label and row is None and (text := cell_of(heading)):
            label = {Language(code): text for code in self.parts.languages.codes}
        bind = xform.binds.get(path)
        relevant = (bind.get("relevant") or "").strip() if bind is not None else ""
        appearance = (group.get("appearance") or "") if group is not None else ""
        children = tuple(self.nodes(element, path))
        name = local(element)
        if path in xform.repeats:
            count = (xform.repeats[path].get(f"{JR}count") or "").strip()
            return Repeat(path, name, children, label, relevant, count, appearance)
        return Group(path, name, children, label, relevant, appearance)
