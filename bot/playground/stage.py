"""Who can be played on the chat page, and what the page is told about the sample."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Advance = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone a visitor can play. `role` is a word for people ("Resident"); `payload` goes with the Start button.

    `hints` are short lines for "Try this"; `group` gathers personas in the picker.
    """

    id: int
    first_name: str
    language_code: str
    role: str = "Resident"
    about: str = ""
    hints: tuple[str, ...] = ()
    payload: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the chat page shows around the chat.

    `languages` maps codes to their names in themselves, for "new person in …"; `advance` moves the sample's clock;
    `progress` says in words what is still going on behind the stage, "" for nothing.
    """

    title: str = "Evenhand"
    about: str = ""
    personas: tuple[Persona, ...] = ()
    languages: Mapping[str, str] = field(default_factory=lambda: {"en": "English"})
    newcomer_hints: tuple[str, ...] = ()
    newcomer_payload: str = ""
    advance: Advance | None = None
    progress: Callable[[], str] = lambda: ""
