"""One row as a `Question`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalog.xlsform.texts import Words, cell_of
from bot.catalog.xlsform.xform import JR, local
from bot.core.form import Language, Question, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.xform import Element, XForm

_INPUTS = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
}
_CONTROLS = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
_UPLOADS = {"image": "image", "audio": "audio", "video": "video"}
_QUOTED_PATH = re.compile(r"'\s+((?:/|\.\./)[^\s'\"()\[\]]+)\s+'")
"""The parser pads every path with blanks, within quotation marks too (jr:choice-name)."""
_LIST = re.compile(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?$", re.DOTALL)
_RANDOM = re.compile(r"randomize\((.*?)(?:,([^,\]]*))?\)$", re.DOTALL)

UNASKED = frozenset({"note", "calculate", "hidden", "start", "end", "today"})
"""Kinds that a person is not asked: shown, computed or noted down."""


class Maker:
    """Makes questions of one form."""

    def __init__(self, form: XForm, words: Words, lists: frozenset[str]) -> None:
        self.form = form
        self.words = words
        self.lists = lists

    def question(self, element: Element, path: str, row: Row | None) -> Question:
        """Compile one node; `row` is None for nodes the parser made itself (a repeat's count, a loop's columns)."""
        control = self.form.controls.get(path)
        bind = self.form.binds.get(path)
        attributes = {str(k): str(v) for k, v in bind.attrib.items()} if bind is not None else {}
        cells: Mapping[str, str] = row.cells if row else {}
        appearance = control.get("appearance", "") if control is not None else ""
        choices, choice_filter, params = self._items(control)
        params |= self._params(control, attributes)
        if row and row.type.or_other:
            params["or_other"] = "1"
        hint = self.form.spoken(_child(control, "hint"))
        calculate = _expression(attributes, "calculate")
        if path in self.form.triggered:
            params["trigger"], calculate = self.form.triggered[path]
        label = self.words.text(cells, "label", self.form.spoken(_child(control, "label")))
        if not label and row is None and (text := cell_of(_child(control, "label"))):
            label = {Language(code): text for code in self.words.languages.codes}
        return Question(
            path=path,
            name=local(element),
            kind=_kind(control, attributes, calculate, appearance, row),
            label=label,
            hint=self.words.text(cells, "hint", hint),
            guidance=self.words.text(cells, "guidance_hint", hint, "guidance"),
            media=self.words.media(cells),
            relevant=_expression(attributes, "relevant"),
            required=_expression(attributes, "required"),
            required_message=self._message(cells, "required_message", attributes, "requiredMsg"),
            constraint=_expression(attributes, "constraint"),
            constraint_message=self._message(cells, "constraint_message", attributes, "constraintMsg"),
            calculate=calculate,
            default=(element.text or "").strip(),
            dynamic_default=self.form.first_values.get(path, ""),
            readonly=_expression(attributes, "readonly"),
            appearance=appearance,
            choices=choices,
            choice_filter=choice_filter,
            params=params,
        )

    def _message(
        self, cells: Mapping[str, str], kind: str, bind: Mapping[str, str], name: str
    ) -> Mapping[Language, Text]:
        return self.words.text(cells, kind, self.form.by_id(str(bind.get(f"{JR}{name}", ""))))

    def _items(self, control: Element | None) -> tuple[str, str, dict[str, str]]:
        """Return the list's name, the filter on its items, and how they are shuffled."""
        if control is None:
            return "", "", {}
        itemset = control.find("{*}itemset")
        nodeset = (itemset.get("nodeset") if itemset is not None else control.get("query")) or ""
        params = {}
        if shuffled := _RANDOM.match(nodeset.strip()):
            nodeset = shuffled[1]
            params["randomize"] = "true"
            if seed := (shuffled[2] or "").strip():
                params["seed"] = seed
        match = _LIST.match(nodeset.strip())
        if not match:
            return "", "", params
        return match[1], (match[2] or "").strip(), params

    def _params(self, control: Element | None, bind: Mapping[str, str]) -> dict[str, str]:
        params: dict[str, str] = {}
        if control is not None and local(control) == "range":
            params = {name: control.get(name, "") for name in ("start", "end", "step") if control.get(name)}
        for name, value in bind.items():
            if str(name).endswith("}max-pixels"):
                params["max_pixels"] = str(value)
        return params


def _child(control: Element | None, name: str) -> Element | None:
    return control.find(f"{{*}}{name}") if control is not None else None


def _expression(bind: Mapping[str, str], name: str) -> str:
    """Return a bind's expression. Not required and not read-only are said by none at all."""
    value = bind.get(name, "").strip()
    none = value == "false()" and name in {"required", "readonly"}
    return "" if none else _QUOTED_PATH.sub(r"'\1'", value)


def _kind(control: Element | None, bind: Mapping[str, str], calculate: str, appearance: str, row: Row | None) -> str:
    if control is None:
        preload, params = bind.get(f"{JR}preload"), bind.get(f"{JR}preloadParams")
        if preload in {"timestamp", "date"} and params in {"start", "end", "today"}:
            return str(params)
        return "calculate" if calculate else "hidden"
    tag = local(control)
    if tag == "upload":
        return _UPLOADS.get((control.get("mediatype") or "").split("/")[0], "file")
    if tag in _CONTROLS:
        one = _CONTROLS[tag]
        return "data_card" if one == "select_one" and "data-card" in appearance.split() else one
    if control.get("query"):
        return "select_one"
    kind = _INPUTS.get(str(bind.get("type")), "text")
    if row and row.type.command == "note":
        return "note"
    shown_only = str(bind.get("readonly", "")).strip() == "true()" and not calculate
    return "note" if kind == "text" and shown_only else kind
