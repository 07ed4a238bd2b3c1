"""A resident answers from closed lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.form import Choice, Media
from bot.core.inputs import Act, Choose, Sent, SwitchLanguage
from tests.core.forms import AR, EN, PT, Resident, choices, form, q, words

HELP = choices("Lamps", "Youth club", "Patrols")
WANTS = form(q("wants", "select_multiple", choices="help"), q("why"), q("c"), help=HELP)
TOWNS = tuple(Choice(f"t{number:03}", words(f"Town {number}")) for number in range(1, 154))
MANY = form(q("town", "select_one", choices="towns"), q("b"), towns=TOWNS)
MANY_TOWNS = form(q("towns", "select_multiple", choices="towns"), q("b"), towns=TOWNS)


@pytest.mark.parametrize("typed", ["yes", "YES.", " Sí ", "نعم", "হ্যাঁ", "1", "haa", "Yes"])
def test_yes_may_be_typed_in_any_language(typed: str) -> None:
    assert Resident(form(q("safe", "select_one", choices="yes_no"), q("b"))).type(typed).answers == {"safe": "yes"}


@pytest.mark.parametrize("typed", ["no", "٢", "لا", "nie", "না"])
def test_no_may_be_typed_in_any_language(typed: str) -> None:
    assert Resident(form(q("safe", "select_one", choices="yes_no"), q("b"))).type(typed).answers == {"safe": "no"}


def test_yes_is_understood_by_label_where_codes_are_numbers() -> None:
    numbered = form(
        q("safe", "select_one", choices="yn"), q("b"), yn=(Choice("1", words("Yes")), Choice("0", words("No")))
    )
    assert Resident(numbered).type("oui").answers == {"safe": "1"}
    assert Resident(numbered).type("não").answers == {"safe": "0"}


def test_a_label_goes_before_a_number_and_a_number_before_a_code() -> None:
    scale = form(
        q("often", "select_one", choices="scale"), q("b"), scale=choices(**{"1": "0", "2": "1", "9": "2 or more"})
    )
    assert Resident(scale).type("1").answers == {"often": "2"}
    assert Resident(scale).type("3").answers == {"often": "9"}
    assert Resident(scale).type("9").answers == {"often": "9"}


def test_a_label_may_be_typed_in_any_of_the_forms_languages() -> None:
    spoken = form(
        q("a", "select_one", choices="l"),
        q("b"),
        languages=(EN, AR),
        l=(Choice("x", words("Lamps", ar="إنارة")), *HELP[1:]),
    )
    assert Resident(spoken).type("إنارة").answers == {"a": "x"}
    assert Resident(spoken, language=AR).type("lamps").answers == {"a": "x"}


def test_words_off_the_list_are_refused_with_an_example() -> None:
    ada = Resident(form(q("safe", "select_one", choices="yes_no"), q("b"))).type("maybe")
    assert ada.read[0] == "<choice.unknown: 1>"
    assert ada.type("").read[0] == "<choice.unknown: 1>"
    assert ada.buttons[:2] == ["Yes", "No"]


def test_a_multiple_choice_toggles_in_place_and_done_names_the_count() -> None:
    ada = Resident(WANTS)
    assert not any("done" in label for label in ada.buttons)
    ada.tap("Lamps")
    assert ada.modes == ["replace"]
    assert ada.chosen == ["Lamps"]
    ada.tap("Patrols")
    assert "<choices.done: n=2>" in ada.buttons
    ada.tap("Lamps").tap("<choices.done: n=1>")
    assert ada.answers == {"wants": "patrols"}


def test_answers_are_kept_in_the_lists_order_not_the_taps() -> None:
    assert Resident(WANTS).tap("Patrols", "Lamps", "<choices.done: n=2>").answers == {"wants": "lamps patrols"}


def test_a_button_carries_the_wanted_state_so_that_pressing_twice_is_pressing_once() -> None:
    ada = Resident(WANTS)
    press = ada.button("Lamps").press
    ada.give(press).give(press)  # type: ignore[arg-type]
    assert ada.chosen == ["Lamps"]


def test_an_older_toggle_never_undoes_a_newer_one() -> None:
    ada = Resident(WANTS)
    ada.give(Choose("/data/wants", 0, on=True), update=10)
    ada.give(Choose("/data/wants", 0, on=False), update=9)
    assert ada.session.picked == {"lamps": 10}
    assert ada.screens == ()
    ada.give(Choose("/data/wants", 0, on=False), update=12).give(Choose("/data/wants", 0, on=True), update=11)
    assert ada.session.picked == {"lamps": -12}


def test_a_toggle_without_a_number_leaves_no_trace_when_taken_back() -> None:
    ada = Resident(WANTS)
    ada.give(Choose("/data/wants", 0, on=True), update=0).give(Choose("/data/wants", 0, on=False), update=0)
    assert ada.session.picked == {}


@pytest.mark.parametrize("typed", ["1, 3", "1 3", "١، ٣", "১,৩", "lamps, patrols", "Lamps & Patrols", "3;1"])
def test_a_typed_list_is_the_whole_answer(typed: str) -> None:
    assert Resident(WANTS).type(typed).answers == {"wants": "lamps patrols"}


def test_a_label_with_a_comma_in_it_is_one_option() -> None:
    commas = form(q("a", "select_multiple", choices="l"), q("b"), l=choices(x="Lamps, bright ones", y="Benches"))
    assert Resident(commas).type("lamps, bright ones").answers == {"a": "x"}


def test_a_list_with_a_part_that_means_nothing_is_refused_whole() -> None:
    ada = Resident(WANTS).type("1, 9")
    assert ada.answers == {}
    assert ada.read[0] == "<choices.unknown: 1, 2>"


def test_done_with_nothing_chosen_says_so() -> None:
    assert Resident(WANTS).act("done").read[0] == "<choices.nothing>"


def test_too_many_chosen_is_said_when_done_and_the_selection_stays() -> None:
    capped = form(q("wants", "select_multiple", choices="help", constraint="count-selected(.) <= 2"), q("b"), help=HELP)
    ada = Resident(capped).tap("Lamps", "Patrols", "Youth club", "<choices.done: n=3>")
    assert ada.read[0] == "<constraint>"
    assert len(ada.chosen) == 3
    assert ada.tap("Patrols", "<choices.done: n=2>").answers == {"wants": "lamps youth_club"}


def test_going_back_finds_what_was_chosen() -> None:
    ada = Resident(WANTS).tap("Lamps", "<choices.done: n=1>").act("back")
    assert ada.chosen == ["Lamps"]
    assert not any("keep" in label for label in ada.buttons)


def test_with_a_screen_reader_every_change_is_told_in_a_new_message() -> None:
    ada = Resident(WANTS, reader=True).tap("Lamps")
    assert ada.modes == ["replace", "below"]
    assert ada.read[-1] == "<choices.told: Lamps, n=1>"
    assert ada.buttons == ["<choices.done: n=1>"]
    ada.choose(0, on=False)
    assert ada.read[-1] == "<choices.empty>"


def test_with_a_screen_reader_a_sensitive_selection_is_counted_not_told() -> None:
    private = form(q("a", "select_multiple", choices="help", appearance="sensitive"), q("b"), help=HELP)
    assert Resident(private, reader=True).tap("Lamps").read[-1] == "<choices.told: <answer.hidden>, n=1>"


def test_words_for_done_skip_and_back_are_heard_at_a_list() -> None:
    ada = Resident(form(q("first", "select_one", choices="yes_no"), *WANTS.nodes, help=HELP)).type("yes")
    assert ada.type("back").title == "First?"
    assert ada.type("yes").tap("Lamps").type("Done").answers["wants"] == "lamps"
    assert Resident(WANTS).type("done").read[0] == "<choices.unknown: 1, 2>"
    assert Resident(WANTS).type("skip").answers == {"wants": ""}


def test_labels_too_long_for_a_phone_become_a_numbered_list() -> None:
    long = form(
        q("a", "select_one", choices="l"), q("b"), l=choices("A label of more than twenty-eight letters", "Short")
    )
    ada = Resident(long)
    assert ada.buttons[:2] == ["1", "2"]
    options = [(block.number, block.line.text) for block in ada.screens[0].blocks if block.style == "option"]  # type: ignore[union-attr]
    assert options == [(1, "A label of more than twenty-eight letters"), (2, "Short")]
    assert ada.tap("2").answers == {"a": "short"}


def test_two_options_that_read_the_same_are_told_apart_by_number() -> None:
    same = form(q("a", "select_one", choices="l"), q("b"), l=choices(x="Other", y="other"))
    assert Resident(same).buttons[:2] == ["1", "2"]
    assert Resident(same).type("other").read[0] == "<choice.unknown: 1>"


def test_a_long_list_has_pages_and_counts_through() -> None:
    ada = Resident(MANY)
    assert ada.buttons[9] == "10"
    assert "11" not in ada.buttons
    ada.tap(*["<page.more>"] * 15)
    assert ada.modes == ["replace"]
    assert ada.buttons[:3] == ["151", "152", "153"]
    assert "<page.more>" not in ada.buttons
    assert ada.tap("<page.earlier>").tap("150").answers == {"town": "t150"}


def test_a_list_of_twelve_is_not_broken_for_two() -> None:
    twelve = form(q("a", "select_one", choices="l"), q("b"), l=choices(*(f"Town {n}" for n in range(12))))
    assert "<page.more>" not in Resident(twelve).buttons
    assert Resident(twelve).buttons[11] == "12"


def test_a_page_that_is_not_there_is_the_nearest_that_is() -> None:
    assert Resident(MANY).act("page", 999).buttons[0] == "151"
    assert Resident(MANY).act("page", -3).buttons[0] == "1"


def test_with_a_screen_reader_pages_come_below() -> None:
    assert Resident(MANY, reader=True).tap("<page.more>").modes == ["below"]


def test_typing_part_of_a_long_lists_label_finds_it() -> None:
    ada = Resident(MANY).type("town 15")
    assert ada.answers == {"town": "t015"}
    ada = Resident(MANY).type("own 15")
    assert ada.read[0] == "<choice.near>"
    assert ada.buttons[:4] == ["Town 15", "Town 150", "Town 151", "Town 152"]
    assert ada.tap("Town 152").answers == {"town": "t152"}
    assert Resident(MANY).type("zzz").read[0] == "<choice.unknown: 1>"


def test_typing_part_of_a_label_finds_it_in_a_multiple_choice_too() -> None:
    ada = Resident(MANY_TOWNS).type("own 153").tap("Town 153")
    assert list(ada.session.picked) == ["t153"]
    assert ada.type("own 153").chosen == ["Town 153"]


def test_a_filter_offers_only_what_fits_earlier_answers() -> None:
    filtered = form(
        q("borough", "select_one", choices="yes_no"),
        q("ward", "select_one", choices="wards", choice_filter="in = /data/borough and position() > 0"),
        q("third", "select_one", choices="wards", choice_filter="3", required="true()"),
        q("none", "select_multiple", choices="wards", choice_filter="false()", required="true()"),
        q("none2", "select_one", choices="wards", choice_filter="1 div", required="true()"),
        wards=tuple(replace(one, extras={"in": code}) for one, code in zip(HELP, ("yes", "no", "yes"), strict=True)),
    )
    ada = Resident(filtered).tap("Yes")
    assert ada.buttons[:2] == ["Lamps", "Patrols"]
    assert ada.type("2").answers["ward"] == "patrols"
    assert ada.buttons[0] == "Patrols"
    ada.tap("Patrols")
    assert ada.type("x").read[0] == "<choice.none>"
    assert "<skip>" in ada.buttons
    ada.tap("<skip>")
    assert ada.type("x").read[0] == "<choice.none>"


def test_a_shuffle_is_the_persons_own_and_leaves_other_at_the_end() -> None:
    shuffled = form(
        q("a", "select_one", choices="l", params={"randomize": "true"}),
        q("b"),
        l=choices("one", "two", "three", "four", "five", none="None of these"),
    )
    orders = {tuple(Resident(shuffled, seed=seed).buttons) for seed in range(8)}
    assert len(orders) > 4
    assert all(order[5] == "None of these" for order in orders)
    ada = Resident(shuffled, seed=3)
    label = ada.buttons[0]
    assert ada.tap(label).answers == {"a": label}


def test_an_authors_seed_gives_everybody_the_same_order() -> None:
    seeded = form(q("a", "select_one", choices="l", params={"randomize": "true", "seed": "42"}), l=choices(*"abcdef"))
    assert len({tuple(Resident(seeded, seed=seed).buttons) for seed in range(5)}) == 1


def test_something_is_missing_asks_for_ones_own_words() -> None:
    lacking = form(
        q("a", "select_multiple", choices="l"), q("b"), l=(*HELP, *choices(something_missing="Something is missing"))
    )
    ada = Resident(lacking).type("1, 4")
    assert ada.title == "<missing.ask>"
    assert "<danger>" in ada.read
    ada.type("Warm places to sit")
    assert ada.read[:2] == ["<missing.ask>", "Warm places to sit"]
    assert ada.title == "B?"
    assert ada.type("x").sent_in == {"a": "lamps something_missing", "a#missing": "Warm places to sit", "b": "x"}


def test_taking_back_something_is_missing_drops_its_words() -> None:
    lacking = form(q("a", "select_one", choices="l"), q("b"), q("c"), l=(*HELP, *choices(something_missing="Missing")))
    ada = Resident(lacking).tap("Missing").type("Benches").act("back").act("back").tap("Lamps").type("x", "y")
    assert ada.sent_in == {"a": "lamps", "b": "x", "c": "y"}


def test_the_authors_own_question_about_what_is_missing_is_enough() -> None:
    asked = form(
        q("a", "select_one", choices="l"),
        q("a_words", relevant="selected(/data/a, 'something_missing')"),
        l=choices("One", something_missing="Missing"),
    )
    assert Resident(asked).tap("Missing").title == "A words?"


def test_or_other_offers_other_and_asks_what() -> None:
    other = form(q("a", "select_one", choices="help", params={"or_other": "1", "sensitive": "1"}), q("b"), help=HELP)
    ada = Resident(other)
    assert ada.buttons[3] == "<choice.other>"
    ada.tap("<choice.other>")
    assert ada.title == "<other.ask>"
    assert ada.type("Benches").read[1] == "<answer.hidden>"
    assert ada.type("x").sent_in == {"a": "other", "a_other": "Benches", "b": "x"}
    assert Resident(other).type("other").answers == {"a": "other"}


def test_other_is_named_among_other_answers() -> None:
    other = form(q("a", "select_multiple", choices="help", params={"or_other": "1"}), q("b"), help=HELP)
    assert Resident(other).type("1,2,4").read[1] == "<list.joined: <list.joined: Lamps, Youth club>, <choice.other>>"


def test_an_authors_other_question_is_not_asked_twice() -> None:
    own = form(
        q("a", "select_one", choices="l", params={"or_other": "1"}),
        q("a_other", relevant="/data/a = 'other'"),
        l=choices("One", other="Other"),
    )
    ada = Resident(own)
    assert ada.buttons.count("Other") == 1
    assert ada.tap("Other").title == "A other?"


def test_a_ranking_is_tapped_in_order_and_tapped_out_again() -> None:
    ranked = form(q("a", "rank", choices="help"), q("b"), help=HELP)
    ada = Resident(ranked).tap("Patrols", "Lamps")
    assert ada.buttons[:3] == ["<rank.place: 2, Lamps>", "Youth club", "<rank.place: 1, Patrols>"]
    ada.tap("<rank.place: 1, Patrols>")
    assert ada.buttons[0] == "<rank.place: 1, Lamps>"
    ada.tap("Youth club", "<rank.done: n=2>")
    assert ada.answers == {"a": "lamps youth_club"}
    assert ada.read[1] == "Lamps, Youth club"


def test_a_ranking_may_be_typed() -> None:
    ranked = form(q("a", "rank", choices="help"), q("b"), help=HELP)
    assert Resident(ranked).type("3, 1, 2").answers == {"a": "patrols lamps youth_club"}
    assert Resident(ranked).type("best one").read[0] == "<rank.unknown: 2, 1, 3>"
    assert Resident(ranked).act("done").read[0] == "<rank.nothing>"
    assert Resident(ranked).choose(17, on=True).read[0] == "<stale>"
    assert Resident(ranked).give(Sent("photo", "x")).read[0] == "<rank.unknown: 2, 1, 3>"


def test_a_data_card_stands_above_what_is_asked_of_it() -> None:
    card = form(
        q("match", "data_card", choices="yes_no", hint=words("6 in 10 feel safe. Source: the council.")), q("b")
    )
    ada = Resident(card)
    assert [block.style for block in ada.screens[0].blocks][1:] == ["card", "title"]
    ada.tap("No")
    assert [block.style for block in ada.screens[0].blocks] == ["card", "title", "answer"]


def test_pictures_of_options_carry_their_labels() -> None:
    seen = form(
        q("a", "select_one", choices="l"),
        languages=(EN, PT),
        l=(replace(HELP[0], media={EN: Media(image="lamp.png")}), HELP[1]),
    )
    for ada in (Resident(seen), Resident(seen).give(SwitchLanguage(PT))):
        (picture,) = ada.screens[0].attachments
        assert (picture.name, picture.caption) == ("lamp.png", ada.screens[0].rows[0][0].label)


def test_an_option_without_a_label_is_named_by_its_code() -> None:
    assert Resident(form(q("a", "select_one", choices="l"), l=(Choice("north", {}),))).buttons[0] == "north"


def test_media_are_no_answer_to_a_list() -> None:
    assert Resident(WANTS).give(Sent("voice", "v")).read[0] == "<choice.tap>"
    assert Resident(WANTS).choose(9, on=True).read[0] == "<stale>"


def test_a_button_of_the_bots_own_lists_is_refused_when_forged() -> None:
    assert Resident(MANY).give(Act("/data/town", "set", 3)).answers == {}
