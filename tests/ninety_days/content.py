"""What the simulated borough asks: three short surveys in four languages, beside the real frames, policy and forms."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("en", "es", "pl", "ar")
SURVEYS = {
    "street": {"en": "Your street", "es": "Su calle", "pl": "Nasza ulica", "ar": "شارعك"},
    "bins": {"en": "Bins and parks", "es": "Basura y parques", "pl": "Kosze i parki", "ar": "القمامة والحدائق"},
    "lamps": {"en": "Lamps at night", "es": "Luces de noche", "pl": "Lampy w nocy", "ar": "مصابيح الليل"},
}
DAYS = {"street": 27, "bins": 30, "lamps": 28}
"""For how many days each is open."""
_ASKS = {
    "like": ("Is it fine as it is?", "¿Está bien como está?", "Czy jest dobrze?", "هل الأمر جيد كما هو؟"),
    "why": ("Why is that?", "¿Por qué?", "Dlaczego tak jest?", "لماذا؟"),
}
_OPTIONS = {
    "y": ("It is fine", "Está bien", "Jest dobrze", "نعم جميل"),
    "n": ("It is not", "No está bien", "Nie jest", "ليس جميلا"),
}
_NAMED = ("English (en)", "Español (es)", "Polski (pl)", "العربية (ar)")


def fine(language: str) -> str:
    """The first answer of each survey, as its button says."""
    return _OPTIONS["y"][LANGUAGES.index(language)]


def write_content(folder: Path, approval_above: int = 50) -> Path:
    """The folder that the bot is given; `approval_above` scales the policy's number to a smaller borough."""
    for name in ("languages", "frames"):
        (folder / name).symlink_to(CONTENT / name)
    (folder / "notices").mkdir()
    for name in ("themes.yaml", "schema.json", "themes.schema.json"):
        shutil.copy(CONTENT / "notices" / name, folder / "notices" / name)
    policy = (CONTENT / "policy.toml").read_text(encoding="utf-8")
    enabled = ", ".join(f'"{code}"' for code in LANGUAGES)
    policy = re.sub(r'value = \["en", .*', f"value = [{enabled}]", policy)
    policy = re.sub(r"(\[broadcast.approval_above\]\nvalue = )\d+", rf"\g<1>{approval_above}", policy)
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    surveys = folder / "surveys"
    surveys.mkdir()
    for path in (CONTENT / "surveys").iterdir():
        if path.name.startswith(("about_you.", "booking.", "workshop_feedback.")) or path.name == "schema.json":
            shutil.copy(path, surveys / path.name)
    for name, titles in SURVEYS.items():
        (surveys / f"{name}.md").write_text(_form(name, titles), encoding="utf-8")
        (surveys / f"{name}.yaml").write_text(_settings(name, titles), encoding="utf-8")
    return folder


def _form(name: str, titles: dict[str, str]) -> str:
    labels = " | ".join(f"label::{one}" for one in _NAMED)
    asks = {what: " | ".join(words) for what, words in _ASKS.items()}
    return f"""
| survey | | | | | | |
| | type | name | {labels} |
| | select_one yn | like | {asks["like"]} |
| | text | why | {asks["why"]} |
| choices | | | | | | |
| | list_name | name | {labels} |
| | yn | y | {" | ".join(_OPTIONS["y"])} |
| | yn | n | {" | ".join(_OPTIONS["n"])} |
| settings | | | |
| | form_title | form_id | default_language |
| | {titles["en"]} | {name} | English (en) |
"""


def _settings(name: str, titles: dict[str, str]) -> str:
    each = ", ".join(f"{code}: {title}" for code, title in titles.items())
    return f"""
id: {name}
form: {name}.md
pilot: feeling_safe
title: {{ {each} }}
opening:
  minutes: 1
  who: {{ en: The council asks. }}
  why: {{ en: To mend the streets. }}
  optional: {{ en: It is your choice. }}
  what_happens: {{ en: Only totals leave. }}
fixed: {{ en: the street. }}
open: {{ en: its colour. }}
money: {{ text: {{ en: none. }} }}
deadline: {{ days: {DAYS[name]}, text: {{ en: "Until {{date}}." }} }}
contact: {{ name: The street team, reach: Ask at the library }}
sections:
  - {{ attribute: area, from: profile }}
"""
