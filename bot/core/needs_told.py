"""What one person asked for when signing up, for that person's own reminder and for the list at the door.

Answers marked sensitive (access, own words) are not repeated in a chat: that something was told is enough there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.core.form import Form, Language, Question

_NOTHING = frozenset({"", "no", "none", "prefer_not", "something_missing"})
_BESIDE = ("#missing", "_other")


@dataclass(frozen=True, slots=True)
class Told:
    """`words` are answers in the reader's language by question name; `private`: something sensitive was told too."""

    words: tuple[tuple[str, str], ...]
    private: bool


def told(form: Form, needs: str, language: str) -> Told:
    """From a booking's needs (JSON by question name); what says "nothing" is left out."""
    given: dict[str, str] = json.loads(needs or "{}")
    words: list[tuple[str, str]] = []
    private = False
    for question in form.questions():
        value = " ".join(code for code in given.get(question.name, "").split() if code not in _NOTHING)
        own = next((given[question.name + suffix] for suffix in _BESIDE if given.get(question.name + suffix)), "")
        if not value and not own:
            continue
        if "sensitive" in question.appearance.split():
            private = True
        elif question.choices:
            labels = [_label(form, question, code, language) for code in value.split()]
            words.append((question.name, ", ".join([*labels, *([own] if own else [])])))
        else:
            words.append((question.name, given.get(question.name, "")))
    return Told(tuple(words), private)


def _label(form: Form, question: Question, code: str, language: str) -> str:
    choice = next((one for one in form.lists.get(question.choices, ()) if one.code == code), None)
    if choice is None:
        return code
    text = choice.label.get(Language(language)) or next(iter(choice.label.values()), (code,))
    return "".join(piece for piece in text if isinstance(piece, str))
