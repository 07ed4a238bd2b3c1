"""In groups the bot only offers to take part in private, and is otherwise quiet."""

from __future__ import annotations

from bot.core.screen import Button, Link, Say
from bot.ports import Command, Heard, Membership, Reply
from handlers.visit import Office, para, sheet


def hear(office: Office, heard: Heard) -> Reply:
    """Answers a command meant for the bot and its being added; nothing else."""
    match heard.said:
        case Command(_, argument):
            pass
        case Membership(True):
            argument = ""
        case _:
            return Reply()
    language = heard.hint if heard.hint in office.voice.languages else office.voice.languages[0]
    link = Button(Say("group.button"), Link(office.link(argument or "group")))
    return Reply((sheet(para("group.private"), rows=((link,),)),), language=language)
