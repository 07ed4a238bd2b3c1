"""What is asked: every survey in content/ reads well in every language it names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from lxml import etree
from pyxform.xls2json_backends import md_to_dict
from pyxform.xls2xform import convert

SURVEYS = Path(__file__).parents[2] / "content" / "surveys"
FRAMES = SURVEYS.parent / "frames"
PILOTS = SURVEYS.parent / "pilots"
FORMS = sorted(path for path in SURVEYS.glob("*.md") if path.name != "README.md")
ASKED = ("select_one", "select_multiple", "integer", "decimal", "text", "date", "time", "rank", "range")
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
BUTTON_CHOICES = 8
LANGUAGES = {"en", "pt", "es", "fr", "pl", "so", "ar", "bn"}


def sheets(form: Path) -> dict[str, Any]:
    """Give the form's raw rows by sheet, as the author wrote them."""
    found: dict[str, Any] = md_to_dict(form.read_text(encoding="utf-8"))
    return found


def companion(form: Path) -> dict[str, Any]:
    """Give the YAML beside the form."""
    found: dict[str, Any] = yaml.safe_load(form.with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def choices(form: Path, question: str) -> list[str]:
    """Give the codes that can answer `question`."""
    book = sheets(form)
    wanted = next(row["type"].split()[1] for row in book["survey"] if row.get("name") == question)
    return [row["name"] for row in book["choices"] if row["list_name"] == wanted]


def texts(value: Any, path: str = "") -> list[tuple[str, dict[str, str]]]:
    """Find every map of language to text inside a companion file."""
    if not isinstance(value, dict):
        return []
    if "en" in value:
        return [(path, value)]
    return [found for key, inner in value.items() for found in texts(inner, f"{path}/{key}")]


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> Path:
    """Every survey in content/surveys, one by one."""
    path: Path = request.param
    return path


def test_the_sample_survey_is_there() -> None:
    assert "feeling_safe" in {path.stem for path in FORMS}


def test_a_survey_is_read_without_a_single_warning(form: Path) -> None:
    assert convert(form.read_text(encoding="utf-8"), file_type=".md").warnings == []


def test_no_resident_meets_a_gap_in_their_language(form: Path) -> None:
    book = sheets(form)
    gaps = []
    for sheet in ("survey", "choices"):
        headers = list(book[f"{sheet}_header"][0])
        for kind in TRANSLATED:
            columns = [header for header in headers if header.startswith(f"{kind}::")]
            for number, row in enumerate(book[sheet], start=2):
                filled = [column for column in columns if row.get(column, "-").strip() not in {"", "-"}]
                if filled and len(filled) < len(LANGUAGES):
                    gaps.append((sheet, number, kind, sorted(set(columns) - set(filled))))
    assert gaps == []


def test_a_survey_speaks_the_eight_languages_and_names_them_in_themselves(form: Path) -> None:
    tree = etree.fromstring(convert(form.read_text(encoding="utf-8"), file_type=".md").xform.encode())
    named = {element.get("lang") for element in tree.iter("{*}translation")}
    found = {match[2]: match[1] for name in named if (match := re.fullmatch(r"(.+) \((\w+)\)", str(name)))}
    assert found == {
        "en": "English",
        "pt": "Português",
        "es": "Español",
        "fr": "Français",
        "pl": "Polski",
        "so": "Soomaali",
        "ar": "العربية",
        "bn": "বাংলা",
    }


def test_two_answers_to_one_question_never_read_the_same(form: Path) -> None:
    book = sheets(form)
    for column in book["choices_header"][0]:
        if column.startswith("label::"):
            seen = [(row["list_name"], row[column].casefold()) for row in book["choices"]]
            assert len(seen) == len(set(seen)), column


def test_answers_offered_as_buttons_fit_a_phone_in_every_language(form: Path) -> None:
    book = sheets(form)
    lists: dict[str, list[dict[str, str]]] = {}
    for row in book["choices"]:
        lists.setdefault(row["list_name"], []).append(row)
    long = [
        (name, text)
        for name, rows in lists.items()
        if len(rows) <= BUTTON_CHOICES
        for row in rows
        for column, text in row.items()
        if column.startswith("label::") and len(text) > 28
    ]
    assert long == []


def test_the_sample_survey_asks_twelve_questions_with_equality_last() -> None:
    asked = [row["name"] for row in sheets(SURVEYS / "feeling_safe.md")["survey"] if row["type"].split()[0] in ASKED]
    assert len(asked) == 12
    assert asked[0] == "connection"
    assert asked[-3:] == ["ethnic_group", "sex", "disability"]


def test_a_resident_may_skip_every_equality_question_and_is_told_why_it_is_asked() -> None:
    rows = {row.get("name"): row for row in sheets(SURVEYS / "feeling_safe.md")["survey"]}
    for name in ("ethnic_group", "sex", "disability"):
        assert "required" not in rows[name]
        assert rows[name]["hint::English (en)"].startswith("We ask so that")
        assert "prefer_not" in choices(SURVEYS / "feeling_safe.md", name)


def test_a_made_up_council_figure_says_that_it_is_a_sample() -> None:
    for row in sheets(SURVEYS / "feeling_safe.md")["survey"]:
        if row.get("appearance") == "data-card":
            assert "sample figure" in row["hint::English (en)"]
            assert "Source: " in row["hint::English (en)"]


def test_a_companion_file_keeps_to_its_schema(form: Path) -> None:
    schema = json.loads((SURVEYS / "schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(companion(form))] == []


def test_who_asks_and_why_is_said_in_every_language(form: Path) -> None:
    incomplete = [path for path, text in texts(companion(form)) if set(text) != LANGUAGES]
    assert incomplete == []


def test_a_companion_file_speaks_only_of_questions_and_answers_that_exist(form: Path) -> None:
    about = companion(form)
    book = sheets(form)
    names = {row.get("name") for row in book["survey"]}
    assert about["id"] == book["settings"][0]["form_id"] == form.stem
    assert set(about["sensitive"]) <= names
    if about.get("kind", "survey") == "survey":
        assert (PILOTS / f"{about['pilot']}.yaml").exists()
    assert (FRAMES / f"{about['frame']}.csv").exists()
    for question, merged in about.get("merges", {}).items():
        assert set(merged) <= set(choices(form, question)), question
        assert set(merged.values()) <= set(about["merge_labels"]), question


def test_every_sensitive_question_is_marked_in_the_form_too(form: Path) -> None:
    rows = sheets(form)["survey"]
    marked = {row["name"] for row in rows if "sensitive" in row.get("appearance", "").split()}
    assert marked == set(companion(form)["sensitive"])


def test_ethnic_groups_are_asked_and_merged_exactly_as_the_census_counts_them() -> None:
    form = SURVEYS / "feeling_safe.md"
    rows = [
        line.rsplit(",", 2)
        for line in (FRAMES / "lambeth.csv").read_text(encoding="utf-8").splitlines()
        if line.startswith("ethnic_group,")
    ]
    census = {head.split(",")[1]: parent for head, population, parent in rows if population}
    assert companion(form)["merges"]["ethnic_group"] == census
    assert choices(form, "ethnic_group") == [*census, "prefer_not"]


def test_unreviewed_languages_are_listed_and_none_is_both(form: Path) -> None:
    review = yaml.safe_load(form.with_suffix(".review.yaml").read_text(encoding="utf-8"))
    schema = json.loads((SURVEYS / "review.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(review)] == []
    reviewed = {entry["language"] for entry in review["reviewed"]}
    assert reviewed.isdisjoint(review["unreviewed"])
    assert reviewed | set(review["unreviewed"]) == LANGUAGES - {review["source"]}


def test_every_pilot_keeps_to_its_schema() -> None:
    schema = json.loads((PILOTS / "schema.json").read_text(encoding="utf-8"))
    for path in PILOTS.glob("*.yaml"):
        pilot = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(pilot)] == []
        assert pilot["id"] == path.stem
        assert set(pilot["outcome"]) == LANGUAGES
