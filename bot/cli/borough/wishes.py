"""From what a resident wants to answer, in codes, to what they press and type in their own language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.catalog.voice import Voice
from bot.cli.borough.drawing import Drawn
from bot.core.form import Form, Language, Text
from bot.playground.resident import Ways, Wish

_NUMBER = {"number": "", "age": 16}
_PASSED = (
    "back", "back.review", "button.language", "button.privacy", "button.contact", "contact.button", "explain",
    "page.earlier", "button.help", "repeat.add", "date.choose",
)  # fmt: skip
_ONWARD = ("button.start", "button.continue", "review.send", "acknowledge.ok", "repeat.no")


def wishes(voice: Voice, forms: Iterable[Form], drawn: Drawn) -> dict[str, Wish]:
    """Words of a screen -> what this resident answers there. Questions that they leave out are skipped."""
    language = Language(drawn.language)
    made = {voice.say("missing.ask", drawn.language): Wish(text=drawn.missing)}
    for form in forms:
        for question in form.questions():
            label = _words(question.label, language)
            if not label or question.name not in drawn.answers:
                continue
            answer = drawn.answers[question.name]
            if not question.choices:
                made[label] = Wish(text=answer[0] if answer else "")
                continue
            labels = {choice.code: _words(choice.label, language) for choice in form.lists[question.choices]}
            options = tuple(labels[code] for code in answer if code in labels)
            made[label] = Wish(options, typed=drawn.types and len(options) == 1)
    return made


def ways(voice: Voice, language: str, *last: str) -> Ways:
    """The labels that a resident of this language meets; `last` are the codes of the last screen's buttons."""

    def say(code: str) -> str:
        return voice.say(code, language, _NUMBER)

    done = "|".join(
        re.escape(form).replace(r"\{n\}", r"[^)]*")
        for code in ("choices.done", "rank.done")
        for form in voice.forms(language, code) or voice.forms("en", code)
    )
    age = say("age.yes")
    return Ways(
        onward=frozenset({*map(say, _ONWARD), age, re.sub("[\u2066-\u2069]", "", age)}),
        passed=frozenset({*map(say, _PASSED), say("age.no")}),
        skip=say("skip"),
        done=re.compile(f"^[\u2066-\u2069]*(?:{done})"),
        more=say("page.more"),
        chosen=voice.say("button.chosen", language, {"label": ""}).strip(" \u2066\u2067\u2068\u2069"),
        over=frozenset(map(say, last or ("button.change_answers",))),
    )


def _words(text: Mapping[Language, Text], language: Language) -> str:
    return "".join(piece for piece in text.get(language, ()) if isinstance(piece, str)).strip()
