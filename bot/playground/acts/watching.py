"""Looking: a chat as it stands, the answer to a press, the commands a person sees, counts."""

from __future__ import annotations

from bot.playground.act import number, person, place
from bot.playground.chat import Chat, Json, Kept
from bot.playground.world import World


def view(kept: Kept) -> Json:
    """A message as watchers see it."""
    return {"message": kept.message, "rev": kept.rev, "bot": kept.from_bot, "reactions": kept.reactions}


def chat(world: World, asked: Json) -> Json:
    """A chat as it stands; with `since`, only the messages changed after that revision."""
    return state(world, place(world, asked), number(asked, "since", -1))


def state(world: World, here: Chat, since: int = -1) -> Json:
    """{"rev", "messages", "blocked", "started", "reply_keyboard", "pinned"} of a chat."""
    return {
        "chat": world.chat_json(here),
        "rev": here.rev,
        "blocked": here.blocked,
        "started": here.started,
        "reply_keyboard": here.reply_keyboard,
        "pinned": sorted(here.pinned),
        "messages": [view(here.messages[n]) for n in sorted(here.messages) if here.messages[n].rev > since],
    }


def answer(world: World, asked: Json) -> Json:
    """What the bot answered to a press: {"text", "show_alert"}, or {"pending": true}."""
    query = world.queries.get(str(asked.get("query_id")))
    return {"pending": True} if query is None or query.answer is None else query.answer


def commands(world: World, asked: Json) -> Json:
    """The commands menu of a person, by the order of scopes that Telegram documents."""
    user, here = person(world, asked), place(world, asked)
    language = str(user.get("language_code", ""))[:2]
    scopes = [f"chat:{here.id}", "all_private_chats", "default"]
    if here.id < 0:
        scopes = [f"chat_member:{here.id}:{user['id']}", f"chat:{here.id}", "all_group_chats", "default"]
    for scope in scopes:
        for spoken in (language, ""):
            if listed := world.commands.get((scope, spoken)):
                return {"commands": listed}
    return {"commands": []}


def words(world: World, asked: Json) -> Json:
    """The bot's name and descriptions as a person reads them."""
    language = str(person(world, asked).get("language_code", ""))[:2]
    told = {}
    for what in ("name", "description", "short_description"):
        told[what] = world.words.get((what, language)) or world.words.get((what, "")) or ""
    return {**told, "name": told["name"] or world.bot["first_name"], "username": world.bot["username"]}


def counts(world: World, _: Json) -> Json:
    """Calls by method, updates raised, acknowledged and waiting, faults met, problems, refusals."""
    return {
        "calls": dict(world.counts),
        "raised": world.inbox.raised,
        "acknowledged": world.inbox.acknowledged,
        "pending": world.inbox.pending(),
        "faults": dict(world.faults.met),
        "problems": list(world.problems),
        "refusals": [list(one) for one in world.refusals],
        "people": len(world.people),
    }


ACTS = {"chat": chat, "answer": answer, "commands": commands, "words": words, "counts": counts}
