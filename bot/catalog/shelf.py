"""Compiled forms by edition hash. An edition never changes, so what was read is kept; the least used leave first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from bot.core.form import Form
from bot.core.form_json import from_json
from bot.ports import Tx

_MOST = 64


class FormShelf:
    """Keeps the promise of `bot.ports.Shelf`; used by several threads."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, Form] = OrderedDict()
        self._lock = Lock()

    def __call__(self, tx: Tx, edition: str) -> Form:
        """The form of an edition. Raises KeyError where there is none."""
        with self._lock:
            form = self._forms.get(edition)
            if form is not None:
                self._forms.move_to_end(edition)
                return form
        row = tx.editions.get(edition)
        if row is None:
            raise KeyError(edition)
        form = from_json(row.form)
        with self._lock:
            self._forms[edition] = form
            if len(self._forms) > _MOST:
                self._forms.popitem(last=False)
        return form
