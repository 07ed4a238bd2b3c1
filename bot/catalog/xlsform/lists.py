"""Closed lists: the choices sheet, older forms' external_choices sheet, and files sent beside the form."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from lxml import etree

from bot.catalog.xlsform.outcome import NotTakenError, Place, refuse
from bot.catalog.xlsform.texts import Words, cell_of
from bot.catalog.xlsform.xform import local
from bot.core.form import Choice, Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.xlsform.languages import Languages
    from bot.catalog.xlsform.sheets import Book, Sheet
    from bot.catalog.xlsform.xform import Element, XForm

_OWN = frozenset({"name", "label", "itextId"})


def lists_of(
    book: Book, form: XForm, languages: Languages, media: Mapping[str, bytes]
) -> dict[str, tuple[Choice, ...]]:
    """Compile every list the form can refer to: codes in the author's order, labels, and extra columns for filters."""
    lists: dict[str, tuple[Choice, ...]] = {}
    rows = _rows_by_list(book.sheet("choices"))
    words = Words(book.sheet("choices"), languages)
    for name, instance in form.instances.items():
        if source := instance.get("src"):
            if source.startswith("jr://file"):
                lists[name] = _from_file(
                    source.rsplit("/", 1)[-1], form.columns.get(name, ("name", "label")), languages, media
                )
            continue
        items = [item for item in instance.iter() if isinstance(item.tag, str) and local(item) == "item"]
        own = rows.get(name, [])
        lists[name] = tuple(
            _choice(item, own[at] if at < len(own) else {}, words, form, languages) for at, item in enumerate(items)
        )
    for name, cells in _rows_by_list(book.sheet("external_choices")).items():
        lists.setdefault(name, tuple(_plain_choice(book.sheet("external_choices"), row, languages) for row in cells))
    return lists


def _rows_by_list(sheet: Sheet) -> dict[str, list[Mapping[str, str]]]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    for _, cells in sheet.numbered():
        if name := sheet.cell(cells, "list_name"):
            rows.setdefault(name, []).append(cells)
    return rows


def _choice(item: Element, cells: Mapping[str, str], words: Words, form: XForm, languages: Languages) -> Choice:
    values = {local(child): (child.text or "").strip() for child in item}
    code = values.get("name", "")
    extras = {key: value for key, value in values.items() if key not in _OWN}
    spoken = form.texts.get(values.get("itextId", ""), {})
    label = words.text(cells, "label", spoken)
    if not label and not cells:
        label = {Language(code): text for code in languages.codes if (text := _said(values, spoken))}
    return Choice(code, label, words.media(cells), extras)


def _said(values: Mapping[str, str], spoken: dict[str, dict[str, Element]]) -> Text:
    for texts in spoken.values():
        if text := cell_of(texts.get("")):
            return text
    return (values["label"],) if values.get("label") else ()


def _plain_choice(sheet: Sheet, cells: Mapping[str, str], languages: Languages) -> Choice:
    label = Words(sheet, languages).text(cells, "label", {})
    extras = {c.header: cells[c.header] for c in sheet.columns if c.header in cells and c.kind not in _KEPT_APART}
    return Choice(sheet.cell(cells, "name"), label, {}, extras)


_KEPT_APART = frozenset({"list_name", "name", "label", "image", "big-image", "audio", "video"})


def _from_file(
    name: str, columns: tuple[str, str], languages: Languages, media: Mapping[str, bytes]
) -> tuple[Choice, ...]:
    """Read a list from a file; `columns` are those of the answer's code and of its label."""
    code, label = columns
    data = next((content for file, content in media.items() if file.lower() == name.lower()), None)
    if data is None:
        raise NotTakenError(refuse("type.external", file=name))
    try:
        rows = _csv_rows(data) if name.lower().endswith(".csv") else _xml_rows(data)
    except (UnicodeDecodeError, csv.Error, etree.XMLSyntaxError) as error:
        raise NotTakenError(refuse("file.broken", Place(name), detail="it cannot be read")) from error
    return tuple(
        Choice(
            row[code],
            {Language(language): (row[label],) for language in languages.codes if row.get(label)},
            {},
            {key: value for key, value in row.items() if key not in {"", "name", "label"}},
        )
        for row in rows
        if row.get(code)
    )


def _csv_rows(data: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))
    return [{str(k): v.strip() for k, v in row.items() if isinstance(v, str)} for row in reader]


def _xml_rows(data: bytes) -> list[dict[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    return [{local(c): (c.text or "").strip() for c in item} for item in root.iter("{*}item")]
