"""A workshop's file as an officer writes it: what does not fit is said with file and line."""

from pathlib import Path

import pytest

from bot.catalog.content import read_frames
from bot.catalog.workshops import read_workshops, untranslated
from bot.cli.checking import check_content
from bot.core import workshops

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("en", "pt", "es", "fr", "pl", "so", "ar", "bn")
FRAMES, _ = read_frames(CONTENT / "frames")


@pytest.fixture
def changed(tmp_path):
    """The first sample workshop with one line written otherwise; gives its problems."""
    (tmp_path / "schema.json").symlink_to(CONTENT / "workshops" / "schema.json")
    text = (CONTENT / "workshops" / "specification_one.yaml").read_text(encoding="utf-8")

    def change(old, new):
        assert old in text
        (tmp_path / "specification_one.yaml").write_text(text.replace(old, new), encoding="utf-8")
        (one,) = read_workshops(tmp_path, FRAMES)
        line = next(
            n
            for n, (a, b) in enumerate(zip(text.splitlines(), text.replace(old, new).splitlines(), strict=False), 1)
            if a != b
        )
        return one, line

    return change


@pytest.mark.parametrize("one", list(read_workshops(CONTENT / "workshops", FRAMES)), ids=lambda one: one.name)
def test_every_workshop_of_the_content_fits_and_speaks_every_language(one):
    assert one.problems == ()
    assert list(untranslated(one, LANGUAGES)) == []
    made = workshops.read(one.settings)
    assert made.ends > made.starts
    assert made.step_free


def test_there_are_two_that_write_the_specification_and_one_drop_in():
    made = {one.name: workshops.read(one.settings) for one in read_workshops(CONTENT / "workshops", FRAMES)}
    for name in ("specification_one", "specification_two"):
        assert (made[name].booking, made[name].seats, made[name].creche) == ("draw", 24, True)
        assert made[name].interpreters
        assert {target.attribute for target in made[name].targets} == {"area"}
    assert made["drop_in"].booking == "first_come"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ends: "2027-01-21T20:30"', 'ends: "2027-01-21T17:30"', "ends: must be after the start"),
        ('closes: "2027-01-07T18:00"', 'closes: "2027-01-22T18:00"', "signup.closes: must be before the start"),
        ('starts: "2027-01-21T18:00"', 'starts: "2027-02-30T18:00"', "starts: 2027-02-30T18:00 is no day and time"),
        ('starts: "2027-01-21T18:00"', "starts: tomorrow", "starts: 'tomorrow' does not match"),
        ("seats: 24", "seats: 0", "seats: 0 is less than the minimum of 1"),
        ("seats: 24", "seats: 10", "targets: the least of area add up to 13, but there are 10 places"),
        ("code: clapham, min: 2, max: 6", "code: camden, min: 2, max: 6", "targets.1: lambeth has no area camden"),
        ("code: clapham, min: 2, max: 6", "code: clapham, min: 7, max: 6", "targets.1: at least 7 cannot be more than at most 6"),
        ("frame: lambeth", "frame: london", "targets: need the frame"),
        ('["-1d 18:00", "-2h"]', '["-1d 18:00", "soon"]', "reminders.1: 'soon' is no reminder"),
        ("booking: draw", "booking: lottery", "booking: 'lottery' is not one of"),
        ("booking: draw", "booking: first_come", "targets: only a draw has targets"),
        ("id: specification_one", "id: other", "id: must be the file's own name, specification_one"),
        ("  step_free: true", "  step_free: maybe", "place.step_free: 'maybe' is not of type 'boolean'"),
        ("offer_hours: 48", "offer_hours: 48\nzone: Europe/Lundon", "zone: Europe/Lundon is no time zone"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_with_file_and_line(changed, old, new, said):
    one, line = changed(old, new)
    assert any(problem.startswith("specification_one.yaml:") and said in problem for problem in one.problems), one
    where = next(problem for problem in one.problems if said in problem)
    number = int(where.split(":")[1])
    if not said.startswith("targets: ") and "zone" not in said:
        assert number == line, where
    assert number > 1 or said.startswith("id")


def test_what_is_no_yaml_is_said_too(tmp_path):
    (tmp_path / "schema.json").symlink_to(CONTENT / "workshops" / "schema.json")
    (tmp_path / "broken.yaml").write_text("id: broken\ntitle: [", encoding="utf-8")
    (one,) = read_workshops(tmp_path)
    assert one.problems[0].startswith("broken.yaml:2: is not readable YAML")


def test_a_language_without_words_is_named_unless_a_fallback_is_declared(changed):
    one, _ = changed('  bn: "নিরাপদ সন্ধ্যা', '  xx: "নিরাপদ সন্ধ্যা')
    assert list(untranslated(one, LANGUAGES)) == [
        "specification_one: bn: no words for title; write them or declare fallback: true"
    ]
    one, _ = changed('  bn: "নিরাপদ সন্ধ্যা: পরিকল্পনা লেখা, পর্ব ১"\n', "")
    assert len(list(untranslated(one, LANGUAGES))) == 1
    one.settings["fallback"] = True
    assert list(untranslated(one, LANGUAGES)) == []


def test_what_was_read_before_is_not_read_again():
    seen = {one.name: one.digest for one in read_workshops(CONTENT / "workshops")}
    assert not list(read_workshops(CONTENT / "workshops", known=lambda name, digest: seen[name] == digest))


def test_the_check_names_a_workshop_without_words_in_a_language_and_what_does_not_fit(tmp_path):
    for name in ("languages", "frames", "pilots", "policy.toml"):
        (tmp_path / name).symlink_to(CONTENT / name)
    (tmp_path / "surveys").mkdir()
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "schema.json").symlink_to(CONTENT / "workshops" / "schema.json")
    text = (CONTENT / "workshops" / "drop_in.yaml").read_text(encoding="utf-8")
    (folder / "drop_in.yaml").write_text(text, encoding="utf-8")
    assert not [line for line in check_content(tmp_path).errors if "drop_in" in line]
    bengali = next(line for line in text.splitlines() if line.startswith('  bn: "চলে আসুন'))
    (folder / "drop_in.yaml").write_text(text.replace(bengali + "\n", ""), encoding="utf-8")
    assert [line for line in check_content(tmp_path).errors if "drop_in" in line] == [
        "drop_in: bn: no words for title; write them or declare fallback: true"
    ]
    (folder / "drop_in.yaml").write_text(text.replace("seats: 40", "seats: 0"), encoding="utf-8")
    (found,) = [line for line in check_content(tmp_path).errors if "drop_in" in line]
    assert found.startswith("drop_in.yaml:")
    assert "seats: 0 is less than the minimum of 1" in found
