"""The languages of a form: their codes, and headers that look alike but are not the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.catalog.xlsform.sheets import Book

_CODED = re.compile(r"^(?P<name>.*?)\s*\(\s*(?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\s*\)$")
_ALIKE = (
    "“{one}” and “{other}” look like the same language written in two ways. Use one spelling in every column header."
)
PLAIN = "default"
"""What a column without a language is called where it stands beside columns with one."""


@dataclass(frozen=True, slots=True)
class Languages:
    """A form's languages: `codes` in the author's order, `headers` (as written) by code, and which comes first.

    `named` are the codes written in headers; `plain` is the code that texts without a language are kept under, or ""
    where such texts only serve beside the named ones.
    """

    codes: tuple[str, ...]
    named: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    default: str
    plain: str

    def code(self, header: str) -> str:
        """Return the code for a language as written in a header or in the settings."""
        return code_of(header)


def code_of(header: str) -> str:
    """Return the code in "French (fr)", in canonical case, or the name as written where it has none."""
    match = _CODED.match(header.strip())
    if not match:
        return header.strip()
    first, *rest = match["code"].split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part.lower() for part in rest)])


def languages_of(book: Book) -> Languages:
    """Collect the languages of the survey and choices sheets."""
    headers: dict[str, list[str]] = {}
    beside = False
    any_label = False
    for name in ("survey", "choices"):
        columns = book.sheet(name).columns
        named = {column.kind for column in columns if column.language}
        plain = {column.kind for column in columns if not column.language}
        beside = beside or bool(named & plain)
        any_label = any_label or (name == "survey" and "label" in plain)
        for column in columns:
            if column.language:
                written = headers.setdefault(code_of(column.language), [])
                if column.language not in written:
                    written.append(column.language)
    codes = tuple(headers)
    declared = _declared(book.settings().get("default_language", ""), codes, headers)
    plain_code = ""
    if not codes or beside:
        plain_code = declared or PLAIN
    if plain_code and plain_code not in codes:
        codes = (plain_code, *codes)
    first = declared if declared in codes else ""
    if not first:
        first = plain_code if plain_code and any_label else next(iter(headers), codes[0])
    return Languages(codes, tuple(headers), {k: tuple(v) for k, v in headers.items()}, first, plain_code)


def _declared(setting: str, codes: tuple[str, ...], written: dict[str, list[str]]) -> str:
    """Match the settings' default_language with a header's language by code, by name or in another case."""
    if not setting:
        return ""
    wanted = code_of(setting)
    if wanted in codes:
        return wanted
    return next((code for code, headers in written.items() if any(_keys(h) & _keys(setting) for h in headers)), wanted)


def lookalikes(languages: Languages) -> list[str]:
    """Warn of languages written in more than one way: "English" beside "English (EN)", or in another case."""
    written = [header for headers in languages.headers.values() for header in headers]
    pairs = ((one, other) for at, one in enumerate(written) for other in written[at + 1 :])
    return [_ALIKE.format(one=one, other=other) for one, other in pairs if _keys(one) & _keys(other)]


def _keys(header: str) -> set[str]:
    match = _CODED.match(header.strip())
    names: Iterable[str] = (match["name"], match["code"]) if match else (header,)
    return {" ".join(_bare(name).replace("-", " ").replace("_", " ").split()) for name in names} - {""}


def _bare(name: str) -> str:
    """Leave out case, accents and what cannot be seen."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in apart if unicodedata.category(sign) not in {"Mn", "Cf"}).casefold()
