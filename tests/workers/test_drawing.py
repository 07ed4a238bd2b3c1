"""Screens out: in order, held only by a 429, noted once shown, drawn again where they were not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Rule
from bot.core.screen import Attachment, Block, Button, Link, Plain, Screen
from bot.playground.people import Person
from bot.playground.server import Playground
from bot.ports import Errand, Pen, PersonId, Reply, SessionId, SessionRow, Store, Tx, millis
from bot.telegram.render import Place
from bot.workers.chores import Chores
from bot.workers.pen import ChatPen
from bot.workers.redraw import redraw_unshown
from tests.workers.desk import Edge, edge, question
from tests.workers.test_intake import met, text


class Patience:
    """Waits not at all, and remembers for how long it should have."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


def saying(words: str, **more: object) -> Reply:
    return Reply((Screen("below", (Block("body", Plain(words)),)),), **more)  # type: ignore[arg-type]


def here(made: Edge, person: Person) -> Place:
    return Place(person.id, made.ring.look_up(person.id))


async def session_of(made: Edge, chat: int) -> SessionRow:
    def work(tx: Tx) -> SessionRow:
        account = tx.people.account(made.ring.look_up(chat))
        assert account
        person = tx.people.person(account.active)
        assert person
        row = tx.sessions.get(person.session, person.id)
        assert row
        return row

    return await made.store.read(work)


async def test_a_429_holds_this_chat_for_as_long_as_asked_and_then_says_the_same(
    kept: Store, playground: Playground
) -> None:
    patience = Patience()
    async with edge(kept, playground, rest=patience) as made:
        rosa = await met(playground)
        playground.world.faults.retry_after = 7
        playground.world.faults.plan("sendMessage", "429", 2)
        made.drawing.soon(saying("first"), here(made, rosa))
        made.drawing.soon(saying("second"), here(made, rosa))
        await made.drawing.drain(5)
        assert patience.waited == [7.0, 7.0]
        assert [m["text"] for m in await rosa.messages()] == ["first", "second"]


@pytest.mark.parametrize(("fault", "copies"), [("500", 1), ("reset", 1), ("lost", 2)])
async def test_what_the_network_swallowed_is_asked_again(
    kept: Store, playground: Playground, fault: str, copies: int
) -> None:
    """A question shown twice is harmless, one never shown is not."""
    async with edge(kept, playground, rest=Patience()) as made:
        rosa = await met(playground)
        playground.world.faults.plan("sendMessage", fault)  # type: ignore[arg-type]
        await made.intake.take(text(1, rosa.id, "/start"))
        await made.intake.drain(5)
        assert [m["text"] for m in await rosa.messages()] == ["Question 1"] * copies
        assert (await session_of(made, rosa.id)).message == (await rosa.last())["message_id"]


async def test_a_screen_that_could_not_be_shown_is_drawn_after_the_next_start(
    kept: Store, playground: Playground
) -> None:
    now = datetime.now(UTC)
    async with edge(kept, playground, rest=Patience()) as made:
        rosa, ali, ann = await met(playground), await met(playground, 78), await met(playground, 79)
        await made.intake.take(text(1, ali.id, "/start"))
        await made.intake.drain(5)
        await playground.act("faults", seed=1, rates={"500": 1.0}, methods=["sendMessage"])
        await made.intake.take(text(2, rosa.id, "/start"))
        await made.intake.take(text(3, ann.id, "/start"))
        await made.intake.drain(5)
        assert await rosa.messages() == []
        assert (await session_of(made, rosa.id)).shown < 0
        await playground.act("faults", seed=1, rates={})
        await ann.block()
        assert await redraw_unshown(kept, made.drawing, made.desk.redraw, millis(now)) == 1, (
            "who has blocked the bot is not shown anything"
        )
        await made.intake.drain(5)
        assert [m["text"] for m in await rosa.messages()] == ["Question 1"]
        assert len(await ali.messages()) == 1, "who was shown is left alone"
        assert await redraw_unshown(kept, made.drawing, made.desk.redraw, millis(now + timedelta(hours=25))) == 0


async def test_nobody_waits_for_a_chat_that_is_held(kept: Store, playground: Playground) -> None:
    held = asyncio.Event()

    async def wait(_: float) -> None:
        await held.wait()

    async with edge(kept, playground, rest=wait) as made:
        rosa, ali = await met(playground), await met(playground, 78)
        playground.world.faults.plan("sendMessage", "429")
        await made.intake.take(text(1, rosa.id, "/start"))
        await asyncio.sleep(0.05)
        await asyncio.wait_for(made.intake.take(text(2, rosa.id, "acknowledged all the same")), 1)
        await made.intake.take(text(3, ali.id, "/start"))
        await ali.wait_for("Question 1", 2)
        held.set()
        await rosa.wait_for("Question 2", 2)


async def test_a_question_whose_message_was_deleted_is_sent_anew(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        again = Screen("replace", question(1).blocks, question(1).rows, holds=True)
        made.drawing.soon(Reply((again,), session=SessionId(0), edit=4000), here(made, rosa))
        await made.drawing.drain(5)
        assert (await rosa.last())["text"] == "Question 1"


async def test_an_answered_question_whose_message_was_deleted_is_let_go(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        done = Screen("replace", (Block("body", Plain("answered")),))
        made.drawing.soon(Reply((done, question(2)), edit=4000), here(made, rosa))
        await made.drawing.drain(5)
        assert [m["text"] for m in await rosa.messages()] == ["Question 2"]


async def test_files_are_sent_and_one_that_is_missing_is_said_in_words(kept: Store, playground: Playground) -> None:
    sound = {"q1.mp3": b"ID3 sound"}
    async with edge(kept, playground, media=sound.get) as made:
        rosa = await met(playground)
        files = (
            Attachment("document", "export.csv", b"a,b", Plain("The export")),
            Attachment("audio", "q1.mp3"),
            Attachment("audio", "q1.mp3"),
            Attachment("image", "none.png"),
        )
        screen = Screen("below", (Block("body", Plain("Listen")),), (), files)
        made.drawing.soon(Reply((screen,)), here(made, rosa))
        await made.drawing.drain(5)
        said = await rosa.messages()
        assert said[0]["document"]["file_name"] == "export.csv"
        assert said[0]["caption"] == "The export"
        assert said[1]["audio"]["file_id"] == said[2]["audio"]["file_id"], "sent once, then known by its id"
        assert "none.png" in said[3]["text"]
        assert said[4]["text"] == "Listen"


async def test_words_that_cannot_be_worded_are_a_fault_with_a_reference(kept: Store, playground: Playground) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        broken = Screen("below", (Block("body", 5),))  # type: ignore[arg-type]
        made.drawing.soon(Reply((broken,)), here(made, rosa))
        made.drawing.soon(saying("and on"), here(made, rosa))
        await made.drawing.drain(5)
        said = [m["text"] for m in await rosa.messages()]
        assert "went wrong" in said[0]
        assert said[1] == "and on"


async def test_a_question_that_the_messenger_refuses_is_a_fault_the_person_hears_of(
    kept: Store, playground: Playground
) -> None:
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        link = Button(Plain("Map"), Link("no address at all"))
        made.drawing.soon(Reply((Screen("below", (Block("body", Plain("Look")),), ((link,),)),)), here(made, rosa))
        await made.drawing.drain(5)
        assert "went wrong" in (await rosa.last())["text"]


async def test_an_errand_runs_after_its_reply_and_its_troubles_are_told(kept: Store, playground: Playground) -> None:
    asked: list[str] = []

    async def errands(errand: Errand, pen: Pen) -> None:
        asked.append(errand.name)
        match errand.name:
            case "rule":
                raise Rule("nothing.open")
            case "fault":
                raise RuntimeError("secret")
            case "fetch":
                content = await pen.fetch(str(errand.values["file"]), 1000)
                await pen.show(made.ring.seal(77), saying(content.decode()))
            case _:
                await pen.fetch(str(errand.values["file"]), 3)

    async with edge(kept, playground) as made:
        rosa = await met(playground)
        file = await rosa.send("document", b"hello there", name="a.txt", mime="text/plain")
        reference = (await rosa.views())[-1]["message"]["document"]["file_id"]
        assert file
        _, person = await kept.write(
            lambda tx: tx.people.arrive(made.ring.look_up(77), made.ring.seal(77), "en", millis(datetime.now(UTC)))
        )
        chores = Chores(kept, errands, ChatPen(made.drawing, made.courier, made.ring))
        made.drawing.after = chores.after
        values = {"file": reference}
        wanted = tuple(Errand(name, PersonId(person.id), values) for name in ("rule", "fault", "fetch", "big"))
        made.drawing.soon(saying("on it", errands=wanted), here(made, rosa))
        await made.drawing.drain(5)
        await chores.drain(5)
        said = [m["text"] for m in await rosa.messages()]
        assert asked == ["rule", "fault", "fetch", "big"]
        assert said[0] == "on it"
        assert any("no question open" in one for one in said)
        assert any("quote" in one for one in said)
        assert "hello there" in said
        assert any("too big" in one for one in said)
