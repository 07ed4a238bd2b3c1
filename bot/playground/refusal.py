"""What the Bot API says no with: a code, a description in Telegram's words, and parameters such as `retry_after`."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is the server's answer, no error of ours
    """A request that Telegram would refuse.

    `code` is the HTTP status and `error_code`; `description` the sentence a client sees; `parameters` whole numbers.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(why: str) -> Refused:
    """A 400 in Telegram's form."""
    return Refused(400, f"Bad Request: {why}")
