"""One lottery, worked out in a process of its own: `python -m bot.workers.holding`, JSON in and JSON out.

It can take seconds and 60 MB, which an idle bot should not keep; and a time limit can only be kept from outside.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bot.core.draw import answer_of, answer_text
from bot.core.lottery import Infeasible, Lottery, Target, lottery

_ROOT = Path(__file__).resolve().parents[2]


class HoldingError(Exception):
    """The lottery could not be worked out: its time was over, or the solver gave up."""


async def held_apart(
    people: Mapping[str, Mapping[str, str]], targets: Sequence[Target], seats: int, seconds: float = 60
) -> Lottery | Infeasible:
    """The lottery, by another process, in at most so many seconds. Raises HoldingError."""
    question = json.dumps({"people": people, "targets": [asdict(target) for target in targets], "seats": seats})
    with tempfile.TemporaryDirectory(prefix="evenhand-draw-") as scratch:
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.workers.holding",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            cwd=scratch, env=_environment(scratch), start_new_session=True,
        )  # fmt: skip
        try:
            out, err = await asyncio.wait_for(worker.communicate(question.encode()), seconds)
        except TimeoutError:
            raise HoldingError(f"not done in {seconds:.0f} seconds") from None
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
    if worker.returncode != 0:
        raise HoldingError(err.decode(errors="replace").strip().rsplit("\n", 1)[-1])
    return answer_of(out.decode())


def _environment(scratch: str) -> dict[str, str]:
    """No secrets: only what Python needs to start and find us; one thread for the solver."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    ours = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1", "HOME": scratch, "TMPDIR": scratch}
    return {**kept, **ours, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """Read the question, write the answer."""
    asked = json.load(sys.stdin)
    targets = [Target(**target) for target in asked["targets"]]
    sys.stdout.write(answer_text(lottery(asked["people"], targets, asked["seats"])))


if __name__ == "__main__":
    main()
