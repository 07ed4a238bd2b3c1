"""A borough to be tortured: a short survey in three languages whose every label says by itself what it belongs to.

A question's label holds `#q3`, an option's label is `q3=b`, and residents type `#w7 …`, so that whoever reads only what
went over the wire knows which question was asked and which answer was given.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
NAME = "torture"
LANGUAGES = {"en": "English (en)", "pt": "Português (pt)", "ar": "العربية (ar)"}
CHOSEN = ("q1", "q2", "q3", "q6", "q7", "q8")
TYPED = ("q4", "q5")
QUESTIONS = tuple(sorted(CHOSEN + TYPED))
CODES = "abcd"
_ASK = {"en": "Question", "pt": "Pergunta", "ar": "سؤال"}


def write_content(folder: Path) -> Path:
    """A content folder with the real sentences and numbers, and this survey alone."""
    real = HERE / "content"
    for room in ("frames", "surveys", "pilots"):
        (folder / room).mkdir(parents=True)
    shutil.copytree(real / "languages", folder / "languages")
    shutil.copy(real / "surveys" / "schema.json", folder / "surveys")
    for pilot in ("schema.json", "feeling_safe.yaml"):
        shutil.copy(real / "pilots" / pilot, folder / "pilots")
    policy = (real / "policy.toml").read_text(encoding="utf-8")
    # Simulated fingers are quicker than those that the policy has in mind.
    for key, value in (("updates_per_minute", 60_000), ("updates_burst", 5_000)):
        policy, done = re.subn(rf"(\[rate\.{key}\]\nvalue = )\d+", rf"\g<1>{value}", policy)
        assert done == 1, key
    policy, done = re.subn(r"(\[languages\.enabled\]\nvalue = )\[[^\]]*\]", r'\g<1>["en", "pt", "ar"]', policy)
    assert done == 1
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    (folder / "surveys" / f"{NAME}.md").write_text(_form(), encoding="utf-8")
    (folder / "surveys" / f"{NAME}.yaml").write_text(_SIDECAR, encoding="utf-8")
    return folder


def _form() -> str:
    labels = " | ".join(f"label::{name}" for name in LANGUAGES.values())
    rows = [f"| survey |\n| | type | name | required | {labels} |"]
    for name in QUESTIONS:
        kind = "text" if name in TYPED else f"select_one {name}"
        asked = " | ".join(f"{word} #{name}" for word in _ASK.values())
        rows.append(f"| | {kind} | {name} | yes | {asked} |")
    rows.append(f"\n| choices |\n| | list_name | name | {labels} |")
    for name in CHOSEN:
        for code in CODES:
            rows.append(f"| | {name} | {code} | " + " | ".join(f"{name}={code}" for _ in LANGUAGES) + " |")
    rows.append("\n| settings |\n| | form_title | form_id | version | default_language |")
    rows.append(f"| | Torture | {NAME} | 1 | English (en) |")
    return "\n".join(rows) + "\n"


_SIDECAR = f"""id: {NAME}
form: {NAME}.md
pilot: feeling_safe
sample: true
title: {{ en: Torture }}
opening:
  minutes: 1
  who: {{ en: A test asks. }}
  why: {{ en: To see that nothing is lost. }}
  optional: {{ en: Nobody has to. }}
  what_happens: {{ en: It is counted. }}
fixed: {{ en: the aim. }}
open: {{ en: the rest. }}
money: {{ amount: 1, currency: GBP, text: {{ en: "{{amount}}." }} }}
deadline: {{ days: 28, text: {{ en: "Until {{date}}." }} }}
contact: {{ name: A test, reach: nowhere }}
sections:
  - {{ attribute: language, from: profile }}
"""
