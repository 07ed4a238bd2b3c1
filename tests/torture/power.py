"""A power cut: the bot is killed, and its database goes on from what was fsynced alone (I2). SQLite only.

`power.c`, compiled here, keeps that image beside the database. PostgreSQL is killed with its backends instead
(sending.py, sever): what its server fsyncs cannot be seen from outside it, and its files are its own affair.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.torture.process import Bot
from tests.torture.run import Result, Town, Wanted, kill_run, town

_SOURCE = Path(__file__).with_name("power.c")
_NO_IMAGE = ("-shm", ".lock", ".bell")


@cache
def library() -> Path:
    """The compiled library. Raises CalledProcessError where there is no C compiler."""
    made = Path(tempfile.mkdtemp(prefix="power-")) / "power.so"
    subprocess.run(
        ["gcc", "-O2", "-shared", "-fPIC", "-o", str(made), str(_SOURCE), "-ldl", "-lpthread"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


class OnForgetfulDisk(Bot):
    """A bot whose every kill is a power cut."""

    def environment(self) -> dict[str, str]:
        """With the library and the two folders."""
        self.kept.mkdir(exist_ok=True)
        return super().environment() | {
            "LD_PRELOAD": str(library()), "POWER_REAL": str(self.file), "POWER_KEPT": str(self.kept),
        }  # fmt: skip

    @property
    def file(self) -> Path:
        """The database's file."""
        return Path(self.database.removeprefix("sqlite:///"))

    @property
    def kept(self) -> Path:
        """Where the image grows."""
        return self.folder / "power"

    async def kill(self) -> None:
        """Kill -9, and put the image in the place of the database."""
        await super().kill()
        for path in self.file.parent.glob(f"{self.file.name}*"):
            if not path.name.endswith(_NO_IMAGE[1:]):
                path.unlink()
        for path in self.kept.iterdir():
            shutil.copy(path, self.file.parent / path.name)


async def power_run(folder: Path, wanted: Wanted, bug: str = "") -> Result:
    """Residents answer over power cuts; the verdict is that of kills."""
    async with town(folder, f"sqlite:///{folder}/evenhand.sqlite", wanted.seed, kind=OnForgetfulDisk) as here:
        here.bot.bug = bug
        return await _run(here, wanted, bug)


async def _run(here: Town, wanted: Wanted, bug: str) -> Result:
    if bug:
        await here.bot.stop()
        await here.bot.start()
        await here.bot.ready()
    return await kill_run(here, wanted)
