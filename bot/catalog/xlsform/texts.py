"""Texts in every language: the author's own cells, with references resolved the way the parser resolved them.

The cells are the source, not the parser's XML: it writes "-" where a translation is missing and straightens quotation
marks. From the XML come the expressions behind `${name}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.catalog.xlsform.rows import REFERENCE
from bot.catalog.xlsform.xform import local
from bot.core.form import Language, Media, Shown, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.xlsform.languages import Languages
    from bot.catalog.xlsform.sheets import Sheet
    from bot.catalog.xlsform.xform import Element

Spoken = dict[str, dict[str, "Element"]]
_TAG = re.compile(
    r"</?(?:span|font|div|p|b|i|u|em|strong|small|big|h[1-6]|center)(?:\s+[\w\-]+\s*=[^<>]*)?\s*/?>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_BOLD = re.compile(
    r"(?<!\*)\*\*(?![\s*])(.+?)(?<![\s*])\*\*(?!\*)|(?<!\w)__(?![\s_])(.+?)(?<![\s_])__(?!\w)", re.DOTALL
)
"""Not a row of underscores to fill in, nor "2 ** 3"."""
_SPACES = re.compile(r"[ \t\u00a0]+")


def plain(text: str) -> str:
    """Take out the mark-up that form authors use for looks: HTML tags, Markdown headings and bold."""
    text = _BREAK.sub("\n", text)
    text = _TAG.sub("", text)
    return _BOLD.sub(lambda bold: bold[1] or bold[2], _HEADING.sub("", text))


@dataclass(frozen=True, slots=True)
class Words:
    """Reads a sheet's translatable cells."""

    sheet: Sheet
    languages: Languages

    def text(self, cells: Mapping[str, str], kind: str, spoken: Spoken, form: str = "") -> dict[Language, Text]:
        """Return a row's texts of a kind by language; a language without one is absent.

        `spoken` are the XML's texts for the same cell. A plain column serves every language that has no cell.
        """
        found: dict[Language, Text] = {}
        served = ""
        for column in self.sheet.columns:
            cell = cells.get(column.header, "")
            if column.kind != kind or cell in {"", "-"}:
                continue
            if not column.language:
                served = cell
                continue
            code = Language(self.languages.code(column.language))
            found.setdefault(code, _pieces(cell, _element(spoken, column.language, form)))
        if served:
            text = _pieces(served, _element(spoken, "", form))
            for spare in map(Language, self.languages.codes):
                found.setdefault(spare, text)
        return {code: found[code] for code in map(Language, self.languages.codes) if found.get(code)}

    def media(self, cells: Mapping[str, str]) -> dict[Language, Media]:
        """Return a row's files by language."""
        files = {kind: self.text(cells, kind, {}) for kind in ("image", "big-image", "audio", "video")}
        found = {}
        for code in map(Language, self.languages.codes):
            names = {kind: _file(texts.get(code)) for kind, texts in files.items()}
            media = Media(names["image"] or names["big-image"], names["audio"], names["video"])
            if media != Media():
                found[code] = media
        return found


def _file(text: Text | None) -> str:
    if not text or not isinstance(text[0], str):
        return ""
    return re.sub(r"^jr://\w+/", "", text[0])


def _element(spoken: Spoken, language: str, form: str) -> Element | None:
    """Find the XML text for a cell: its own language, else whichever has most expressions in it."""
    if language in spoken:
        return spoken[language].get(form)
    candidates = [values[form] for values in spoken.values() if form in values]
    return max(candidates, key=len, default=None)


def _pieces(cell: str, element: Element | None) -> Text:
    cell = _SPACES.sub(" ", plain(cell)).strip()
    shown = [] if element is None else [Shown(o.get("value", "").strip()) for o in element if local(o) == "output"]
    literals = REFERENCE.sub("\0", cell).split("\0")
    if len(literals) - 1 != len(shown) or "instance(" in cell:
        return cell_of(element) if element is not None and shown else _joined([cell])
    pieces: list[str | Shown] = []
    for at, literal in enumerate(literals):
        pieces.append(literal)
        if at < len(shown):
            pieces.append(shown[at])
    return _joined(pieces)


def cell_of(element: Element | None) -> Text:
    """Return a text as the XML has it: for what has no cell of its own, or cells with whole expressions in them."""
    if element is None:
        return ()
    pieces: list[str | Shown] = [plain(element.text or "").lstrip()]
    for output in element:
        pieces.append(Shown(output.get("value", "").strip()))
        pieces.append(plain(output.tail or ""))
    if isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return () if pieces == ["-"] else _joined(pieces)


def _joined(pieces: list[str | Shown]) -> Text:
    return tuple(piece for piece in pieces if piece != "")
