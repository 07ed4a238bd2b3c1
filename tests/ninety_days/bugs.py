"""Bugs that the checker must catch: each is put into a running bot, alone. `Patch` is pytest's monkeypatch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.core.audience import Audience
from bot.ports import Millis, Tx

Patch = Any


def budget_ignored(patch: Patch, app: App) -> None:
    """Everybody may be written to as often as anybody likes."""
    often = ((1000, timedelta(days=14)),)
    _rules(patch, app, usual=often, less=often)


def quiet_hours_in_utc(patch: Patch, app: App) -> None:
    """Kept by the wrong clock: in summer they begin and end an hour late."""
    _rules(patch, app, zone="UTC")


def news_as_it_comes(patch: Patch, app: App) -> None:
    """More than one message of news a day."""
    _rules(patch, app, per_day=50)


def result_sent_twice(patch: Patch, app: App) -> None:
    """The notice of a result is made a second time, under another name."""
    from bot.actions import results

    honest = results.tell

    def tell(tx: Tx, activity: Any, by: Any, now: datetime) -> Any:
        made = honest(tx, activity, by, now)
        tx.notices.make(
            made.kind, activity.id, "again", made.class_, made.lane, "", by, made.made,
            audience=Audience(took_part=activity.id), due=Millis(made.made + 86_400_000),
        )  # fmt: skip
        return made

    patch.setattr(results, "tell", tell)


def stop_not_kept(patch: Patch, app: App) -> None:
    """/stop is answered and forgotten."""
    from bot.storage.people import People

    honest = People.change

    def change(self: Any, person: Any, **fields: Any) -> None:
        fields.pop("stopped", None)
        if fields:
            honest(self, person, **fields)

    patch.setattr(People, "change", change)


def _rules(patch: Patch, app: App, **other: Any) -> None:
    rules = app.sender._claiming._desk.rules
    patch.setattr(app.sender._claiming, "_desk", replace(app.sender._claiming._desk, rules=replace(rules, **other)))


BUGS: dict[str, tuple[Callable[[Patch, App], None], str, int]] = {
    "budget ignored": (budget_ignored, "over budget", 14),
    "quiet hours in UTC": (quiet_hours_in_utc, "quiet hours", 31),
    "news as it comes": (news_as_it_comes, "two news in a day", 15),
    "result sent twice": (result_sent_twice, "result twice", 31),
    "stop not kept": (stop_not_kept, "after stop", 16),
}
"""Bug -> how to plant it, the rule of the checker that must catch it, and within how many days."""
