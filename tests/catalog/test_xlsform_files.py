"""Files as officers send them: four formats, wrong names, cut short, or made to do harm."""

import io
import random
import re
import subprocess
import sys
import time
import zipfile

import pytest

from bot.catalog.xlsform.bounded import import_form
from bot.catalog.xlsform.codec import loads
from bot.catalog.xlsform.outcome import Imported, Refused
from bot.catalog.xlsform.read import read_form
from bot.catalog.xlsform.worker import answer
from tests.catalog.xlsform_books import YES_NO, archive, book, csv, markdown, xls, xlsx

SURVEY = [["type", "name", "label::English (en)"], ["text", "a", "A, b"], ["select_one yn", "b", "B"]]
PLAIN = book(SURVEY, YES_NO)


def code(outcome):
    assert isinstance(outcome, Refused), outcome
    return outcome.reasons[0].code


def test_one_form_is_the_same_form_in_every_format():
    forms = [
        read_form("form.xlsx", xlsx(PLAIN)),
        read_form("form.xls", xls(PLAIN)),
        read_form("form.csv", csv(PLAIN)),
        read_form("form.csv", b"\xef\xbb\xbf" + csv(PLAIN)),
        read_form("form.csv", csv(PLAIN, ";")),
        read_form("form.csv", csv(PLAIN).decode().encode("utf-16")),
        read_form("form.md", b"Some words first.\n\n" + markdown(PLAIN)),
        read_form("form.xls", xlsx(PLAIN)),
        read_form("form.xlsx", xls(PLAIN)),
    ]
    assert all(form == forms[0] for form in forms)
    assert forms[0].questions == 2


def test_a_csv_of_the_survey_sheet_alone_is_taken():
    assert read_form("form.csv", b"type,name,label\ntext,a,A\ninteger,b,B\n").questions == 2


def test_numbers_dates_and_truth_in_cells_are_read_as_text():
    survey = [["type", "name", "label", "required", "default"], ["select_one yn", "a", 7, True, None]]
    outcome = read_form(
        "form.xlsx", xlsx(book(survey, [["list_name", "name", "label"], ["yn", 1, 1.5], ["yn", 0, 2.0]]))
    )
    (question,) = outcome.form.questions()
    assert (question.label["default"], question.required) == (("7",), "true()")
    assert [(c.code, c.label["default"]) for c in outcome.form.lists["yn"]] == [("1", ("1.5",)), ("0", ("2",))]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("form.xlsx", b"", "file.empty"),
        ("form.docx", b"hello", "file.suffix"),
        ("form.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "file.not_workbook"),
        ("form.xls", b"<html><table></table></html>", "file.not_workbook"),
        ("form.xlsx", archive({"word/document.xml": "x"}), "file.not_workbook"),
        ("form.ods", archive({"mimetype": "x"}), "file.not_workbook"),
        ("form.ods", archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "file.not_workbook"),
        ("form.numbers", archive({"Index/Document.iwa": "x"}), "file.not_workbook"),
        ("form.xlsx", b"<?xml version='1.0'?><x/>", "file.not_workbook"),
        ("form.xls", b"\r\n" + xls(PLAIN), "file.stray"),
        ("form.xlsx", bytes(20_000_001), "file.big"),
        ("form.xlsx", b"hello", "file.broken"),
        ("form.xlsx", xlsx(PLAIN)[:2000], "file.broken"),
        ("form.xlsx", archive({"xl/workbook.xml": "<x/>"}), "file.broken"),
        ("form.xls", xls(PLAIN)[:1500], "file.broken"),
        ("form.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "file.broken"),
        ("form.xlsx", b"HTTP/1.1 200 OK\r\n\r\n" + xlsx(PLAIN), "file.stray"),
        ("form.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file.password"),
        ("form.csv", "survey,,\n,type,name\n,text,ä\n".encode("latin-1"), "file.text"),
        ("form.md", b"No table here.", "sheet.survey"),
        ("form.csv", b"a,b,c,d,e\n1,2,3,4,5\n", "sheet.survey"),
        ("form.xlsx", archive({"xl/workbook.xml": bytes(120_000_000)}), "file.bomb"),
        ("form.xlsx", archive({f"xl/{at}": "" for at in range(2_100)}), "file.bomb"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_words(name, data, expected):
    assert code(read_form(name, data)) == expected


@pytest.mark.parametrize("size", ["A1", "A1:A1048576", "A1:XFD1048576", None])
def test_a_sheet_that_lies_about_its_size_is_read_whole(size):
    with zipfile.ZipFile(io.BytesIO(xlsx(PLAIN))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    claim = f'<dimension ref="{size}" />'.encode() if size else b""
    claimed = {name: re.sub(rb"<dimension [^>]*/>", claim, part) for name, part in parts.items()}
    assert read_form("form.xlsx", archive(claimed)) == read_form("form.xlsx", xlsx(PLAIN))


def test_damage_anywhere_in_a_workbook_never_shows_a_traceback():
    whole = {"form.xlsx": xlsx(PLAIN), "form.xls": xls(PLAIN), "form.csv": csv(PLAIN), "form.md": markdown(PLAIN)}
    chance = random.Random(7)
    for name, data in whole.items():
        for _ in range(40):
            spoilt = bytearray(data)
            for _ in range(chance.choice([1, 3, 30])):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            assert isinstance(read_form(name, bytes(spoilt)), Imported | Refused)


def test_a_bounded_process_gives_the_same_form_as_reading_it_here():
    data = xlsx(PLAIN)
    assert import_form("folder/form.xlsx", data) == read_form("form.xlsx", data)
    assert import_form("form.xls", xls(PLAIN)[:1500]) == read_form("form.xls", xls(PLAIN)[:1500])


def test_files_beside_the_form_reach_the_bounded_process():
    survey = [["type", "name", "label"], ["select_one_from_file t.csv", "t", "T"]]
    outcome = import_form("form.xlsx", xlsx(book(survey)), {"t.csv": b"name,label\na,A\n"})
    assert isinstance(outcome, Imported)
    assert [choice.code for choice in outcome.form.lists["t"]] == ["a"]


def test_a_list_in_a_broken_file_is_refused():
    survey = xlsx(book([["type", "name", "label"], ["select_one_from_file t.csv", "t", "T"]]))
    assert code(read_form("form.xlsx", survey, {"t.csv": b"name,label\n\xff,\xfe\n"})) == "file.broken"


def test_a_fault_of_ours_is_named_and_not_shown():
    refused = loads(answer("form.md", {}))
    assert code(refused) == "fault"
    assert "KeyError, worker.py" in refused.reasons[0].why


def test_a_file_that_takes_too_long_is_stopped():
    assert code(import_form("form.xlsx", xlsx(PLAIN), timeout=0.01)) == "file.work"


def test_the_bounded_process_can_take_no_more_memory_than_it_is_given():
    greedy = "from bot.catalog.xlsform.worker import bound; bound(); bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False, timeout=60)
    assert done.returncode != 0
    assert b"MemoryError" in done.stderr


def test_odd_characters_and_headers_in_a_workbook_do_no_harm():
    survey = [["type", "name", "label"], ["select_one yn", "a", "A_x000C_\u200f"]]
    choices = [["list_name", "name", "label", "2020", "a&b", "pop (m)"], ["yn", "yes", "Yes", 1, 2, 3]]
    outcome = read_form("form.xlsx", xlsx(book(survey, choices)))
    assert outcome.form.lists["yn"][0].extras == {}
    spoilt = markdown(book([["type", "name", "label"], ["text", "a", "A\x12\x00B"]]))
    (question,) = read_form("form.md", spoilt).form.questions()
    assert question.label == {"default": ("AB",)}


def test_entities_that_breed_are_not_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{("&" + chr(97 + at) + ";") * 10}">' for at in range(9)
    )
    sheet = '<row><c t="inlineStr"><is><t>&j;</t></is></c></row>'
    parts = _workbook_parts(f"<sheetData>{sheet}</sheetData>", bomb + "]>")
    started = time.monotonic()
    assert isinstance(import_form("form.xlsx", archive(parts)), Refused)
    assert time.monotonic() - started < 30


def _workbook_parts(sheet, doctype=""):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{main}">{sheet}</worksheet>',
    }


def test_a_form_of_485_questions_is_read_in_seconds():
    kinds = ["text", "integer", "select_one l", "select_multiple l"]
    survey = [["type", "name", "label::English (en)", "label::Hausa (ha)", "relevant"]]
    for at in range(485):
        before = f"${{q{at - 1}}} != ''" if at % 3 == 1 else None
        survey.append([kinds[at % 4], f"q{at}", f"Question {at}", f"Tambaya {at}", before])
    choices = [["list_name", "name", "label::English (en)", "label::Hausa (ha)"]]
    choices += [["l", f"c{at}", f"Choice {at}", f"Zabi {at}"] for at in range(153)]
    started = time.monotonic()
    outcome = import_form("form.xlsx", xlsx(book(survey, choices)))
    assert outcome.questions == 485
    assert outcome.gaps == ()
    assert time.monotonic() - started < 15
