"""The rules by themselves, on both engines: who came how, what is open when, what is kept and what is taken back."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import about_you
from bot.actions import activity as activities
from bot.actions import invite as invites
from bot.actions.answer import answer
from bot.actions.finish import finish
from bot.actions.link import follow, own_source
from bot.actions.settle import settle_some
from bot.actions.take_part import agreed, consent, take_part
from bot.core.errors import Rule
from bot.core.form import Choice, Form, Language, Question
from bot.core.form_json import edition_hash, to_json
from bot.core.inputs import Typed
from bot.ports import Consent, Edition, Held, SessionId, millis

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EN, PL = Language("en"), Language("pl")
FORM = Form(
    name="street", root="data", title={EN: ("Street",)}, languages=(EN, PL), default_language=EN,
    nodes=(
        Question("/data/lit", "lit", "select_one", {EN: ("Lit?",), PL: ("Jasno?",)}, choices="yn"),
        Question("/data/more", "more", "text", {EN: ("More?",)}),
    ),
    lists={"yn": (Choice("y", {EN: ("Yes",), PL: ("Tak",)}), Choice("n", {EN: ("No",), PL: ("Nie",)}))},
)  # fmt: skip
HASH = str(edition_hash(FORM))
SETTINGS = (
    '{"sections": [{"attribute": "lit_group", "from": "question", "question": "lit"},'
    ' {"attribute": "area", "from": "profile"}], "deadline": {"days": 7}}'
)


def ruled(code):
    """The rule of this code is run into."""
    return pytest.raises(Rule, match=f"^{re.escape(code)}$")


def shelf(_tx, _hash):
    return FORM


def draft(tx, name="street"):
    tx.editions.put(Edition(HASH, name, to_json(FORM), "content", millis(NOW)))
    return tx.activities.put(name, "survey", "", HASH, SETTINGS)


def opened(tx, name="street"):
    made = draft(tx, name)
    tx.activities.change(made.id, state="open", opened=millis(NOW), closes=millis(NOW + timedelta(days=7)))
    return tx.activities.get(made.id)


def someone(tx, name="ada", *roles):
    _, person = tx.people.arrive(name.encode(), b"c", "en", millis(NOW))
    for held in roles:
        tx.people.grant(person.id, held, 0, millis(NOW))
    return tx.people.person(person.id)


async def test_the_first_link_counts_and_only_before_taking_part(store):
    def work(tx):
        grace, ruth = someone(tx, "grace", Held("champion")), someone(tx, "ruth", Held("champion"))
        first, second = own_source(tx, grace, "t1", NOW), own_source(tx, ruth, "t2", NOW)
        assert own_source(tx, grace, "other", NOW) == first
        ada = someone(tx)
        assert follow(tx, ada, "t1")
        assert follow(tx, tx.people.person(ada.id), "t2")
        assert tx.people.person(ada.id).root_source == first.id
        eve = someone(tx, "eve")
        consent(tx, eve, "take_part", NOW, given=True)
        assert follow(tx, eve, "t2")
        assert tx.people.person(eve.id).root_source == 0
        assert not follow(tx, eve, "nonsense")
        other = tx.people.add(grace.account, "en", millis(NOW))
        follow(tx, other, "t1")
        assert tx.people.person(other.id).root_source == 0, "nobody recruits their own phone"
        assert second.id != first.id

    await store.write(work)


async def test_an_activity_goes_from_draft_by_a_test_to_open_and_closed_and_every_step_is_logged(store):
    def work(tx):
        made, officer, tess = draft(tx), someone(tx, "sam", Held("officer")), someone(tx, "tess")
        with ruled("activity.not_tested"):
            activities.open_(tx, shelf, officer, made.id, NOW)
        with ruled("not_yours"):
            activities.found_ready(tx, tess, made.id, "Tess", NOW)
        row = take_part(tx, shelf, tess, made, NOW, 1, use="test")
        tx.sessions.save(row.id, row.state, 1, "finished", millis(NOW))
        with ruled("activity.tester_officer"):
            activities.found_ready(tx, officer, made.id, "Sam", NOW)
        activities.found_ready(tx, tess, made.id, "Tess", NOW)
        with ruled("activity.has_gaps"):
            activities.open_(tx, shelf, officer, made.id, NOW)
        activities.declare_fallback(tx, officer, made.id, NOW)
        there = activities.open_(tx, shelf, officer, made.id, NOW)
        assert there.closes == millis(NOW + timedelta(days=7))
        with ruled("activity.not_draft"):
            activities.declare_fallback(tx, officer, made.id, NOW)
        later = activities.extend(tx, officer, made.id, NOW)
        assert later.closes == millis(NOW + timedelta(days=14))
        with ruled("activity.not_open"):
            activities.extend(tx, officer, made.id, NOW + timedelta(days=15))
        activities.close(tx, officer, made.id, NOW)
        for again in (activities.close, activities.extend):
            with ruled("activity.not_open"):
                again(tx, officer, made.id, NOW)
        with ruled("activity.not_draft"):
            activities.open_(tx, shelf, officer, made.id, NOW)
        with ruled("activity.gone"):
            activities.find(tx, made.id + 1)
        return [entry.verb for entry in tx.audit.after(0, 100)]

    assert await store.write(work) == [
        "activity.tested", "activity.fallback", "activity.opened", "activity.extended", "activity.closed",
    ]  # fmt: skip


async def test_past_its_time_nothing_is_taken_though_the_tick_is_late(store):
    def work(tx):
        made, ada = opened(tx), someone(tx)
        row = take_part(tx, shelf, ada, made, NOW, 1)
        last, late = NOW + timedelta(days=7, milliseconds=-1), NOW + timedelta(days=7)
        assert activities.taking(made, last)
        assert not activities.taking(made, late)
        with ruled("closed.answer"):
            answer(tx, shelf, ada, row, Typed("yes"), late)
        with ruled("activity.not_open"):
            take_part(tx, shelf, someone(tx, "eve"), made, late, 1)
        return answer(tx, shelf, ada, row, Typed("Yes"), last).row.revision

    assert await store.write(work) > 0


async def test_an_entry_freezes_what_was_agreed_to_and_no_more(store):
    def work(tx):
        made, ada = opened(tx), someone(tx)
        for attribute, code in (("area", "E1"), ("age_band", "25_34"), ("ethnic_group", "kept_for_invitations")):
            tx.people.set_profile(ada.id, attribute, code, millis(NOW))
        row = take_part(tx, shelf, ada, made, NOW, 1)
        finish(tx, ada, row, made, FORM, [("/data/lit", "y")], NOW)
        without = [one.section for one in tx.responses.margin(made.id, "area")]
        consent(tx, ada, "who_is_missing", NOW, given=True)
        finish(tx, ada, row, made, FORM, [("/data/lit", "n")], NOW)
        assert tx.responses.total(made.id) == 1
        return [without] + [
            [one.section for one in tx.responses.margin(made.id, attribute)]
            for attribute in ("area", "age_band", "ethnic_group", "lit_group", "language")
        ]

    before, *after = await store.write(work)
    assert [one for one in before if one] == []
    assert [[code for code in codes if code] for codes in after] == [["E1"], ["25_34"], [], ["n"], ["en"]]


async def test_what_was_kept_for_a_purpose_goes_with_it_and_is_known_only_while_agreed(store):
    settings = {"sections": [{"attribute": "lit_group", "from": "question", "question": "lit"}]}

    def work(tx):
        ada = someone(tx)
        assert about_you.due(tx, ada) is None, "there is no profile form"
        about_you.answered(tx, ada, settings, [("/data/lit", "y")], NOW)
        assert about_you.known(tx, ada, settings) == ()
        about_you.remember(
            tx, ada, [("/d/who_is_missing", "yes"), ("/d/area", "E1"), ("/d/invite_me", "yes")], "1", NOW
        )
        about_you.answered(tx, ada, settings, [("/data/lit", "y")], NOW)
        assert about_you.known(tx, ada, settings) == (("lit", "y"),)
        about_you.remember(tx, ada, [("/d/who_is_missing", "yes"), ("/d/invite_me", "")], "1", NOW)
        assert about_you.allows(tx, ada, "invite_me"), "skipped later, it stays as it was"
        about_you.withdrawn(tx, ada, "invite_me", NOW)
        assert about_you.known(tx, ada, settings) == ()
        assert about_you.said(tx, ada) == {"area": "E1"}
        about_you.withdrawn(tx, ada, "who_is_missing", NOW)
        return about_you.said(tx, ada)

    assert await store.write(work) == {}


async def test_what_was_withheld_is_not_kept(store):
    def work(tx):
        ada = someone(tx)
        about_you.remember(
            tx, ada, [("/d/who_is_missing", "yes"), ("/d/area", "prefer_not"), ("/d/age_band", "")], "1", NOW
        )
        assert about_you.said(tx, ada) == {}
        about_you.remember(tx, ada, [("/d/who_is_missing", "no"), ("/d/area", "E1")], "1", NOW)
        return about_you.said(tx, ada)

    assert await store.write(work) == {}


async def test_older_words_are_agreed_to_anew(store):
    def work(tx):
        ada = someone(tx)
        assert not agreed(tx, ada)
        tx.consents.add(Consent(ada.id, "take_part", True, "2020-01", "en", millis(NOW)))
        assert not agreed(tx, ada)
        consent(tx, ada, "take_part", NOW, given=True)
        assert agreed(tx, ada)
        with ruled("not_yours"):
            consent(tx, ada, "anything", NOW, given=True)

    await store.write(work)


async def test_unfinished_answers_are_settled_once_as_partial_and_only_after_closing(store):
    def settle(tx, made):
        return settle_some(tx, shelf, made.id, SessionId(0), 10, NOW, finish)

    def work(tx):
        made, ada, eve = opened(tx), someone(tx), someone(tx, "eve")
        answer(tx, shelf, ada, take_part(tx, shelf, ada, made, NOW, 1), Typed("Yes"), NOW)
        take_part(tx, shelf, eve, made, NOW, 1)
        assert settle(tx, made).looked == 0
        activities.close(tx, None, made.id, NOW)
        first = settle(tx, made)
        assert (first.looked, first.settled) == (2, 1), "who answered nothing is no entry"
        assert settle(tx, made).looked == 0
        return tx.responses.total(made.id)

    assert await store.write(work) == 1


async def test_invitations_by_the_rules(store):
    def work(tx):
        sam = someone(tx, "sam", Held("officer"))
        code = "a" * 40
        with ruled("not_yours"):
            invites.invite(tx, sam.id, "operator", code, "", NOW, 24)
        invites.invite(tx, sam.id, "officer", code, "", NOW, 24)
        mate = tx.people.add(sam.account, "en", millis(NOW))
        for own in (sam, mate):
            with ruled("invite.own"):
                invites.accept(tx, own, code, NOW)
        eve = someone(tx, "eve")
        with ruled("invite.bad"):
            invites.accept(tx, eve, code, NOW + timedelta(hours=25))
        assert invites.accept(tx, eve, code, NOW).pending
        with ruled("not_yours"):
            invites.decide(tx, eve, eve.id, "officer", NOW, yes=True)
        invites.decide(tx, sam, eve.id, "officer", NOW, yes=True)
        with ruled("not_yours"):
            invites.decide(tx, sam, eve.id, "officer", NOW, yes=True)
        invites.remove(tx, eve, sam.id, "officer", NOW)
        with ruled("role.last_officer"):
            invites.remove(tx, eve, eve.id, "officer", NOW)

    await store.write(work)
