"""Residents propose; a champion and an officer decide together; each proposer hears what became of it."""

from __future__ import annotations

import pytest

from tests.handlers.broadcasting import TUESDAY, at, brought, forged, times
from tests.journeys.town import STREET

CANAL, LAMPS, LIBRARY = "Lights on the canal path", "Lamps by the canal", "A second library"


@pytest.fixture
async def street(town):
    at(town, TUESDAY)
    await town.open(STREET)
    return town


async def proposes(town, words, name="Ada", language="en"):
    """Somebody who has never taken part proposes what is needed about the street."""
    person = await town.arrive(name, language)
    await person.starts()
    await person.says("/propose")
    say = town.app.voice.say
    await person.presses({"en": "Yes, 16", "pl": "Tak, 16"}[language])
    await person.goes(say("propose.button.need", language))
    await person.presses("Your street")
    return person, await person.says(words)


async def champion(town, officer, name="Grace"):
    """A confirmed champion for the whole borough."""
    made = await town.arrive(name)
    await officer.says("/invite")
    await officer.presses("champion")
    await made.starts((await officer.presses("the whole borough")).payload)
    await officer.says("/people")
    await officer.presses("Confirm")
    return made


async def state(town, words):
    [row] = [row for row in await town.rows("proposals") if row["words"] == words]
    return row


async def test_a_proposal_is_kept_in_the_residents_own_words_and_language(street):
    _, seen = await proposes(street, "Więcej światła nad kanałem", "Ola", "pl")
    assert "Więcej światła nad kanałem" in seen
    row = await state(street, "Więcej światła nad kanałem")
    assert (row["kind"], row["language"], row["state"], row["activity"]) == (
        "need", "pl", "new", (await street.activity(STREET)).id,
    )  # fmt: skip
    officer = await street.officer()
    listed = await officer.says("/proposals")
    assert "1 proposal waits" in listed
    assert "Więcej światła nad kanałem" in listed
    assert "written in Polski" in listed


async def test_in_danger_is_said_where_words_are_asked_for_and_nobody_under_age_is_kept(street):
    ada = await street.arrive()
    await ada.starts()
    assert "Are you 16 or older?" in await ada.says("/propose")
    assert street.app.voice.say("age.refused", "en", {"age": 16}) in await ada.presses("No, younger")
    assert await street.rows("consents") == []
    await ada.says("/propose")
    await ada.presses("Yes, 16")
    await ada.presses("Something is needed")
    seen = await ada.presses("Something else")
    assert "In danger? Call 999" in seen
    assert "at most 200 characters" in await ada.says("x" * 201)
    assert "Thank you" in await ada.says(CANAL)
    assert len(await street.rows("proposals")) == 1


async def test_both_have_to_want_the_same_and_then_the_proposer_hears_it_once(street):
    officer = await street.officer()
    grace = await champion(street, officer)
    ada, _ = await proposes(street, CANAL)
    await grace.says("/proposals")
    await grace.goes("Number 1", "Take it up")
    seen = await grace.says("It becomes an option of the vote.")
    assert "It is decided when the other side agrees" in seen
    assert (await state(street, CANAL))["state"] == "new"
    assert await times(ada, "About your proposal") == 0
    await officer.says("/proposals")
    seen = await officer.presses("Number 1")
    assert "Suggested to take up, by: champion. Still to agree: officer." in seen
    assert "It becomes an option of the vote." in seen
    assert "Decided together" in await officer.presses("I agree")
    row = await state(street, CANAL)
    assert row["state"] == "taken_up"
    assert row["champion"] == (await grace.row()).id
    assert row["officer"] == (await officer.row()).id
    said = await brought(street, ada, "About your proposal")
    assert CANAL in said
    assert "It is taken up." in said
    assert "It becomes an option of the vote." in said
    assert "It becomes an option of the vote." in await ada.says("/propose")
    street.clock.forward(days=3)
    await street.rest()
    assert await times(ada, "About your proposal") == 1


async def test_where_the_other_wants_something_else_it_is_not_decided(street):
    officer = await street.officer()
    grace = await champion(street, officer)
    await proposes(street, CANAL)
    await grace.says("/proposals")
    await grace.goes("Number 1", "Take it up")
    await grace.says("It becomes an option of the vote.")
    await officer.says("/proposals")
    await officer.goes("Number 1", "Do not take it up")
    assert "when the other side agrees" in await officer.says("The canal is not ours.")
    row = await state(street, CANAL)
    assert (row["state"], row["champion"]) == ("new", 0)
    await grace.says("/proposals")
    seen = await grace.presses("Number 1")
    assert "Suggested not to take up, by: officer" in seen
    assert "Decided together" in await grace.presses("I agree")
    assert (await state(street, CANAL))["state"] == "declined"


async def test_one_joined_with_another_hears_of_the_joining_and_later_of_what_became_of_both(street):
    officer = await street.officer()
    grace = await champion(street, officer)
    ada, _ = await proposes(street, CANAL)
    street.clock.forward(minutes=1)
    bob, _ = await proposes(street, LAMPS, "Bob")
    await officer.says("/proposals")
    await officer.goes("Number 1", "Join with another", "Number 1")  # the newest first: Bob's, with Ada's
    await grace.says("/proposals")
    await grace.goes("Number 1", "I agree")
    row = await state(street, LAMPS)
    assert (row["state"], row["into"]) == ("merged", (await state(street, CANAL))["id"])
    await brought(street, bob, "It is joined with a similar proposal")
    street.clock.forward(days=1)
    await officer.says("/proposals")
    await officer.goes("Number 1", "Take it up")
    await officer.says("It becomes an option.")
    await grace.says("/proposals")
    await grace.goes("Number 1", "I agree")
    assert "It is taken up." in await brought(street, ada, CANAL + "\n\nIt is taken up.")
    assert LAMPS in await brought(street, bob, "this was decided about both")


async def test_nobody_decides_alone_in_two_roles_nor_about_their_own(street):
    officer = await street.officer()
    await proposes(street, CANAL)
    await officer.says("/proposals")
    await officer.goes("Number 1", "Take it up")
    await officer.says("Good.")

    def both(tx):
        from bot.ports import Held

        tx.people.grant(person.id, Held("champion"), 0, 1)

    person = await officer.row()
    await street.write(both)
    await officer.says("/proposals")
    seen = await officer.goes("Number 1", "Take it up")
    assert "Two people on two phones" in seen.toast
    assert (await state(street, CANAL))["state"] == "new"
    await officer.says("/propose")
    await officer.goes("Yes, 16", "Something is needed", "Your street")
    await officer.says(LIBRARY)
    own = (await state(street, LIBRARY))["id"]
    assert "Others have to decide" in (await forged(street, officer, "proposals", f"{own}.merged.{own}")).toast


async def test_a_resident_sees_nobody_elses_proposal(street):
    ada, _ = await proposes(street, CANAL)
    bob, _ = await proposes(street, LIBRARY, "Bob")
    assert "not open to you" in await bob.says("/proposals")
    row = await state(street, CANAL)
    assert "not open to you" in (await forged(street, bob, "proposals", str(row["id"]))).toast
    assert CANAL not in await bob.says("/propose")
    assert LIBRARY in await bob.says("/propose")
    assert ada


async def test_champions_and_officers_are_told_at_most_once_a_day_that_proposals_wait(street):
    officer = await street.officer()
    for number, words in enumerate((CANAL, LAMPS, LIBRARY)):
        await proposes(street, words, f"Ada{number}")
    await brought(street, officer, "proposal")
    waiting = [row for row in await street.rows("notices") if row["kind"] == "proposals_wait"]
    assert len(waiting) == 2, "one for champions, one for officers"
    assert await times(officer, "of residents wait") == 1


async def test_a_double_tap_or_the_same_words_again_keep_one_proposal_and_too_many_wait(street):
    ada, _ = await proposes(street, CANAL)
    for words in (CANAL, *(f"Bench number {letter}" for letter in "abcdefghi"), "One too many"):
        await ada.says("/propose")
        await ada.goes("Something is needed", "Your street")
        seen = await ada.says(words)
    assert "10 of your proposals still wait" in seen
    assert len(await street.rows("proposals")) == 10


async def test_what_a_forgotten_person_proposed_is_gone_and_nobody_is_told(street):
    officer = await street.officer()
    grace = await champion(street, officer)
    ada, _ = await proposes(street, CANAL)
    await officer.says("/proposals")
    await officer.presses("Number 1")
    await ada.says("/forgetme")
    await ada.presses("Yes")
    assert [row["words"] for row in await street.rows("proposals") if row["words"]] == []
    assert grace
