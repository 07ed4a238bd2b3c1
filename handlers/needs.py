"""What is prepared for one person at a workshop, in a line of words; without what is sensitive."""

from __future__ import annotations

from bot.core.needs_told import Told
from handlers.visit import Office

_LINES = {"interpreter": "needs.interpreter", "children": "needs.children", "ages": "needs.ages"}
"""Answers that say too little by themselves."""


def prepared(office: Office, given: Told, language: str) -> str:
    """Such as "interpreter: Soomaali; children to look after: 2"; "" where nothing was asked for."""
    words = dict(given.words)
    if "children" in words:  # then that the children are looked after is said
        words.pop("creche", None)
    say = office.voice.say
    if "creche" in words:
        words["creche"] = say("needs.creche", language)
    return "; ".join(
        say(_LINES[name], language, {"text": text}) if name in _LINES else text for name, text in words.items()
    )
