"""The contact rule's numbers, from the policy."""

from __future__ import annotations

from datetime import time, timedelta

from bot.catalog.policy import Policy
from bot.core.contact import Budget, Rules


def contact_rules(policy: Policy) -> Rules:
    """The rules of [contact.*]. Raises ValueError where a time of day is none."""
    return Rules(
        policy.text("contact.time_zone"),
        _hour(policy, "contact.quiet_from"),
        _hour(policy, "contact.quiet_until"),
        _budget(policy, ""),
        _budget(policy, "less_"),
        policy.number("contact.service_messages_per_day"),
        timedelta(minutes=policy.number("contact.reminder_late_minutes")),
    )


def _budget(policy: Policy, who: str) -> Budget:
    return tuple(
        (policy.number(f"contact.{who}{span}_limit"), timedelta(days=policy.number(f"contact.{span}_days")))
        for span in ("short", "long")
    )


def _hour(policy: Policy, key: str) -> time:
    try:
        return time.fromisoformat(policy.text(key))
    except ValueError:
        raise ValueError(f"content/policy.toml: [{key}] is no time of day, such as 08:30") from None
