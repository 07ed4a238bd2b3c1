"""Write the golden files of letters: `python -m tests.handlers.make_golden_letters [KIND …]`. Read what you wrote."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from handlers.letters import LETTERS
from tests.handlers.letter_cast import GOLDEN, on_paper
from tests.journeys.town import small_content, town_at


async def main(kinds: list[str]) -> None:
    """Those named, or every one."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        async with town_at(f"sqlite:///{folder}/town.db", small_content(content)) as town:
            await town.open()
            await town.open("street")
            for kind in kinds or [letter.kind for letter in LETTERS]:
                written = await on_paper(town.app.store, town.app.office, kind)
                (GOLDEN / f"{kind}.json").write_text(written, "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
