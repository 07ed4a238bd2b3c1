"""From a file's bytes to a form or to reasons: the whole import, in one process.

Call it through `bounded.import_form`: this function trusts nobody's file, but only a process of its own can be stopped.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from lxml import etree

from bot.catalog.xlsform.archive import file_kind
from bot.catalog.xlsform.checks import check_rows
from bot.catalog.xlsform.choice_checks import check_choices
from bot.catalog.xlsform.circles import check_circles
from bot.catalog.xlsform.compile import Parts, compile_form
from bot.catalog.xlsform.convert import convert
from bot.catalog.xlsform.expressions import check_cells, check_form, lost_paths
from bot.catalog.xlsform.gaps import gaps_of
from bot.catalog.xlsform.languages import languages_of, lookalikes
from bot.catalog.xlsform.outcome import Imported, NotTakenError, Place, Refused, refuse
from bot.catalog.xlsform.prepare import prepare
from bot.catalog.xlsform.questions import UNASKED
from bot.catalog.xlsform.sheets import read_book
from bot.catalog.xlsform.xform import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.catalog.xlsform.outcome import Refusal
    from bot.core.form import Form


def read_form(name: str, data: bytes, media: Mapping[str, bytes] | None = None) -> Imported | Refused:
    """Import a form from a file's bytes. `name` is the file's; `media` are files sent beside it, by name."""
    try:
        return _read(name, data, media or {})
    except NotTakenError as stop:
        return Refused(_sorted(stop.reasons))
    except etree.XMLSyntaxError:
        return Refused((refuse("parser", detail="The form has characters that cannot be kept."),))
    except MemoryError:
        return Refused((refuse("file.work", what="memory"),))


def _read(name: str, data: bytes, media: Mapping[str, bytes]) -> Imported:
    book = read_book(file_kind(name, data), data)
    if "survey" not in book.sheets:
        found = f" (there is {', '.join(f'“{n}”' for n in book.names[:8])})" if book.names else ""
        raise NotTakenError(refuse("sheet.survey", found=found))
    languages = languages_of(book)
    rows, reasons = check_rows(book, media)
    reasons += check_choices(book, rows)
    reasons += check_cells(book, rows, media)
    if not reasons:
        reasons += check_circles(book.sheet("survey"), rows)
    prepared = prepare(book, rows, languages)
    _stop(reasons + prepared.reasons)
    xml, warnings = convert(book, prepared.sheets)
    parts = Parts(book, parse(xml), rows, frozenset(prepared.dropped), languages, media, PurePath(name).stem)
    form = compile_form(parts)
    _stop(check_form(form, book, rows))
    questions = sum(question.kind not in UNASKED for question in form.questions())
    if not questions:
        raise NotTakenError(refuse("sheet.unasked", Place(book.sheet("survey").name)))
    return Imported(
        form=form,
        title=next((str(text[0]) for text in form.title.values() if text), form.name),
        languages=languages.codes,
        questions=questions,
        gaps=gaps_of(book, languages),
        warnings=(
            *lookalikes(languages),
            *prepared.warnings,
            *warnings,
            *lost_paths(form, prepared.dropped),
            *_missing_files(form, media),
        ),
    )


def _missing_files(form: Form, media: Mapping[str, bytes]) -> list[str]:
    """Warn of pictures and sounds the form shows but that did not come with it."""
    have = {file.lower() for file in media}
    shown: dict[str, None] = {}
    listed = (choice.media for choices in form.lists.values() for choice in choices)
    for files in (*(question.media for question in form.questions()), *listed):
        for one in files.values():
            shown |= dict.fromkeys(file for file in (one.image, one.audio, one.video) if file)
    missing = [file for file in shown if file.lower() not in have]
    return [f"These files are shown but were not sent with the form: {', '.join(missing)}."] if missing else []


def _stop(reasons: Iterable[Refusal]) -> None:
    if reasons := tuple(reasons):
        raise NotTakenError(*reasons)


def _sorted(reasons: Iterable[Refusal]) -> tuple[Refusal, ...]:
    order = {"survey": 0, "choices": 1}
    return tuple(sorted(dict.fromkeys(reasons), key=lambda r: (order.get(r.sheet.lower(), 2), r.row)))
