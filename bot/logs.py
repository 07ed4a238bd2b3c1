"""Structured logs: one JSON line each, ids and codes only; the token is scrubbed from whatever else is said."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from bot.telegram.scrub import Scrub, scrubbed


def set_up_logs(level: str, token: str) -> None:
    """Send everything to standard error: ours as JSON, libraries' warnings through the same filter."""

    def scrub(_logger: object, _name: str, event: Any) -> Any:
        return {key: scrubbed(value, token) if isinstance(value, str) else value for key, value in event.items()}

    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Scrub(token))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
