"""An officer who is no programmer: import, test, open, watch, close, export."""

import io
import json
import zipfile

import openpyxl

from bot.core.screen import Go
from bot.ports import Entry, millis
from tests.journeys.town import STREET


def workbook(polish="Czy jest jasno?", question="Is it lit?", choice="yn"):
    """A survey as councils send it."""
    book = openpyxl.Workbook()
    sheets = {
        "survey": [
            ("type", "name", "label::English (en)", "label::Polski (pl)"),
            (f"select_one {choice}", "lit", question, polish),
            ("text", "words", "Say more", "Coś więcej?"),
        ],
        "choices": [
            ("list_name", "name", "label::English (en)", "label::Polski (pl)"),
            ("yn", "y", "Yes, it is", "Tak"),
            ("yn", "n", "No, it is dark", "Nie"),
        ],
        "settings": [("form_title", "form_id"), ("Lights in the street", "lights")],
    }
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def imported(officer, **how):
    return await officer.sends("document", workbook(**how), name="lights.xlsx")


async def goes_through_a_test(town, officer):
    """The open page of the one activity asks for a test, and somebody does it."""
    link = (await officer.presses("Ask for a test")).payload
    tess = await town.arrive("Tess")
    await tess.starts(link)
    await tess.goes("Yes, it is", "Skip", "Yes, ready", "~Amina, tenants' association")


async def page(officer, title):
    await officer.says("/activities")
    return await officer.presses(title)


async def test_from_a_workbook_in_the_chat_to_the_export(either):
    officer = await either.officer()
    done = await imported(officer)
    assert "Imported “Lights in the street”." in done
    assert "2 questions" in done
    assert "en, pl" in done or "English, polski" in done
    shown = await officer.presses("Lights in the street")
    assert "draft" in shown
    assert (
        "Before it can open, one person who is not an officer has to test it" in (await officer.presses("Open")).toast
    )
    await goes_through_a_test(either, officer)
    shown = await page(officer, "Lights in the street")
    assert "Tested by: Amina, tenants' association" in shown
    assert "Open “Lights in the street” to residents now?" in await officer.presses("Open")
    opened = await officer.presses("Open")
    ada = await either.arrive()
    await ada.starts(opened.payload)
    await ada.goes("Start", "Yes, 16", "Yes, it is", "Skip", "~Very bright")
    eve = await either.arrive("Eve")
    await eve.starts(opened.payload)
    await eve.goes("Start", "Yes, 16", "No, it is dark", "Skip")
    band = await officer.presses("Who takes part")
    assert "Everybody: hardly anybody yet" in band
    assert "1" not in band.text.split("As of")[0], "in words, never a count"
    assert "Not yet" in await no_export(either, officer)
    await officer.presses("Close", None)
    closed = await officer.presses("Close")
    assert "“Lights in the street” is closed." in closed
    entries = await either.rows("responses")
    assert sorted(one["complete"] for one in entries) == [0, 1], "the unfinished one counts as what it is"
    await officer.presses("Export")
    first = await officer.presses("Spreadsheets")
    assert "Release 1 of “Lights in the street”" in first
    await officer.presses("Export")
    again = await officer.presses("Spreadsheets")
    assert first.text.partition("SHA-256")[2].split()[0] == again.text.partition("SHA-256")[2].split()[0]
    assert len(await either.rows("releases")) == 1
    assert "Fewer than 10 people took part" in await ada.says("/results")
    verbs = [one["verb"] for one in await either.rows("audit")]
    for verb in (
        "invite.used", "form.imported", "activity.tested", "activity.opened", "activity.closed", "release.taken",
        "release.made",
    ):  # fmt: skip
        assert verb in verbs
    assert verbs.count("release.taken") == 2
    assert await either.read(lambda tx: tx.audit.broken()) == 0
    assert not either.playground.world.problems


async def no_export(town, officer):
    """An export asked for too early, by the button of another activity's page."""

    activity = await town.activity("lights")
    codec = town.app.intake._reader._codec
    chat_hash = town.app.intake._reader._ring.look_up(officer.person.id)
    seen = await officer.forges(codec.encode(Go("export", f"{activity.id}.csv"), 0, chat_hash))
    return seen.toast


async def test_a_broken_workbook_is_refused_with_what_to_mend_and_nothing_is_kept(town):
    officer = await town.officer()
    seen = await imported(officer, choice="colours")
    assert "“lights.xlsx” could not be taken. Please mend this and send it again:" in seen
    assert "colours" in seen
    assert "Sheet survey, row 2" in seen
    assert "lights" not in {one["name"] for one in await town.rows("activities")}
    assert "lights" in {one["name"] for one in (await imported(officer)) and await town.rows("activities")}


NO_SURVEYS = (
    ("letter.pdf", b"%PDF-1.4", "Please send the survey as a file of kind .xlsx, .xls, .csv or .md."),
    ("survey.xlsx", b"hello, not a workbook", "could not be taken"),
    ("survey.xlsx", b"PK\x03\x04" + b"\0" * 200, "could not be taken"),
    ("survey.csv", b"\xff\xfe\x00\x00stray", "could not be taken"),
    ("big.xlsx", b"\0" * 10_000_001, "This file is too big. At most 10 MB."),
)


async def test_what_is_no_survey_is_said_in_one_clear_message(town):
    officer = await town.officer()
    for name, content, said in NO_SURVEYS:
        seen = await officer.sends("document", content, name=name)
        assert said in seen, name
        assert "fault is ours" not in seen


async def test_a_workbook_is_imported_even_with_a_survey_in_hand(town):
    await town.open(STREET)
    officer = await town.officer()
    await officer.starts(f"a_{STREET}")
    await officer.goes("Start", "Yes, 16")
    assert "Imported “Lights in the street”." in await imported(officer)
    resident = await town.arrive()
    await resident.starts(f"a_{STREET}")
    await resident.goes("Start", "Yes, 16", "It is fine", "Skip")
    assert "Please type your answer, or send a voice message." in await imported(resident)


async def test_missing_translations_hold_the_opening_until_a_fallback_is_declared(town):
    officer = await town.officer()
    done = await imported(officer, polish=None)
    assert "1 missing translation" in done
    assert "pl: survey 2, label" in done
    await officer.presses("Lights in the street")
    await goes_through_a_test(town, officer)
    await page(officer, "Lights in the street")
    await officer.presses("Open")
    assert "some languages miss translations" in (await officer.presses("Open")).toast
    await page(officer, "Lights in the street")
    await officer.goes("Show main language instead", "Open", "Open")
    assert (await town.activity("lights")).state == "open"
    kasia = await town.arrive("Kasia", "pl")
    await kasia.starts("a_lights")
    seen = await kasia.goes(*(town.app.voice.say(c, "pl", {"age": 16}) for c in ("button.start", "age.yes")))
    assert "Is it lit?" in seen


async def test_the_same_workbook_twice_changes_nothing_and_a_changed_one_has_to_be_tested_again(town):
    officer = await town.officer()
    await imported(officer)
    assert "is already here; nothing has changed" in await imported(officer)
    await officer.presses("Lights in the street")
    await goes_through_a_test(town, officer)
    assert (await town.activity("lights")).state == "tested"
    await imported(officer, question="Is your street lit?")
    assert (await town.activity("lights")).state == "draft"


async def test_a_test_of_an_older_version_does_not_count(town):
    officer = await town.officer()
    await imported(officer)
    await officer.presses("Lights in the street")
    link = (await officer.presses("Ask for a test")).payload
    tess = await town.arrive("Tess")
    await tess.starts(link)
    await tess.goes("Yes, it is", "Skip")
    await imported(officer, question="Is your street lit?")
    await tess.presses("Yes, ready")
    assert "was changed after you tested it" in await tess.says("Tess")
    assert (await town.activity("lights")).state == "draft"
    assert "Is your street lit?" in await tess.starts(link), "the new version"
    await tess.goes("Yes, it is", "Skip", "Yes, ready", "~Tess")
    assert (await town.activity("lights")).state == "tested"


async def test_an_officer_can_try_it_but_is_no_tester_not_even_as_someone_else_on_the_same_phone(town):
    officer = await town.officer()
    await imported(officer)
    await officer.presses("Lights in the street")
    await officer.presses("Try it")
    end = await officer.goes("Yes, it is", "Skip")
    assert "Test: this answer is not counted." in end
    assert "Yes, ready" not in end
    link = f"t_{(await town.activity('lights')).id}"
    await officer.says("/phone")
    await officer.presses("Someone else")
    await officer.starts(link)
    assert "Yes, ready" not in await officer.goes("Yes, it is", "Skip")
    assert (await town.activity("lights")).state == "draft"
    assert await town.rows("responses") == []


async def test_a_tester_says_not_yet_or_gives_a_name_that_is_one(town):
    officer = await town.officer()
    await imported(officer)
    await officer.presses("Lights in the street")
    link = (await officer.presses("Ask for a test")).payload
    tess = await town.arrive("Tess")
    await tess.starts(link)
    assert "not ready yet" in await tess.goes("Yes, it is", "Skip", "Not yet")
    assert (await town.activity("lights")).state == "draft"
    await tess.starts(link)
    await tess.goes("Yes, it is", "Skip", "Yes, ready")
    assert "Which name should the record show?" in await tess.says("…")
    await tess.says("<b>Tess</b> \u202eof the estate " + "x" * 200)
    settings = json.loads((await town.activity("lights")).settings)
    assert settings["tester"].startswith("<b>Tess</b> of the estate xxx")
    assert len(settings["tester"]) == 80
    assert "Tested by: <b>Tess</b>" in await page(officer, "Lights in the street"), "escaped, not bold"


async def test_nothing_is_drawn_twice_for_two_activities_of_one_title(town):
    officer = await town.officer()
    await town.open("one", like=STREET)
    await town.open("two", like=STREET)
    seen = await officer.says("/activities")
    assert "[Your street (one)]" in seen
    assert "[Your street (two)]" in seen


async def test_who_takes_part_is_worked_out_once_an_hour(town):
    await town.open(STREET)
    officer = await town.officer()
    await page(officer, "Your street")
    first = await officer.presses("Who takes part")
    for _ in range(31):
        person = await town.arrive()
        await town.write(taken(town, await row_of(person)))
    assert stamp(await officer.presses("Who takes part")) == stamp(first)
    town.clock.forward(minutes=61)
    later = await officer.presses("Who takes part")
    assert stamp(later) != stamp(first)
    assert "Everybody: well short" in later
    assert "answer" not in later.text.replace("Officers see who takes part, in words, and not what people say.", "")


async def row_of(person):
    await person.says("/help")
    return await person.row()


def taken(town, person):
    """An entry as finishing would store it."""

    def work(tx):
        activity = tx.activities.named(STREET)
        tx.responses.put(
            Entry(
                activity.id, person.id, 0, activity.edition, True, 0, "own", "account", "", False, "en",
                millis(town.clock()), {"area": "E05014108"}, (),
            )
        )  # fmt: skip

    return work


def stamp(seen):
    return seen.text.partition("As of ")[2].partition(";")[0]


async def test_a_draft_is_nobodys_business_but_its_testers(town):
    officer = await town.officer()
    await imported(officer)
    ada = await town.arrive()
    activity = await town.activity("lights")
    for payload in ("a_lights", str(activity.id), "a_about_you"):
        seen = await ada.starts(payload)
        assert "Lights" not in seen
        assert "Nothing is open at the moment" in seen


async def test_results_are_shown_in_the_readers_language_once_enough_took_part(town):
    await town.open(STREET)
    officer = await town.officer()
    for number in range(36):
        person = await town.arrive()
        await person.starts(f"a_{STREET}")
        await person.goes("Start", "Yes, 16", "It is fine" if number % 3 else "It is not", "Skip", "Skip", "Skip")
    layla = await town.arrive("ليلى", "ar")
    assert town.app.voice.say("results.none", "ar") in await layla.says("/results")
    await page(officer, "Your street")
    await officer.goes("Close", "Close")
    later = await layla.says("/results")
    assert "شارعك" in later
    await page(officer, "Your street")
    file = await officer.goes("Export", "Spreadsheets")
    seen = await layla.says("/results")
    assert "هل تحب شارعك؟" in seen
    assert "نعم جميل" in seen
    assert "25" in seen.text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    found = await town.app.courier.ask("getFile", {"file_id": file.files[-1]["document"]["file_id"]})
    names = zipfile.ZipFile(io.BytesIO(await town.app.courier.fetch(found["file_path"], 10_000_000))).namelist()
    assert "datapackage.json" in names
