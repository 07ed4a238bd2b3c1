"""The type column: the many ways authors write it, brought to one way that the parser takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

_SELECTS = (
    ("add select multiple prompt using", "select_multiple"),
    ("add select one prompt using", "select_one"),
    ("select_multiple_from_file", "select_multiple_from_file"),
    ("select multiple from file", "select_multiple_from_file"),
    ("select_one_from_file", "select_one_from_file"),
    ("select one from file", "select_one_from_file"),
    ("select_one_external", "select_one_external"),
    ("select one external", "select_one_external"),
    ("select all that apply from", "select_multiple"),
    ("select all that apply", "select_multiple"),
    ("select multiple from", "select_multiple"),
    ("select multiple using", "select_multiple"),
    ("select_multiple", "select_multiple"),
    ("select multiple", "select_multiple"),
    ("select one from", "select_one"),
    ("select one using", "select_one"),
    ("select_one", "select_one"),
    ("select one", "select_one"),
    ("select1", "select_one"),
    ("rank", "rank"),
)
SELECTS = frozenset(command for _, command in _SELECTS)
_OTHER = re.compile(r"\s+(or specify other|or_other|or other)$", re.IGNORECASE)
_BLOCK = re.compile(r"^(begin|end)[\s_]+(group|repeat|loop|lgroup|looped[\s_]group)\b\s*(.*)$", re.IGNORECASE)
SETTINGS = frozenset({"form_title", "set form title", "set_form_title", "form_id", "set form id", "set_form_id"})
_BY_LOWER = {known.lower(): known for known in QUESTION_TYPE_DICT}

FROM_FILE = frozenset({"select_one_from_file", "select_multiple_from_file"})
NOT_OURS = {
    "deviceid": "the device",
    "imei": "the device",
    "device id": "the device",
    "get device id": "the device",
    "simserial": "the SIM card",
    "sim id": "the SIM card",
    "get sim id": "the SIM card",
    "subscriberid": "the subscriber",
    "subscriber id": "the subscriber",
    "get subscriber id": "the subscriber",
    "phonenumber": "the phone number",
    "phone number": "the phone number",
    "get phone number": "the phone number",
    "username": "the account's name",
    "email": "the account's e-mail address",
    "audit": "how the form is filled in",
    "start-geopoint": "where the person is, unasked",
    "background-geopoint": "where the person is, unasked",
}
"""Types that watch the person or the device, and what they would collect. They are left out."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type as understood: `command` in one spelling, the list (or file) it names, and whether it takes "other".

    `command` is "begin" or "end" for blocks, with `block` "group", "repeat" or "loop"; "" where the type is unknown.
    """

    command: str
    list_name: str = ""
    or_other: bool = False
    block: str = ""

    def written(self) -> str:
        """Write the type the way the parser takes it (without "or other", which we ask in our own words)."""
        if self.block:
            over = f" over {self.list_name}" if self.list_name else ""
            return f"{self.command} {self.block}{over}"
        return f"{self.command} {self.list_name}".strip()


def type_of(cell: str) -> Type:
    """Understand a type cell, however it is spelt."""
    text = " ".join(cell.split())
    lower = text.lower()
    if block := _BLOCK.match(text):
        kind = block[2].lower()
        over = re.sub(r"^over\s+", "", block[3], flags=re.IGNORECASE)
        repeated = kind not in {"group", "loop"}
        return Type(block[1].lower(), over if kind == "loop" else "", block="repeat" if repeated else kind)
    for written, command in _SELECTS:
        if lower == written or lower.startswith(written + " "):
            rest = text[len(written) :].strip()
            other = _OTHER.search(" " + rest)
            if other:
                rest = rest[: len(rest) - len(other[0].strip())].strip()
            return Type(command, rest, other is not None)
    if lower.startswith("uri:"):
        return Type(lower)
    if lower.startswith("osm"):
        return Type("osm")
    if lower in NOT_OURS or lower in SETTINGS or lower == "background-audio":
        return Type(lower)
    return Type(_BY_LOWER.get(lower, _BY_LOWER.get(lower.replace("_", " "), "")))


def watches(command: str) -> str:
    """Say what a type would collect about the person or device, or "" where it collects nothing unasked."""
    return NOT_OURS.get(command) or NOT_OURS.get(
        command.removeprefix("uri:"), "the device" if "uri:" in command else ""
    )


def shows(command: str) -> bool:
    """Tell whether a type is asked or shown, rather than computed or noted down."""
    return command not in NOT_OURS and "control" in QUESTION_TYPE_DICT.get(command, {})


def known_types() -> tuple[str, ...]:
    """The types an author is likely to have meant."""
    return ("text", "integer", "decimal", "select_one", "select_multiple", "rank", "range", "date", "time", "datetime",
            "note", "acknowledge", "image", "audio", "video", "file", "geopoint", "calculate", "hidden", "begin_group",
            "end_group", "begin_repeat", "end_repeat", "start", "end", "today")  # fmt: skip
