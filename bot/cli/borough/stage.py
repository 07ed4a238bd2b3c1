"""Who can be played in the sample borough, and what the chat page says around the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.catalog.policy import read_policy
from bot.catalog.voice import own_name
from bot.playground import Persona, Stage

SURVEY = "feeling_safe"
OFFICER, CHAMPION, TESTER, SECOND_CHAMPION = 9001, 9002, 9003, 9004
CHAMPIONS = {
    "grace": (CHAMPION, "Grace", "en"), "hodan": (SECOND_CHAMPION, "Hodan", "so"), "yusuf": (9005, "Yusuf", "ar"),
    "maria": (9006, "María", "es"), "ewa": (9007, "Ewelina", "pl"), "dele": (9008, "Dele", "en"),
}  # fmt: skip
"""By the name under which a resident's drawing knows whose link it was: chat, first name, language."""
FIRST_RESIDENT, FIRST_ASKING, FIRST_PRAYING, FIRST_PASTING, FIRST_AT_STATION = range(100_001, 600_001, 100_000)
_PERSONAS = (
    (9101, "Ada", "en", "Resident"), (9102, "João", "pt", "Resident"), (9103, "Lucía", "es", "Resident"),
    (9104, "Claire", "fr", "Resident"), (9105, "Ewa", "pl", "Resident"), (9106, "Xaawo", "so", "Resident"),
    (9107, "ليلى", "ar", "Resident"), (9108, "রহিমা", "bn", "Resident"),
    *((number, name, language, "Champion") for number, name, language in CHAMPIONS.values()),
    (OFFICER, "Sam", "en", "Officer"),
)  # fmt: skip
_ABOUT = {
    CHAMPION: "Runs a tenants' hall. Nearly half of all entries came by her link.",
    SECOND_CHAMPION: "Works at an advice centre. Most Somali readers came by her link, and nobody else reaches them.",
    CHAMPIONS["yusuf"][0]: "Helps at a mosque. Forty people answered by his link on one Friday after the prayer.",
    CHAMPIONS["maria"][0]: "Runs a lunch club for readers of Spanish and Portuguese.",
    CHAMPIONS["ewa"][0]: "Teaches at a Saturday school.",
    CHAMPIONS["dele"][0]: "Youth worker. Thirty accounts that came by his link said the same within minutes.",
    OFFICER: "Runs the survey for the council. Sees who takes part, never what a person said.",
}
_RESIDENT = "Has just been told of the survey and has not answered yet."
_HINTS = {
    "Resident": ("Press Start and answer a question.", "Type a number or a word instead of pressing.",
                 "Send /workshops: one was drawn, one is still open.",
                 "Send /language half way through: no answer is lost.", "Send /mydata to see what is kept."),
    "Champion": ("Send /link for your own link and QR picture.", "Send /broadcast: write to those you reach.",
                 "Open your link as a new person.", "Send /phone: someone else answers on this phone."),
    "Officer": ("Send /activities: who takes part, close, export.", "Send /broadcasts: one is on its way.",
                "Send /workshop: the draw, the places, who needs what.",
                "Send an XLSForm workbook to import a survey.", "Send /invite to bring in a champion."),
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
