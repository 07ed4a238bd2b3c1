"""`pulldata('file', 'column', 'key', value)`, an older way to look something up in a file, as a path into its list."""

from __future__ import annotations

import re

from bot.catalog.xlsform.names import is_name

_CALL = re.compile(r"\bpulldata\s*\(")
_LITERAL = re.compile(r"^\s*(['\"])(.*)\1\s*$", re.DOTALL)


def without_pulldata(expression: str) -> tuple[str, frozenset[str]]:
    """Write look-ups as paths; return the expression and the names of the files (without .csv) it looks into.

    A call whose file or columns are not plainly named stays as it is, and is refused as an unknown function.
    """
    files = set()
    at = 0
    while call := _CALL.search(expression, at):
        arguments, end = _arguments(expression, call.end())
        named = [match[2] if (match := _LITERAL.match(one)) else "" for one in arguments[:3]]
        if len(arguments) != 4 or not all(map(is_name, named[1:])) or not named[0]:
            at = call.end()
            continue
        file, column, key = named
        files.add(file.removesuffix(".csv"))
        path = f"instance('{file.removesuffix('.csv')}')/root/item[{key} = {arguments[3].strip()}]/{column}"
        expression = expression[: call.start()] + path + expression[end:]
        at = call.start() + len(path) - len(arguments[3])
    return expression, frozenset(files)


def _arguments(expression: str, start: int) -> tuple[list[str], int]:
    """Split a call's arguments from just after its "("; return them and the place after its ")"."""
    arguments, depth, quote, begun = [], 0, "", start
    for at in range(start, len(expression)):
        sign = expression[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]" and depth:
            depth -= 1
        elif sign in ",)" and not depth:
            arguments.append(expression[begun:at])
            begun = at + 1
            if sign == ")":
                return arguments, begun
    return [], len(expression)
