"""`python -m bot.playground`: the server alone, for torture and bench. Prints one JSON line with its address."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.playground.server import TOKEN, Playground


async def serve(options: argparse.Namespace) -> None:
    """Serve until interrupted or terminated."""
    playground = Playground(
        token=options.token,
        strict=options.strict,
        api_log=options.api_log,
        delivery_log=options.delivery_log,
        keep=options.keep,
    )
    url = await playground.start(options.host, options.port)
    sys.stdout.write(json.dumps({"url": url, "token": playground.token}) + "\n")
    sys.stdout.flush()
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    await done.wait()
    await playground.stop()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--strict", action="store_true", help="Telegram's limits on messages a second")
    parser.add_argument("--api-log", type=Path, help="every request as JSON lines")
    parser.add_argument("--delivery-log", type=Path, help="what was delivered, fsynced")
    parser.add_argument("--keep", type=int, default=2000, help="messages kept in a chat")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
