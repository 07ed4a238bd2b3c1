"""How commands end badly: one clear line (what, where, how to mend) on standard error, and a non-zero exit code."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine, Mapping
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

REFUSED = 1
"""What was asked cannot be done as asked: the line says why."""
UNUSABLE = 2
"""The setting or file is missing or wrong."""


def end(line: str, code: int = REFUSED) -> NoReturn:
    """Print the line and leave."""
    print(f"evenhand: {' '.join(line.split())}", file=sys.stderr)
    raise SystemExit(code)


def show(value: Mapping[str, Any]) -> None:
    """Print JSON for machines."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to its end; what is known to go wrong becomes one line, the rest stays a traceback (a fault of ours)."""
    from bot.core.errors import Rule
    from bot.storage.faults import StorageFault
    from bot.telegram.courier import ApiError
    from bot.telegram.office import BadToken

    try:
        return asyncio.run(work)
    except Rule as rule:
        end(_worded(rule.code, rule.values))
    except BadToken as error:
        end(str(error), UNUSABLE)
    except ApiError as error:
        end(f"The Bot API does not answer as it should ({error}). Check TELEGRAM_API_ROOT and the network.")
    except StorageFault as error:
        end(str(error), UNUSABLE)
    except ValueError as error:
        end(str(error), UNUSABLE)
    except OSError as error:
        end(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", UNUSABLE)
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _worded(code: str, values: Mapping[str, str | int]) -> str:
    from bot.catalog.voice import read_voice
    from bot.settings import Settings

    return read_voice(Settings().evenhand_content / "languages", ("en",)).say(code, "en", dict(values))
