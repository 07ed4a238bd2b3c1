"""A champion prints a sheet: in any language, with their own link; and hands results back on one."""

from __future__ import annotations

import pytest

from bot.core.errors import Rule
from bot.ports import Entry, SessionId, millis
from bot.workers.errands.sheet import PrintSheet
from bot.writers import sheet as sheets
from bot.writers.sheet import Sheet, typeset
from tests.handlers.broadcasting import begun, forged
from tests.journeys.town import STREET

LINK = "https://t.me/evenhand_bot?start=s_0123456789abcdef0123_9007199254740991"


async def test_a_sheet_comes_as_pdf_and_its_link_leads_to_the_activity_and_counts_for_the_champion(either):
    officer = await begun(either)
    grace = await either.holder(officer, "champion")
    assert "Printable" not in await grace.says("/link")
    await grace.presses("A sheet to print")
    await grace.presses("Your street")
    seen = await grace.presses("العربية")
    [file] = seen.files
    assert file["document"]["file_name"] == "sheet-ar.pdf"
    assert "Print it on A5" in seen
    token = (await either.rows("sources"))[0]["token"]
    activity = await either.activity(STREET)
    ada = await either.arrive("Ada")
    assert "Your street" in await ada.starts(f"s_{token}_{activity.id}")
    assert (await ada.row()).root_source == (await either.rows("sources"))[0]["id"]


async def test_a_draft_or_unpublished_results_have_no_sheet(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    draft, street = await town.activity("feeling_safe"), await town.activity(STREET)
    for argument in (f"c.{draft.id}.en", f"r.{street.id}.en", "c.9.en"):
        assert not (await forged(town, grace, "sheet", argument)).files, argument
    ada = await town.arrive("Ada")
    assert "not open to you" in str(await forged(town, ada, "sheet", f"c.{street.id}.en"))


async def test_published_results_are_handed_back_on_paper(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    street, ring = await town.activity(STREET), town.app.intake._reader._ring

    def answered(tx):
        for index in range(120):
            _, person = tx.people.arrive(f"r{index}".encode(), ring.seal(5_000 + index), "en", millis(town.clock()))
            row = tx.sessions.open(person.id, street.id, street.edition, "answer", "{}", 0, millis(town.clock()))
            tx.sessions.save(row.id, "{}", 1, "finished", millis(town.clock()))
            tx.responses.put(
                Entry(
                    street.id, person.id, SessionId(row.id), street.edition, True, 0, "own", "account", "", False, "en",
                    millis(town.clock()), {}, (("/data/like", "", "y" if index % 3 else "n"),),
                )
            )  # fmt: skip
        tx.activities.change(street.id, state="closed", closed=millis(town.clock()))

    await town.write(answered)
    release, _ = await town.app.exporter.write(street.id, "json", (await officer.row()).id)
    await grace.says("/sheet")
    await grace.presses("Results: Your street")
    assert (await grace.presses("Polski")).files
    made = PrintSheet(town.app.store, town.app.voice)
    page = made.results(await town.activity(STREET), release, "en", LINK)
    [like] = [lines for title, lines in page.sections if title == "Do you like your street?"]
    assert like[:2] == ("It is fine: about 80", "It is not: about 40")
    assert "120" in page.who
    assert release.sha256[:16] in page.foot
    assert typeset(page).startswith(b"%PDF")


@pytest.mark.asyncio(loop_scope="module")
async def test_every_language_has_its_sheet_on_one_page_and_says_its_language(shared):
    made = PrintSheet(shared.app.store, shared.app.voice)
    activity = await shared.activity()
    for language in shared.app.voice.languages:
        for about in (activity, None):
            page = made.call(about, language, LINK)
            assert len(page.steps) == 3
            assert page.title
            assert page.voluntary
            assert page.contact
            assert LINK.removeprefix("https://") == page.link
        data = typeset(made.call(activity, language, LINK))
        assert data.startswith(b"%PDF")
        assert b"/Count 1" in data, language
        assert b"pdfuaid:part" in data
        assert f"/Lang({language}".encode() in data.replace(b" ", b""), language


def bare(**changes):
    given = {
        "language": "en", "right_to_left": False, "title": "T", "who": "", "steps": (), "qr": "", "qr_says": "",
        "link": "", "voluntary": "", "contact": (),
    }  # fmt: skip
    return Sheet(**{**given, **changes})


def test_words_that_look_like_markup_stay_words():
    nasty = '#read("/etc/passwd") $x$ *bold* `code` \\ @label <b>'
    assert typeset(bare(title=nasty, who=nasty, steps=(nasty,), contact=(nasty,))).startswith(b"%PDF")


def test_a_missing_font_is_one_clear_line_and_a_slow_machine_another(monkeypatch):
    monkeypatch.setitem(sheets._FONTS, "en", "No Such Font At All")
    with pytest.raises(Rule, match=r"sheet\.no_font") as caught:
        typeset(bare())
    assert caught.value.values == {"font": "No Such Font At All"}
    monkeypatch.undo()
    with pytest.raises(Rule, match=r"sheet\.late"):
        typeset(bare(), seconds=0.01)
