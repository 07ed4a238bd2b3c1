"""Responses go in one by one and come out as totals."""

from __future__ import annotations

from bot.ports import CountRow, Store
from tests.storage.sample import NOW, SURVEY, arrival, entry


async def _fill(store: Store) -> list[int]:
    people = [(await store.write(arrival(f"p{n}"))).id for n in range(4)]
    areas = ("east", "east", "west", "")
    for person, area, code in zip(people, areas, ("yes", "no", "no", "no"), strict=True):
        answers = (("/data/safe", "/data/safe", code), ("/data/help", "/data/help", "light"))
        await store.write(
            lambda tx, p=person, a=area, c=answers: tx.responses.put(entry(p, profile={"area": a}, answers=c))
        )
    return list(people)


async def test_totals_whole_and_by_section_with_not_stated_as_its_own_row(store: Store) -> None:
    await _fill(store)
    safe = await store.read(lambda tx: tx.responses.counts(SURVEY, "/data/safe"))
    assert safe == [CountRow("/data/safe", "", "", "no", 3), CountRow("/data/safe", "", "", "yes", 1)]
    by_area = await store.read(lambda tx: tx.responses.counts(SURVEY, "/data/safe", "area"))
    assert [(row.section, row.code, row.count) for row in by_area] == [
        ("", "no", 1), ("east", "no", 1), ("east", "yes", 1), ("west", "no", 1),
    ]  # fmt: skip
    assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 4
    margin = await store.read(lambda tx: tx.responses.margin(SURVEY, "area"))
    assert [(row.section, row.count) for row in margin] == [("", 1), ("east", 2), ("west", 1)]
    asked = await store.read(lambda tx: tx.responses.asked(SURVEY, "/data/help", "area"))
    assert [(row.section, row.count) for row in asked] == [("", 1), ("east", 2), ("west", 1)]
    assert await store.read(lambda tx: tx.responses.counts(SURVEY, "/data/none")) == []


async def test_who_answers_again_is_counted_once_at_the_last_value(store: Store) -> None:
    people = await _fill(store)
    first = await store.write(lambda tx: tx.responses.put(entry(people[0], profile={"area": "west"})))
    again = await store.write(
        lambda tx: tx.responses.put(
            entry(people[0], profile={"area": "west"}, answers=(("/data/safe", "/data/safe", "no"),))
        )
    )
    assert again == first
    assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 4
    safe = await store.read(lambda tx: tx.responses.counts(SURVEY, "/data/safe"))
    assert [(row.code, row.count) for row in safe] == [("no", 4)]
    assert (await store.read(lambda tx: tx.responses.asked(SURVEY, "/data/help")))[0].count == 3


async def test_a_value_given_in_two_repeats_is_one_response_for_it(store: Store) -> None:
    person = (await store.write(arrival("amina"))).id
    answers = tuple(("/data/home/kind", f"/data/home[{n}]/kind", "flat") for n in (1, 2))
    await store.write(lambda tx: tx.responses.put(entry(person, answers=answers)))
    assert (await store.read(lambda tx: tx.responses.counts(SURVEY, "/data/home/kind")))[0].count == 1
    assert (await store.read(lambda tx: tx.responses.asked(SURVEY, "/data/home/kind")))[0].count == 1
    shown = (await store.read(lambda tx: tx.people.mine(person)))["answers"]
    assert [row["instance"] for row in shown] == ["/data/home[1]/kind", "/data/home[2]/kind"]


async def test_two_bots_in_one_database_never_see_each_other(db_url: str) -> None:
    from bot.storage import open_store

    for bot in (1, 2):
        store = await open_store(db_url, bot_id=bot, durable=False)
        person = (await store.write(arrival("amina"))).id
        await store.write(lambda tx, p=person: tx.responses.put(entry(p)))
        assert await store.write(lambda tx: tx.updates.fresh(1, NOW))
        assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 1
        await store.close()
