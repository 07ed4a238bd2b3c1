"""A resident finds a workshop, asks for a place, waits, is offered one, gives it up; and sees how a draw was made."""

import csv
import io
from datetime import timedelta

from bot.core import lottery
from bot.ports import Consent, millis
from handlers.redraw import Redraw
from tests.handlers.broadcasting import TUESDAY, brought, due, forged
from tests.handlers.test_workshop_journey import set_clock, signs_up, workshop

CLOSES = {"closes": "2026-12-08T18:00"}


async def states(town):
    """Who stands where, by draw number."""
    return {row["number"]: row["state"] for row in sorted(await town.rows("bookings"), key=lambda row: row["number"])}


async def test_a_resident_finds_it_signs_up_and_reads_where_they_stand(town):
    _, made, _ = await workshop(town, seats=1)
    ada = await town.arrive()
    await ada.starts()
    seen = await ada.says("/workshops")
    for said in (
        "Drop in: look at the plan so far",
        "Thursday, 10 December 2026, 18:00 to 20:30",
        "Places: 1",
        "signs up first",
    ):
        assert said in seen, seen
    seen = await ada.presses("Drop in: look at the plan so far")
    assert "Already decided" in seen, "what is fixed and open is said before anybody asks"
    seen = await ada.presses("Ask for a place")
    assert "16" in seen, "the age is asked once"
    seen = await ada.presses("Yes, 16")
    assert "A place is kept for you until Tuesday, 1 December 2026, 12:15" in seen, seen
    assert "You can skip every question." in seen
    assert [row["taken"] for row in await town.rows("pools")] == [1]
    while "[Send my answers]" not in seen:
        seen = await ada.presses("Skip")
    seen = await ada.presses("Send my answers")
    code = (await town.rows("bookings"))[0]["code"]
    for said in ("You have a place.", f"Your code at the door: {code}", "Reference: ", "[Add to calendar]"):
        assert said in seen, seen
    assert not await town.rows("responses"), "needs are no answers to a survey"
    seen = await forged(town, ada, "join", str(made.id))
    assert "You have a place." in seen, "a second tap on an old button"
    assert (await states(town)) == {1: "confirmed"}
    link = await ada.starts("a_plan")
    assert "You have a place." in link, "a shared link leads to the page"


async def test_what_a_kill_took_away_is_shown_again_with_the_code(town):
    _, made, _ = await workshop(town)
    ada = await town.arrive()
    await signs_up(town, ada, made)
    person = await ada.row()

    def again(tx):
        row = tx.sessions.of(person.id, made.id, "answer")
        return Redraw(town.app.office, town.clock)(tx, row)

    _, reply = await town.read(again)
    [booking] = await town.rows("bookings")
    assert booking["code"] in str(reply.screens)
    await forged(town, ada, "unbook", str(made.id))
    await ada.presses("Yes, give it up")
    assert await town.read(lambda tx: tx.sessions.of(person.id, made.id, "answer")) is None


async def test_needs_are_changed_later_and_only_totals_reach_the_officer(town):
    officer, made, _ = await workshop(town)
    ada, eve = await town.arrive(), await town.arrive("Eve")
    for who in (ada, eve):
        await signs_up(town, who, made)
    await forged(town, ada, "change", str(made.id))
    seen = await ada.goes("Change", "1", "Large print", "A quiet room to rest", "Done (2 chosen)")
    assert "Answered" in seen, "what somebody needs is not shown in the chat"
    seen = await ada.presses("Send my answers")
    assert "What you need has been changed." in seen
    await forged(town, eve, "change", str(made.id))
    await eve.goes("Change", "1", "A quiet room to rest", "Done (1 chosen)", "Send my answers")
    seen = await forged(town, officer, "places", str(made.id))
    for said in ("Have a place: 2", "Large print: 1", "A quiet room to rest: 2"):
        assert said in seen, seen
    assert "Places held: 2 of" in seen


async def test_the_waiting_list_is_offered_a_place_which_blocks_it_until_they_decide(town):
    _, made, _ = await workshop(town, seats=1)
    ada, bob, cleo = [await town.arrive(name) for name in ("Ada", "Bob", "Cleo")]
    await signs_up(town, ada, made)
    for who in (bob, cleo):
        seen = await signs_up(town, who, made)
        assert "you are on the waiting list for now" in seen, seen
    seen = await ada.says("/workshops")
    await ada.presses("Drop in: look at the plan so far")
    seen = await ada.presses("Give up my place")
    assert "Are you sure" in seen
    assert (await states(town)) == {1: "confirmed", 2: "waiting", 3: "waiting"}, "one is asked back first"
    seen = await ada.presses("Yes, give it up")
    assert "what you told us about your needs is erased" in seen
    assert (await states(town)) == {1: "cancelled", 2: "offered", 3: "waiting"}
    told = await brought(town, bob, "A place is free for you")
    assert "Please tell us by Wednesday, 2 December 2026, 08:00" in told, "twelve hours, but not at midnight"
    seen = await bob.presses("No, I cannot come")
    assert "goes to the next person" in seen
    assert (await states(town)) == {1: "cancelled", 2: "cancelled", 3: "offered"}
    await brought(town, cleo, "A place is free for you")
    seen = await cleo.presses("Yes, I will come")
    assert "Good, the place is yours." in seen
    assert (await states(town))[3] == "confirmed"
    seen = await forged(town, cleo, "offer", f"{made.id}.n.nobody")
    assert (await states(town))[3] == "confirmed", "somebody else's mark does nothing"


async def test_an_offer_that_is_not_taken_goes_on_and_may_be_asked_for_again(town):
    _, made, _ = await workshop(town, seats=1)
    ada, bob = await town.arrive(), await town.arrive("Bob")
    for who in (ada, bob):
        await signs_up(town, who, made)
    await forged(town, ada, "unbook", str(made.id))
    await ada.presses("Yes, give it up")
    await brought(town, bob, "A place is free for you")
    set_clock(town, TUESDAY.replace(tzinfo=None) + timedelta(days=2, hours=1))
    await due(town)
    assert (await states(town))[2] == "lapsed"
    seen = await bob.presses("Yes, I will come")
    assert "This offer is over" in seen.text + seen.toast
    told = await brought(town, bob, "We heard nothing, so it has gone to the next person")
    assert "you can ask again" in told


async def test_whoever_is_forgotten_makes_room_for_the_next(town):
    _, made, _ = await workshop(town, seats=1)
    ada, bob = await town.arrive(), await town.arrive("Bob")
    for who in (ada, bob):
        await signs_up(town, who, made)
    await ada.says("/forgetme")
    await ada.presses("Yes")
    assert [row["state"] for row in await town.rows("bookings")] == ["offered"]
    await brought(town, bob, "A place is free for you")


async def test_on_a_shared_phone_nobody_acts_through_anothers_button(town):
    _, made, _ = await workshop(town, seats=1)
    ada = await town.arrive()
    await signs_up(town, ada, made)
    await forged(town, ada, "unbook", str(made.id))
    before = await ada.data_of("Yes, give it up")
    row = await ada.row()

    def other(tx):
        child = tx.people.add(row.account, "en", millis(town.clock()))
        tx.people.activate(row.account, child.id)

    await town.write(other)
    await ada.forges(before)
    assert (await states(town)) == {1: "confirmed"}


async def test_a_draw_from_the_sealed_number_to_files_that_give_the_same_people_again(town):
    officer, made, starts = await workshop(town, "specification_one", days=14, seats=3, targets=[], signup=CLOSES)
    people = [await town.arrive(f"R{n}") for n in range(10)]
    first = people[0]
    await first.starts()
    await first.says("/workshops")
    seen = await first.presses("Safer evenings: write the plan, part 1")
    sealed = (await town.read(lambda tx: tx.notes.get(f"draw:{made.id}:state")), seen)
    assert sealed[0] == "sealed"
    assert "are drawn by lot; it makes no difference how early you ask" in seen
    assert "Its seal: " in seen
    seal = seen.text.split("Its seal: ")[1].split()[0].strip("</i>")
    for number, who in enumerate(people, 1):
        seen = await signs_up(town, who, made)
        assert f"Your number in the draw: {number}" in seen, seen
    set_clock(town, starts - timedelta(days=7, minutes=-1))
    await due(town)
    await due(town)
    stands = await states(town)
    assert sorted(stands.values()) == ["confirmed"] * 3 + ["waiting"] * 7
    lucky = [number for number, state in stands.items() if state == "confirmed"]
    for number, who in enumerate(people, 1):
        await brought(town, who, "you have one" if number in lucky else "this time you do not have one")
    seen = await forged(town, first, "draw", str(made.id))
    assert "Requests: 10. Places: 3." in seen
    assert seal in seen, "the same seal as before sign-up closed"
    secret = seen.text.split("The secret number, now open: ")[1].split()[0].strip("</i>")
    assert lottery.commitment(secret) == seal
    assert "[Files to check the draw]" not in seen
    seen = await forged(town, first, "draw", f"{made.id}.files")
    assert not seen.files, "only officers may see the list"
    seen = await forged(town, officer, "draw", f"{made.id}.files")
    seed = seen.text.split("--seed ")[1].split()[0]
    names = {}
    for file in seen.files:
        found = await town.app.courier.ask("getFile", {"file_id": file["document"]["file_id"]})
        names[file["document"]["file_name"]] = (await town.app.courier.fetch(found["file_path"], 100_000)).decode()
    pool = {row.pop("id"): row for row in csv.DictReader(io.StringIO(names["pool.csv"]))}
    drawn = lottery.hold(pool, (), 3, seed)
    assert sorted(map(int, drawn.selected)) == lucky
    assert "draw.files_taken" in [row["verb"] for row in await town.rows("audit")]


async def test_too_few_requests_make_no_list_that_could_show_who_asked(town):
    officer, made, starts = await workshop(town, "specification_one", days=14, seats=1, targets=[], signup=CLOSES)
    for n in range(3):
        await signs_up(town, await town.arrive(f"R{n}"), made)
    set_clock(town, starts - timedelta(days=7, minutes=-1))
    await due(town)
    seen = await forged(town, officer, "draw", f"{made.id}.files")
    assert "could show who they are" in seen.text + seen.toast
    assert not seen.files


async def test_targets_that_cannot_be_kept_are_told_to_an_officer_who_applies_the_smallest_change(town):
    unmet = [{"attribute": "area", "code": "brixton", "min": 3, "max": 3}]
    officer, made, starts = await workshop(town, "specification_one", days=14, seats=3, targets=unmet, signup=CLOSES)
    people = [await town.arrive(f"R{n}") for n in range(5)]
    for who in people:
        await signs_up(town, who, made)
    row = await people[0].row()

    def agrees(tx):
        tx.consents.add(Consent(row.id, "who_is_missing", True, "1", "en", millis(town.clock())))
        tx.people.set_profile(row.id, "area", "E05014095", millis(town.clock()))

    await town.write(agrees)
    set_clock(town, starts - timedelta(days=7, minutes=-1))
    await due(town)
    told = await brought(town, officer, "The places cannot be drawn yet")
    assert "Brixton and Herne Hill: at least 1 instead of 3" in told
    seen = await officer.presses("Apply the smallest change")
    assert "The change is applied" in seen
    town.clock.forward(seconds=10)
    await due(town)
    assert (await states(town))[1] == "confirmed", "the one from Brixton has a place"
    assert sorted((await states(town)).values()) == ["confirmed"] * 3 + ["waiting"] * 2


async def test_a_draw_waits_for_the_value_that_an_officer_types(town):
    closing = CLOSES | {"public_value": {"en": "the FTSE 100 at closing"}}
    officer, made, starts = await workshop(town, "specification_one", days=14, seats=1, targets=[], signup=closing)
    for n in range(2):
        await signs_up(town, await town.arrive(f"R{n}"), made)
    set_clock(town, starts - timedelta(days=7, minutes=-1))
    await due(town)
    await brought(town, officer, "the draw waits for its public figure")
    seen = await officer.presses("Type the public figure")
    assert "the FTSE 100 at closing" in seen
    seen = await officer.says("9 876.5")
    assert "Noted." in seen
    town.clock.forward(seconds=10)
    await due(town)
    assert sorted((await states(town)).values()) == ["confirmed", "waiting"]
    seen = await forged(town, officer, "draw", str(made.id))
    assert "Public figure: 9 876.5" in seen
