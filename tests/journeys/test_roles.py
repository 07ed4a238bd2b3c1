"""Who gets which role, by which link, and who ends up with none."""

import re

from tests.journeys.town import STREET


async def test_the_start_up_link_makes_the_first_officer_and_is_dead_after_use(either):
    link = (await either.app.first_officer()).partition("start=")[2]
    sam, eve = await either.arrive("Sam"), await either.arrive("Eve")
    seen = await sam.starts(link)
    assert "You are the first officer" in seen
    assert "activities" in {one["command"] for one in await sam.person.commands()}, "the menu shows it at once"
    assert "does not work" in await eve.starts(link)
    assert await either.app.first_officer() == ""
    assert "not open to you" in await eve.says("/activities")
    assert [one["role"] for one in await either.rows("roles")] == ["officer"]
    [used] = await either.rows("invites")
    assert isinstance(used["code_hash"], bytes)
    assert link[2:].encode() not in used["code_hash"], "stored hashed"


async def test_an_invitation_works_once_waits_for_an_officer_and_tells_both_the_same_check_words(town):
    officer = await town.officer()
    await officer.says("/invite")
    await officer.presses("champion")
    made = await officer.presses("the whole borough")
    grace, eve = await town.arrive("Grace"), await town.arrive("Eve")
    waits = await grace.starts(made.payload)
    assert "waits until an officer confirms it" in waits
    assert "not open to you" in await grace.says("/link")
    assert "does not work" in await eve.starts(made.payload)
    words = re.search(r"\d{3} \d{3}", waits.text)[0]
    asked = await officer.says("/people")
    assert words in asked
    seen = await officer.presses(f"Confirm {words}")
    assert "champion: 1" in seen
    assert "Your link" in await grace.says("/link")
    assert "link" in {one["command"] for one in await grace.person.commands()}
    await officer.says("/people")
    await officer.presses("Remove champion 1")
    assert "not open to you" in await grace.says("/link")
    assert "link" not in {one["command"] for one in await grace.person.commands()}
    verbs = [one["verb"] for one in await town.rows("audit")]
    assert {"invite.made", "invite.used", "role.confirmed", "link.made", "role.removed"} <= set(verbs)


async def test_a_refused_role_is_gone(town):
    officer = await town.officer()
    await officer.says("/invite")
    link = (await officer.presses("officer")).payload
    eve = await town.arrive("Eve")
    await eve.starts(link)
    await officer.says("/people")
    await officer.presses("Refuse")
    assert "not open to you" in await eve.says("/activities")
    assert len(await town.rows("roles")) == 1


async def test_ones_own_invitation_is_refused_on_this_phone_whoever_speaks(town):
    officer = await town.officer()
    await officer.says("/invite")
    link = (await officer.presses("officer")).payload
    assert "You cannot use your own invitation" in await officer.starts(link)
    await officer.says("/phone")
    await officer.presses("Someone else")
    assert "You cannot use your own invitation" in await officer.starts(link)
    assert len(await town.rows("roles")) == 1


async def test_nobody_confirms_themselves(town):
    officer = await town.officer()
    other = await town.holder(officer, "officer", "Olu")
    await officer.says("/invite")
    await other.starts((await officer.presses("commissioner")).payload)
    await other.says("/people")
    assert "not open to you" in (await other.presses("Confirm")).toast
    await officer.says("/people")
    assert "commissioner: 1" in await officer.presses("Confirm")


async def test_an_invitation_dies_after_a_day(town):
    officer = await town.officer()
    await officer.says("/invite")
    await officer.presses("champion")
    link = (await officer.presses("the whole borough")).payload
    town.clock.forward(hours=24, minutes=1)
    eve = await town.arrive("Eve")
    assert "does not work" in await eve.starts(link)
    assert "does not work" in await eve.starts("i_" + "0" * 40)


async def test_an_invitation_can_be_given_a_name_by_which_it_is_known_again(town):
    officer = await town.officer()
    assert "type it with a name" in await officer.says("/invite")
    await officer.says("/invite champion St Mark's <b>church</b>")
    made = await officer.presses("the whole borough")
    assert "St Mark's <b>church</b>" in made
    grace = await town.arrive("Grace")
    await grace.starts(made.payload)
    assert "St Mark's <b>church</b>" in await officer.says("/people")
    await officer.presses("Confirm")
    assert "champion 1: St Mark's <b>church</b>" in await officer.says("/people")


async def test_the_last_officer_stays_and_an_officer_who_is_not_may_go(town):
    officer = await town.officer()
    assert "You are the only officer" in await officer.says("/forgetme")
    other = await town.holder(officer, "officer", "Olu")
    await officer.says("/forgetme")
    assert "erased" in await officer.presses("Yes, erase everything")
    assert "You are the only officer" in await other.says("/forgetme")
    assert "Remove" not in (await other.says("/people")).last


async def test_a_champions_link_is_the_source_and_the_first_one_wins(town):
    await town.open(STREET)
    officer = await town.officer()
    links, sources = [], []
    for name in ("Grace", "Ruth"):
        links.append((await (await town.holder(officer, "champion", name)).says("/link")).payload)
    sources = {f"s_{one['token']}": one["id"] for one in await town.rows("sources")}
    ada, eve, ida = await town.arrive(), await town.arrive("Eve"), await town.arrive("Ida")
    await ada.starts(links[0])
    await ada.starts(links[1])
    assert (await ada.row()).root_source == sources[links[0]]
    assert "Your street" in await ada.starts(links[0]), "and the survey is offered"
    await eve.starts(f"a_{STREET}")
    await eve.goes("Start", "Yes, 16", "It is fine", "Skip", "Skip", "Skip")
    await eve.starts(links[0])
    assert (await eve.row()).root_source == 0, "who came alone stays so"
    await ida.starts("s_nonsense")
    assert (await ida.row()).root_source == 0


async def test_a_champions_own_link_does_not_make_them_their_own_recruit(town):
    await town.open(STREET)
    officer = await town.officer()
    grace = await town.holder(officer, "champion")
    link = (await grace.says("/link")).payload
    assert (await grace.says("/link")).payload == link, "one link, however often it is asked for"
    await grace.starts(link)
    assert (await grace.row()).root_source == 0
    assert len(await town.rows("sources")) == 1
