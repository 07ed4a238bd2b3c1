"""Rules that a person has run into. Refusals are data and faults are ours; only rules are raised from here."""

from __future__ import annotations


class Rule(Exception):  # noqa: N818  a rule is not an error: it is worded kindly, once per language
    """A rule forbids what was asked. `code` names the sentence in content/languages; `values` fill its {names}."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
