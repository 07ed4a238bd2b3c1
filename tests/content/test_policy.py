"""What a citizen could dispute: every number has a sentence, and the promises are what the numbers say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

POLICY = Path(__file__).parents[2] / "content" / "policy.toml"
LONGEST_SENTENCE = 200


def policy() -> dict[str, dict[str, dict[str, object]]]:
    """Read the policy as the bot does: section, key, then value and why."""
    return tomllib.loads(POLICY.read_text(encoding="utf-8"))


def value(section: str, key: str) -> object:
    """Give one number."""
    return policy()[section][key]["value"]


def test_every_number_has_one_sentence_a_citizen_can_argue_with() -> None:
    for section, entries in policy().items():
        for key, entry in entries.items():
            assert set(entry) == {"value", "why"}, f"{section}.{key}"
            why = str(entry["why"])
            assert why.endswith("."), f"{section}.{key}"
            assert why.count(". ") == 0, f"{section}.{key} has more than one sentence"
            assert len(why) <= LONGEST_SENTENCE, f"{section}.{key}"


def test_the_comment_beside_a_number_says_the_same_as_the_sentence_people_are_shown() -> None:
    entries = re.findall(
        r'^# (.+)\n\[(\w+\.\w+)\]\nvalue = .+\nwhy = "(.+)"$', POLICY.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(entries) == sum(len(section) for section in policy().values())
    assert [name for comment, name, why in entries if comment != why] == []


def test_nobody_is_written_to_more_often_than_promised() -> None:
    assert (value("contact", "short_limit"), value("contact", "short_days")) == (2, 14)
    assert (value("contact", "long_limit"), value("contact", "long_days")) == (4, 60)
    assert value("contact", "nudges_per_form") == 1
    assert (value("contact", "quiet_from"), value("contact", "quiet_until")) == ("20:00", "08:30")


def test_no_child_under_13_takes_part_whatever_the_council_sets() -> None:
    assert value("people", "never_under") == 13
    assert value("people", "minimum_age") == 16


def test_disclosure_limits_are_those_of_the_methods() -> None:
    limits = {key: entry["value"] for key, entry in policy()["disclosure"].items()}
    assert limits == {
        "nothing_below": 10,
        "themes_below": 30,
        "words_below": 100,
        "whole_group_base": 30,
        "hide_below": 10,
        "round_to": 5,
        "under_label_below": 5,
        "nearly_all_percent": 95,
        "hidden_span": 10,
        "correction_keeps_below": 10,
        "ballots_from": 100,
        "with_without_base": 30,
    }
