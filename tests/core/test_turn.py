"""A resident walks through a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import turn
from bot.core.events import Answered, Erred, Finished, LanguageSwitched, Outdated
from bot.core.form import Media, Shown
from bot.core.inputs import Act, Choose, Located, Open, Sent, SwitchLanguage, Typed
from bot.core.lexicon import LEXICON
from bot.core.mark import mark
from bot.core.plan import plan_of
from bot.core.question import Alien, Face
from bot.core.questions import KINDS
from bot.core.scene import scene_of
from bot.core.screen import Go, Plain
from tests.core.forms import AR, EN, NOW, PT, Resident, choices, form, group, q, words

SHORT = form(q("safe", "select_one", choices="yes_no"), q("why"))
LONG = form(*(q(name, "integer") for name in ("a", "b", "c", "d", "e", "f")))


def test_an_answer_edits_the_question_and_the_next_one_comes_below() -> None:
    ada = Resident(SHORT).tap("Yes")
    assert ada.modes == ["replace", "below"]
    asked, following = ada.screens
    assert [block.style for block in asked.blocks] == ["title", "answer"]
    assert asked.rows == ()
    assert not asked.holds
    assert following.holds
    assert ada.title == "Why?"
    assert ada.events == (Answered("/data/safe", "yes"),)


def test_nothing_is_said_of_the_total_before_it_is_certain() -> None:
    branching = form(
        q("safe", "select_one", choices="yes_no"),
        q("where", relevant="/data/safe = 'no'"),
        q("when"),
        q("more", relevant="string-length(/data/when) > 3"),
        q("last"),
    )
    ada = Resident(branching)
    assert "<progress.number: 1>" in ada.read
    assert "<progress.number: 2>" in ada.tap("No").read
    assert "<progress.number: 3>" in ada.type("By the lake").read
    assert "<progress.of: 4, 4>" in ada.type("Now").read


def test_a_total_counts_what_lies_ahead_when_calculations_decided_it_already() -> None:
    decided = form(
        q("age", "integer"),
        q("old", "calculate", calculate="/data/age > 60"),
        q("near", "integer"),
        q("pension", relevant="/data/old = 'true'"),
    )
    assert "<progress.of: 2, 3>" in Resident(decided).type("70").read
    assert "<progress.of: 2, 2>" in Resident(decided).type("20").read


def test_what_is_passed_may_be_named_from_where_one_stands() -> None:
    relative = form(
        q("a"),
        q("fixed", "today"),
        group(
            "home",
            q("b", under="/data/home", relevant="../../a = 'x' and ../../fixed != '' and ./../../a != ''"),
            q("c", under="/data/home"),
        ),
        q("d", relevant="/data/home = ''"),
    )
    assert "<progress.number: 2>" in Resident(relative).type("x").read
    known = replace(relative, nodes=relative.nodes[:3])
    assert "<progress.of: 2, 3>" in Resident(known).type("x").read
    outside = form(q("a"), q("b"), q("c", relevant="../../../a = 1"))
    assert "<progress.number: 2>" in Resident(outside).type("x").read


def test_the_total_stays_unsaid_where_a_condition_cannot_be_read_ahead() -> None:
    unclear = form(q("a"), q("b", relevant="count(/data/*) > 1"), q("c", relevant="/data/nowhere = 1"))
    assert "<progress.number: 1>" in Resident(unclear).read


def test_back_shows_the_question_again_with_what_was_said() -> None:
    ada = Resident(form(q("a"), q("b"), q("c"))).type("one", "two").act("back")
    assert ada.modes == ["below"]
    assert ada.title == "B?"
    assert "<answer.keep: two>" in ada.buttons
    assert ada.tap("<answer.keep: two>").title == "C?"
    assert ada.answers == {"a": "one", "b": "two"}


def test_back_at_the_first_question_says_so_and_no_button_offers_it() -> None:
    ada = Resident(SHORT)
    assert "<back>" not in ada.buttons
    assert "<back.first>" in ada.act("back").read


def test_after_going_back_answered_questions_are_not_asked_again() -> None:
    ada = Resident(form(q("a"), q("b"), q("c"))).type("one", "two").act("back").act("back")
    assert ada.title == "A?"
    assert ada.type("other").title == "C?"


def test_skip_is_offered_only_where_no_answer_is_needed() -> None:
    ada = Resident(form(q("a"), q("b", required="true()", required_message=words("Please say."))))
    assert "<skip>" in ada.buttons
    ada.tap("<skip>")
    assert ada.read[1] == "<answer.skipped>"
    assert "<skip>" not in ada.buttons
    ada.act("skip")
    assert ada.read[0] == "<author: Please say.>"
    assert ada.session.at == "/data/b"


def test_a_needed_answer_without_the_authors_words_is_asked_for_in_ours() -> None:
    assert Resident(form(q("a", required="1 = 1"))).act("skip").read[0] == "<required>"


def test_skip_and_back_may_be_typed_where_words_are_no_answer() -> None:
    ada = Resident(form(q("a", "integer"), q("b", "integer"), q("c"))).type("Skip", "RETOUR!")
    assert ada.title == "A?"
    ada.type("3", "passer")
    assert ada.type("skip").sent_in == {"a": "3", "b": "", "c": "skip"}


def test_an_answer_that_breaks_the_constraint_is_never_stored() -> None:
    ada = Resident(form(q("age", "integer", constraint=". < 120", constraint_message=words("Younger, surely."))))
    ada.type("200")
    assert ada.read[0] == "<author: Younger, surely.>"
    assert ada.events == (Erred("/data/age", "author"),)
    assert ada.answers == {}
    assert ada.title == "Age?"


def test_a_constraint_without_a_message_is_refused_in_our_words() -> None:
    assert Resident(form(q("age", "integer", constraint=". < 120"))).type("200").read[0] == "<constraint>"


def test_after_two_misses_a_person_is_offered() -> None:
    ada = Resident(form(q("age", "integer"))).type("old")
    assert ada.read[0] == "<number.whole: 12>"
    assert "<contact.button>" not in ada.buttons
    ada.type("very old")
    assert "<misses.offer>" in ada.read
    assert ada.button("<contact.button>").press == Go("contact")


def test_a_short_form_ends_with_its_last_answer() -> None:
    ada = Resident(SHORT).tap("No").type("Dark")
    assert ada.modes == ["replace", "below"]
    assert ada.sent_in == {"safe": "no", "why": "Dark"}
    assert ada.session.place == "finished"
    assert "<finished>" in ada.read


def test_a_long_form_is_checked_before_it_is_sent_in() -> None:
    ada = Resident(LONG).type(*"123456")
    assert ada.session.place == "review"
    assert "<review.line: B?, 2>" in ada.read
    assert ada.sent_in is None
    ada.tap("<review.send>")
    assert ada.modes == ["replace", "below"]
    assert ada.sent_in == dict(zip("abcdef", "123456", strict=True))


def test_a_change_goes_to_its_question_and_back_to_the_check() -> None:
    ada = Resident(LONG).type(*"123456").tap("2")
    assert ada.title == "B?"
    assert "<back.review>" in ada.buttons
    ada.type("9")
    assert ada.session.place == "review"
    assert "<review.line: B?, 9>" in ada.read


def test_leaving_a_change_unmade_returns_to_the_check() -> None:
    ada = Resident(LONG).type(*"123456").tap("2")
    assert ada.tap("<back.review>").session.place == "review"
    assert ada.tap("3").type("back").session.place == "review"
    assert ada.answers["c"] == "3"


def test_a_change_that_opens_a_question_asks_it_first() -> None:
    opening = form(*LONG.nodes, q("g", "integer", relevant="/data/b > 100"))
    ada = Resident(opening).type(*"123456").tap("2").type("500")
    assert ada.title == "G?"
    assert ada.type("7").session.place == "review"


def test_the_check_may_be_answered_in_writing() -> None:
    ada = Resident(LONG).type(*"123456")
    assert ada.type("perhaps").read[0] == "<review.unknown>"
    assert ada.type("99").read[0] == "<review.unknown>"
    assert ada.type("٢").title == "B?"
    assert ada.type("8").type("send").sent_in == {"a": "1", "b": "8", "c": "3", "d": "4", "e": "5", "f": "6"}


def test_other_inputs_at_the_check_show_it_again() -> None:
    ada = Resident(LONG).type(*"123456")
    assert ada.give(Sent("photo", "p")).session.place == "review"
    assert ada.give(Act("", "resume")).read[0] == "<review.title>"
    assert ada.give(Act("/data/a", "skip")).read[0] == "<stale>"


def test_a_long_check_has_pages() -> None:
    many = form(*(q(f"q{number}", "integer") for number in range(23)))
    ada = Resident(many).type(*["1"] * 23)
    assert "11" not in ada.buttons
    ada.tap("<page.more>", "<page.more>")
    assert ada.modes == ["replace"]
    assert "23" in ada.buttons
    assert "<page.more>" not in ada.buttons
    assert ada.tap("<page.earlier>").tap("11").title == "Q10?"


def test_long_words_are_cut_short_in_the_check() -> None:
    ada = Resident(form(*(q(f"q{number}") for number in range(5)))).type("x" * 500, *["y"] * 4)
    assert max(map(len, ada.read)) < 200


def test_answers_made_irrelevant_are_dropped_at_the_end() -> None:
    branching = form(q("safe", "select_one", choices="yes_no"), q("where", relevant="/data/safe = 'no'"), q("age"))
    ada = Resident(branching).tap("No").type("Here").act("back").act("back").tap("Yes").type("30")
    assert ada.sent_in == {"safe": "yes", "age": "30"}
    assert ada.answers["where"] == "Here"


def test_what_hangs_on_an_irrelevant_answer_is_irrelevant_too() -> None:
    chain = form(
        q("a", "select_one", choices="yes_no"),
        q("b", "select_one", choices="yes_no", relevant="/data/a = 'yes'"),
        q("c", relevant="/data/b = 'yes'"),
    )
    ada = Resident(chain).tap("Yes", "Yes").act("back").act("back").tap("No")
    assert ada.sent_in == {"a": "no"}


def test_a_change_that_makes_another_answer_impossible_asks_it_again() -> None:
    cascade = form(
        q("borough", "select_one", choices="boroughs"),
        q("ward", "select_one", choices="wards", choice_filter="borough = /data/borough"),
        *LONG.nodes,
        boroughs=choices("Lambeth", "Southwark"),
        wards=(
            replace(choices("Vassall")[0], extras={"borough": "lambeth"}),
            replace(choices("Peckham")[0], extras={"borough": "southwark"}),
        ),
    )
    ada = Resident(cascade).tap("Lambeth")
    assert ada.buttons[0] == "Vassall"
    ada.tap("Vassall").type(*"123456").tap("1", "Southwark")
    assert "<asked_again>" in ada.read
    assert ada.title == "Ward?"
    assert ada.buttons[0] == "Peckham"


def test_a_skipped_answer_that_a_later_one_makes_needed_is_asked_for_at_the_end() -> None:
    late = form(q("name", required="/data/call = 'yes'"), q("call", "select_one", choices="yes_no"))
    ada = Resident(late).tap("<skip>").tap("Yes")
    assert ada.sent_in is None
    assert "<asked_again>" in ada.read
    assert ada.title == "Name?"
    assert ada.type("Ada").sent_in == {"name": "Ada", "call": "yes"}


def test_what_time_has_made_wrong_is_asked_again_before_it_is_sent_in() -> None:
    dated = form(q("visit", "date", constraint=". >= today()"), *LONG.nodes)
    ada = Resident(dated).type("29/7/2026", *"123456")
    ada.now = ada.now.replace(month=8)
    ada.tap("<review.send>")
    assert ada.sent_in is None
    assert "<asked_again>" in ada.read
    assert ada.title == "Visit?"


def test_a_button_of_an_older_question_shows_the_present_one_kindly() -> None:
    ada = Resident(form(q("a"), q("safe", "select_one", choices="yes_no"), q("c"))).type("x")
    old = ada.button("Yes").press
    ada.tap("No").type("y")
    ada.give(old)
    assert ada.sent_in is None
    ada = Resident(form(q("a", "select_one", choices="yes_no"), q("b", "select_one", choices="yes_no"), q("c")))
    first = ada.button("Yes").press
    ada.tap("No", "No").give(first)
    assert ada.modes == ["toast", "below"]
    assert ada.read[0] == "<stale>"
    assert ada.title == "C?"
    assert ada.events == (Outdated("/data/c"),)


@pytest.mark.parametrize("name", [str, mark])
def test_a_double_tap_is_harmless_and_repeats_nothing(name: object) -> None:
    ada = Resident(SHORT).tap("Yes")
    ada.give(Choose(name("/data/safe"), 0))  # type: ignore[operator]
    assert ada.modes == ["toast"]
    assert ada.read == ["<answer.kept>"]
    assert ada.give(Choose("/data/safe", 1)).read[0] == "<stale>"
    assert ada.give(Choose("/data/safe", 99)).read[0] == "<stale>"


def test_an_older_update_never_replaces_a_newer_answer() -> None:
    ada = Resident(SHORT)
    ada.give(Choose("/data/safe", 0), update=50).give(Act("/data/why", "back"), update=51)
    ada.give(Choose("/data/safe", 1), update=40)
    assert ada.answers["safe"] == "yes"
    assert ada.screens == ()
    assert ada.events == (Outdated("/data/safe"),)


def test_words_that_come_late_answer_nothing() -> None:
    ada = Resident(form(q("a"), q("b"), q("c"))).give(Typed("new"), update=50)
    ada.give(Typed("late"), update=49)
    assert ada.answers == {"a": "new"}
    assert ada.read[0] == "<stale>"


def test_update_numbers_that_begin_anew_after_a_day_are_believed() -> None:
    ada = Resident(form(q("a"), q("b"), q("c"))).give(Typed("first"), update=5_000)
    ada.now = ada.now.replace(day=31)
    assert ada.give(Typed("second"), update=3).answers == {"a": "first", "b": "second"}


def test_switching_language_draws_the_same_question_anew_and_loses_nothing() -> None:
    both = form(
        q("safe", "select_one", choices="yn", label=words("Safe?", pt="Em segurança?")),
        q("why", label=words("Why?", pt="Porquê?")),
        languages=(EN, PT),
        yn=(replace(choices("Yes")[0], label=words("Yes", pt="Sim")), *choices("No")),
    )
    ada = Resident(both).give(SwitchLanguage(PT))
    assert ada.modes == ["replace"]
    assert ada.events == (LanguageSwitched("pt"),)
    assert ada.title == "Em segurança?"
    assert ada.buttons[:2] == ["Sim", "No"]
    ada.type("yes").give(SwitchLanguage(AR))
    assert ada.answers == {"safe": "yes"}
    assert ada.title == "Why?"


def test_a_label_missing_in_every_language_is_the_questions_name() -> None:
    assert Resident(form(q("who_are_you", label={}))).title == "who_are_you"


def test_finished_is_finished() -> None:
    ada = Resident(SHORT).tap("No").type("Dark")
    revision = ada.session.revision
    assert ada.give(Choose("/data/safe", 0)).modes == ["toast"]
    assert ada.read == ["<finished.already>"]
    assert ada.type("one more thing").read == ["<finished>"]
    assert ada.give(Open()).read == ["<finished>"]
    assert ada.session.revision == revision


def test_opening_again_shows_where_one_was() -> None:
    ada = Resident(SHORT).tap("No").give(Open())
    assert ada.modes == ["below"]
    assert ada.title == "Why?"
    assert ada.act("resume").title == "Why?"


def test_notes_stand_above_the_next_question_and_after_the_last() -> None:
    told = form(
        q("hello", "note", label=words("Welcome"), hint=words("It is short")),
        q("a"),
        q("between", "note", label={EN: ("You said ", Shown("/data/a"), ".")}),
        q("never", "note", relevant="false()"),
        q("b"),
        q("bye", "note", label=words("Goodbye")),
    )
    ada = Resident(told)
    assert ada.read[1:4] == ["Welcome", "It is short", "A?"]
    assert ada.type("blue").read[3:5] == ["You said blue.", "B?"]
    assert ada.type("x").read[-2:] == ["Goodbye", "<finished>"]


def test_notes_after_the_last_question_stand_in_the_check_of_a_long_form() -> None:
    ada = Resident(form(*LONG.nodes, q("bye", "note", label=words("Goodbye")))).type(*"123456")
    assert ada.read[2] == "Goodbye"
    assert "Goodbye" not in ada.tap("<review.send>").read


def test_a_form_of_notes_alone_can_be_read_and_ended() -> None:
    ada = Resident(form(q("hello", "note", label=words("Welcome"))))
    assert ada.read == ["Welcome", "<review.empty>"]
    assert ada.tap("<review.send>").sent_in == {}


def test_a_group_is_headed_once() -> None:
    grouped = form(
        group("home", q("a", under="/data/home"), q("b", under="/data/home"), label=words("Your home")), q("c")
    )
    ada = Resident(grouped)
    assert "Your home" in ada.read
    assert "Your home" not in ada.type("x").read


def test_a_group_that_does_not_apply_is_passed_over() -> None:
    grouped = form(group("home", q("a", under="/data/home"), relevant="false()"), q("c"))
    assert Resident(grouped).title == "C?"


def test_a_default_is_offered_and_kept_by_a_tap() -> None:
    ada = Resident(form(q("borough", default="Lambeth"), q("day", "date", dynamic_default="today()"), q("c")))
    assert "<answer.keep: Lambeth>" in ada.buttons
    ada.act("ok")
    assert "<answer.keep: <date.in_words: 29, <month.7>, 2026>>" in ada.buttons
    ada.act("ok")
    assert ada.answers == {"borough": "Lambeth", "day": "2026-07-29"}


def test_what_may_only_be_read_is_shown_not_asked() -> None:
    ada = Resident(form(q("a", "integer"), q("twice", "integer", readonly="true()", calculate="/data/a * 2"), q("c")))
    assert ada.type("4").read[3:6] == ["Twice?", "8", "C?"]
    assert ada.type("x").sent_in == {"a": "4", "twice": "8", "c": "x"}


def test_a_sensitive_answer_is_never_repeated_in_the_chat() -> None:
    private = form(
        q("health", params={"sensitive": "yes"}), q("money", "integer", appearance="sensitive"), *LONG.nodes[:4]
    )
    ada = Resident(private).type("asthma")
    assert ada.read[1] == "<answer.hidden>"
    ada.act("back")
    assert "<answer.keep_hidden>" in ada.buttons
    ada.act("ok").type("5", *"1234")
    assert "asthma" not in " ".join(ada.read)
    assert ada.read.count("<review.line: Health?, <answer.hidden>>") == 1


def test_danger_stands_beside_open_words_only() -> None:
    ada = Resident(SHORT)
    assert "<danger>" not in ada.read
    assert "<danger>" in ada.tap("Yes").read


def test_more_can_be_explained_where_the_author_wrote_it() -> None:
    ada = Resident(form(q("a", guidance=words("Think of last week."))))
    ada.tap("<explain>")
    assert ada.read == ["Think of last week."]
    assert not ada.screens[0].holds
    assert ada.session.revision == 0


def test_pictures_and_recordings_of_a_question_go_with_it() -> None:
    heard = form(
        q("look", "note", media={EN: Media(image="map.png")}),
        q("a", media={EN: Media(audio="a-en.mp3", video="a.mp4"), PT: Media(audio="a-pt.mp3")}),
        languages=(EN, PT),
    )
    ada = Resident(heard)
    assert [(one.kind, one.name) for one in ada.screens[0].attachments] == [
        ("image", "map.png"),
        ("audio", "a-en.mp3"),
        ("video", "a.mp4"),
    ]
    ada.give(SwitchLanguage(PT))
    assert [one.name for one in ada.screens[0].attachments] == ["map.png", "a-pt.mp3"]


def test_what_a_person_sends_in_is_computed_at_the_end() -> None:
    computing = form(
        q("began", "start"),
        q("ended", "end"),
        q("day", "today"),
        q("a", "integer"),
        q("sum", "calculate", calculate="/data/a + 1"),
        q("empty", "calculate", calculate="/data/nothing"),
        q("place", "hidden", default="Brixton"),
    )
    sent = Resident(computing).type("4").sent_in
    assert sent == {
        "began": "2026-07-29T12:30:00.000+00:00",
        "ended": "2026-07-29T12:30:02.000+00:00",
        "day": "2026-07-29",
        "a": "4",
        "sum": "5",
        "place": "Brixton",
    }


def test_once_keeps_what_was_found_first() -> None:
    kept = form(q("first", "calculate", calculate="once(/data/a)"), q("a"), q("b"), q("c"))
    ada = Resident(kept).type("one").act("back").type("two")
    assert ada.answers["first"] == "one"


def test_a_trigger_works_something_out_when_its_question_is_answered() -> None:
    stamped = form(
        q("a"),
        q("when", "calculate", calculate="now()", params={"trigger": "/data/a"}),
        q("copy", calculate="/data/a", params={"trigger": "/data/a"}),
        q("b"),
    )
    ada = Resident(stamped)
    ada.type("x")
    stamp = ada.answers["when"]
    assert stamp.startswith("2026-07-29T12:30:02")
    ada.type("y", "z")
    assert ada.sent_in == {"a": "x", "when": stamp, "copy": "y", "b": "z"}


def test_chance_rests_on_the_seed_alone() -> None:
    lucky = form(q("draw", "calculate", calculate="random()"), q("id", "calculate", calculate="uuid()"), q("a"))
    first, again, other = (Resident(lucky, seed=seed).type("x").sent_in for seed in (1, 1, 2))
    assert first == again != other
    assert first
    assert 0 <= float(first["draw"]) < 1


def test_a_session_whose_question_is_gone_goes_on_at_the_next() -> None:
    ada = Resident(SHORT)
    ada.session = replace(ada.session, at="/data/removed")
    assert ada.type("x").title == "Safe?"
    assert isinstance(ada.events[0], Outdated)


def test_an_input_that_no_question_takes_says_what_to_do() -> None:
    ada = Resident(SHORT).give(Sent("photo", "p"))
    assert ada.read[0] == "<choice.tap>"
    assert ada.tap("Yes").give(Located(51.4, -0.1)).read[0] == "<text.words>"


def test_a_forged_button_changes_nothing() -> None:
    ada = Resident(SHORT)
    for forged in (Choose("/data/safe", 7), Choose("/data/safe", -1)):
        assert ada.give(forged).read[0] == "<stale>"
    assert ada.tap("Yes").act("set", 3).read[0] == "<text.words>"
    assert ada.answers == {"safe": "yes"}


def test_nobody_is_asked_a_note() -> None:
    ada = Resident(SHORT)
    scene = scene_of(SHORT, ada.session, NOW, lexicon=LEXICON)
    assert scene.place is not None
    ask = scene.ask(scene.place)
    note = KINDS["note"]
    assert (note.show(ask), note.read(ask, Open()), note.fits(ask, "")) == (Face(), Alien(), True)
    assert note.in_words(ask, "5") == Plain("5")


def test_plans_of_the_forms_used_last_are_kept() -> None:
    first = form(q("a"))
    plan = plan_of(first)
    assert plan_of(first) is plan
    others = [form(q("a")) for _ in range(300)]
    for one in others:
        plan_of(one)
    assert plan_of(first) is not plan


def test_a_form_may_be_taken_twice_with_the_same_result() -> None:
    session = turn.begin(SHORT, seed=1, language=EN, now=NOW)
    given = (SHORT, session, Choose("/data/safe", 0), NOW, 7)
    assert turn.take(*given) == turn.take(*given)


def test_the_end_event_comes_after_the_answer() -> None:
    ada = Resident(SHORT).tap("No").type("Dark")
    assert [type(event) for event in ada.events] == [Answered, Finished]
