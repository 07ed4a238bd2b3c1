"""HTML parse mode: marked-up text to plain text and entities, offsets in UTF-16 units, refusing what Telegram refuses.

The accepted tags and escapes are those of the Bot API's "HTML style" section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.playground.refusal import Refused, bad

Entity = dict[str, Any]

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,8}|#[xX][0-9a-fA-F]{1,8});")
FOUND = re.compile(
    r"(?<![\w/@.<>:])/[a-zA-Z0-9_]{1,32}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])|https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]"
)
VERBATIM = {"code", "pre"}
SETTLED = {"code", "pre", "text_link", "custom_emoji"}


def units(text: str) -> int:
    """Length of a text in UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def parse(text: str, mode: str | None) -> tuple[str, list[Entity]]:
    """Plain text and its entities. Raises `Refused` for a broken mark-up or a parse mode that is not served here."""
    if mode is None or mode == "":
        return text, []
    if mode.lower() != "html":
        raise bad("unsupported parse_mode")
    if "<" not in text and "&" not in text:
        return text, []
    return _html(text)


def _html(text: str) -> tuple[str, list[Entity]]:
    out: list[str] = []
    length, at = 0, 0
    stack: list[_Open] = []
    entities: list[Entity] = []
    while at < len(text):
        sign = min((i for i in (text.find("<", at), text.find("&", at)) if i >= 0), default=len(text))
        if sign > at:
            out.append(text[at:sign])
            length += units(text[at:sign])
            at = sign
            continue
        if text[at] == "&":
            match = ESCAPE.match(text, at)
            piece = unescape(match[0]) if match else "&"
            out.append(piece)
            length += units(piece)
            at = match.end() if match else at + 1
            continue
        tag = TAG.match(text, at)
        if tag is None:
            raise _broken(text, at)
        name = tag[2].lower()
        if tag[1]:
            entities += _close(stack, name, length, out, text, at)
        else:
            stack.append(_start(name, tag[3], length, text, at))
        at = tag.end()
    if stack:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return "".join(out), entities


def _start(name: str, attributes: str, offset: int, text: str, at: int) -> _Open:
    if name not in SIMPLE:
        raise _cannot(f'Unsupported start tag "{name}" at byte offset {_byte(text, at)}')
    given = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(attributes)}
    if name == "span" and given.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(text, at)}')
    if name == "tg-emoji" and not given.get("emoji-id", "").isdigit():
        raise _cannot("Invalid custom emoji identifier specified")
    return _Open(name, given, offset)


def _close(stack: list[_Open], name: str, length: int, out: list[str], text: str, at: int) -> list[Entity]:
    if not stack:
        raise _cannot(f"Unexpected end tag at byte offset {_byte(text, at)}")
    top = stack.pop()
    if top.tag != name:
        raise _cannot(
            f'Unmatched end tag at byte offset {_byte(text, at)}, expected "</{top.tag}>", found "</{name}>"',
        )
    size = length - top.offset
    inside_verbatim = any(o.tag in VERBATIM for o in stack)
    if size == 0 or (inside_verbatim and not (name == "code" and stack[-1].tag == "pre")):
        return []
    entity: Entity = {"offset": top.offset, "length": size, "type": SIMPLE[name]}
    match name:
        case "a":
            plain = "".join(out).encode("utf-16-le")[2 * top.offset :].decode("utf-16-le")
            entity["url"] = top.attributes.get("href") or plain
        case "blockquote" if "expandable" in top.attributes:
            entity["type"] = "expandable_blockquote"
        case "tg-emoji":
            entity["custom_emoji_id"] = top.attributes["emoji-id"]
        case "code" if stack and stack[-1].tag == "pre":
            stack[-1].attributes["language"] = top.attributes.get("class", "").removeprefix("language-")
            return []
        case "pre" if top.attributes.get("language"):
            entity["language"] = top.attributes["language"]
    return [entity]


def _broken(text: str, at: int) -> Refused:
    start = re.match(r"</?([a-zA-Z][^\s>]*)", text[at:])
    if start is None or ">" in text[at:]:
        found = start[1] if start else text[at + 1 : at + 2]
        return _cannot(f'Unsupported start tag "{found}" at byte offset {_byte(text, at)}')
    return _cannot(f"Unclosed start tag at byte offset {_byte(text, at)}")


def _cannot(why: str) -> Refused:
    return bad(f"can't parse entities: {why}")


def _byte(text: str, at: int) -> int:
    return len(text[:at].encode())


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim white space as Telegram does and clip the entities to what is left, outermost first."""
    stripped = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    end = units(stripped)
    kept: list[Entity] = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] - lead + entity["length"])
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    kept.sort(key=lambda e: (e["offset"], -e["length"]))
    return stripped, kept


def found(text: str, taken: list[Entity]) -> list[Entity]:
    """Commands and links that Telegram marks by itself: inside bold, italic and quotes too, not in code or links."""
    if "/" not in text:
        return taken
    marks = list(taken)
    barred = [e for e in taken if e["type"] in SETTLED]
    edges = {edge for e in taken for edge in (e["offset"], e["offset"] + e["length"])}
    for match in FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match[0])
        if any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in barred):
            continue
        if any(offset < edge < offset + length for edge in edges):
            continue
        marks.append({"offset": offset, "length": length, "type": "bot_command" if match[0][0] == "/" else "url"})
    marks.sort(key=lambda e: (e["offset"], -e["length"]))
    return marks
