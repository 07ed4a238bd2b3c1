"""Whatever somebody makes up as an argument, typed after a command or behind a link: a kind word, never a fault."""

import pytest

from bot.core.errors import Rule
from bot.core.screen import Go
from bot.ports import Command, Heard, Held, Pressed, millis
from handlers.doors import COMMANDS, DOORS
from tests.handlers.test_rights import Undo, drafts  # noqa: F401
from tests.journeys.town import STREET

pytestmark = pytest.mark.asyncio(loop_scope="module")

HUGE = "9" * 30
NONSENSE = (
    "", " ", ".", "...", "-1", "0", "²", "٣", HUGE, "9223372036854775807", "1e3", "None", "\u202e1", "<b>1</b>", "%s", "' or 1=1",
    "x" * 5000, "ا" * 4096,
)  # fmt: skip
STEPS = (
    "{made_up}", "{open}.{made_up}", "{mine}.{made_up}", "{open}.y.{made_up}", "{open} {made_up}", "{mine}.y.{made_up}",
    "{open}.m.{made_up}", "{open}.u.{made_up}", "{mine}.a.{made_up}.y", "{mine}.s.{made_up}.0.y", "{mine}.l.{made_up}.y",
    "{mine}.en.{made_up}", "{asked}.n.{made_up}", "y.{made_up}.champion", "x.{waiting}.{made_up}", "c.{made_up}", "r.{made_up}",
    "c.{open}.{made_up}", "n.{made_up}", "n.202699991800.{made_up}", "x.{made_up}", "e.{made_up}", "p.{made_up}", "p{made_up}",
    "a.seats.{made_up}", "w.starts.{made_up}", "t.pl.{made_up}", "new.{made_up}", "champion.{made_up}", "champion.p{made_up}",
    "a.{made_up}", "o.{made_up}", "m.{open}.{made_up}", "need.{made_up}", "{made_up}.merged.{made_up}", "page.{made_up}",
    "{open}.en.{made_up}", "{open}.seats.{made_up}", "{open}.o.p{made_up}", "{open}.c.{made_up}", "a_{made_up}", "s_{made_up}",
    "t_{made_up}", "i_{made_up}",
)  # fmt: skip


BOTH = (Held("champion"), Held("officer"))
"""Whom every door lets in."""


async def faults(town, said):
    """Say it all, one after the other, as somebody with every role; what was neither answered nor refused kindly."""
    found, now = [], town.clock()

    def work(tx):
        _, person = tx.people.arrive(b"nonsense", b"c", "en", millis(now))
        for held in BOTH:
            tx.people.grant(person.id, held, 0, millis(now))
        ids = {"draft": tx.activities.named("draft").id, "open": tx.activities.named(STREET).id, "waiting": person.id}
        ids["mine"] = tx.broadcasts.draft(person.id, ids["open"], "", millis(now)).id
        asked = tx.broadcasts.draft(person.id, ids["open"], "", millis(now))
        tx.broadcasts.move(asked, "waiting", asked=millis(now))
        ids["asked"] = asked.id
        for each in said(ids):
            try:
                town.app.intake._reception(tx, Heard(1, now, b"nonsense", b"c", "en", each, message=5))
            except Rule:
                pass
            except Exception as fault:
                found.append((each, repr(fault)))
        raise Undo

    with pytest.raises(Undo):
        await town.write(work)
    return found


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_no_made_up_argument_of_a_button_is_a_fault(shared, door):
    def said(ids):
        for made_up in NONSENSE:
            for step in STEPS if len(made_up) < 100 else STEPS[:6]:
                yield Pressed(0, Go(door.name, step.format(made_up=made_up, **ids)))

    assert await faults(shared, said) == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_no_made_up_words_after_a_command_are_a_fault(shared, command):
    def said(_):
        for made_up in NONSENSE:
            for step in ("{made_up}", "a_{made_up}", "s_{made_up}", "t_{made_up}", "i_{made_up}"):
                yield Command(command, step.format(made_up=made_up))

    assert await faults(shared, said) == []
