"""A stock bot of the same library: Application, CallbackQueryHandler, one durable answer a press (synchronous=FULL).

Written as the library's own examples are, with aiosqlite; polling; `concurrent_updates` by argument.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import Any

import aiosqlite
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from tests.bench.echo import WORDS
from tests.bench.evenhand import TOKEN
from tests.bench.form import OPTIONS

KEYBOARD = InlineKeyboardMarkup(
    [
        *([InlineKeyboardButton(words, callback_data=f"answer:{n}")] for n, words in enumerate(OPTIONS)),
        [InlineKeyboardButton("Back", callback_data="back"), InlineKeyboardButton("Skip", callback_data="skip")],
    ]
)


async def answered(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Store the answer, then show it and the next question."""
    query = update.callback_query
    assert query
    assert query.message
    db: aiosqlite.Connection = context.bot_data["db"]
    chat = query.message.chat.id
    async with db.execute("SELECT at FROM sessions WHERE chat = ?", (chat,)) as rows:
        row = await rows.fetchone()
    at = row[0] if row else 0
    await db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (chat, at, query.data))
    await db.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", (chat, at + 1))
    await db.commit()
    await query.answer()
    await query.edit_message_text(f"{WORDS.format(n=at)}\n\n{query.data}")
    await context.bot.send_message(chat, WORDS.format(n=at + 1), reply_markup=KEYBOARD)


async def main(asked: dict[str, Any]) -> None:
    """Show everybody a keyboard, then serve until standard input closes."""
    logging.disable(logging.CRITICAL)
    async with aiosqlite.connect(asked["db"]) as db:
        for line in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE sessions (chat INTEGER PRIMARY KEY, at INTEGER)",
            "CREATE TABLE answers (chat INTEGER, question INTEGER, code TEXT, PRIMARY KEY (chat, question))",
        ):
            await db.execute(line)
        await db.commit()
        builder = Application.builder().token(TOKEN).base_url(f"{asked['root']}/bot")
        builder = builder.connect_timeout(60).read_timeout(60).write_timeout(60).pool_timeout(60)
        builder = builder.concurrent_updates(asked["concurrent"])
        if asked["concurrent"]:
            builder = builder.connection_pool_size(256)
        app = builder.build()
        app.bot_data["db"] = db
        app.add_handler(CallbackQueryHandler(answered))
        async with app:
            await _serve(app, asked["chats"])


async def _serve(app: Application[Any, Any, Any, Any, Any, Any], chats: list[int]) -> None:
    for chat in chats:
        await app.bot.send_message(chat, WORDS.format(n=1), reply_markup=KEYBOARD)
    await app.start()
    assert app.updater
    await app.updater.start_polling()
    print(json.dumps({}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await app.updater.stop()
    await app.stop()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
