"""Notices as plain files: whole in every language, and mistakes named by file and line."""

from __future__ import annotations

import shutil

import pytest

from bot.catalog.notices import read_notices, read_themes, untranslated
from bot.catalog.policy import read_policy
from bot.cli.checking import check_content
from bot.core.we_did import read
from tests.journeys.town import CONTENT

NOTICES = CONTENT / "notices"
LANGUAGES = read_policy(CONTENT / "policy.toml").texts("languages.enabled")


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(NOTICES, tmp_path / "notices")


def changed(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return [problem for notice in read_notices(folder) for problem in notice.problems]


def test_every_theme_has_a_name_in_every_language_that_fits_a_button_and_no_two_are_called_alike():
    themes, problems = read_themes(NOTICES)
    assert problems == []
    assert {"safety", "youth", "parks", "housing", "care", "tenders"} <= set(themes)
    for language in LANGUAGES:
        names = [label[language] for label in themes.values()]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 28


def test_every_notice_is_whole_in_every_language_and_marked_as_a_sample():
    found = list(read_notices(NOTICES))
    assert len(found) >= 3
    for notice in found:
        assert notice.problems == ()
        assert list(untranslated(notice, LANGUAGES)) == []
        assert notice.settings["sample"] is True


def test_one_earlier_promise_was_missed_and_says_why():
    statements = [one for notice in read_notices(NOTICES) for one in read(notice.settings)]
    assert {one.answer for one in statements} == {"did", "will", "wont"}
    [missed] = [one for one in statements if one.outcome == "missed"]
    assert missed.by
    assert missed.outcome_words["en"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("theme: safety", "theme: nonsense", "theme: there is no theme nonsense"),
        ("id: night_bus", "id: other_name", "night_bus.yaml:1: id: must be night_bus"),
        ("theme: safety\n", "", "night_bus.yaml:1: 'theme' is a required property"),
        ("link: feeling_safe", "lnik: feeling_safe", "'lnik' was unexpected"),
    ],
)
def test_a_mistake_is_named_with_its_file(folder, old, new, line):
    problems = changed(folder, "night_bus.yaml", old, new)
    assert any(line in problem for problem in problems), problems


def test_a_promise_without_a_day_is_refused(folder):
    problems = changed(folder, "lights_2025.yaml", '    by: "2026-03-31"\n', "")
    assert any("'by' is a required property" in problem for problem in problems), problems


def test_a_missing_language_is_an_error_unless_a_fallback_is_declared(folder):
    changed(folder, "night_bus.yaml", "  pl: Nowa", "  xx: Nowa")
    [notice] = [one for one in read_notices(folder) if one.name == "night_bus"]
    assert list(untranslated(notice, ("en", "pl"))) == [
        "night_bus.yaml: pl: no words for text; write them or declare fallback: true"
    ]
    changed(folder, "night_bus.yaml", "sample: true", "sample: true\nfallback: true")
    [notice] = [one for one in read_notices(folder) if one.name == "night_bus"]
    assert list(untranslated(notice, ("en", "pl"))) == []


def test_without_the_folder_there_are_no_themes_and_no_notices(tmp_path):
    assert read_themes(tmp_path / "none") == ({}, [])
    assert list(read_notices(tmp_path / "none")) == []


def test_a_broken_list_of_themes_gives_no_theme_and_says_why(folder):
    (folder / "themes.yaml").write_text("themes: [{code: Safety, label: {en: x}}]", "utf-8")
    themes, problems = read_themes(folder)
    assert themes == {}
    assert problems[0].startswith("themes.yaml:1: themes.0.code")


def test_check_reads_the_notices_too(tmp_path):
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    for kind in ("surveys", "workshops"):
        shutil.rmtree(content / kind)  # forms take a second each
        (content / kind).mkdir()
    assert [error for error in check_content(content).errors if "notices" in error or "themes" in error] == []
    changed(content / "notices", "youth_tender.yaml", "[brixton, stockwell_oval]", "[brixton, atlantis]")
    assert "youth_tender.yaml: areas: no frame knows atlantis" in check_content(content).errors
