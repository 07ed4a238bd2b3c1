"""The functions that expressions may call, by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.xpath.functions.dates import DATES
from bot.core.xpath.functions.nodes import NODES
from bot.core.xpath.functions.numbers import NUMBERS
from bot.core.xpath.functions.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.xpath.functions.function import Function

FUNCTIONS: Mapping[str, Function] = MappingProxyType({**TEXTS, **NUMBERS, **DATES, **NODES})
