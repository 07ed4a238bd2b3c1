"""Assisted answers: read out, marked, deleted from the champion's phone, found again by the card, checked back."""

from __future__ import annotations

import json
import re

from bot.core import paper
from tests.journeys.town import STREET, Citizen, Seen, Town

CODE = re.compile(rf"[{paper.ALPHABET}]{{4}}-[{paper.ALPHABET}]{{3}}-[{paper.ALPHABET}]{{3}}")
ANSWERS = ("It is fine", "~Quiet neighbours", "Skip")


async def champion_in(town: Town, name: str = "Grace") -> tuple[Citizen, Citizen]:
    await town.open(STREET)
    officer = await town.officer()
    return officer, await town.holder(officer, "champion", name)


async def begun(champion: Citizen, language: str = "English") -> tuple[str, Seen]:
    """Up to the first question; gives the card's code."""
    await champion.says("/assist")
    await champion.goes("Your street", language, "No, a new card")
    seen = await champion.presses("They said yes")
    found = CODE.search(seen.text)
    assert found, seen
    return found[0], seen


async def answered(champion: Citizen) -> Seen:
    """Through profile and survey to the last words."""
    seen = Seen([])
    for _ in range(30):
        text = (await champion.messages())[-1]
        labels = [b["text"] for row in text.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
        if "The next person" in labels:
            return seen
        wanted = next((one for one in ("It is fine", "Send", "African", "Skip", "No") if _near(one, labels)), "")
        seen = await champion.presses(_near(wanted, labels)) if wanted else await champion.says("Quiet neighbours")
    raise AssertionError(f"never finished: {seen}")


def _near(wanted: str, labels: list[str]) -> str:
    return next((label for label in labels if label.startswith(wanted)), "")


async def test_a_person_without_telegram_is_heard_and_nothing_of_it_stays_on_the_champions_phone(town: Town) -> None:
    _, champion = await champion_in(town)
    code, seen = await begun(champion)
    assert "You are answering for the person beside you" in seen.last
    last = await answered(champion)
    assert "thank you" in last.text
    [response] = await town.rows("responses")
    assert (response["mode"], response["tier"]) == ("assisted", "in_person")
    source = next(row for row in await town.rows("sources") if row["kind"] == "champion")
    assert response["root_source"] == source["id"]
    assert response["person"] != (await champion.row()).id
    left = "\n".join(m.get("text", "") for m in await champion.messages())
    assert "Do you like your street?" not in left
    assert "Quiet neighbours" not in left
    assert code not in left, "the champion keeps no copy of the card"
    [row] = await town.rows("assisted")
    assert json.loads(row["messages"]) == []
    assert "Quiet neighbours" not in json.dumps(await _mine(town, champion))


async def test_the_holder_of_a_card_sees_and_erases_from_any_chat(town: Town) -> None:
    _, champion = await champion_in(town)
    code, _ = await begun(champion)
    await answered(champion)
    nadia = await town.arrive("Nadia")
    await nadia.starts()
    assert "know no card" in await nadia.says("/paper ABCD-EFG-HJK")
    assert "card is known" in await nadia.says(f"/paper {code.lower().replace('-', ' ')}")
    assert "It is fine" in await nadia.presses("See the answers")
    await nadia.presses("Erase everything")
    assert "no longer known" in await nadia.presses("Yes")
    assert await town.rows("responses") == []
    assert await town.rows("assisted") == []
    assert "know no card" in await nadia.says(f"/paper {code}")


async def test_a_card_is_one_person_however_often_and_by_whomever_it_is_brought(town: Town) -> None:
    officer, champion = await champion_in(town)
    code, _ = await begun(champion)
    await answered(champion)
    other = await town.holder(officer, "champion", "Amir")
    await other.says("/assist")
    await other.goes("Your street", "English", "Yes, type its code")
    seen = await other.says(code)
    assert "You are answering for the person beside you" in seen.text
    await answered(other)
    assert len(await town.rows("responses")) == 1


async def test_one_at_a_time_and_what_was_put_away_is_taken_up_by_its_card(town: Town) -> None:
    _, champion = await champion_in(town)
    code, _ = await begun(champion)
    await champion.presses("It is fine")
    assert "have not finished" in await champion.says("/assist")
    assert "Put away" in await champion.presses("Put it away")
    left = "\n".join(m.get("text", "") for m in await champion.messages())
    assert "Do you like your street?" not in left
    await champion.says("/assist")
    await champion.goes("Your street", "English", "Yes, type its code")
    seen = await champion.says(code)
    assert "Do you like your street?" not in seen.last, "that one is answered already"


async def test_the_champions_own_form_waits_and_goes_on_afterwards(town: Town) -> None:
    _, champion = await champion_in(town)
    await champion.starts("a_street")
    await champion.goes("Start", "Yes, 16 or older")
    mine = (await champion.row()).session
    assert mine
    await begun(champion)
    await answered(champion)
    assert (await champion.row()).session == mine
    [response] = await town.rows("responses")
    assert response["person"] != (await champion.row()).id


async def test_a_resident_cannot_assist_and_a_wrong_code_five_times_is_enough(town: Town) -> None:
    await champion_in(town)
    nadia = await town.arrive("Nadia")
    await nadia.starts()
    assert "card" not in (await nadia.says("/assist")).text.lower()
    for _ in range(5):
        assert "know no card" in await nadia.says("/paper ABCD-EFG-HJK")
    assert "Too many wrong codes" in await nadia.says("/paper ABCD-EFG-HJK")
    town.clock.forward(hours=1, minutes=1)
    assert "know no card" in await nadia.says("/paper ABCD-EFG-HJK")


async def test_one_chosen_to_be_checked_back_is_asked_by_somebody_else(town: Town) -> None:
    officer, champion = await champion_in(town)
    await begun(champion)
    await answered(champion)
    [row] = await town.rows("assisted")
    person, activity = row["person"], row["activity"]
    await town.write(lambda tx: tx.assisted.change(person, activity, check_back="due"))
    assert "Nobody waits" in await champion.says("/checkback"), "never by the one who assisted"
    await officer.says("/checkback")
    await officer.presses("Card ")
    seen = await officer.presses("Not quite")
    assert "Noted" in seen.toast
    [row] = await town.rows("assisted")
    assert row["check_back"] == "doubtful"
    assert len(await town.rows("responses")) == 1, "a flag deletes nothing"


async def _mine(town: Town, citizen: Citizen) -> object:
    row = await citizen.row()
    return await town.read(lambda tx: tx.people.mine(row.id))
