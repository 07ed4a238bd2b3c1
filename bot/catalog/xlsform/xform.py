"""The parser's XML, indexed: what is bound, asked, listed and said where.

Only what the OpenRosa XForms specification names is read; paths are absolute and without repeat positions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_XF = "{http://www.w3.org/2002/xforms}"
_H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
_ITEXT = re.compile(r"jr:itext\('(.*)'\)$")
_SOURCE = re.compile(r"instance\('([^']+)'\)")
_CONTROLS = frozenset({"input", "select", "select1", "range", "rank", "trigger", "upload"})

Element = etree._Element  # noqa: SLF001 - the stubs' only public name for it


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


@dataclass(slots=True)
class XForm:
    """An XForm's parts by path. `texts` is id -> language as written -> form ("" or a medium) -> element.

    `columns` names, for a list in a file, the columns of the answer's code and of its label.
    """

    root: Element
    title: str
    instances: dict[str, Element] = field(default_factory=dict)
    binds: dict[str, Element] = field(default_factory=dict)
    controls: dict[str, Element] = field(default_factory=dict)
    groups: dict[str, Element] = field(default_factory=dict)
    repeats: dict[str, Element] = field(default_factory=dict)
    texts: dict[str, dict[str, dict[str, Element]]] = field(default_factory=dict)
    first_values: dict[str, str] = field(default_factory=dict)
    triggered: dict[str, tuple[str, str]] = field(default_factory=dict)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)

    def spoken(self, element: Element | None) -> dict[str, dict[str, Element]]:
        """Return a label's or hint's texts by language; one written in place counts for the language "" ."""
        if element is None:
            return {}
        return self.by_id(element.get("ref", "")) or {"": {"": element}}

    def by_id(self, reference: str) -> dict[str, dict[str, Element]]:
        """Return the texts that `jr:itext('id')` refers to."""
        match = _ITEXT.match(reference.strip())
        return self.texts.get(match[1], {}) if match else {}


def parse(xml: str) -> XForm:
    """Index an XForm document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    document = etree.fromstring(xml.encode(), parser)
    model = next(document.iter(f"{_XF}model"))
    inline = model.findall(f"{_XF}instance")
    form = XForm(inline[0][0], (document.findtext(f"{_H}head/{_H}title") or "").strip())
    form.instances = {i.get("id", ""): i for i in inline[1:]}
    for translation in model.iter(f"{_XF}translation"):
        language = translation.get("lang", "")
        for text in translation:
            values = {value.get("form", ""): value for value in text}
            form.texts.setdefault(text.get("id", ""), {})[language] = values
    form.binds = {bind.get("nodeset", ""): bind for bind in model.findall(f"{_XF}bind")}
    body = document.find(f"{_H}body")
    for element in _elements(body):
        _index(form, element)
    for setvalue in document.iter(f"{_XF}setvalue"):
        _set_value(form, setvalue)
    return form


def _elements(body: Element | None) -> Iterator[Element]:
    return iter(()) if body is None else (e for e in body.iter() if isinstance(e.tag, str))


def _index(form: XForm, element: Element) -> None:
    name = local(element)
    if name == "repeat":
        form.repeats[element.get("nodeset", "")] = element
    elif name == "group":
        form.groups[element.get("ref", "")] = element
    elif name in _CONTROLS:
        form.controls[element.get("ref", "")] = element
        itemset = element.find(f"{_XF}itemset")
        if itemset is not None and (source := _SOURCE.search(itemset.get("nodeset", ""))):
            refs = [part.get("ref", "") for part in itemset]
            form.columns[source[1]] = (refs[0], refs[1])


def _set_value(form: XForm, element: Element) -> None:
    path = element.get("ref", "").strip()
    value = (element.get("value") or f"'{element.text or ''}'").strip()
    event = element.get("event", "")
    parent = element.getparent()
    if "xforms-value-changed" in event and parent is not None:
        form.triggered[path] = (parent.get("ref", "").strip(), value)
    elif "first-load" in event or "new-repeat" in event:
        form.first_values[path] = value
