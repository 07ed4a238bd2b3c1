"""What can be a name: the names of XML elements, in any script."""

from __future__ import annotations

import re

from bot.core.xpath.tokens import FOLLOWS, STARTS

_NAME = re.compile(f"[{STARTS}][{STARTS}{FOLLOWS}]*")


def is_name(text: str) -> bool:
    """Tell whether a text can name a question or a column: no prefix, no blanks, no leading digit."""
    return _NAME.fullmatch(text) is not None and not text[0].isdecimal()
