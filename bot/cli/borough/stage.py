"""Who can be played in the sample borough, and what the chat page says around the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.catalog.policy import read_policy
from bot.catalog.voice import own_name
from bot.playground import Persona, Stage

SURVEY = "feeling_safe"
OFFICER, CHAMPION, TESTER, SECOND_CHAMPION = 9001, 9002, 9003, 9004
FIRST_RESIDENT = 100_001
_PERSONAS = (
    (9101, "Ada", "en", "Resident"), (9102, "João", "pt", "Resident"), (9103, "Lucía", "es", "Resident"),
    (9104, "Claire", "fr", "Resident"), (9105, "Ewa", "pl", "Resident"), (9106, "Xaawo", "so", "Resident"),
    (9107, "ليلى", "ar", "Resident"), (9108, "রহিমা", "bn", "Resident"), (CHAMPION, "Grace", "en", "Champion"),
    (SECOND_CHAMPION, "Hodan", "so", "Champion"), (OFFICER, "Sam", "en", "Officer"),
)  # fmt: skip
_ABOUT = {
    CHAMPION: "Runs a tenants' hall. Nearly half of all entries came by her link.",
    SECOND_CHAMPION: "Works at an advice centre. Most Somali readers came by her link, and nobody else reaches them.",
    OFFICER: "Runs the survey for the council. Sees who takes part, never what a person said.",
}
_RESIDENT = "Has just been told of the survey and has not answered yet."
_HINTS = {
    "Resident": ("Press Start and answer a question.", "Type a number or a word instead of pressing.",
                 "Send /language half way through: no answer is lost.", "Send /mydata to see what is kept."),
    "Champion": ("Send /link for your own link and QR picture.", "Open that link as a new person.",
                 "Send /phone: someone else answers on this phone."),
    "Officer": ("Send /activities: who takes part, close, export.", "Send an XLSForm workbook to import a survey.",
                "Send /invite to bring in a champion."),
}  # fmt: skip


def stage_of(content: Path, advance: Callable[[int], Awaitable[None]], progress: Callable[[], str]) -> Stage:
    """What the chat page shows around the chat. `progress` says in words what is still going on, "" for nothing."""
    languages = read_policy(content / "policy.toml").texts("languages.enabled")
    personas = tuple(
        Persona(
            number,
            name,
            language,
            role,
            _ABOUT.get(number, _RESIDENT),
            _HINTS[role],
            payload="" if role != "Resident" else f"a_{SURVEY}",
            group=f"{role}s",
        )
        for number, name, language, role in _PERSONAS
    )
    return Stage(
        title="Evenhand sample borough",
        about="A pilot of community-led commissioning: “Feeling safe in the evening”. Residents are made up.",
        personas=personas,
        languages={code: own_name(code) for code in languages},
        newcomer_hints=_HINTS["Resident"],
        newcomer_payload=f"a_{SURVEY}",
        advance=advance,
        progress=progress,
    )
