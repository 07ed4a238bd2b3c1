"""Who may do what: every verb of the bot with the roles that may use it. What is not named here nobody may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

EVERYBODY = "resident"

RIGHTS: Mapping[str, frozenset[str]] = {
    "take_part": frozenset({EVERYBODY}),
    "own_data": frozenset({EVERYBODY}),
    "read": frozenset({EVERYBODY}),
    "link.own": frozenset({"champion", "officer"}),
    "activity.see": frozenset({"officer"}),
    "activity.change": frozenset({"officer"}),
    "form.import": frozenset({"officer"}),
    "export": frozenset({"officer"}),
    "role.see": frozenset({"officer"}),
    "sending.see": frozenset({"officer"}),
    "role.give": frozenset({"officer"}),
    "we_did": frozenset({"officer", "commissioner"}),
    "proposal.weigh": frozenset({"champion", "officer"}),
    "notice.publish": frozenset({"officer"}),
    "broadcast.own": frozenset({"champion"}),
    "broadcast.see": frozenset({"champion", "officer"}),
    "broadcast.decide": frozenset({"champion", "officer"}),
    "broadcast.override": frozenset({"officer"}),
    "assist": frozenset({"champion"}),
    "check_back": frozenset({"champion", "officer"}),
    "announce.own": frozenset({"champion"}),
    "places.see": frozenset({"officer"}),
    "draw.change": frozenset({"officer"}),
    "announce.see": frozenset({"champion", "officer"}),
    "workshop.check_in": frozenset({"champion", "officer"}),
}


def allowed(roles: Iterable[str], verb: str) -> bool:
    """Whether somebody with these confirmed roles may do this; unknown verbs are refused."""
    may = RIGHTS.get(verb, frozenset())
    return EVERYBODY in may or not may.isdisjoint(roles)
