"""What the bot says: every sentence in every enabled language, whole, with its blanks and its plural forms."""

from __future__ import annotations

import gettext
import re
import string
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

LANGUAGES = Path(__file__).parents[2] / "content" / "languages"
ENABLED: list[str] = tomllib.loads((LANGUAGES.parent / "policy.toml").read_text(encoding="utf-8"))["languages"][
    "enabled"
]["value"]
OTHERS = [language for language in ENABLED if language != "en"]
WORD_LISTS = ("stop.words", "words.yes", "words.no")
BUTTON_LENGTH = 28
ISOLATE = "\u2068"


class Sentence(NamedTuple):
    """One message: its forms (one where there is no plural), whether it counts, whether no person has read it."""

    forms: tuple[str, ...]
    counts: bool
    fuzzy: bool
    notes: str


def header(language: str) -> dict[str, str]:
    """Give the file's own header, by name in small letters."""
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        return {name.lower(): value for name, value in read_po(file).mime_headers}


def formula(language: str) -> tuple[int, str]:
    """Give the number of plural forms and the formula, from the file's own text."""
    text = (LANGUAGES / f"{language}.po").read_text(encoding="utf-8")
    found = re.search(r'"Plural-Forms: nplurals=(\d+); plural=(.+?);\\n"', text)
    assert found, f"{language}.po has no Plural-Forms header"
    return int(found[1]), found[2]


def sentences(language: str) -> dict[str, Sentence]:
    """Read a language's file: key to sentence."""
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    found = {}
    for message in catalog:
        counts = isinstance(message.id, (tuple, list))
        key = message.id[0] if counts else message.id
        if key:
            forms = tuple(map(str, message.string or ())) if counts else (str(message.string),)
            found[str(key)] = Sentence(forms, counts, message.fuzzy, " ".join(message.auto_comments))
    return found


def blanks(text: str) -> set[str]:
    """Give the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def pinned(language: str, form: int) -> bool:
    """Whether the formula gives this form to one number only (the Arabic "one day", "two days")."""
    pick = gettext.c2py(formula(language)[1])
    return sum(pick(number) == form for number in range(1000)) == 1


@pytest.mark.parametrize("language", OTHERS)
def test_a_resident_finds_every_sentence_in_their_language_and_none_too_many(language: str) -> None:
    assert set(sentences(language)) ^ set(sentences("en")) == set()


@pytest.mark.parametrize("language", ENABLED)
def test_no_sentence_is_empty(language: str) -> None:
    assert [
        key for key, sentence in sentences(language).items() if not all(form.strip() for form in sentence.forms)
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_blank_is_kept_under_its_own_name(language: str) -> None:
    english = sentences("en")
    wrong = []
    for key, sentence in sentences(language).items():
        wanted = set().union(*(blanks(form) for form in english[key].forms))
        for number, form in enumerate(sentence.forms):
            may_drop = {"n"} if sentence.counts and pinned(language, number) else set()
            if not wanted - may_drop <= blanks(form) <= wanted:
                wrong.append((key, number, form))
    assert wrong == []


@pytest.mark.parametrize("language", ENABLED)
def test_plural_forms_are_as_many_as_the_files_own_header_says(language: str) -> None:
    number, plural = formula(language)
    pick = gettext.c2py(plural)
    assert {pick(n) for n in range(1000)} == set(range(number))
    counted = {key: s for key, s in sentences(language).items() if s.counts}
    assert counted
    assert [key for key, sentence in counted.items() if len(sentence.forms) != number] == []
    assert {key for key, s in sentences("en").items() if s.counts} == set(counted)


def test_arabic_counts_in_the_order_of_its_own_header() -> None:
    pick = gettext.c2py(formula("ar")[1])
    assert [pick(n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3, 4]


def test_polish_counts_two_but_not_twelve_as_few() -> None:
    pick = gettext.c2py(formula("pl")[1])
    assert [pick(n) for n in (1, 2, 4, 5, 12, 22, 25, 101)] == [0, 1, 1, 2, 2, 1, 2, 2]


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_names_its_own_language(language: str) -> None:
    assert header(language)["language"].split("_")[0] == language


@pytest.mark.parametrize("language", ENABLED)
def test_sentences_carry_no_markup_and_no_stray_brace(language: str) -> None:
    marked = [
        key
        for key, sentence in sentences(language).items()
        for form in sentence.forms
        if re.search(r"</?[a-zA-Z]|&\w+;", form) or any("{" in part[0] or "}" in part[0] for part in parse(form))
    ]
    assert marked == []


def parse(text: str) -> list[tuple[str, str | None]]:
    """Split a sentence into literal text and blank."""
    return [(literal, name) for literal, name, _, _ in string.Formatter().parse(text)]


@pytest.mark.parametrize("language", ENABLED)
def test_buttons_fit_a_phone(language: str) -> None:
    long = [
        (key, form)
        for key, sentence in sentences(language).items()
        if sentence.notes.startswith("Button") and "{purpose}" not in sentence.forms[0]
        for form in sentence.forms
        if len(re.sub(r"\{\w+\}", "00", form)) > BUTTON_LENGTH
    ]
    assert long == []


@pytest.mark.parametrize("language", ENABLED)
def test_telegram_takes_every_command_description_and_the_bots_own(language: str) -> None:
    found = sentences(language)
    assert [key for key in found if key.startswith("command.") and len(found[key].forms[0]) > 100] == []
    assert len(found["bot.description"].forms[0]) <= 512
    assert len(found["bot.short"].forms[0]) <= 120


@pytest.mark.parametrize("language", OTHERS)
def test_stop_works_in_english_too_whatever_the_language(language: str) -> None:
    words = [word.strip() for word in sentences(language)["stop.words"].forms[0].split(",")]
    assert "stop" in words
    assert len(words) > 1
    assert all(words)


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_means_both_yes_and_no(language: str) -> None:
    found = sentences(language)
    lists = [{word.strip().casefold() for word in found[key].forms[0].split(",")} for key in WORD_LISTS]
    stop, yes, no = lists
    assert yes & no == set()
    assert stop & (yes | no) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_is_translated_and_not_left_in_english(language: str) -> None:
    english = sentences("en")
    same = [
        key
        for key, sentence in sentences(language).items()
        if sentence.forms[0] == english[key].forms[0]
        and re.search(r"[A-Za-z]{4}", re.sub(r"\{\w+\}", "", sentence.forms[0]))
    ]
    # Words that are spelled alike.
    assert set(same) <= {"activity.questions", "progress.number", "acknowledge.ok", "acknowledge.done", "answer.video"}


def test_an_arabic_resident_reads_arabic_and_a_bengali_resident_bengali() -> None:
    scripts = {"ar": "\u0600-\u06ff", "bn": "\u0980-\u09ff"}
    for language, letters in scripts.items():
        without = [
            key
            for key, sentence in sentences(language).items()
            for form in sentence.forms
            if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", form)) and not re.search(f"[{letters}]", form)
        ]
        assert without == [], language


def test_a_command_inside_arabic_keeps_its_slash_in_front() -> None:
    bare = [
        key
        for key, sentence in sentences("ar").items()
        for form in sentence.forms
        if re.search(rf"(?<!{ISOLATE})(?<!\w)/[a-z]", form)
    ]
    assert bare == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_no_speaker_has_read_is_marked_so(language: str) -> None:
    reviewed = {key for key, sentence in sentences(language).items() if not sentence.fuzzy}
    # Take the mark away, sentence by sentence, when a person who speaks the language has read it; then say so here.
    assert reviewed == set()


def test_english_is_the_reviewed_source() -> None:
    assert [key for key, sentence in sentences("en").items() if sentence.fuzzy] == []
