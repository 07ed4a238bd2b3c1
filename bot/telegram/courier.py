"""Carries one call to the Bot API and names what became of it. The lean road: one aiohttp session, JSON both ways.

Outcomes: `Delivered` (also for "not modified" and answers to presses that grew too old: nothing is left to do) · `Gone`
(the message to edit is no more) · `Refused` (403 and 400: asking again would not help) · `Later` (429) · `Unknown`
(timeout, reset, 5xx: it may or may not have been done). No token, chat id or text ever reaches a log or an exception.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_HEADERS = {"Content-Type": "application/json"}
_SENT = re.compile(rb'\{"ok":\s?true,\s?"result":\s?\{"message_id":\s?(\d+)')
_DONE = frozenset({b'{"ok":true,"result":true}', b'{"ok": true, "result": true}'})
_AS_WISHED = ("message is not modified", "query is too old", "query id is invalid", "query_id_invalid")
_NO_MESSAGE = (
    "message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited not found",
    "there is no text in the message to edit",
)  # fmt: skip
_SECONDS_TO_CONNECT, _SECONDS_IN_ALL = 10.0, 30.0
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Delivered:
    """Done; `message` is the id of the message sent or edited, 0 where the answer names none."""

    message: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """The message to edit is no longer there, or no longer ours to edit."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The messenger will not, and would not if asked again. `blocked`: the person cannot be reached any more (403)."""

    code: int
    why: str
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """Too much at once (429): after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer, or none that says whether it was done. `reached` is False where the request surely never left."""

    why: str
    reached: bool = True


Outcome = Delivered | Gone | Refused | Later | Unknown


class ApiError(Exception):
    """A call outside the outcomes above failed: the method, the code and the messenger's own words, scrubbed."""

    def __init__(self, method: str, code: int, why: str) -> None:
        super().__init__(f"{method}: {code} {why}")
        self.code = code
        self.why = why


class Courier:
    """One session to one Bot API server. `root` has no `/bot` in it (TELEGRAM_API_ROOT)."""

    def __init__(self, root: str, token: str, seconds: float = _SECONDS_IN_ALL) -> None:
        self._root = root.rstrip("/")
        self._token = token
        self._seconds = seconds
        self._urls: dict[str, URL] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=_AT_ONCE, keepalive_timeout=55),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self._seconds, connect=_SECONDS_TO_CONNECT),
            skip_auto_headers=("User-Agent", "Accept"),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def carry(self, method: str, params: dict[str, Any]) -> Outcome:
        """Make one call. Never raises for what the network or the messenger does."""
        try:
            status, body = await self._post(method, params)
        except aiohttp.ClientConnectorError as error:
            return Unknown(type(error).__name__, reached=False)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Unknown(type(error).__name__)
        if status == 200:  # the two answers that nearly all calls get need no JSON parser
            if found := _SENT.match(body):
                return Delivered(int(found[1]))
            if body in _DONE:
                return Delivered()
        return _outcome(status, body)

    async def ask(self, method: str, params: dict[str, Any], seconds: float | None = None) -> Any:
        """Make one call and give its `result`. Raises `ApiError`, with code 0 where no answer came."""
        try:
            status, body = await self._post(method, params, seconds)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ApiError(method, 0, type(error).__name__) from None
        answer = _json(body)
        if answer.get("ok"):
            return answer.get("result")
        raise ApiError(method, int(answer.get("error_code") or status), _described(answer))

    async def fetch(self, path: str, limit: int) -> bytes:
        """The bytes of a file by its `file_path`, at most `limit`. Raises `ApiError`; code 413 where it is larger."""
        assert self._session is not None, "the courier is opened before use"
        url = URL(f"{self._root}/file/bot{self._token}/{path.lstrip('/')}")
        out = bytearray()
        try:
            async with self._session.get(url) as answer:
                if answer.status != 200:
                    raise ApiError("file", answer.status, "not found")
                async for chunk in answer.content.iter_chunked(65_536):
                    out += chunk
                    if len(out) > limit:
                        raise ApiError("file", 413, "too big")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ApiError("file", 0, type(error).__name__) from None
        return bytes(out)

    async def _post(self, method: str, params: dict[str, Any], seconds: float | None = None) -> tuple[int, bytes]:
        assert self._session is not None, "the courier is opened before use"
        url = self._urls.get(method)
        if url is None:
            url = self._urls[method] = URL(f"{self._root}/bot{self._token}/{method}", encoded=True)
        body = _ENCODE(params).encode("utf-8", "replace")
        if seconds is None:
            async with self._session.post(url, data=body, headers=_HEADERS) as answer:
                return answer.status, await answer.read()
        limit = aiohttp.ClientTimeout(total=seconds, connect=_SECONDS_TO_CONNECT)
        async with self._session.post(url, data=body, headers=_HEADERS, timeout=limit) as answer:
            return answer.status, await answer.read()


def _outcome(status: int, body: bytes) -> Outcome:
    answer = _json(body)
    if answer.get("ok"):
        result = answer.get("result")
        return Delivered(int(result.get("message_id") or 0) if isinstance(result, dict) else 0)
    code = int(answer.get("error_code") or status)
    why = str(answer.get("description") or "").lower()
    if code == 429:
        wait = (answer.get("parameters") or {}).get("retry_after")
        return Later(float(wait) if isinstance(wait, int | float) else 1.0)
    if code >= 500 or code < 400:
        return Unknown(str(code))
    if any(words in why for words in _AS_WISHED):
        return Delivered()
    if any(words in why for words in _NO_MESSAGE):
        return Gone()
    return Refused(code, _described(answer), blocked=code == 403)


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _described(answer: dict[str, Any]) -> str:
    """The messenger's words up to their second colon: what follows may repeat what somebody wrote."""
    return ":".join(str(answer.get("description") or "no description").split(":")[:2])[:80]
