"""The bot's sentences: content/languages/*.po, read at start, unreviewed (fuzzy) strings included.

Sentences are keyed: the msgid is a code ("survey.skip"), the msgstr the words. The plural formula is each file's own
header, never a table (Babel's Arabic order differs from gettext's). No compiled files: compilers drop fuzzy strings.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError, read_po

from bot.catalog import dates

_RIGHT = ("R", "AL")
_ISOLATE, _POP = "\u2068", "\u2069"
_NO_VALUES: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's sentences: code -> forms (one form where there is no plural), and what is unreviewed."""

    code: str
    forms: Mapping[str, tuple[str, ...]]
    pick: Callable[[int], int]
    fuzzy: frozenset[str]
    right_to_left: bool
    own_name: str


def _turns(value: object) -> bool:
    """Whether a value holds letters that are written from right to left."""
    return isinstance(value, str) and not value.isascii() and any(bidirectional(one) in _RIGHT for one in value)


class Voice:
    """Says every code in every enabled language, falling back to the first one."""

    def __init__(self, tongues: Sequence[Tongue]) -> None:
        self._tongues = {t.code: t for t in tongues}
        self.languages: Sequence[str] = tuple(t.code for t in tongues)
        self._default = tongues[0]

    def say(self, code: str, language: str, values: Mapping[str, object] = _NO_VALUES, n: int | None = None) -> str:
        """The sentence in words. Values are isolated in right-to-left text, and elsewhere where they hold such letters,
        so that two of them beside each other do not change places; `n` picks the plural form and fills {n}.

        A code missing in the language is said in the default language; one missing there is a fault of ours and shown
        as the code itself, so that nothing breaks in a resident's hand (`check` and the tests refuse it).
        """
        tongue = self._tongues.get(language, self._default)
        forms = tongue.forms.get(code)
        if forms is None:
            tongue = self._default
            forms = tongue.forms.get(code, (code,))
        text = forms[min(tongue.pick(n), len(forms) - 1)] if n is not None else forms[0]
        if n is None and not values:
            return text
        filled = {"n": n, **values} if n is not None else dict(values)
        if tongue.right_to_left:
            filled = {k: f"{_ISOLATE}{v}{_POP}" for k, v in filled.items()}
        else:
            filled = {k: f"{_ISOLATE}{v}{_POP}" if _turns(v) else v for k, v in filled.items()}
        return text.format_map(filled)

    def date(self, shown: datetime, language: str) -> str:
        """A day in words, of a wall time: "9 March 2026"."""
        return dates.day(shown, language)

    def moment(self, shown: datetime, language: str) -> str:
        """A day with its weekday, and the time on the wall: "Monday, 9 March 2026, 18:05"."""
        return dates.moment(shown, language)

    def short(self, shown: datetime, language: str) -> str:
        """A day as short as on a button: "Mon 9 Mar"."""
        return dates.short(shown, language)

    def own_name(self, language: str) -> str:
        """The language's name in itself ("português")."""
        tongue = self._tongues.get(language)
        return tongue.own_name if tongue else own_name(language)

    def right_to_left(self, language: str) -> bool:
        """Whether the language is written from right to left."""
        tongue = self._tongues.get(language)
        return tongue.right_to_left if tongue else right_to_left(language)

    def reviewed(self, language: str) -> bool:
        """Whether a person has read every sentence of the language."""
        tongue = self._tongues.get(language)
        return tongue is not None and not tongue.fuzzy

    def unreviewed(self, language: str) -> frozenset[str]:
        """Codes whose wording no person has read yet."""
        tongue = self._tongues.get(language)
        return tongue.fuzzy if tongue else frozenset()

    def forms(self, language: str, code: str) -> tuple[str, ...]:
        """The words as written, one form or each plural form."""
        return self._tongues[language].forms.get(code, ())

    def codes(self, language: str) -> frozenset[str]:
        """All codes that the language has words for."""
        tongue = self._tongues.get(language)
        return frozenset(tongue.forms) if tongue else frozenset()


def read_voice(folder: Path, languages: Sequence[str]) -> Voice:
    """Read the enabled languages' files, the first one being the fallback.

    Raises ValueError with one readable line for a missing or malformed file.
    """
    return Voice([read_tongue(folder / f"{language}.po", language) for language in languages])


def read_tongue(path: Path, language: str) -> Tongue:
    """Read one .po file. Raises ValueError naming the file and what to mend."""
    if not path.is_file():
        raise ValueError(f"{path}: missing; language '{language}' is enabled in content/policy.toml")
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=None, abort_invalid=True)
        header = catalog.mime_headers
        formula = next((v for k, v in header if k.lower() == "plural-forms"), "nplurals=2; plural=(n != 1);")
        plural = formula.split("plural=", 1)[1].rstrip("; \n")
        pick: Callable[[int], int] = gettext.c2py(plural)
    except (ValueError, OSError, IndexError, PoFileError) as error:
        raise ValueError(f"{path}: not a readable translation file ({error})") from None
    forms: dict[str, tuple[str, ...]] = {}
    fuzzy: set[str] = set()
    for message in catalog:
        key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        words = tuple(str(form) for form in said if form)
        if not key or len(words) != len(said):
            continue
        forms[key] = words
        if message.fuzzy:
            fuzzy.add(key)
    return Tongue(language, forms, pick, frozenset(fuzzy), right_to_left(language), own_name(language))


def right_to_left(language: str) -> bool:
    """By the script of the language; unknown codes read from left to right."""
    locale = _locale(language)
    return locale is not None and locale.text_direction == "rtl"


def own_name(language: str) -> str:
    """The language's name in itself, capitalised; the code where nobody knows it."""
    locale = _locale(language)
    name = locale.get_language_name(locale.language) if locale else None
    if not name:
        return language
    named = name[0].upper() + name[1:]
    return f"{named} (Easy Read)" if language.endswith("-x-easy") else named


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.split("-", maxsplit=1)[0], sep="-")
    except (UnknownLocaleError, ValueError):
        return None
