"""What is set up with the messenger before anything is heard: who we are, webhook or polling, commands, descriptions.

The ordinary road: the library's Bot. A lesser Bot API server that lacks a method is noted and lived with; only a token
that nobody knows stops the start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, User
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.ports import Voice
from bot.telegram.courier import ApiError, Courier
from bot.telegram.incoming import ALLOWED

_log = structlog.get_logger("office")
_MOST_CONNECTIONS = 40
_LONGEST_WAIT = 30.0


class BadToken(Exception):  # noqa: N818  the name says what is wrong
    """The messenger does not know the bot's token."""

    def __init__(self) -> None:
        super().__init__("The messenger refuses TELEGRAM_BOT_TOKEN. Copy it again from @BotFather.")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as the messenger knows it."""

    id: int
    username: str


class _KnownBot(Bot):
    """The library's Bot, told who it is: it would ask again and insist on fields that a lesser server leaves out."""

    __slots__ = ("_known",)

    def __init__(self, me: Me, token: str, root: str) -> None:
        request = HTTPXRequest(connection_pool_size=4, read_timeout=60, write_timeout=60, media_write_timeout=120)
        super().__init__(token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request)
        with self._unfrozen():
            self._known = User(id=me.id, first_name=me.username, is_bot=True, username=me.username)

    async def get_me(self, *_: object, **__: object) -> User:  # whatever it is asked with
        """Who we are, as the messenger said at the start."""
        with self._unfrozen():
            self._bot_user = self._known
        return self._known


def library_bot(root: str, token: str, me: Me) -> Bot:
    """The library's Bot on a Bot API server; `root` has no `/bot` in it."""
    return _KnownBot(me, token, root.rstrip("/"))


async def who(courier: Courier) -> Me:
    """Ask the messenger who we are. Raises `BadToken`, or `ApiError` (code 0: no answer)."""
    try:
        me = await courier.ask("getMe", {})
        return Me(int(me["id"]), str(me.get("username") or ""))
    except ApiError as error:
        if error.code in (401, 404):
            raise BadToken from None
        raise


class Office:
    """Sets the bot up through the library. `commands` names each role's commands; their words are `command.*`."""

    def __init__(self, bot: Bot, voice: Voice, commands: Mapping[str, Sequence[str]]) -> None:
        self._bot = bot
        self._voice = voice
        self._commands = commands

    async def use_webhook(self, url: str, secret: str) -> None:
        """Have updates pushed; what is waiting is kept. Raises `ApiError` where the address is refused."""
        try:
            await self._bot.set_webhook(
                url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=_MOST_CONNECTIONS
            )
        except BadRequest as error:
            raise ApiError("setWebhook", 400, str(error)[:120]) from None
        except TelegramError as error:
            _log.warning("office.not_set", method="setWebhook", error=type(error).__name__)

    async def use_polling(self) -> None:
        """Have updates fetched; what is waiting is kept."""
        await _try("deleteWebhook", lambda: self._bot.delete_webhook(drop_pending_updates=False))

    async def introduce(self) -> None:
        """Set commands and descriptions in every language; the first language serves all that are not enabled."""
        for position, language in enumerate(self._voice.languages):
            codes = (None, language) if position == 0 else (language,)
            for code in codes:
                if code is not None and len(code) != 2:
                    continue  # the messenger knows two-letter codes only
                await self._introduce(language, code)

    async def _introduce(self, language: str, code: str | None) -> None:
        words, bot = self._voice.say, self._bot
        menu = self._menu("resident", language)
        scope = BotCommandScopeAllPrivateChats()
        await _try("setMyCommands", lambda: bot.set_my_commands(menu, scope=scope, language_code=code))
        long, short = words("bot.description", language)[:512], words("bot.short", language)[:120]
        await _try("setMyDescription", lambda: bot.set_my_description(long, language_code=code))
        await _try("setMyShortDescription", lambda: bot.set_my_short_description(short, language_code=code))

    async def show_role(self, chat: int, roles: Sequence[str], language: str) -> None:
        """The menu of one chat whose person holds roles; without roles it becomes everybody's again."""
        bot, scope = self._bot, BotCommandScopeChat(chat)
        if not roles:
            await _try("deleteMyCommands", lambda: bot.delete_my_commands(scope=scope))
            return
        names = dict.fromkeys(name for role in ("resident", *roles) for name in self._commands.get(role, ()))
        menu = [self._command(name, language) for name in names]
        await _try("setMyCommands", lambda: bot.set_my_commands(menu, scope=scope))

    def _menu(self, role: str, language: str) -> list[BotCommand]:
        return [self._command(name, language) for name in self._commands.get(role, ())]

    def _command(self, name: str, language: str) -> BotCommand:
        return BotCommand(name, self._voice.say(f"command.{name}", language)[:256])


async def _try(method: str, call: Callable[[], Awaitable[object]]) -> None:
    """Ask for it, once more after a 429.

    The library takes any 404 for a bad token, while a lesser server only lacks the method; `who` has proved the token.
    """
    for last in (False, True):
        try:
            await call()
        except RetryAfter as error:
            wait = error.retry_after
            seconds = wait if isinstance(wait, int | float) else wait.total_seconds()
            if not last and seconds <= _LONGEST_WAIT:
                await asyncio.sleep(seconds)
                continue
            _log.warning("office.not_set", method=method, error="RetryAfter")
        except TelegramError as error:
            _log.warning("office.not_set", method=method, error=type(error).__name__)
        return
