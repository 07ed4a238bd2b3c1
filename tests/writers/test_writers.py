"""What an officer pulls and publishes: the same figures in each format, harmless to open, readable without us."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from frictionless import Package, validate

from bot.core.release import document, freeze, thaw
from bot.core.report import EVERYONE
from bot.writers import WRITERS, export, verify
from tests.writers.samples import ABOUT, release

GOLDEN = Path(__file__).parents[1] / "golden" / "writers"


def files(form="csv", **kwargs):
    return zipfile.ZipFile(io.BytesIO(export(release(**kwargs), form).data))


def rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))


def golden_text(writer):
    """A zip as text: each file under its name, so that a change can be read."""
    data = writer.write(release())
    if writer.suffix != "zip":
        return data.decode()
    archive = zipfile.ZipFile(io.BytesIO(data))
    return "".join(f"==== {name}\n{archive.read(name).decode('utf-8-sig')}\n" for name in archive.namelist()).replace(
        "\r\n", "\n"
    )


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_each_format_writes_what_its_golden_file_holds(writer):
    assert golden_text(writer) == (GOLDEN / f"{writer.name}.txt").read_text("utf-8")


def test_there_is_no_golden_file_without_a_format():
    assert {path.stem for path in GOLDEN.iterdir()} == {writer.name for writer in WRITERS}


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_the_same_release_gives_the_same_bytes_and_a_changed_byte_is_noticed(writer):
    first, again = (
        export(release(), writer.name),
        export(thaw(json.loads(json.dumps(document(release())))), writer.name),
    )
    assert first == again
    assert first.sha256 == again.sha256
    assert verify(release(), writer.name, first.data)
    assert not verify(release(), writer.name, first.data[:-1] + b"!")
    assert first.name == f"feeling_safe-release-1.{writer.suffix}"


def test_the_data_package_is_accepted_by_an_independent_validator(tmp_path):
    files().extractall(tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    package = Package(str(tmp_path / "datapackage.json"))
    assert package.licenses[0]["name"] == "OGL-UK-3.0"
    hidden = [row for row in package.get_resource("by_section").read_rows() if row["count"] is None]
    assert hidden


def test_an_activity_with_too_few_people_still_gives_a_valid_package(tmp_path):
    from bot.core.counts import Counts
    from bot.core.disclosure import DisclosurePolicy, disclose
    from bot.core.reports import draw_up

    small = freeze(1, disclose(draw_up(Counts(7)), DisclosurePolicy()), ABOUT)
    zipfile.ZipFile(io.BytesIO(export(small, "csv").data)).extractall(tmp_path)
    assert validate(str(tmp_path / "datapackage.json")).valid
    assert rows(zipfile.ZipFile(io.BytesIO(export(small, "csv").data)), "tables.csv")[0]["status"] == "fewer_than_ten"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", " =", "\u00a0@"])
def test_no_label_runs_as_a_formula_in_a_spreadsheet(start):
    label = start + "HYPERLINK(1)"
    archive = files(choice=label)
    for name in archive.namelist():
        if name.endswith(".csv"):
            for row in rows(archive, name):
                assert all(not cell or cell[0] not in "=+-@＝＋－＠\t\r" for cell in row.values())
    assert any(row["answer_label"] == "'" + label for row in rows(archive, "whole_group.csv"))


def test_labels_with_commas_quotes_and_line_breaks_come_back_as_they_were():
    label = 'Safe, "very"\nindeed'
    assert label in {row["answer_label"] for row in rows(files(choice=label), "whole_group.csv")}


def test_every_file_opens_as_utf8_in_a_spreadsheet_and_ends_lines_as_the_standard_says():
    archive = files()
    for name in archive.namelist():
        if name.endswith(".csv"):
            data = archive.read(name)
            assert data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")


def test_every_code_in_the_figures_is_explained_in_the_codebook():
    archive = files()
    book = {(row["kind"], row["name"], row["code"]) for row in rows(archive, "codebook.csv")}
    for row in rows(archive, "whole_group.csv"):
        assert ("answer", row["question"], row["answer"]) in book
    for row in rows(archive, "by_section.csv"):
        assert ("answer", row["question"], row["answer"]) in book
        assert ("section", row["attribute"], row["section"]) in book
    for row in rows(archive, "took_part.csv"):
        assert row["attribute"] == "_total" or ("section", row["attribute"], row["section"]) in book
    languages = {row["language"] for row in rows(archive, "codebook.csv") if row["code"] == "very"}
    assert languages == {"en", "pt"}


def test_a_merged_ward_is_found_under_its_neighbourhood():
    merged = [row for row in rows(files(), "merged.csv") if row["table"] == "who_took_part/area"]
    assert {row["code"]: row["shown_as"] for row in merged} == {"s1": "south", "s2": "south"}


def test_of_written_answers_only_how_many_there_were_leaves():
    words = [row for row in rows(files(), "whole_group.csv") if row["question"] == "words"]
    assert [(row["answer"], row["count"]) for row in words] == [("_answered", "35"), ("_no_answer", "165")]


def test_both_formats_hold_the_same_release():
    plain = json.loads(export(release(), "json").data)
    package = json.loads(files().read("datapackage.json"))
    assert plain["document"]["sha256"] == package["evenhand"]["release_sha256"] == release().sha256


def test_only_safe_tables_can_be_frozen():
    from bot.core.reports import draw_up
    from tests.writers.samples import counts

    with pytest.raises(TypeError):
        freeze(1, draw_up(counts()), ABOUT)
    with pytest.raises(ValueError):
        freeze(0, (), ABOUT)
    assert EVERYONE.code == "_everyone"


def test_a_stored_release_that_was_altered_is_refused():
    plain = json.loads(json.dumps(document(release())))
    cell = plain["tables"][0]["cells"][0][0]
    cell["count"] += 5
    with pytest.raises(ValueError):
        thaw(plain)


def test_a_format_that_does_not_exist_is_a_key_error():
    with pytest.raises(KeyError):
        export(release(), "exe")
