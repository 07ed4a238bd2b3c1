"""The process that reads one stranger's file: it bounds itself first, then reads, answers on standard output and ends.

Its standard input is a JSON line of sizes and names, then the files' bytes one after another.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from pathlib import PurePath

MOST_MEMORY = 1 << 30
"""Bytes of address space."""
MOST_SECONDS = 30
"""Seconds of processor time."""
MOST_OPEN = 64
MOST_WRITTEN = 50_000_000
"""Bytes in any one file: the parser passes its XML through a temporary one."""


def bound() -> None:
    """Give up memory, time, new files and core dumps beyond what a form needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN, MOST_OPEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(name: str, files: dict[str, bytes]) -> str:
    """Read the form `name` among `files` and return the outcome as JSON; a fault of ours is named, not shown."""
    from bot.catalog.xlsform.codec import dumps  # noqa: PLC0415 - heavy, and only after the bounds are set
    from bot.catalog.xlsform.outcome import Refused, refuse  # noqa: PLC0415
    from bot.catalog.xlsform.read import read_form  # noqa: PLC0415

    media = {file: content for file, content in files.items() if file != name}
    try:
        return dumps(read_form(name, files[name], media))
    except MemoryError:
        return dumps(Refused((refuse("file.work", what="memory"),)))
    except Exception as error:  # noqa: BLE001 - the edge of the process: the parent logs where, never what
        where = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}, {PurePath(where.filename).name}:{where.lineno}"
        return dumps(Refused((refuse("fault", detail=detail),)))


def main() -> None:
    """Read the request, answer it."""
    bound()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries that print must not spoil the answer
    source = sys.stdin.buffer
    request = json.loads(source.readline())
    files = {name: source.read(size) for name, size in request["files"]}
    with out:
        out.write(answer(request["name"], files))


if __name__ == "__main__":
    main()
