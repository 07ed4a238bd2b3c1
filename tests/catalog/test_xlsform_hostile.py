"""What real authors' files do that trips the parser: none of it is a reason to turn a form away."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from bot.catalog.xlsform.outcome import Imported
from bot.catalog.xlsform.read import read_form
from bot.catalog.xlsform.repair import with_text_headers
from bot.catalog.xlsform.texts import plain
from bot.core import interview
from tests.catalog.xlsform_books import YES_NO, book, csv, markdown, xls, xlsx
from tests.core.forms import NOW


def taken(data: bytes, name: str = "form.xlsx") -> Imported:
    outcome = read_form(name, data)
    assert isinstance(outcome, Imported), outcome
    return outcome


def test_a_plain_column_may_stand_among_columns_with_languages() -> None:
    head = ["type", "name", "label::French (fr)", "hint", "hint::Igbo", "hint::French (fr)"]
    rows = [head, ["text", "a", "Où ?", "plain", "Igbo", "fr"], ["text", "b", "Quoi ?", "plain only"]]
    form = taken(xlsx(book(rows, settings=[["default_language"], ["French (fr)"]]))).form
    first, second = form.questions()
    assert first.hint == {"fr": ("plain",), "Igbo": ("Igbo",)} | {"fr": ("fr",)}
    assert second.hint == {"fr": ("plain only",), "Igbo": ("plain only",)}


def test_a_big_picture_needs_no_small_one() -> None:
    head = ["type", "name", "label::English (en)", "big-image::English (en)", "video", "video::Igbo"]
    form = taken(xlsx(book([head, ["text", "a", "What?", "big.png", "f.mp4", "i.mp4"]]))).form
    media = next(form.questions()).media
    assert media["en"].image == "big.png"
    assert media["Igbo"].video == "i.mp4"


def test_a_question_may_be_a_picture_and_nothing_else() -> None:
    form = taken(xlsx(book([["type", "name", "label", "image"], ["text", "a", None, "a.png"]]))).form
    question = next(form.questions())
    assert question.label == {}
    assert question.media["default"].image == "a.png"


@pytest.mark.parametrize("name", ["বয়স", "আয়", "आयु", "الاسم", "naïve", "ชื่อ"])
def test_names_are_taken_in_every_script_and_work_in_expressions(name: str) -> None:
    rows = [
        ["type", "name", "label", "relevant"],
        ["integer", name, "Age?", None],
        ["text", "b", "B", f"${{{name}}} > 16"],
    ]
    form = taken(xlsx(book(rows))).form
    assert [question.name for question in form.questions()] == [name, "b"]


def test_a_name_of_digits_is_refused_in_every_script() -> None:
    outcome = read_form("form.xlsx", xlsx(book([["type", "name", "label"], ["text", "১৬", "A"], ["text", "1a", "B"]])))
    assert [reason.code for reason in outcome.reasons] == ["name.wrong", "name.wrong"]


def test_a_csv_may_have_its_headers_beside_the_sheets_name() -> None:
    data = b'"survey","type","name","label"\n,"select_one yn","a","Yes?"\n"choices","list name","name","label"\n,"yn","y","Yes"\n'
    form = taken(data, "census.csv").form
    assert [choice.code for choice in form.lists["yn"]] == ["y"]


def test_a_csv_may_be_separated_by_tabs() -> None:
    data = csv(book([["type", "name", "label"], ["select_one yn", "a", "Yes, no?"]], YES_NO), "\t")
    assert taken(data, "form.csv").questions == 1


def test_a_header_may_be_a_year() -> None:
    rows = [["type", "name", "label", 2024, True], ["integer", "a", "How many?", 5, None]]
    assert taken(xlsx(book(rows, [["list_name", "name", "label", 2025], ["l", 1, "One", 3]]))).questions == 1


def test_a_year_as_a_header_is_refused_in_an_old_workbook() -> None:
    outcome = read_form("form.xls", xls(book([["type", "name", "label", 2024], ["integer", "a", "A", 5]])))
    assert [reason.code for reason in outcome.reasons] == ["column.number"]


def test_text_headers_leave_text_alone() -> None:
    data = xlsx(book([["type", "name", "label"], ["text", "a", "A"]]))
    with zipfile.ZipFile(BytesIO(data)) as one, zipfile.ZipFile(BytesIO(with_text_headers(data))) as other:
        assert all(one.read(name) == other.read(name) for name in one.namelist())
    assert with_text_headers(b"PK\x03\x04 broken") == b"PK\x03\x04 broken"


def test_a_default_day_from_a_date_cell_is_a_day() -> None:
    rows = [["type", "name", "label", "default"], ["date", "a", "When?", date(2024, 2, 29)]]
    assert next(taken(xlsx(book(rows))).form.questions()).default == "2024-02-29"


@pytest.mark.parametrize("never", ["false()", "no", "FALSE"])
def test_what_is_never_relevant_is_never_asked(never: str) -> None:
    rows = [["type", "name", "label", "relevant"], ["text", "a", "A", None], ["text", "b", "B", never]]
    form = taken(xlsx(book(rows))).form
    for seed in range(5):
        done = interview.run(form, seed, now=NOW)
        assert [path for path, _ in done.finished.answers] == ["/data/a"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Name: ____ Date: ____", "Name: ____ Date: ____"),
        ("2 ** 3 ** 4 and x__y__z", "2 ** 3 ** 4 and x__y__z"),
        ("5 < 6 > 4, a <b and c> d", "5 < 6 > 4, a <b and c> d"),
        ("{name} %s & _it_", "{name} %s & _it_"),
        ('**Read** <span style="color:red">this</span>, __please__', "Read this, please"),
        ("one<br/>two<br>three", "one\ntwo\nthree"),
    ],
)
def test_looks_are_left_out_and_all_else_is_shown_as_typed(written: str, shown: str) -> None:
    assert plain(written) == shown


@pytest.mark.parametrize("other", ["Francais (fr)", "français", "Français\u200b (fr)", "FR", "Fr (FR)"])
def test_languages_that_differ_by_accent_case_or_unseen_signs_are_pointed_out(other: str) -> None:
    head = ["type", "name", "label::Français (fr)", f"label::{other}"]
    warnings = taken(xlsx(book([head, ["text", "a", "Où ?", "Où ?"]]))).warnings
    assert any("same language" in warning for warning in warnings)


def test_a_list_on_the_wrong_sheet_is_said_to_be_there() -> None:
    rows = [["type", "name", "label"], ["select_one_external yn", "a", "A"]]
    outcome = read_form("form.xlsx", xlsx(book(rows, YES_NO)))
    assert [reason.code for reason in outcome.reasons] == ["list.outside"]


@pytest.mark.parametrize("header", ["label::English (en)::two", "label::Eng\x0blish (en)", "label::English (en)::"])
def test_a_header_with_too_much_in_it_is_read_as_far_as_it_goes(header: str) -> None:
    data = markdown(book([["type", "name", "label::Igbo", header], ["text", "a", "Gịnị?", "What?"]]))
    assert taken(data, "form.md").languages == ("Igbo", "en")
