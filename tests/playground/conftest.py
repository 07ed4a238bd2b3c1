"""A playground on a free port, a bot that speaks plain HTTP, and a person."""

from __future__ import annotations

import struct
import zlib

import aiohttp
import pytest

from bot.playground import Person, Playground


class Caller:
    """Calls methods as a bot would; returns the whole body, `error` only the description."""

    def __init__(self, session, playground):
        self.session, self.playground = session, playground

    def address(self, method):
        return f"{self.playground.url}/bot{self.playground.token}/{method}"

    async def __call__(self, method, **params):
        async with self.session.post(self.address(method), json=params) as response:
            body = await response.json()
            assert body["ok"] == (response.status == 200)
            return body

    async def error(self, method, **params):
        body = await self(method, **params)
        assert not body["ok"], body
        return body["description"]

    async def ok(self, method, **params):
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def upload(self, method, files, **fields):
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, str(value))
        for name, (filename, content) in files.items():
            form.add_field(name, content, filename=filename)
        async with self.session.post(self.address(method), data=form) as response:
            return await response.json()


@pytest.fixture
async def playground():
    server = Playground(hook_pause=0.01)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
async def bot(session, playground):
    return Caller(session, playground)


@pytest.fixture
async def sam(playground):
    person = await Person.arrive(playground.act)
    await person.start()
    return person


def png(width, height):
    """A picture of one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x0b\x5d\x4e" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def picture():
    return png


@pytest.fixture
def buttons():
    def make(*rows):
        return {
            "inline_keyboard": [
                [{"text": t, "callback_data": t} for t in ([row] if isinstance(row, str) else row)] for row in rows
            ]
        }

    return make
