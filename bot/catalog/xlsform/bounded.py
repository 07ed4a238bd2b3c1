"""Importing a stranger's file safely: in a process of its own, with bounds on memory, time and what it may touch."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bot.catalog.xlsform.archive import MOST_BYTES
from bot.catalog.xlsform.codec import loads
from bot.catalog.xlsform.outcome import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.xlsform.outcome import Imported

_LOG = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[3]


def import_form(
    name: str,
    data: bytes,
    media: Mapping[str, bytes] | None = None,
    timeout: float = 60,
) -> Imported | Refused:
    """Import a form in a bounded process of its own; blocks for at most `timeout` seconds, so call it from a thread.

    `name` is the file's name (its folder is ignored), `media` the files sent beside it, by name.
    """
    name = PurePath(name).name or "form"
    if len(data) > MOST_BYTES:
        return Refused((refuse("file.big", size=len(data), limit=MOST_BYTES),))
    files = {**(media or {}), name: data}
    head = json.dumps({"name": name, "files": [(file, len(content)) for file, content in files.items()]})
    command = [sys.executable, "-m", "bot.catalog.xlsform.worker"]
    try:
        with tempfile.TemporaryDirectory(prefix="evenhand-import-") as scratch:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module; the file travels as data
                command,
                input=b"".join([head.encode(), b"\n", *files.values()]),
                capture_output=True,
                timeout=timeout,
                check=False,
                cwd=scratch,
                env=_environment(scratch),
                start_new_session=True,
            )
    except subprocess.TimeoutExpired:
        return Refused((refuse("file.work", what="time"),))
    if done.returncode < 0:
        return Refused((refuse("file.work", what="time or memory"),))
    try:
        outcome = loads(done.stdout.decode())
    except (ValueError, KeyError, TypeError):
        if b"MemoryError" in done.stderr:
            return Refused((refuse("file.work", what="memory"),))
        _LOG.exception("import worker gave no answer, exit code %d", done.returncode)
        return Refused((refuse("fault", detail=f"exit code {done.returncode}"),))
    if isinstance(outcome, Refused) and outcome.reasons[0].code == "fault":
        _LOG.error("import worker: %s", outcome.reasons[0].why)
    return outcome


def _environment(scratch: str) -> dict[str, str]:
    """The worker gets no secrets: only what Python needs to start and find us."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    ours = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1", "HOME": scratch, "TMPDIR": scratch}
    return {**kept, **ours}
