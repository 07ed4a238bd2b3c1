"""A strict embedded Bot API server and chat page: demo, test double and torture target in one."""

from bot.playground.people import Person, drawn, over_http
from bot.playground.refusal import Refused
from bot.playground.server import TOKEN, Playground
from bot.playground.stage import Persona, Stage

__all__ = ["TOKEN", "Person", "Persona", "Playground", "Refused", "Stage", "drawn", "over_http"]
