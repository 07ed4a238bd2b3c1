"""`make bench`: what Evenhand does in a second, beside a stock bot and a bare echo, on one machine in one run."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, Self

import aiohttp

from tests.bench.form import QUESTIONS, bench_form
from tests.bench.residents import chat_of, fill

HERE = Path(__file__).parents[2]
BUSY = 100
SECONDS = 8
ROUNDS = 2


class Process:
    """A process of the bench: prints JSON lines, ends when its standard input closes."""

    running: ClassVar[list[Process]] = []

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.running.append(self)

    @classmethod
    def end_all(cls) -> None:
        """Whatever happened, nothing is left running."""
        for left in cls.running:
            if left._process.returncode is None:
                left._process.kill()
        cls.running.clear()

    @classmethod
    async def start(cls, module: str, *arguments: str) -> Self:
        """Start `python -m module`."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *arguments, cwd=HERE, stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE, limit=1 << 24,
            )
        )  # fmt: skip

    async def line(self) -> Any:
        """The next thing it says."""
        assert self._process.stdout
        async with asyncio.timeout(120):
            said = await self._process.stdout.readline()
        if not said:
            raise RuntimeError("a process of the bench ended; its error stands above")
        return json.loads(said)

    def go_on(self) -> None:
        """Let it measure the next part."""
        assert self._process.stdin
        self._process.stdin.write(b"\n")

    async def stop(self) -> Any:
        """Close its input and wait; gives the last line it said, if any."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        async with asyncio.timeout(60):
            rest = await self._process.stdout.read()
            await self._process.wait()
        return json.loads(rest.splitlines()[-1]) if rest.strip() else None


class Bench:
    """One run over one API server."""

    def __init__(self, root: str, http: aiohttp.ClientSession, folder: Path) -> None:
        self.root, self.http, self.folder = root, http, folder
        self.answers = 0
        self.cpu: dict[str, list[float]] = {}

    async def ask(self, what: str, **asked: Any) -> Any:
        """Ask the API server's residents."""
        async with self.http.post(f"{self.root}/bench/{what}", data=json.dumps(asked)) as answer:
            return json.loads(await answer.read())

    async def closed_loop(self, residents: int) -> float:
        """Answers a second while residents press as soon as they are shown the next question."""
        async with asyncio.timeout(120):
            while (await self.ask("state"))["shown"] < residents:
                await asyncio.sleep(0.1)
        await self.ask("begin", residents=[chat_of(n) for n in range(residents)], presses=QUESTIONS, busy=BUSY)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            await asyncio.sleep(0.25)
            state = await self.ask("state")
            if not state["busy"]:
                break
        await self.ask("forget")
        self.answers = state["done"]
        calls = [state["counts"].get(name, 0) for name in ("answercallbackquery", "editmessagetext", "sendmessage")]
        if max(calls) - min(calls) > BUSY:  # more than can be on their way
            raise RuntimeError(f"not the same three calls per answer: {calls}")
        return float(state["rate"])

    async def evenhand(self, content: Path, residents: int) -> tuple[float, int, int]:
        """The real bot, polling: answers a second, memory when idle and after."""
        path = self.folder / f"evenhand{time.monotonic_ns()}.db"
        fill(path, bench_form(), residents)
        asked = {"root": self.root, "db": str(path), "content": str(content)}
        bot = await Process.start("tests.bench.evenhand", json.dumps(asked))
        idle = await bot.line()
        rate = await self.closed_loop(residents)
        after = await bot.stop()
        _check_stored(path)
        self._spent("evenhand", idle, after)
        return rate, idle["rss"], after["rss"]

    def _spent(self, name: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Processor seconds of the bot's process for each answer of the loop just run."""
        self.cpu.setdefault(name, []).append((after["cpu"] - before["cpu"]) / max(1, self.answers))

    async def webhook(self, content: Path, rate: float, seconds: float) -> Any:
        """The real bot behind its webhook at a steady rate: how long until each 200."""
        residents, path = int(rate * seconds / (QUESTIONS - 1)) + 1, self.folder / "webhook.db"
        fill(path, bench_form(), residents)
        port = _free_port()
        asked = {"root": self.root, "db": str(path), "content": str(content), "port": port,
                 "webhook": f"http://127.0.0.1:{port}/hook"}  # fmt: skip
        bot = await Process.start("tests.bench.evenhand", json.dumps(asked))
        await bot.line()
        state = await self.ask("push", rate=rate, seconds=seconds)
        await self.ask("forget")
        await bot.stop()
        return state

    async def echo(self, residents: int, road: str) -> float:
        """The bare echo, "plain" or by our own "courier"."""
        chats = json.dumps([chat_of(n) for n in range(residents)])
        bot = await Process.start("tests.bench.echo", self.root, road, chats)
        before = await bot.line()
        rate = await self.closed_loop(residents)
        self._spent(road, before, await bot.stop())
        return rate

    async def stock(self, residents: int, *, concurrent: bool) -> float:
        """The stock bot."""
        asked = {"root": self.root, "db": str(self.folder / f"stock{time.monotonic_ns()}.db"), "concurrent": concurrent,
                 "chats": [chat_of(n) for n in range(residents)]}  # fmt: skip
        bot = await Process.start("tests.bench.stock", json.dumps(asked))
        await bot.line()
        rate = await self.closed_loop(residents)
        await bot.stop()
        return rate

    async def alone(self, content: Path, residents: int, rounds: int, people: int) -> Process:
        """A bot that will feed its own intake, over so many residents of whom some answer."""
        path = self.folder / f"alone{residents}.db"
        fill(path, bench_form(), residents)
        chance = random.Random(7)
        chosen = chance.sample(range(residents), rounds * people)
        asked = {"root": self.root, "db": str(path), "content": str(content), "busy": BUSY,
                 "alone": [chosen[n * people : (n + 1) * people] for n in range(rounds)]}  # fmt: skip
        return await Process.start("tests.bench.evenhand", json.dumps(asked))


def _check_stored(path: Path) -> None:
    with sqlite3.connect(path) as db:
        (answered,) = db.execute("SELECT count(*) FROM sessions WHERE revision > 1").fetchone()
    if not answered:
        raise RuntimeError("nothing was stored")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def content_folder(folder: Path) -> Path:
    """The bot's own sentences, policy and frames, without surveys: the bench's is in the database already."""
    content = folder / "content"
    (content / "surveys").mkdir(parents=True)
    for name in ("policy.toml", "languages", "frames"):
        (content / name).symlink_to(HERE / "content" / name)
    return content


async def help_seconds() -> float:
    """Median of five runs of --help."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--help", cwd=HERE, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait():
            raise RuntimeError("python -m bot --help failed")
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def verdict(aim: str, good: bool) -> str:
    """An aim with whether it was met."""
    return f"aim {aim}: {'met' if good else 'NOT met'}"


async def main() -> None:
    """Measure and print."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "aiohttp", "uvicorn"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    print(f"{machine}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}")
    print(
        f"{BUSY} residents busy at once, {QUESTIONS} questions each; each rate is the best of {ROUNDS} rounds in turns"
    )
    busy = os.getloadavg()[0]
    warning = ": other work is going on, the figures will be too low" if busy > 0.5 else ""
    print(f"load {busy:.2f} before{warning}\n")
    server = await Process.start("tests.bench.server")
    port = await server.line()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as temporary:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=180)) as http:
            await measure(Bench(f"http://127.0.0.1:{port}", http, Path(temporary)))
    await server.stop()
    print(f"\nload {os.getloadavg()[0]:.2f} after")


async def measure(bench: Bench) -> None:
    """Every figure, one line each."""
    content = content_folder(bench.folder)
    runs: dict[str, list[float]] = {"plain": [], "courier": [], "apart": [], "together": [], "evenhand": []}
    for _ in range(ROUNDS):  # in turns, so that a slow minute of the machine is everybody's
        runs["plain"].append(await bench.echo(1200, "plain"))
        runs["evenhand"].append((measured := await bench.evenhand(content, 1200))[0])
        runs["courier"].append(await bench.echo(1200, "courier"))
        runs["apart"].append(await bench.stock(400, concurrent=False))
        runs["together"].append(await bench.stock(400, concurrent=True))
    _, idle, after = measured
    best = {name: max(rates) for name, rates in runs.items()}
    stock, echo, rate = max(best["apart"], best["together"]), best["courier"], best["evenhand"]
    print(f"bare echo, plain aiohttp            {best['plain']:8.0f} answers/s, nothing stored")
    print(f"bare echo, on Evenhand's own road   {echo:8.0f} answers/s, nothing stored")
    print(f"stock bot, one at a time            {best['apart']:8.0f} answers/s durable")
    print(f"stock bot, concurrent_updates       {best['together']:8.0f} answers/s durable")
    print(f"Evenhand                            {rate:8.0f} answers/s durable")
    print(f"  of the stock bot at its better setting  {rate / stock:.1f} x  ({verdict('5 x', rate >= 5 * stock)})")
    print(f"  of the bare echo on the same road       {rate / echo:.2f}   ({verdict('0.5', rate >= echo / 2)})")
    rounds = ", ".join(f"{mine / bare:.2f}" for mine, bare in zip(runs["evenhand"], runs["courier"], strict=True))
    print(f"    round by round                        {rounds}")
    cpu = {name: statistics.median(spent) for name, spent in bench.cpu.items()}
    print(
        f"processor for each answer           {cpu['evenhand'] * 1000:8.2f} ms, the bare echo {cpu['courier'] * 1000:.2f} ms: "
        f"{cpu['courier'] / cpu['evenhand']:.2f}   (medians; flatters us while other work goes on)"
    )
    state = await bench.webhook(content, 500, 8)
    print(
        f"acknowledged at 500 answers/s       p50 {state['p50'] * 1000:.1f} ms, p99 {state['p99'] * 1000:.1f} ms, "
        f"{state['failed']} not taken ({verdict('p99 < 50 ms', state['p99'] < 0.05)})"
    )
    await scale(bench, content)
    aim = verdict("< 150 MB", idle < 150e6)
    print(f"idle memory                         {idle / 1e6:8.0f} MB, {after / 1e6:.0f} MB after the run ({aim})")
    took = await help_seconds()
    print(f"--help                              {took:8.2f} s ({verdict('< 0.3', took < 0.3)})")
    await enqueue()


async def enqueue(people: int = 100_000) -> None:
    """What others feel while a message to many is written down and sent, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.enqueue", str(people), cwd=HERE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    found = json.loads(out)
    filling, sending = found["enqueueing"], found["sending"]
    good = max(filling["p99_ms"], sending["p99_ms"]) < 100
    print(
        f"ack p99 at {found['answers_per_second']} answers/s          before {found['before']['p99_ms']:.0f} ms, while "
        f"{people} recipients are written down {filling['p99_ms']:.0f} ms ({filling['seconds']} s, longest slice "
        f"{filling['longest_slice_ms']:.0f} ms), while sending {sending['p99_ms']:.0f} ms ({verdict('< 100 ms', good)})"
    )
    share, fullest = sending["share_of_29_in_1.05_s"], sending["fullest_second"]
    print(
        f"messages to others                  {share:.1%} of 29 in 1.05 s, fullest second {fullest} "
        f"({verdict('97 %, at most 30', share >= 0.97 and fullest <= 30)})"
    )


async def scale(bench: Bench, content: Path, few: int = 1_000, many: int = 1_000_000) -> None:
    """Intake alone, and what an update costs among few and among many residents, in turns."""
    rounds, people = 4, 200
    small, large = await bench.alone(content, few, rounds, people), await bench.alone(content, many, rounds, people)
    runs: dict[int, list[Any]] = {few: [], many: []}
    for _ in range(rounds):
        for size, bot in ((few, small), (many, large)):
            runs[size].append(await bot.line())
            bot.go_on()
    for bot in (small, large):
        await bot.stop()
    rate = statistics.median(run["rate"] for run in runs[few])
    print(f"intake alone                        {rate:8.0f} updates/s ({verdict('2,300', rate >= 2300)})")
    costs = {size: statistics.median(1e6 / run["rate"] for run in measured) for size, measured in runs.items()}
    ratio = costs[many] / costs[few]
    print(
        f"cost per update                     {costs[few]:8.0f} us among {few:,} residents, {costs[many]:.0f} us among "
        f"{many:,}: ratio {ratio:.2f} ({verdict('< 1.2', ratio < 1.2)})"
    )


async def _whole() -> None:
    try:
        await main()
    finally:
        Process.end_all()


if __name__ == "__main__":
    asyncio.run(_whole())
