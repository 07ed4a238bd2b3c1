"""The process that typesets one sheet: JSON on standard input, the file on standard output, then it ends."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

NO_FONT = 3
SOURCE = r"""
#let d = json(bytes(sys.inputs.sheet))
#let fonts = json(bytes(sys.inputs.fonts))
#let call = d.sections.len() == 0
#set document(title: d.title)
#set page(paper: "a5", margin: (x: 13mm, top: 13mm, bottom: 11mm))
#set text(
  lang: d.language, dir: if d.right_to_left { rtl } else { ltr }, font: fonts, size: if call { 12.5pt } else { 11pt },
)
#set par(leading: 0.65em, spacing: 1.05em)
#show heading.where(level: 1): set text(size: 23pt)
#show heading.where(level: 1): set block(below: 0.8em)
#show heading.where(level: 2): set text(size: 11.5pt)
= #d.title
#if d.who != "" [#d.who]
#for section in d.sections [
  #block(breakable: false)[
    == #section.at(0)
    #list(..section.at(1).map(line => [#line]))
  ]
]
#if d.steps.len() > 0 {
  enum(spacing: 0.9em, ..d.steps.map(step => [#step]))
}
#if d.qr != "" {
  let wide = if call { 58mm } else { 40mm }
  align(center, block(above: 1em, below: 0.4em, image(bytes(d.qr), format: "svg", alt: d.qr_says, width: wide)))
  align(center, block(above: 0pt, text(lang: "en", dir: ltr, size: 8.2pt, d.link)))
}
#if d.voluntary != "" [*#d.voluntary*]

#for line in d.contact {
  block(above: 0.8em, text(dir: if line.at(1) { rtl } else { ltr }, line.at(0)))
}
#if d.foot != "" {
  v(1fr)
  text(size: 8.5pt, d.foot)
}
"""


def typeset(fonts: list[str], form: Literal["pdf", "png"], sheet: dict[str, Any]) -> bytes:
    """The bytes of the sheet. Raises LookupError where a font is missing."""
    import typst  # noqa: PLC0415  heavy, and only in this process

    if missing := set(fonts) - set(typst.Fonts().families()):
        raise LookupError(", ".join(sorted(missing)))
    made: Any = typst.compile(
        SOURCE.encode(),
        sys_inputs={"sheet": json.dumps(sheet), "fonts": json.dumps(fonts)},
        format=form,
        ppi=110 if form == "png" else None,
        pdf_standards=["ua-1"] if form == "pdf" else None,
    )
    pages = made if isinstance(made, list) else [made]
    return b"".join(page for page in pages[:1] if page)


def main() -> int:
    """Read the request, write the file; the exit code says what went wrong."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        sys.stdout.buffer.write(typeset(asked["fonts"], asked["form"], asked["sheet"]))
    except LookupError as missing:
        sys.stderr.write(f"no font: {missing}")
        return NO_FONT
    return 0


if __name__ == "__main__":
    sys.exit(main())
