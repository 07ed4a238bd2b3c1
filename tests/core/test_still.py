"""What is worked out once for everybody never shows one resident what belongs to another."""

from __future__ import annotations

import pytest

from bot.core import still
from bot.core.form import Choice, Shown
from bot.core.inputs import SwitchLanguage
from tests.core.forms import AR, EN, Resident, choices, form, q, words

LAMPS = (Choice("lamps", words("Lamps", ar="إنارة")), Choice("patrols", words("Patrols", ar="دوريات")))
PLAIN = form(q("wants", "select_one", choices="l"), q("b"), languages=(EN, AR), l=LAMPS)


def test_two_residents_see_the_same_options_each_in_their_language() -> None:
    assert Resident(PLAIN).buttons[:2] == ["Lamps", "Patrols"]
    assert Resident(PLAIN, language=AR).buttons[:2] == ["إنارة", "دوريات"]
    assert Resident(PLAIN).give(SwitchLanguage(AR)).buttons[:2] == ["إنارة", "دوريات"]


def test_an_answer_given_by_one_resident_is_not_shown_as_chosen_to_another() -> None:
    ada = Resident(PLAIN).tap("Lamps").tap("<back>")
    assert ada.chosen == ["Lamps"]
    assert Resident(PLAIN).chosen == []


def test_options_that_rest_on_other_answers_follow_each_residents_own() -> None:
    asked = form(
        q("area", "select_one", choices="areas"), q("place", "select_one", choices="places", choice_filter="area=/data/area"),
        areas=choices("North", "South"),
        places=(Choice("park", words("Park"), extras={"area": "north"}), Choice("quay", words("Quay"), extras={"area": "south"})),
    )  # fmt: skip
    assert Resident(asked).tap("North").buttons[0] == "Park"
    assert Resident(asked).tap("South").buttons[0] == "Quay"


def test_options_worded_by_an_answer_follow_each_residents_own() -> None:
    own = (Choice("a", {EN: ("More ", Shown("/data/what"))}), Choice("b", words("Less")))
    asked = form(q("what"), q("how", "select_one", choices="own"), own=own)
    assert Resident(asked).type("lamps").buttons[0] == "More lamps"
    assert Resident(asked).type("trees").buttons[0] == "More trees"


def test_shuffled_options_stand_in_each_residents_own_order() -> None:
    asked = form(q("p", "select_one", choices="l", params={"randomize": "true"}), q("b"), l=choices(*"ABCDEF"))
    orders = {tuple(Resident(asked, seed=seed).buttons[:6]) for seed in range(8)}
    assert len(orders) > 1


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "_MOST", 3)
    for name in "abcdef":
        Resident(form(q(name, "select_one", choices="yes_no"), q("z"))).tap("Yes")
        assert len(still._faces) <= 3
        assert len(still._words) <= 3
