"""What is in content/ becomes editions and drafts. Nothing opens by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.form import Form
from bot.core.form_json import edition_hash, to_json
from bot.ports import Activity, ActivityKind, Edition, Tx, millis


def unchanged(tx: Tx, name: str, digest: str) -> bool:
    """Whether these very files were taken in before."""
    return tx.notes.get(f"content:{name}") == digest


def take_in(
    tx: Tx, name: str, kind: ActivityKind, settings: Mapping[str, Any], form: Form, digest: str, now: datetime
) -> Activity:
    """Keep the form as an edition and the activity as a draft (a profile form is in use at once).

    An activity that was opened keeps its edition; a changed draft has to be tested again.
    """
    hash_ = str(edition_hash(form))
    tx.editions.put(Edition(hash_, name, to_json(form), "content", millis(now)))
    before = tx.activities.named(name)
    activity = tx.activities.put(
        name, kind, str(settings.get("pilot", "")), hash_, json.dumps(settings, ensure_ascii=False, sort_keys=True)
    )
    if before is not None and before.state == "tested" and before.edition != hash_:
        tx.activities.change(activity.id, state="draft", tested_by=0, tested_at=0)
    tx.notes.put(f"content:{name}", digest)
    return activity


BOOKING = "booking"
"""The form that people sign up with, whatever the workshop."""


def take_in_workshop(tx: Tx, name: str, settings: Mapping[str, Any], digest: str) -> bool:
    """Keep a workshop as a draft with the booking form; an open one stays as it is (it is changed in the chat, so that
    people are told). False where there is no booking form yet, or another activity has that name."""
    form, there = tx.activities.named(BOOKING), tx.activities.named(name)
    if form is None or (there is not None and there.kind != "workshop"):
        return False
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    tx.activities.put(name, "workshop", str(settings.get("pilot", "")), form.edition, text)
    tx.notes.put(f"workshop:{name}", digest)
    return True
