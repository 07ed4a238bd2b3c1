"""Languages by code, every missing translation in its place, and never a "-" for a missing one."""

import pytest

from bot.catalog.xlsform.outcome import Gap, Imported
from bot.catalog.xlsform.read import read_form
from bot.catalog.xlsform.report import summary
from tests.catalog.xlsform_books import book, xlsx


def imported(survey, choices=None, settings=None):
    outcome = read_form("form.xlsx", xlsx(book(survey, choices, settings)))
    assert isinstance(outcome, Imported), outcome
    return outcome


def languages(*headers, settings=None):
    row = ["text", "a", *("A" for _ in headers)]
    return imported([["type", "name", *headers], row], settings=settings).languages


def test_a_language_is_known_by_its_code_or_else_by_its_name():
    assert languages("label::English (en)", "label::Swahili", "label::Français(fr-ca)") == ("en", "Swahili", "fr-CA")
    assert languages("label:English", "label:العربية") == ("English", "العربية")
    assert languages("label::Chinese (Simplified)", "label::Portuguese (Brazil)") == (
        "Chinese (Simplified)",
        "Portuguese (Brazil)",
    )


def test_a_form_without_named_languages_has_the_one_its_settings_declare():
    assert languages("label") == ("default",)
    assert languages("label", settings=[["default_language"], ["Español (es)"]]) == ("es",)


def test_a_plain_column_beside_named_ones_is_a_language_of_its_own():
    assert languages("label", "label::French (fr)") == ("default", "fr")
    assert languages("label", "label::French (fr)", settings=[["default_language"], ["English (en)"]]) == ("en", "fr")
    assert languages("label::English (en)", "hint") == ("en",)


@pytest.mark.parametrize("declared", ["French (fr)", "fr", "french"])
def test_the_first_language_shown_is_the_declared_one(declared):
    outcome = imported(
        [["type", "name", "label::English (en)", "label::French (fr)"], ["text", "a", "A", "A"]],
        settings=[["default_language"], [declared]],
    )
    assert outcome.form.default_language == "fr"
    assert outcome.languages == ("en", "fr")


def test_every_empty_cell_and_every_cell_of_a_missing_column_is_a_gap():
    outcome = imported(
        [
            ["type", "name", "label::English (en)", "label::French (fr)", "hint::English (en)", "required_message::French (fr)",
             "media::image::English (en)"],
            ["text", "a", "A", None, "Hint", None, None],
            [None, None, None, None, None, None, None],
            ["begin_group", "g", "G", "G", None, None, None],
            ["text", "b", None, "B", None, "Il faut", "b.png"],
            ["end_group", None, None, None, None, None, None],
            ["select_one l", "c", "C", "C", None, None, None],
        ],
        [["list_name", "name", "label::English (en)"], ["l", "x", "X"], [None, None, "a remark"], ["l", "y", "Y"]],
    )  # fmt: skip
    assert set(outcome.gaps) == {
        Gap("fr", "survey", 2, "label::French (fr)"),
        Gap("fr", "survey", 2, "hint::French (fr)"),
        Gap("en", "survey", 5, "label::English (en)"),
        Gap("en", "survey", 5, "required_message::English (en)"),
        Gap("fr", "survey", 5, "media::image::French (fr)"),
        Gap("fr", "choices", 2, "label::French (fr)"),
        Gap("fr", "choices", 4, "label::French (fr)"),
    }


def test_a_text_in_a_plain_column_serves_every_language():
    outcome = imported(
        [
            ["type", "name", "label::English (en)", "label::French (fr)", "hint", "label"],
            ["text", "a", "A", None, "In a word", "A?"],
            ["text", "b", "B", None, None, None],
        ],
    )
    assert outcome.gaps == (Gap("fr", "survey", 3, "label::French (fr)"),)
    a, b = outcome.form.questions()
    assert a.label == {"default": ("A?",), "en": ("A",), "fr": ("A?",)}
    assert a.hint == {"default": ("In a word",), "en": ("In a word",), "fr": ("In a word",)}
    assert b.label == {"en": ("B",)}


def test_a_missing_translation_is_absent_and_never_a_dash():
    outcome = imported(
        [
            ["type", "name", "label::English (en)", "label::French (fr)", "hint::French (fr)"],
            ["select_one l", "a", "A ${b}", None, "-"],
            ["text", "b", "B", "B ${a}", "Indice"],
        ],
        [["list_name", "name", "label::English (en)", "label::French (fr)"], ["l", "x", None, "X"]],
    )
    a, b = outcome.form.questions()
    assert set(a.label) == {"en"}
    assert (a.hint, set(b.hint)) == ({}, {"fr"})
    assert outcome.form.lists["l"][0].label == {"fr": ("X",)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("English", "English (EN)"),
        ("english", "English"),
        ("en", "English (en)"),
        ("French (fr)", "Français (fr)"),
        ("French (fr)", "french(fr)"),
    ],
)
def test_headers_that_look_like_one_language_in_two_ways_are_warned_of(one, other):
    outcome = imported([["type", "name", f"label::{one}", f"hint::{other}"], ["text", "a", "A", "H"]])
    assert any(one in warning and other in warning for warning in outcome.warnings)


def test_different_languages_are_not_warned_of():
    outcome = imported(
        [["type", "name", "label::English (en)", "label::Bengali (bn)"], ["text", "a", "A", "ক"]],
    )
    assert outcome.warnings == ()


def test_two_spellings_of_one_code_are_one_language():
    outcome = imported(
        [
            ["type", "name", "label::French (fr)", "label::Français (fr)", "label::English (en)"],
            ["text", "a", None, "Un", "One"],
            ["text", "b", "Deux", None, "Two"],
        ],
    )
    assert outcome.languages == ("fr", "en")
    assert outcome.gaps == ()
    assert [q.label["fr"] for q in outcome.form.questions()] == [("Un",), ("Deux",)]


def test_the_summary_names_gaps_as_the_command_prints_them():
    outcome = imported([["type", "name", "label::English (en)", "label::Igbo"], ["text", "a", "A", None]])
    assert summary(outcome) == {
        "title": "form",
        "languages": ["en", "Igbo"],
        "questions": 1,
        "gaps": [{"language": "Igbo", "sheet": "survey", "row": 2, "column": "label::Igbo"}],
        "warnings": [],
    }
