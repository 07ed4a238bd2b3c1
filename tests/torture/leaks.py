"""What must stand in no log: the token, the key, chat ids, and what people answered."""

from __future__ import annotations

from tests.torture.opening import OFFICER, TESTER
from tests.torture.process import KEY, Bot


def leaks(bot: Bot, residents: set[int]) -> list[str]:
    """Each secret found in what the bot said, named by its kind."""
    said = bytes(bot.said).decode(errors="replace")
    words = {"secretive": "words", "#w4": "words", "#w5": "words"}
    secrets = {bot.token: "the token", bot.token.partition(":")[2]: "the token", KEY: "the key", **words}
    secrets |= {f"{name}={code}": "an answer" for name in ("q1", "q2", "q3", "q6", "q7", "q8") for code in "abcd"}
    secrets |= {str(person): "a chat id" for person in (*residents, OFFICER, TESTER)}
    return sorted({kind for secret, kind in secrets.items() if secret in said})
