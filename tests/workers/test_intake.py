"""Updates in: stored once, in order, acknowledged after commit; people are shown where they are."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.playground.people import Person
from bot.playground.server import Playground
from bot.ports import Store
from bot.workers.intake import TRIES, Faulty, Full, Limits
from bot.workers.polling import Polling
from tests.workers.desk import Edge, edge


def text(number: int, chat: int, words: str, **more: Any) -> dict[str, Any]:
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": words}
    return {"update_id": number, "message": {**message, "from": {"id": chat, "is_bot": False}, **more}}


async def met(playground: Playground, number: int = 77) -> Person:
    """Somebody who may be written to, as they have opened the bot's chat; their update is taken by hand in the test."""
    person = await Person.arrive(playground.act, "Rosa", number=number)
    await person.start()
    return person


async def polled(made: Edge) -> tuple[Polling, asyncio.Task[None]]:
    polling = Polling(made.courier, made.intake.take, seconds=2)
    return polling, asyncio.create_task(polling.run())


async def test_a_resident_answers_by_buttons_and_sees_the_next_question(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        polling, task = await polled(made)
        rosa = await Person.arrive(playground.act, "Rosa", "pt")
        await rosa.start()
        await rosa.wait_for("Question 1")
        pressed = await rosa.press("Option 2")
        await rosa.wait_for("Question 2")
        assert (await rosa.answer(pressed))["text"] == ""
        said = [m["text"] for m in await rosa.messages()]
        assert said == ["Question 1\n\nOption 2", "Question 2"]
        await polling.stop()
        await task
        assert [words for _, words in await made.answers(rosa.id)] == ["Option 2"]


async def test_words_typed_quickly_each_edit_their_own_question(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await asyncio.gather(
            *(made.intake.take(text(n, rosa.id, w)) for n, w in enumerate(("/start", "a", "b", "c"), 1))
        )
        await made.intake.drain(5)
        said = [m["text"] for m in await rosa.messages()]
        assert said == ["Question 1\n\na", "Question 2\n\nb", "Question 3\n\nc", "Question 4"]


async def test_updates_of_one_person_in_hand_go_by_their_number(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        shuffled = [5, 3, 9, 2, 8, 4, 7, 6]
        # The first to come is begun at once; all the others wait and are sorted.
        await asyncio.gather(*(made.intake.take(text(n, 77, str(n))) for n in shuffled))
        assert [words for _, words in await made.answers(77)] == ["5", "2", "3", "4", "6", "7", "8", "9"]


async def test_the_same_update_twice_has_one_effect(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        await asyncio.gather(*(made.intake.take(text(2, 77, "once")) for _ in range(4)))
        await made.intake.take(text(2, 77, "once"))
        await made.intake.drain(5)
        assert await made.answers(77) == [[2, "once"]]
        assert [m["text"] for m in await rosa.messages()] == ["Question 1\n\nonce", "Question 2"]


async def test_a_repeated_update_shows_the_screen_that_was_never_shown(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        await made.intake.drain(5)
        made.drawing.soon = lambda *_: None  # type: ignore[method-assign]  # killed between commit and drawing
        await made.intake.take(text(2, 77, "kept"))
        del made.drawing.soon
        assert [m["text"] for m in await rosa.messages()] == ["Question 1"]
        await made.intake.take(text(2, 77, "kept"))
        await made.intake.drain(5)
        assert [m["text"] for m in await rosa.messages()] == ["Question 1", "Question 2"]
        assert await made.answers(77) == [[2, "kept"]]
        await made.intake.take(text(2, 77, "kept"))
        await made.intake.drain(5)
        assert len(await rosa.messages()) == 2, "shown once, not at each repetition"


async def test_a_rule_stores_nothing_but_the_update_and_is_said_kindly(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        await made.intake.take(text(2, 77, "/rule"))
        await made.intake.take(text(2, 77, "/rule"))
        await made.intake.drain(5)
        assert "no question open" in (await rosa.last())["text"]
        assert len(await rosa.messages()) == 2, "said once"
        person = await kept.read(lambda tx: tx.people.person(tx.people.account(made.ring.look_up(77)).active))  # type: ignore[union-attr]
        assert person is not None
        assert person.doing == ""


async def test_a_poisonous_update_is_told_once_tried_five_times_and_parked(kept: Store, playground: Playground) -> None:
    def broken(heard: Any) -> None:
        if heard.update == 2:
            raise RuntimeError("my secret answer")

    async with edge(kept, playground) as made:
        rosa = await met(playground)
        made.desk.broken = broken
        await made.intake.take(text(1, 77, "/start"))
        for _ in range(TRIES - 1):
            with pytest.raises(Faulty):
                await made.intake.take(text(2, 77, "poison"))
        await made.intake.take(text(2, 77, "poison"))
        await made.intake.take(text(3, 77, "after"))
        await made.intake.drain(5)
        assert await kept.read(lambda tx: tx.updates.parked()) == 1
        told = [m["text"] for m in await rosa.messages() if "went wrong" in m["text"]]
        assert len(told) == 1
        assert await made.answers(77) == [[3, "after"]]
        heard = len(made.desk.heard)
        await made.intake.take(text(2, 77, "poison"))
        assert len(made.desk.heard) == heard, "parked means seen"


async def test_polling_goes_on_for_others_while_one_update_fails(kept: Store, playground: Playground) -> None:
    def broken(heard: Any) -> None:
        if getattr(heard.said, "text", "") == "poison":
            raise RuntimeError

    async with edge(kept, playground) as made:
        made.desk.broken = broken
        polling, task = await polled(made)
        rosa, ali = await Person.arrive(playground.act, "Rosa"), await Person.arrive(playground.act, "Ali")
        await rosa.start()
        await ali.start()
        await ali.wait_for("Question 1")
        await rosa.say("poison")
        await ali.say("fine")
        await ali.wait_for("Question 2", 1.0)
        await rosa.wait_for("went wrong")
        await polling.stop()
        await task


async def test_an_unconfirmed_update_comes_again_after_a_restart(kept: Store, playground: Playground) -> None:
    rosa = await Person.arrive(playground.act, "Rosa")
    await rosa.start()
    async with edge(kept, playground) as made:
        failing = Polling(made.courier, _never, seconds=1, rest=lambda _: asyncio.sleep(0.05))
        task = asyncio.create_task(failing.run())
        await asyncio.sleep(0.3)
        task.cancel()
        await failing.stop()
        polling, task = await polled(made)
        await rosa.wait_for("Question 1")
        await polling.stop()
        await task


async def _never(_: object) -> None:
    raise Faulty("00000000")


async def test_someone_far_too_fast_is_slowed_down_kindly_once(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground, limits=Limits(per_minute=60, burst=5)) as made:
        rosa = await met(playground)
        ali = await met(playground, 78)
        await made.intake.take(text(1, 77, "/start"))
        for number in range(2, 40):
            await made.intake.take(text(number, 77, str(number)))
        await made.intake.take(text(40, 78, "/start"))
        await made.intake.drain(5)
        assert len(await made.answers(77)) == 4
        assert len([m for m in await rosa.messages() if "very fast" in m["text"]]) == 1
        assert (await ali.last())["text"] == "Question 1"


async def test_more_in_hand_than_may_be_is_refused_not_queued(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground, limits=Limits(6000, 1000, in_hand=3)) as made:
        taken = await asyncio.gather(
            *(made.intake.take(text(n, 100 + n, "/start")) for n in range(1, 6)), return_exceptions=True
        )
        assert [type(one) for one in taken] == [type(None)] * 3 + [Full] * 2


async def test_an_update_that_no_bot_api_would_send_is_passed_over(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        for odd in ({}, {"update_id": "x"}, {"update_id": 1, "message": 5}, {"update_id": 2, "callback_query": {}}):
            await made.intake.take(odd)  # type: ignore[arg-type]
        assert made.desk.heard == []


async def test_an_album_is_one_file_and_one_remark(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        photo = {"photo": [{"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1}], "media_group_id": "g"}
        for number in (1, 2, 3, 4, 2):
            update = text(number, 77, "")
            del update["message"]["text"]
            update["message"].update(photo)
            await made.intake.take(update)
        kinds = [getattr(said, "kind", "") for said in made.desk.heard]
        assert kinds == ["photo", "album"]


async def test_a_resident_who_blocked_the_bot_is_marked_and_not_written_to(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        await made.intake.drain(5)
        await rosa.block()
        await made.intake.take(text(2, 77, "late"))
        await made.intake.drain(5)
        account = await kept.read(lambda tx: tx.people.account(made.ring.look_up(77)))
        assert account is not None
        assert account.blocked


async def test_a_full_disk_tells_nobody_that_it_was_saved(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        await made.intake.take(text(1, 77, "/start"))
        await made.intake.drain(5)
        write = kept.write

        async def full(work: Any) -> Any:
            raise OSError("no space left")

        kept.write = full  # type: ignore[method-assign]
        with pytest.raises(Faulty):
            await made.intake.take(text(2, 77, "lost?"))
        kept.write = write  # type: ignore[method-assign]
        assert [m["text"] for m in await rosa.messages()] == ["Question 1"]
        await made.intake.take(text(2, 77, "lost?"))
        await made.intake.drain(5)
        assert await made.answers(77) == [[2, "lost?"]]
        assert (await rosa.last())["text"] == "Question 2"
