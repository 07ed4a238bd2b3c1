"""Rewrite the golden file of the fair draw: `python -m tests.core.make_golden_lottery`. Say in the commit why."""

import json
from pathlib import Path
from random import Random

from bot.core.lottery import Target, hold

GOLDEN = Path(__file__).parents[1] / "golden" / "lottery"
SEED = "evening workshop"
_AREAS = {"brixton_north": 9, "clapham_east": 4, "oval": 6, "streatham_hill": 5, "west_dulwich": 3, "": 2}
_AGES = {"16_24": 3, "25_44": 9, "45_64": 8, "65_plus": 7, "": 2}


def requests():
    """61 requests, older and northern residents asking most, some stating nothing."""
    random = Random(61)
    return {
        f"r{number:02}": {
            "area": random.choices(list(_AREAS), list(_AREAS.values()))[0],
            "age": random.choices(list(_AGES), list(_AGES.values()))[0],
        }
        for number in range(1, 62)
    }


def wanted():
    """Targets for 24 seats, near each section's share of the borough."""
    areas = [
        ("brixton_north", 4, 6),
        ("clapham_east", 3, 5),
        ("oval", 4, 6),
        ("streatham_hill", 4, 6),
        ("west_dulwich", 2, 4),
    ]
    ages = [("16_24", 3, 5), ("25_44", 7, 10), ("45_64", 4, 7), ("65_plus", 2, 5)]
    return [Target("area", *one) for one in areas] + [Target("age", *one) for one in ages]


def golden():
    """What is kept: who was drawn, every chance, and the lottery itself."""
    drawn = hold(requests(), wanted(), 24, SEED)
    return {
        "selected": list(drawn.selected),
        "probabilities": drawn.probabilities,
        "seed": drawn.seed,
        "members": [list(ids) for ids in drawn.lottery.members],
        "panels": [[panel.weight, [list(take) for take in panel.takes]] for panel in drawn.lottery.panels],
    }


if __name__ == "__main__":
    (GOLDEN / "workshop.json").write_text(json.dumps(golden(), indent=1) + "\n", "utf-8")
