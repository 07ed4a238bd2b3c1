"""Whatever cannot be taken is refused in words: which sheet, row and column, why, and how to mend it."""

import pytest

from bot.catalog.xlsform.outcome import Refused
from bot.catalog.xlsform.read import read_form
from bot.catalog.xlsform.report import refused_json, refused_lines
from tests.catalog.xlsform_books import YES_NO, book, xlsx

HEAD = ["type", "name", "label"]


def refused(survey, choices=None, settings=None, media=None, **others):
    outcome = read_form("form.xlsx", xlsx(book(survey, choices, settings, **others)), media)
    assert isinstance(outcome, Refused), outcome
    return outcome


def codes(outcome):
    return [(reason.code, reason.sheet, reason.row, reason.column) for reason in outcome.reasons]


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ([["begin_repeat", "r", "R"], ["begin_repeat", "s", "S"], ["text", "a", "A"], ["end_repeat"], ["end_repeat"]],
         "repeat.nested", 3, "type"),
        ([["geotrace", "g", "G"]], "type.geo", 2, "type"),
        ([["geoshape", "g", "G"]], "type.geo", 2, "type"),
        ([["barcode", "b", "B"]], "type.barcode", 2, "type"),
        ([["background-audio", "b", "B"], ["text", "a", "A"]], "type.record", 2, "type"),
        ([["osm", "b", "B"]], "type.osm", 2, "type"),
        ([["select_one_from_file t.csv", "b", "B"]], "type.external", 2, "type"),
        ([["csv-external", "t", None], ["text", "a", "A"]], "type.external", 2, "type"),
        ([["text", "a", "A"], ["select_one ${a}", "b", "B"]], "type.from_answers", 3, "type"),
        ([["select_one yn", "b", "B"]], "list.unknown", 2, "type"),
        ([["select_one", "b", "B"]], "list.none", 2, "type"),
        ([["select_one yes no", "b", "B"]], "list.blank", 2, "type"),
        ([["txet", "b", "B"]], "type.unknown", 2, "type"),
        ([[None, "b", "B"]], "type.missing", 2, "type"),
        ([["text", None, "B"]], "name.missing", 2, "name"),
        ([["text", "1st", "B"]], "name.wrong", 2, "name"),
        ([["text", "a b", "B"]], "name.wrong", 2, "name"),
        ([["text", "meta", "B"]], "name.meta", 2, "name"),
        ([["text", "a", "A"], ["text", "a", "A"]], "name.twice", 3, "name"),
        ([["text", "a", None]], "label.none", 2, "label"),
        ([["text", "a", "A ${b}"]], "ref.unknown", 2, "label"),
        ([["text", "a", "A ${b"], ["text", "b", "B"]], "ref.broken", 2, "label"),
        ([["text", "a", "A ${last-saved#a}"]], "ref.saved", 2, "label"),
        ([["begin_group", "g", "G"], ["text", "a", "A"]], "block.open", 2, "type"),
        ([["text", "a", "A"], ["end_group"]], "block.close", 3, "type"),
        ([["note", "a", "A"]], "sheet.unasked", 0, ""),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_asked_is_named(rows, code, row, column):
    assert codes(refused([HEAD, *rows])) == [(code, "survey", row, column)]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("relevant", "frobnicate(${a})", "function"),
        ("constraint", ". > 1 and", "expression"),
        ("constraint", "area(.) > 1", "function"),
        ("required", "Yes please", "expression"),
        ("relevant", "selected(${a}, 'x'", "expression"),
        ("calculation", "pulldata('prices', 'price', 'name', ${a})", "type.external"),
        ("calculation", "pulldata(${a}, 'price', 'name', ${a})", "function"),
        ("calculation", "pulldata('prices'", "expression"),
        ("calculation", "instance('nowhere')/root/item[name = ${a}]/label", "instance.unknown"),
        ("default", "frobnicate(1)", "function"),
        ("choice_filter", "county = frobnicate(${a})", "function"),
    ],
)
def test_an_expression_that_cannot_be_worked_out_is_refused_and_never_false(column, cell, code):
    rows = [[*HEAD, column], ["text", "a", "A", None], ["select_one yn", "b", "B", cell]]
    assert (code, "survey", 3, column) in codes(refused(rows, YES_NO))


def test_an_unknown_function_is_named():
    outcome = refused([[*HEAD, "relevant"], ["text", "a", "A", "frobnicate(1)"]])
    assert "frobnicate" in outcome.reasons[0].why


@pytest.mark.parametrize(
    "rows",
    [
        [["calculate", "a", None, "${b} + 1", None], ["calculate", "b", None, "${a} + 1", None]],
        [["text", "a", "A", None, "${b} = 1"], ["text", "b", "B", None, "${a} = 1"]],
        [["text", "a", "A", None, "${a} = 1"]],
    ],
)
def test_a_circle_is_refused_with_its_members(rows):
    outcome = refused([[*HEAD, "calculation", "relevant"], *rows, ["text", "z", "Z", None, None]])
    assert [reason.code for reason in outcome.reasons] == ["ref.circle"]
    assert outcome.reasons[0].row == 2


def test_a_constraint_may_look_at_its_own_question_and_a_repeat_at_its_neighbours():
    survey = [
        [*HEAD, "constraint", "calculation"],
        ["integer", "a", "A", ". > ${a} - 1", None],
        ["begin_repeat", "r", "R", None, None],
        ["integer", "n", "N", None, None],
        ["calculate", "sofar", None, None, "if(position(..) = 1, 0, indexed-repeat(${sofar}, ${r}, position(..) - 1)) + ${n}"],
        ["end_repeat", None, None, None, None],
    ]  # fmt: skip
    assert not isinstance(read_form("f.xlsx", xlsx(book(survey))), Refused)


def test_all_reasons_are_given_at_once_in_order():
    outcome = refused(
        [HEAD, ["geotrace", "g", "G"], ["text", "a b", "A ${x}"], ["select_one z", "c", "C"]],
        [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "yes", "Yes!"], ["yn", None, "No"]],
    )
    assert [(reason.sheet, reason.row) for reason in outcome.reasons] == [
        ("survey", 2),
        ("survey", 3),
        ("survey", 3),
        ("survey", 4),
        ("choices", 3),
        ("choices", 4),
    ]


def test_a_choice_named_twice_is_refused_unless_the_author_means_it():
    choices = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "yes", "Aye"]]
    survey = [HEAD, ["select_one yn", "a", "A"]]
    assert codes(refused(survey, choices)) == [("choice.twice", "choices", 3, "name")]
    meant = xlsx(book(survey, choices, [["allow_choice_duplicates"], ["yes"]]))
    assert not isinstance(read_form("f.xlsx", meant), Refused)


def test_blanks_in_a_choices_name_matter_only_where_several_can_be_chosen():
    choices = [["list_name", "name", "label"], ["yn", "no way", "No way"]]
    assert codes(refused([HEAD, ["select_multiple yn", "a", "A"]], choices)) == [("choice.blank", "choices", 2, "name")]
    one = xlsx(book([HEAD, ["select_one yn", "a", "A"]], choices))
    assert not isinstance(read_form("f.xlsx", one), Refused)


def test_a_barcode_or_an_app_the_form_cannot_do_without_is_refused():
    survey = [
        [*HEAD, "required", "appearance", "relevant"],
        ["barcode", "code", "Code", "yes", None, None],
        ["integer", "weight", "Weight", None, "ex:org.example.scale", None],
        ["text", "a", "A", None, None, "${weight} > 1"],
    ]
    assert [reason.code for reason in refused(survey).reasons] == ["type.barcode", "type.app"]


def test_entities_are_refused_and_an_empty_entities_sheet_is_not():
    survey = [HEAD, ["text", "a", "A"]]
    assert codes(refused(survey, entities=[["list_name", "label"], ["trees", "${a}"]])) == [
        ("entity", "entities", 2, "")
    ]
    saved = refused([[*HEAD, "save_to"], ["text", "a", "A", "height"]])
    assert codes(saved) == [("entity", "survey", 2, "save_to")]
    empty = xlsx(book(survey, entities=[["list_name", "label"]]))
    assert not isinstance(read_form("f.xlsx", empty), Refused)


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"questions": [HEAD, ["text", "a", "A"]], "choices": YES_NO}, "sheet.survey"),
        ({"survey": [HEAD]}, "sheet.empty"),
        ({"survey": [[]]}, "column.missing"),
        ({"survey": [["type", "label"], ["text", "A"]]}, "column.missing"),
        ({"survey": [[*HEAD, "label"], ["text", "a", "A", "B"]]}, "column.twice"),
        ({"survey": [[*HEAD, "relevant", "relevance"], ["text", "a", "A", "1", "1"]]}, "column.same"),
        ({"survey": [HEAD, ["select_one yn", "a", "A"]], "choices": [["name", "label"], ["x", "X"]]}, "column.missing"),
    ],
)
def test_sheets_and_columns_that_are_missing_or_doubled_are_named(sheets, code):
    outcome = read_form("form.xlsx", xlsx(sheets))
    assert isinstance(outcome, Refused)
    assert code in {reason.code for reason in outcome.reasons}


def test_what_only_the_parser_knows_is_passed_on_with_its_row_and_column():
    outcome = refused([[*HEAD, "parameters"], ["range", "a", "A", "frob=1"]])
    (reason,) = outcome.reasons
    assert (reason.code, reason.sheet, reason.row, reason.column) == ("parser", "survey", 2, "parameters")
    assert "frob" in reason.why
    assert "http" not in reason.why


def test_a_refusal_reads_as_one_line_and_as_data():
    outcome = refused([HEAD, ["geotrace", "g", "G"]])
    line = (
        "sheet survey, row 2, column type: A line or an area cannot be drawn in a chat (geotrace). "
        "Use geopoint, or ask for the place in words."
    )
    assert refused_lines(outcome) == [line]
    (entry,) = refused_json(outcome)["refused"]
    assert (entry["sheet"], entry["row"], entry["column"]) == ("survey", 2, "type")
    assert set(entry) == {"sheet", "row", "column", "why", "mend"}
    assert refused_json(read_form("f.xlsx", b""))["refused"][0]["row"] is None
