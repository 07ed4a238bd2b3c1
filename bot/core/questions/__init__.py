"""Every question kind, by name. Adding one costs one file here, one line below and one golden file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.questions.calculate import Calculate
from bot.core.questions.decimal import Decimal
from bot.core.questions.end import End
from bot.core.questions.hidden import Hidden
from bot.core.questions.integer import Integer
from bot.core.questions.note import Note
from bot.core.questions.own_words import OwnWords
from bot.core.questions.select_multiple import SelectMultiple
from bot.core.questions.select_one import SelectOne
from bot.core.questions.start import Start
from bot.core.questions.text import Text
from bot.core.questions.today import Today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.question import Kind

_ALL: tuple[Kind, ...] = (
    Text(),
    Integer(),
    Decimal(),
    SelectOne(),
    SelectMultiple(),
    Note(),
    OwnWords(),
    Calculate(),
    Hidden(),
    Start(),
    End(),
    Today(),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
