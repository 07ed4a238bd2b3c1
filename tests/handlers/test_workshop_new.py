"""An officer plans a workshop in the chat, opens it, moves it, changes its places and calls it off."""

import json
from datetime import timedelta

import pytest

from bot.core.screen import Go
from bot.ports import State, millis

STEPS = (
    "~Write the plan", "Skip", "~Brixton library, 1 High Street", "Yes", "~{day} 18:30", "21:00", "24",
    "Sign-up, then a draw", "~{closes} 18:00", "~the lottery number of that day", "Polski", "Español", "Polski",
    "Done: 1 chosen", "No", "~the aim.", "~the rest.", "No money is decided", "~In March you hear of it.",
    "~The evenings team, 020 7946 0000",
)  # fmt: skip
DROP_IN = tuple(
    {"Sign-up, then a draw": "First come, first served"}.get(step, step)
    for step in STEPS
    if "{closes}" not in step and "lottery" not in step
)


def day(town, ahead):
    return f"{town.app.office.local(town.clock()) + timedelta(days=ahead):%d/%m/%Y}"


async def goes(town, officer, *steps):
    seen = None
    for step in steps:
        seen = await officer.goes(step.replace("{day}", day(town, 30)).replace("{closes}", day(town, 20)))
    return seen


async def planned(town, officer, steps=STEPS):
    """Through every step to the preview."""
    await officer.says("/workshop new")
    return await goes(town, officer, *steps)


async def opened(town, officer, steps=DROP_IN):
    await planned(town, officer, steps)
    await officer.goes("Keep as a draft", "See the workshop", "Show main language instead", "Open")
    return await officer.presses("Open")


async def kept(town):
    (found,) = [one for one in await town.rows("activities") if one["kind"] == "workshop"]
    return found | {"settings": json.loads(found["settings"])}


async def test_step_by_step_to_a_preview_and_a_draft_that_nobody_else_sees(town):
    officer = await town.officer()
    seen = await planned(town, officer)
    for said in (
        "Write the plan",
        "Brixton library, 1 High Street",
        "18:30",
        "21:00",
        "the aim.",
        "the rest.",
        "Places: 24",
    ):
        assert said in seen, said
    assert "18:00; a fair draw" in seen
    assert "Español" in seen
    assert "Polski" not in seen
    assert [one for one in await town.rows("activities") if one["kind"] == "workshop"] == []
    assert "kept as a draft" in await officer.presses("Keep as a draft")
    found = await kept(town)
    assert (found["state"], found["settings"]["needs"]) == ("draft", {"interpreters": ["es"], "creche": False})
    assert found["settings"]["contact"] == {"name": "The evenings team", "reach": "020 7946 0000"}
    ada = await town.arrive()
    await ada.starts()
    assert "Write the plan" not in await ada.says("/workshops")
    assert not town.playground.world.problems


async def test_the_plan_is_kept_when_something_else_is_done_and_goes_on_where_it_was(town):
    officer = await town.officer()
    await officer.says("/workshop new")
    await officer.says("Write the plan")
    await officer.says("/help")
    seen = await officer.says("/workshop new")
    assert "in the middle of planning" in seen
    assert "What happens there?" in seen


async def test_every_step_goes_back_and_what_was_answered_after_it_stays(town):
    officer = await town.officer()
    await officer.says("/workshop new")
    await goes(town, officer, *STEPS[:7])
    assert "How many places" in await officer.presses("Back")
    assert "When does it end?" in await officer.presses("Back")
    seen = await goes(town, officer, "20:00")
    assert "How are places given?" in seen, "the number of places is not asked again"


async def test_what_is_no_answer_is_said_kindly_and_the_step_stays(town):
    officer = await town.officer()
    await officer.says("/workshop new")
    assert "at most 80 letters" in await officer.says("x" * 81)
    assert "does not answer this step" in await officer.says("…")
    await goes(town, officer, *STEPS[:4])
    for odd in ("tomorrow perhaps", "31/02/2027 18:00", "27/11/2027"):
        assert "does not answer this step" in await officer.says(odd), odd
    assert "That time has passed" in await officer.says("01/01/2020 18:00")
    assert "When does it end?" in await goes(town, officer, STEPS[4])
    assert "The end has to be after the beginning" in await officer.says("17:00")
    await officer.presses("21:00")
    assert "from 1 to 2000" in await officer.says("none")
    await goes(town, officer, "24", "Sign-up, then a draw")
    assert "before the workshop begins" in await officer.says(f"{day(town, 31)} 18:00")


async def test_cancel_at_any_step_keeps_nothing(town):
    officer = await town.officer()
    await officer.says("/workshop new")
    await goes(town, officer, *STEPS[:9])
    assert "What you planned" not in await officer.presses("Cancel")
    assert "public figure" in await officer.presses("No, go on planning"), "it goes on where it was"
    await officer.presses("Cancel")
    assert "Nothing was kept" in await officer.presses("Yes, throw it away")
    assert "What is the workshop called?" in await officer.says("/workshop new")
    assert await kept_or_none(town) == []


async def kept_or_none(town):
    return [one for one in await town.rows("activities") if one["kind"] == "workshop"]


async def test_day_and_time_can_be_tapped(town):
    officer = await town.officer()
    await officer.says("/workshop new")
    await goes(town, officer, *STEPS[:4])
    shown = town.app.voice.short(town.app.office.local(town.clock() + timedelta(days=5)), "en")
    await officer.presses(shown)
    assert "When does it end?" in await officer.presses("18:30")


async def test_other_languages_now_or_later_and_no_opening_with_a_gap(town):
    officer = await town.officer()
    await planned(town, officer)
    await officer.presses("Write other languages")
    assert "Write the plan" in await officer.presses("Polski (6)")
    assert "Brixton library" in await officer.says("Piszemy plan")
    await officer.says("Biblioteka")
    await officer.presses("Skip")
    await officer.presses("Later")
    await officer.goes("Keep as a draft", "See the workshop")
    texts = (await kept(town))["settings"]
    assert (texts["title"]["pl"], texts["place"]["name"]["pl"]) == ("Piszemy plan", "Biblioteka")
    await officer.presses("Open")
    assert "words are missing in some languages" in (await officer.presses("Open")).toast


async def test_a_draft_is_changed_at_one_point_and_the_rest_stays(town):
    officer = await town.officer()
    await planned(town, officer)
    await officer.goes("Keep as a draft", "See the workshop", "Change something", "Number of places")
    await officer.says("30")
    await officer.presses("Keep as a draft")
    found = await kept(town)
    assert (found["settings"]["seats"], found["settings"]["title"]) == (30, {"en": "Write the plan"})
    assert len(await kept_or_none(town)) == 1


async def test_opened_it_is_found_by_residents_and_a_second_tap_opens_nothing(town):
    officer = await town.officer()
    seen = await opened(town, officer)
    assert "“Write the plan” is open." in seen
    found = await kept(town)
    assert (found["state"], found["settings"]["fallback"]) == ("open", True)
    assert len(found["settings"]["poster_code"]) == 6
    pools = await town.rows("pools")
    assert [(one["cap"], one["taken"]) for one in pools] == [(24, 0)]
    ada = await town.arrive()
    await ada.starts()
    assert "Write the plan" in await ada.says("/workshops")
    again = await officer.forges(await forged(town, officer, Go("workshop_change", f"{found['id']}.open.y")))
    assert town.app.voice.say("activity.not_draft", "en") in again.toast
    verbs = [one["verb"] for one in await town.rows("audit")]
    assert verbs.count("activity.opened") == 1


async def forged(town, who, press):
    codec, ring = town.app.intake._reader._codec, town.app.intake._reader._ring
    return codec.encode(press, 0, ring.look_up(who.person.id))


async def requested(town, who):
    """A booking, as the residents' doors make it (they have tests of their own)."""
    await who.starts()
    person, found = await who.row(), await kept(town)

    def work(tx):
        tx.seats.reserve(found["id"], person.id, millis(town.clock()) + 10**6, millis(town.clock()))
        tx.seats.confirm(found["id"], person.id, millis(town.clock()))
        return tx.bookings.put(found["id"], person.id, "confirmed", "{}", f"C{person.id % 10**9}", millis(town.clock()))

    return await town.write(work)


async def test_it_moves_after_a_question_and_tells_those_with_a_place_once(town):
    officer, ada = await town.officer(), await town.arrive()
    await opened(town, officer)
    booking = await requested(town, ada)
    before = await kept(town)
    await officer.says("/workshop")
    await officer.goes(f"Write the plan ({short(town, 30)})", "Move it")
    await officer.goes(short(town, 10), "19:00", "20:30")
    seen = await officer.presses("The same place")
    assert "Everybody who has a place or waits for one is told" in seen
    assert await town.rows("notices") == []
    yes = await officer.data_of("Yes, move it and tell all")
    for _ in range(3):
        await officer.forges(yes)
    found = await kept(town)
    assert (found["settings"]["sequence"], found["settings"]["starts"][11:16]) == (1, "19:00")
    assert found["settings"]["place"] == before["settings"]["place"]
    (notice,) = [one for one in await town.rows("notices") if one["kind"] == "moved"]
    rows = [one for one in await town.rows("deliveries") if one["notice"] == notice["id"]]
    assert [one["person"] for one in rows] == [booking.person]


def short(town, ahead):
    return town.app.voice.short(town.app.office.local(town.clock() + timedelta(days=ahead)), "en")


async def test_it_moves_to_another_place_and_says_whether_there_are_steps(town):
    officer = await town.officer()
    await opened(town, officer)
    await officer.goes("Move it", short(town, 10), "19:00", "20:30", "~Other hall, 2 Low Road", "No")
    await officer.presses("Yes, move it and tell all")
    place = (await kept(town))["settings"]["place"]
    assert (place["name"], place["step_free"]) == ({"en": "Other hall, 2 Low Road"}, False)


async def test_places_change_and_never_below_what_is_held(town):
    officer, ada, eve = await town.officer(), await town.arrive(), await town.arrive("Eve")
    await opened(town, officer)
    for who in (ada, eve):
        await requested(town, who)
    await officer.presses("More or fewer places")
    assert "More places than that are taken" in await officer.says("1")
    await officer.presses("More or fewer places")
    assert "from 1 to 2000" in await officer.says("0")
    await officer.presses("More or fewer places")
    assert "The number of places has changed" in await officer.says("2")
    assert [(one["cap"], one["taken"]) for one in await town.rows("pools")] == [(2, 2)]
    assert (await kept(town))["settings"]["seats"] == 2


async def test_it_is_called_off_with_a_reason_and_every_place_is_given_up(town):
    officer, ada = await town.officer(), await town.arrive()
    await opened(town, officer)
    booking = await requested(town, ada)
    await officer.says("/workshop")
    await officer.goes(f"Write the plan ({short(town, 30)})", "Cancel the workshop")
    assert "Why: The hall is cold." in await officer.says("The hall is cold.")
    yes = await officer.data_of("Yes, cancel it and tell all")
    for _ in range(3):
        await officer.forges(yes)
    found = await kept(town)
    assert (found["state"], found["settings"]["reason"]) == ("closed", {"en": "The hall is cold."})
    assert [(one["taken"]) for one in await town.rows("pools")] == [0]
    assert [one["state"] for one in await town.rows("bookings")] == ["cancelled"]
    (notice,) = [one for one in await town.rows("notices") if one["kind"] == "workshop_cancelled"]
    rows = [one for one in await town.rows("deliveries") if one["notice"] == notice["id"]]
    assert [one["person"] for one in rows] == [booking.person]
    assert State(rows[0]["state"]) in (State.WAITING, State.SENT, State.CLAIMED, State.STARTED)


@pytest.mark.parametrize("argument", ["", "1", "999.open.y", "x.y.z", "1.seats 5", ".", "1.open.y"])
async def test_forged_arguments_do_no_harm(town, argument):
    officer = await town.officer()
    for verb in ("workshop_change", "workshop_move", "workshop_off", "planning", "checkin", "here", "calendar"):
        seen = await officer.forges(await forged(town, officer, Go(verb, argument)))
        assert "fault is ours" not in seen.text + seen.toast, verb
    assert not town.playground.world.problems
