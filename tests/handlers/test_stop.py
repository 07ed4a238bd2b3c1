"""Who wants to hear less: by command, by word in any language, by the buttons under every letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import Lane, Millis, PersonId, State, millis


async def booked(town, person, name="street"):
    """A place at something that is open, without the road to it."""
    await town.open(name)
    activity = await town.activity(name)
    await town.write(lambda tx: tx.bookings.put(activity.id, person.id, "confirmed", "{}", "7K", millis(town.clock())))


async def letter(town, person, *, class_="service", kind="notice_of_a_test"):
    """Something waits in the outbox for them."""

    def work(tx):
        made = tx.notices.make(kind, 1, "", class_, Lane.REMINDERS, "{}", PersonId(0), millis(town.clock()))
        due = Millis(millis(town.clock() + timedelta(days=30)))
        tx.outbox.add(made.id, person.id, millis(town.clock()), due=due)
        return tx.outbox.of_person(person.id, (State.WAITING,))

    return await town.write(work)


async def choice(town, person):
    return await town.read(lambda tx: (tx.people.person(person.id).stopped, tx.preferences.get(person.id, "contact")))


async def test_who_stops_is_told_of_what_they_booked_and_how_to_hear_less_instead(town):
    ada = await town.arrive()
    await ada.starts()
    await booked(town, await ada.row())
    seen = await ada.says("/stop")
    assert "We will not write to you any more" in seen
    assert "Your street" in seen
    assert "We will not tell you if it is moved or cancelled" in seen
    for label in ("Write to me again", "Less often", "Only about what I booked"):
        assert f"[{label}]" in seen
    assert "[Stop messages]" not in seen
    assert await choice(town, await ada.row()) == (True, "")


async def test_who_has_booked_nothing_is_not_told_of_bookings(town):
    ada = await town.arrive()
    await ada.starts()
    seen = await ada.says("stop")
    assert "We will not write" in seen
    assert "moved or cancelled" not in seen


@pytest.mark.parametrize(
    ("label", "kept", "said"),
    [
        ("Write to me again", "usual", "at most 2 messages"),
        ("Less often", "less", "at most 1 message"),
        ("Only about what I booked", "booked", "Nothing else."),
    ],
)
async def test_a_choice_after_stop_holds_from_then_on_and_survives_the_next_stop(town, label, kept, said):
    ada = await town.arrive()
    await ada.starts()
    await ada.says("/stop")
    assert said in await ada.presses(label)
    assert await choice(town, await ada.row()) == (False, kept)
    assert "We will not write" in await ada.presses("Stop messages")
    assert await choice(town, await ada.row()) == (True, kept)


async def test_on_a_shared_phone_a_letter_stops_whom_it_was_written_to(town):
    from bot.core.mark import mark
    from handlers import often

    ada = await town.arrive()
    await ada.starts()
    first = await ada.row()
    await ada.says("/phone")
    await ada.presses("Someone else")
    second = await ada.row()
    assert first.id != second.id

    def visit_of(tx, person):
        class Visit:
            pass

        visit = Visit()
        visit.tx, visit.person = tx, tx.people.person(person.id)
        visit.account = type("Account", (), {"id": visit.person.account})
        return visit

    named = await town.read(lambda tx: often.whose(visit_of(tx, second), mark(str(first.id))).id)
    assert named == first.id
    stranger = await town.arrive("Ben")
    await stranger.starts()
    theirs = await stranger.row()
    named = await town.read(lambda tx: often.whose(visit_of(tx, second), mark(str(theirs.id))).id)
    assert named == second.id, "nobody of another phone can be meant"


async def test_an_officer_sees_what_waits_in_words_and_never_an_exact_small_number(town):
    officer = await town.officer()
    assert "Nothing is waiting" in await officer.says("/sending")
    ada = await town.arrive("Ada")
    await ada.starts()
    await letter(town, await ada.row())
    seen = await officer.presses("Look again")
    assert "Reminders and news. Waiting: fewer than 10. Being sent: 0. Unknown: 0." in seen
    await town.write(lambda tx: tx.notes.put("held", "1"))
    assert "Nothing is sent at the moment" in await officer.presses("Look again")


async def test_a_resident_does_not_see_what_waits(town):
    ada = await town.arrive()
    await ada.starts()
    seen = await ada.says("/sending")
    assert "Waiting" not in seen
