"""A resident answers with numbers, dates, places and files."""

from __future__ import annotations

import pytest

from bot.core.inputs import Act, Located, Sent
from tests.core.forms import Resident, form, q, repeat, said, words


def one(kind: str, **more: object) -> Resident:
    return Resident(form(q("a", kind, **more), q("b")))


def hints(ada: Resident) -> list[str]:
    return [said(block.line) for screen in ada.screens for block in screen.blocks if block.style == "hint"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("31/12/2026", "2026-12-31"), ("2026-12-31", "2026-12-31"), ("31 12 2026", "2026-12-31"), ("1 Jan 2027", "2027-01-01"),
     ("৩১/১২/২০২৬", "2026-12-31"), ("today", "2026-07-29"), ("ontem", "2026-07-28"), ("5 de maio de 2026", "2026-05-05"), ("July 29, 2026", "2026-07-29"), ("29 jul 2026", "2026-07-29"), ("29/7/26", "2026-07-29")],
)  # fmt: skip
def test_a_date_may_be_typed_as_people_write_it(typed: str, stored: str) -> None:
    assert one("date").type(typed).answers == {"a": stored}


def test_what_is_no_date_is_refused_with_an_example() -> None:
    for typed in ("soon", "31/02/2026", "12/31/2026", "5 foo 2026", "foo 5 2026"):
        assert one("date").type(typed).read[0] == "<date.unknown: 31/12/2026>"


def test_today_is_one_tap() -> None:
    ada = one("date").tap("<date.yesterday>")
    assert ada.answers == {"a": "2026-07-28"}
    assert ada.read[1] == "<date.in_words: 28, <month.7>, 2026>"


def test_a_date_is_tapped_year_month_day() -> None:
    ada = one("date").tap("<date.choose>")
    assert ada.modes == ["replace"]
    assert ada.buttons[:12] == [str(year) for year in range(2016, 2028)]
    ada.tap("<date.earlier_years>", "<date.earlier_years>")
    assert ada.buttons[0] == "1992"
    ada.tap("<date.later_years>")
    assert ada.buttons[0] == "2004"
    ada.tap("2008")
    assert hints(ada) == ["<date.month: 2008>"]
    ada.tap("<month.2>")
    assert ada.buttons[28] == "29"
    assert ada.buttons[29] == "<skip>"
    ada.tap("29")
    assert ada.answers == {"a": "2008-02-29"}


def test_the_newest_years_come_back_and_the_oldest_have_an_end() -> None:
    ada = one("date").tap("<date.choose>", "<date.earlier_years>", "<date.later_years>")
    assert ada.buttons[0] == "2016"
    assert "<date.later_years>" not in ada.buttons
    assert ada.act("set", -100).tap("<date.earlier_years>").session.page == -100


def test_a_half_tapped_date_is_still_there_after_a_pause() -> None:
    ada = one("date").tap("<date.choose>", "2026")
    assert ada.act("resume").buttons[0] == "<month.1>"


def test_a_year_or_a_month_is_all_that_is_asked_for_where_that_is_so() -> None:
    year = one("date", appearance="year").tap("2019")
    assert year.answers == {"a": "2019-01-01"}
    assert year.read[1] == "2019"
    assert one("date", appearance="year").type("2003").answers == {"a": "2003-01-01"}
    month = one("date", appearance="month-year").tap("2019", "<month.5>")
    assert month.answers == {"a": "2019-05-01"}
    assert month.read[1] == "<date.month_in_words: <month.5>, 2019>"
    assert one("date", appearance="month-year").type("5/2019").answers == {"a": "2019-05-01"}
    assert one("date", appearance="month-year").type("17/5/2019").answers == {"a": "2019-05-01"}
    assert one("date", appearance="month-year").type("some day").read[0] == "<date.unknown: 31/12/2026>"


@pytest.mark.parametrize("argument", [0, 13, 20261301, 20260231, 999_999_999, -500, 202613])
def test_a_forged_part_of_a_date_is_stale(argument: int) -> None:
    assert one("date").act("set", argument).read[0] == "<stale>"
    assert one("datetime").act("set", argument).read[0] == "<stale>"


def test_other_buttons_are_no_date() -> None:
    for kind in ("date", "time", "datetime", "range", "acknowledge"):
        assert one(kind).act("again", 1).read[0] == "<stale>"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("19:30", "19:30:00"), ("7.30pm", "19:30:00"), ("7 pm", "19:00:00"), ("12 am", "00:00:00"), ("0730", "07:30:00"),
     ("19h30", "19:30:00"), ("১৯:৩০", "19:30:00")],
)  # fmt: skip
def test_a_time_may_be_typed_as_people_write_it(typed: str, stored: str) -> None:
    ada = one("time").type(typed)
    assert ada.answers == {"a": stored}
    assert ada.read[1] == stored[:5]


def test_what_is_no_time_is_refused() -> None:
    for typed in ("7", "25:00", "13 pm", "evening", "2530"):
        assert one("time").type(typed).read[0] == "<time.unknown: 19:30>"
    assert one("time").give(Sent("voice", "v")).read[0] == "<time.unknown: 19:30>"


def test_a_time_is_tapped_hour_then_minute() -> None:
    ada = one("time")
    assert ada.buttons[:24] == [str(hour) for hour in range(24)]
    ada.tap("19")
    assert hints(ada) == ["<time.minute: 19>"]
    assert ada.tap("05").answers == {"a": "19:05:00"}
    assert one("time").act("set", 12_399).read[0] == "<stale>"
    assert one("time").act("set", 99).read[0] == "<stale>"


@pytest.mark.parametrize(
    "typed", ["31/12/2026 19:30", "2026-12-31T19:30", "31 Dec 2026, 7.30 pm", "31 december 2026 1930"]
)
def test_a_moment_may_be_typed(typed: str) -> None:
    ada = one("datetime").type(typed)
    assert ada.answers == {"a": "2026-12-31T19:30:00.000+00:00"}
    assert ada.read[1] == "<moment.in_words: <date.in_words: 31, <month.12>, 2026>, 19:30>"


def test_a_moment_is_tapped_part_by_part() -> None:
    ada = one("datetime").tap("<date.choose>", "2026", "<month.12>", "31", "19", "30")
    assert ada.answers == {"a": "2026-12-31T19:30:00.000+00:00"}
    assert one("datetime").type("31/12/2026").read[0] == "<moment.unknown: 31/12/2026 19:30>"
    assert one("datetime").give(Sent("photo", "x")).read[0] == "<moment.unknown: 31/12/2026 19:30>"
    assert one("datetime").act("set", 202612311999).read[0] == "<stale>"
    assert one("datetime").act("set", 2026123199).read[0] == "<stale>"


def test_an_odd_default_date_is_shown_as_it_is() -> None:
    assert "<answer.keep: Tuesday>" in one("date", default="Tuesday").buttons
    assert "<answer.keep: noon>" in one("datetime", default="noon").buttons


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12", "12"),
        ("1,200", "1200"),
        ("١٢", "12"),
        ("১২", "12"),
        ("-3", "-3"),
        ("£50,000", "50000"),
        ("+4", "4"),
        ("5.0", "5"),
    ],
)
def test_a_whole_number_in_any_digits(typed: str, stored: str) -> None:
    assert one("integer").type(typed).answers == {"a": stored}


@pytest.mark.parametrize("typed", ["2.5", "about 5", "", "12a", "9" * 40, "1,2"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    assert one("integer").type(typed).read[0] == "<number.whole: 12>"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2,5", "2.5"), ("2.50", "2.5"), ("٢٫٥", "2.5"), ("1,200", "1200"), ("1.200,5", "1200.5"), ("1,200.5", "1200.5"), (".5", "0.5"), ("-0", "0"), ("007", "7"), ("-1.5", "-1.5"), ("0,123", "0.123"), ("3.", "3")],
)  # fmt: skip
def test_a_decimal_with_point_or_comma(typed: str, stored: str) -> None:
    assert one("decimal").type(typed).answers == {"a": stored}


def test_what_is_no_decimal_is_refused() -> None:
    assert one("decimal").type("1.2.3.").read[0] == "<number.decimal: 2.5>"
    assert one("decimal").give(Sent("photo", "x")).read[0] == "<number.decimal: 2.5>"


def test_a_scale_is_tapped_or_typed() -> None:
    ada = one("range", params={"start": "1", "end": "5", "step": "0.5"})
    assert ada.buttons[:9] == ["1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]
    assert ada.tap("2.5").answers == {"a": "2.5"}
    ada = one("range", params={"start": "1", "end": "5"})
    assert ada.type("7").read[0] == "<number.between: 1, 5>"
    assert ada.type("4").answers == {"a": "4"}
    assert one("range").act("set", 11).read[0] == "<stale>"


def test_a_scale_may_run_down_or_be_badly_written() -> None:
    assert one("range", params={"start": "3", "end": "1"}).buttons[:3] == ["3", "2", "1"]
    assert one("range", params={"start": "one"}).buttons[:2] == ["0", "1"]
    assert one("range", params={"step": "0"}).buttons[0] == "0"


def test_a_wide_scale_has_pages() -> None:
    ada = one("range", params={"start": "0", "end": "100"})
    assert ada.buttons[19:21] == ["19", "<page.more>"]
    assert ada.tap("<page.more>").buttons[0] == "20"


def test_a_changed_scale_answer_is_marked() -> None:
    assert one("range").tap("4").act("back").chosen == ["4"]


def test_reading_is_acknowledged_by_a_tap_or_a_word() -> None:
    assert one("acknowledge").tap("<acknowledge.ok>").answers == {"a": "OK"}
    assert one("acknowledge").type("ok!").read[1] == "<acknowledge.done>"
    assert one("acknowledge").type("oui").answers == {"a": "OK"}
    assert one("acknowledge").type("what?").read[0] == "<acknowledge.tap>"


@pytest.mark.parametrize(
    ("kind", "sent", "stored", "shown"),
    [
        ("image", Sent("photo", "f1"), "photo:f1", "<answer.picture>"),
        ("image", Sent("document", "f1", "image/png"), "document:f1", "<answer.picture>"),
        ("audio", Sent("voice", "f1"), "voice:f1", "<answer.recording>"),
        ("video", Sent("video", "f1"), "video:f1", "<answer.video>"),
        ("file", Sent("document", "f1"), "document:f1", "<answer.file>"),
        ("text", Sent("voice", "f1"), "voice:f1", "<answer.voice>"),
    ],
)
def test_files_are_kept_by_their_reference(kind: str, sent: Sent, stored: str, shown: str) -> None:
    ada = one(kind).give(sent)
    assert ada.answers == {"a": stored}
    assert ada.read[1] == shown


@pytest.mark.parametrize("kind", ["image", "audio", "video", "file"])
def test_words_are_no_file(kind: str) -> None:
    ada = one(kind)
    assert hints(ada) == [f"<{kind}.how>"]
    assert ada.type("here").read[0] == f"<{kind}.send>"


def test_a_place_is_sent_or_typed() -> None:
    ada = one("geopoint").give(Located(51.4613, -0.1156, 12.5))
    assert ada.answers == {"a": "51.461300 -0.115600 0 12.5"}
    assert ada.read[1] == "<answer.place: 51.4613, -0.1156>"
    assert one("geopoint").type("51.46, -0.11").answers == {"a": "51.460000 -0.110000 0 0"}
    for wrong in ("Brixton", "91, 0", "1, 999"):
        assert one("geopoint").type(wrong).read[0] == "<geopoint.send: 51.4613, -0.1156>"


def test_words_are_cleaned_of_what_nobody_typed() -> None:
    assert one("text").type("  a\u202eb\u200bc\x07d\r\ne\u200d ").answers == {"a": "abcd\ne\u200d"}


def test_an_empty_or_endless_text_is_refused() -> None:
    assert one("text").type("\u200b ").read[0] == "<text.empty>"
    assert one("text").type("x" * 4_001).read[0] == "<text.long: 4000, 4001>"
    assert one("text").give(Sent("photo", "x")).read[0] == "<text.words>"


def test_numbers_kept_as_text_lose_their_blanks() -> None:
    assert one("text", appearance="numbers").type("٠٧٧٠٠ 900").answers == {"a": "07700900"}


KIDS = form(
    q("first"),
    repeat("kid", q("name", under="/data/kid"), q("age", "integer", under="/data/kid"), label=words("Child")),
    q("oldest", "calculate", calculate="max(/data/kid/age)"),
    q("last"),
)


def test_one_more_is_asked_for_until_there_is_no_other() -> None:
    ada = Resident(KIDS).type("x")
    assert ada.title == "<repeat.first: Child>"
    ada.tap("<repeat.add>")
    assert ada.read[0] == "<repeat.added: Child>"
    assert "<repeat.heading: Child, 1>" in ada.read
    ada.type("Amina", "7")
    assert ada.title == "<repeat.again: Child>"
    ada.type("yes", "Tom", "9", "no")
    assert ada.read[0] == "<repeat.ended: Child>"
    sent = ada.type("end").tap("<review.send>").sent_in
    assert sent == {
        "first": "x", "kid[1]/name": "Amina", "kid[1]/age": "7", "kid[2]/name": "Tom", "kid[2]/age": "9", "oldest": "9",
        "last": "end",
    }  # fmt: skip


def test_there_may_be_none() -> None:
    assert Resident(KIDS).type("x").tap("<repeat.no>").type("end").sent_in == {"first": "x", "last": "end"}


def test_an_unclear_word_about_another_is_asked_again() -> None:
    ada = Resident(KIDS).type("x", "perhaps")
    assert ada.read[0] == "<repeat.unknown>"
    assert "<contact.button>" in ada.type("hm").buttons
    assert ada.tap("<back>").title == "First?"


def test_a_change_may_open_something_to_count() -> None:
    opening = form(
        *(q(n, "integer") for n in "abcde"), repeat("kid", q("name", under="/data/kid"), relevant="/data/a = 9")
    )
    ada = Resident(opening).type(*"12345").tap("1").type("9")
    assert ada.title == "<repeat.first: kid>"
    assert ada.tap("<back.review>").title == "<repeat.first: kid>"
    assert ada.give(Located(1.0, 1.0)).read[0] == "<repeat.unknown>"
    assert ada.tap("<repeat.no>").session.place == "review"


def test_no_may_be_taken_back() -> None:
    ada = Resident(KIDS).type("x", "no").act("back")
    assert ada.title == "<repeat.first: Child>"
    assert ada.tap("<repeat.add>").title == "Name?"


def test_one_too_many_is_taken_back_with_back() -> None:
    ada = Resident(KIDS).type("x", "yes", "Amina", "7", "yes")
    assert ada.act("back").title == "<repeat.again: Child>"
    sent = ada.type("no", "end").sent_in
    assert sent is not None
    assert [path for path in sent if "kid" in path] == ["kid[1]/name", "kid[1]/age"]


def test_a_counted_repeat_asks_as_often_as_was_said() -> None:
    counted = form(
        q("n", "integer"),
        repeat("kid", q("name", under="/data/kid"), count="/data/n"),
        repeat("odd", q("x", under="/data/odd"), count="'many'"),
        q("last"),
    )
    ada = Resident(counted).type("2", "A", "B")
    assert ada.title == "Last?"
    assert ada.answers["kid[2]/name"] == "B"
    assert len(Resident(counted).type("999999999").session.answers) == 1
    assert Resident(counted).type("0").title == "Last?"
    ada = Resident(counted).type("1", "A").act("back")
    assert ada.act("back").title == "N?"


def test_inside_a_repeat_expressions_mean_the_same_one() -> None:
    nested = form(
        repeat(
            "kid",
            q("age", "integer", under="/data/kid"),
            q("school", under="/data/kid", relevant="../age > 4"),
            q("nursery", under="/data/kid", relevant="/data/kid/age <= 4"),
            q(
                "older",
                "calculate",
                under="/data/kid",
                calculate="if(position(..) > 1, ../age - indexed-repeat(/data/kid/age, /data/kid, position(..) - 1), 0)",
            ),
        ),
        q("last"),
    )
    ada = Resident(nested).type("yes", "3")
    assert ada.title == "Nursery?"
    ada.type("x", "yes", "9")
    assert ada.title == "School?"
    sent = ada.type("y", "no", "z").tap("<review.send>").sent_in
    assert sent is not None
    assert (sent["kid[1]/older"], sent["kid[2]/older"]) == ("0", "6")


def test_a_count_that_counts_itself_is_none_and_sums_see_every_one() -> None:
    odd = form(
        repeat("kid", q("name", under="/data/kid"), count="count(/data/kid)"),
        repeat("dog", q("age", "integer", under="/data/dog"), count="2"),
        q("years", "calculate", calculate="sum(/data/dog/age) + count(/data/dog)"),
        q("last"),
    )
    assert Resident(odd).type("3", "4", "x").sent_in == {
        "dog[1]/age": "3",
        "dog[2]/age": "4",
        "years": "9",
        "last": "x",
    }


def test_what_a_list_lacks_may_be_said_inside_a_repeat() -> None:
    from tests.core.forms import choices, group

    inside = form(
        repeat("kid", group("g", q("a", "select_one", under="/data/kid/g", choices="l"), under="/data/kid")),
        q("last"),
        l=choices("One", something_missing="Missing"),
    )
    sent = Resident(inside).type("yes").tap("Missing").type("Slides", "no", "x").sent_in
    assert sent == {"kid[1]/g/a": "something_missing", "kid[1]/g/a#missing": "Slides", "last": "x"}


def test_changing_inside_a_repeat_can_be_left_unmade() -> None:
    many = form(*(q(n) for n in "abcd"), repeat("kid", q("name", under="/data/kid")))
    ada = Resident(many).type(*"1234", "yes", "Amina", "no")
    assert ada.session.place == "review"
    ada.tap("5")
    assert ada.title == "Name?"
    assert ada.give(Act(ada.session.at, "review")).session.place == "review"
