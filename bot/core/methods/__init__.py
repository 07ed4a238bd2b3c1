"""Every counting method, by name. Adding one costs one file here, one line below and one golden file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.methods.approval import Approval
from bot.core.methods.borda import Borda
from bot.core.methods.cumulative import Cumulative
from bot.core.methods.equal_shares import EqualShares
from bot.core.methods.equal_shares_add1 import EqualSharesAdd1
from bot.core.methods.greedy import Greedy
from bot.core.methods.irv import InstantRunOff
from bot.core.methods.plurality import Plurality
from bot.core.methods.schulze import Schulze
from bot.core.methods.score import Score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.method import Method

_ALL: tuple[Method, ...] = (
    EqualShares(),
    EqualSharesAdd1(),
    Greedy(),
    Plurality(),
    Approval(),
    Score(),
    Borda(),
    InstantRunOff(),
    Schulze(),
    Cumulative(),
)
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in _ALL})
