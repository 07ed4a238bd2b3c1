"""Every door with every role: open exactly where bot/core/rights.py says so, and to nobody through somebody else."""

from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.actions.authorise import authorise
from bot.core.errors import Rule
from bot.core.inputs import Sent
from bot.core.rights import EVERYBODY, RIGHTS, allowed
from bot.core.screen import Go
from bot.ports import Command, Heard, Held, Pressed, millis
from handlers import doors
from handlers.door import Door
from handlers.doors import BY_NAME, COMMANDS, DOORS
from tests.journeys.town import SAMPLE, STREET

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLES = {
    "resident": (),
    "pending officer": (Held("officer", pending=True),),
    "pending champion": (Held("champion", pending=True),),
    "champion": (Held("champion"),),
    "commissioner": (Held("commissioner"),),
    "officer": (Held("officer"),),
}
HELD = {name: [held.role for held in roles if not held.pending] for name, roles in ROLES.items()}

ARGUMENTS = {
    "start": "", "join": "{open}", "change": "{open}", "language": "pl", "privacy": "", "mydata": "", "forgetme": "",
    "stop": "", "results": "", "contact": "", "phone": "", "reader": "", "help": "", "try": "{draft}",
    "tested": "{draft}.n", "tester": "{draft} Amina", "activities": "{draft}", "fill": "{open}", "export": "{open}",
    "invite": "champion", "accept": "nonsense", "people": "", "link": "",
    "sheet": "", "broadcast": "{mine}", "broadcast_leads": "{mine}", "broadcast_words": "{mine}",
    "broadcast_picture": "{mine}", "broadcast_aim": "{mine}", "broadcast_send": "{mine}", "broadcasts": "",
    "approve": "", "override": "{asked}", "announce": "",
    "workshops": "", "unbook": "{open}", "offer": "{open}.y.none", "draw": "{open}", "draw_value": "{open} 3, 17, 22",
    "places": "{open}",
    "times": "{draft}.n", "leave": "{open}", "notices": "", "notice_new": "", "notice_words": "title.en Benches",
    "publish": "", "propose": "", "propose_words": "need.0 Benches", "proposals": "", "proposal_words": "1.declined No",
    "wedid": "", "wedid_words": "said.en Benches",
    "workshop": "", "workshop_change": "{open}", "workshop_move": "{open}.m", "workshop_off": "{open}", "planning": "",
    "calendar": "{open}", "checkin": "", "here": "{open}",
    "assist": "", "assist_card": "{open}.en ABCD", "checkback": "", "paper": "ABCD", "often": "", "sending": "",
}  # fmt: skip
"""An argument with which the door has something to do. A new door needs a line here."""

OFFICERS_ONLY = {
    "workshop", "workshop_change", "workshop_move", "workshop_off", "planning",
    "sending", "override", "draw_value", "places", "activities", "fill", "export", "invite", "people", "times", "notice_new",
    "notice_words", "publish", "wedid", "wedid_words",
}  # fmt: skip
_BROADCASTS = {
    "broadcast",
    "broadcast_leads",
    "broadcast_words",
    "broadcast_picture",
    "broadcast_aim",
    "broadcast_send",
}
CHAMPIONS_TOO = _BROADCASTS | {
    "assist",
    "assist_card",
    "checkback",
    "checkin",
    "broadcasts",
    "approve",
    "announce",
    "sheet",
    "link",
    "proposals",
    "proposal_words",
}

STEPS = (
    "activities {draft}.fallback", "activities {draft}.open.y", "activities {draft}.open", "activities {draft}.ask",
    "activities {open}.extend", "activities {open}.close", "activities {open}.close.y", "export {open}.csv",
    "times {draft}.o.209911271800", "times {draft}.c.209911271800", "times {draft}.n",
    "people y.{waiting}.champion", "people n.{waiting}.champion", "people x.{waiting}.champion", "invite officer",
    "override {asked}", "override {asked} because",
    "draw {open}.value", "draw {open}.relax", "draw {open}.files",
)  # fmt: skip


class Undo(Exception):
    """Nothing of a try stays."""


@dataclass
class Tried:
    """What came of one try: the code of the rule that was run into, or ""."""

    rule: str = ""
    audit: list[str] = field(default_factory=list)
    errands: list[str] = field(default_factory=list)


async def attempt(town, role, said, prepare=lambda tx, person: None, chat=b"tries"):
    """Let somebody new with this role say something, within a transaction that is then undone."""
    tried, now = Tried(), town.clock()

    def work(tx):
        _, person = tx.people.arrive(chat, b"c", "en", millis(now))
        for held in ROLES[role]:
            tx.people.grant(person.id, held, 0, millis(now))
        prepare(tx, person)
        ids = {"draft": tx.activities.named("draft").id, "open": tx.activities.named(STREET).id}
        _, waiting = tx.people.arrive(b"waiting", b"c", "en", millis(now))
        tx.people.grant(waiting.id, Held("champion", pending=True), 0, millis(now))
        ids["waiting"] = waiting.id
        ids["mine"] = tx.broadcasts.draft(person.id, ids["open"], "", millis(now)).id
        asked = tx.broadcasts.draft(waiting.id, ids["open"], "", millis(now))
        tx.broadcasts.move(asked, "waiting", asked=millis(now))
        ids["asked"] = asked.id
        begun = len(tx.audit.after(0, 1000))
        try:
            reply = town.app.intake._reception(tx, Heard(1, now, chat, b"c", "en", said(ids), message=5))
            tried.errands = [errand.name for errand in reply.errands]
        except Rule as rule:
            tried.rule = rule.code
        tried.audit = [entry.verb for entry in tx.audit.after(0, 1000)[begun:]]
        raise Undo

    with pytest.raises(Undo):
        await town.write(work)
    return tried


def went_through_a_test(tx, person):
    draft = tx.activities.named("draft")
    row = tx.sessions.open(person.id, draft.id, draft.edition, "test", "{}", 0, 0)
    tx.sessions.save(row.id, "{}", 1, "finished", 0)


@pytest_asyncio.fixture(autouse=True, scope="module", loop_scope="module")
async def drafts(shared):
    if await shared.read(lambda tx: tx.activities.named("draft")) is None:

        def work(tx):
            model = tx.activities.named(SAMPLE)
            tx.activities.put("draft", "survey", "", model.edition, model.settings)

        await shared.write(work)


def press(verb, argument):
    return lambda ids: Pressed(0, Go(verb, argument.format(**ids)))


async def test_every_door_has_its_line_here_and_a_right_that_exists():
    assert {door.name for door in DOORS} == set(ARGUMENTS)
    assert {door.right for door in DOORS} <= set(RIGHTS)
    assert {door.name for door in DOORS if not allowed(["champion"], door.right)} == OFFICERS_ONLY
    assert {door.name for door in DOORS if not allowed([], door.right)} == OFFICERS_ONLY | CHAMPIONS_TOO


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [door.name for door in DOORS])
async def test_a_door_opens_exactly_to_whom_the_rights_say(shared, role, name):
    door = BY_NAME[name]
    tried = await attempt(shared, role, press(name, ARGUMENTS[name]), went_through_a_test)
    assert (tried.rule != "not_yours") is allowed(HELD[role], door.right), tried
    if name in COMMANDS:
        typed = await attempt(shared, role, lambda ids: Command(name, ARGUMENTS[name].format(**ids)))
        assert (typed.rule != "not_yours") is allowed(HELD[role], door.right), typed


@pytest.mark.parametrize("role", [role for role in ROLES if role != "officer"])
@pytest.mark.parametrize("step", STEPS)
async def test_no_step_of_an_officers_is_open_to_anybody_else(shared, role, step):
    verb, _, argument = step.partition(" ")
    tried = await attempt(shared, role, press(verb, argument))
    assert tried.rule == "not_yours"
    assert tried.audit == []


@pytest.mark.parametrize("step", STEPS)
async def test_an_officer_is_not_turned_away_from_any_of_them(shared, step):
    verb, _, argument = step.partition(" ")
    assert (await attempt(shared, "officer", press(verb, argument))).rule != "not_yours"


@pytest.mark.parametrize("role", ROLES)
async def test_only_an_officers_workbook_is_read(shared, role):
    tried = await attempt(shared, role, lambda _: Sent("document", "r", "", 10, "", "survey.xlsx"))
    assert ("import" in tried.errands) is (role == "officer")


async def test_a_door_without_a_right_opens_to_nobody_and_is_never_entered(shared, monkeypatch):
    entered = []
    monkeypatch.setitem(doors.BY_NAME, "secret", Door("secret", "no.such.right", entered.append))
    assert (await attempt(shared, "officer", press("secret", ""))).rule == "not_yours"
    assert entered == []


async def test_verbs_of_no_door_do_nothing(shared):
    for verb in ("accept2", "__class__", "", "drop", "officer"):
        assert (await attempt(shared, "officer", press(verb, "x"))).rule == ""


@pytest.mark.parametrize("name", ["join", "accept", "try", "tested", "tester", "fill", "export"])
async def test_what_is_no_command_cannot_be_typed(shared, name):
    tried = await attempt(shared, "officer", lambda ids: Command(name, str(ids["open"])))
    assert (tried.rule, tried.audit) == ("", []), "help is shown"


async def test_a_role_for_one_area_does_not_reach_into_another(shared):
    def work(tx):
        _, person = tx.people.arrive(b"area", b"c", "en", millis(shared.clock()))
        tx.people.grant(person.id, Held("champion", area="E05014108"), 0, millis(shared.clock()))
        person = tx.people.person(person.id)
        authorise(person, "link.own", "E05014108")
        with pytest.raises(Rule, match="not_yours"):
            authorise(person, "link.own", "E05014095")
        raise Undo

    with pytest.raises(Undo):
        await shared.write(work)


async def test_every_right_names_roles_that_exist():
    known = {EVERYBODY, "champion", "officer", "commissioner", "operator"}
    assert all(roles and roles <= known for roles in RIGHTS.values())
    assert not allowed(["officer"], "no.such.right")
