"""What a golden file of a question kind holds, and how its expected part is made.

    {"question": …, "lists": …, "inputs": […], "expected": {"screen": …, "read": […]}}

The first part is written by hand: a question as form_json writes it, and inputs. The expected part is what the kind
shows, and for each input what it reads and how it words that value.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.core.as_data import as_data
from bot.core.form_json import from_json
from bot.core.lexicon import LEXICON
from bot.core.question import Value
from bot.core.questions import KINDS
from bot.core.scene import scene_of
from bot.core.turn import begin
from bot.play import input_of
from tests.core.forms import EN, NOW

GOLDEN = Path(__file__).parents[1] / "golden" / "questions"


def expected(written: dict[str, Any]) -> dict[str, Any]:
    """What the kind makes of its golden file's question and inputs."""
    form = from_json(
        json.dumps(
            {
                "default_language": "en",
                "languages": ["en"],
                "lists": written.get("lists", {}),
                "name": "golden",
                "nodes": [{"question": {"path": f"/data/{written['question']['name']}", **written["question"]}}],
                "root": "data",
                "written": 1,
            }
        )
    )
    session = begin(form, seed=1, language=EN, now=NOW)
    scene = scene_of(form, session, NOW, 5, lexicon=LEXICON)
    place = scene.instance.road[0]
    kind = KINDS[place.spot.question.kind]
    if not kind.asked:
        return {"value": scene.instance.value(place)}
    ask = scene.ask(place)
    read = []
    for data in written["inputs"]:
        outcome = kind.read(ask, input_of(data))
        shown = {"words": as_data(kind.in_words(ask, outcome.value))} if isinstance(outcome, Value) else {}
        read.append({"input": data, "outcome": as_data(outcome), **shown})
    return {"screen": as_data(scene.question(place)), "read": read}


def golden_text(path: Path) -> str:
    """A golden file with its expected part made anew."""
    written = json.loads(path.read_text("utf-8"))
    return json.dumps({**written, "expected": expected(written)}, ensure_ascii=False, indent=1) + "\n"
