"""Keeps the token out of whatever is logged, exception texts and tracebacks included.

A token is digits, a colon and 35 letters. A word border before the digits would miss it in ".../bot123:AA…", which is
where it mostly stands, so none is asked for.
"""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "<token>"
_TALKATIVE = ("httpx", "httpcore", "aiohttp", "telegram", "urllib3", "asyncio")


def scrubbed(text: str, token: str = "") -> str:
    """The text without tokens; `token` itself is taken out whatever its shape."""
    if token:
        text = text.replace(token, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, text)


class Scrub(logging.Filter):
    """A filter for every handler: message, arguments and exception text."""

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Scrub in place; always lets the record pass."""
        record.msg, record.args = scrubbed(record.getMessage(), self._token), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = scrubbed(record.exc_text, self._token)
        if record.stack_info:
            record.stack_info = scrubbed(record.stack_info, self._token)
        return True


def guard_logs(token: str) -> None:
    """Put the filter on every handler and quieten libraries that log addresses. Call it once logging is set up."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(Scrub(token))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
