"""The contact rule obeys the policy."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.catalog.contact import contact_rules
from bot.catalog.policy import Policy, read_policy
from bot.core.contact import Rules

POLICY = read_policy(Path(__file__).parents[2] / "content" / "policy.toml")


def test_the_promises_to_residents_are_what_the_rule_goes_by():
    assert contact_rules(POLICY) == Rules()


def test_another_councils_numbers_are_obeyed():
    values = {**POLICY.values, "contact.quiet_from": "21:15", "contact.less_long_limit": 1, "contact.long_days": 90}
    rules = contact_rules(Policy(values, POLICY.reasons))
    assert rules.quiet_from == time(21, 15)
    assert rules.usual == ((2, timedelta(days=14)), (4, timedelta(days=90)))
    assert rules.less == ((1, timedelta(days=14)), (1, timedelta(days=90)))


def test_a_time_of_day_that_is_none_is_said_by_name():
    with pytest.raises(ValueError, match=r"contact\.quiet_until"):
        contact_rules(Policy({**POLICY.values, "contact.quiet_until": "late"}, POLICY.reasons))
