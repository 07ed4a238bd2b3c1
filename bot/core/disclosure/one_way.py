"""A single line of careful counts (a profile margin, a sensitive question) under the 10-5 rule.

Counts below the threshold are merged into their parents; what is still below is hidden, with the smallest others, until
the hidden lines could share out their sum in such a way that each small one is anything from 0 to 9 and each other one
spans 10 values. All other lines stay at their true counts in that argument, so it holds whatever else is published
about them. Hidden lines never have a parent left to merge into: crosses then keep all of them in one row or column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.counts import Line
from bot.core.disclosure.merge import Group, gather, leaves, merge_family
from bot.core.disclosure.policy import DisclosurePolicy


def sizes_of(groups: Sequence[Group], counts: Mapping[str, int]) -> list[int]:
    """The true count of each group."""
    return [sum(counts[code] for code in group.members) for group in groups]


def protected(hidden: Sequence[int], cap: int, policy: DisclosurePolicy) -> bool:
    """Whether hidden counts of a known sum, each at most `cap`, can move enough. No hidden ones is fine."""
    if not hidden:
        return True
    if len(hidden) < 2:
        return False
    most = policy.hide_below - 1
    for place, count in enumerate(hidden):
        others = [other for at, other in enumerate(hidden) if at != place]
        up = min(cap - count, sum(others))
        down = min(count, sum(cap - other for other in others))
        if count < policy.hide_below:
            if count + up < most or down < count:
                return False
        elif up + down < policy.hidden_span - 1:
            return False
    return True


def settle(
    lines: Sequence[Line], counts: Sequence[int], parents: Mapping[str, Line], cap: int, policy: DisclosurePolicy
) -> tuple[list[Group], set[str]] | None:
    """Groups to show and the codes of those to hide; None where even hiding all protects nothing."""
    by_code = {line.code: count for line, count in zip(lines, counts, strict=True)}

    def size(group: Group) -> int:
        return sum(by_code[code] for code in group.members)

    groups = gather(leaves(lines), parents, lambda group: size(group) < policy.hide_below)
    hidden = {group.line.code for group in groups if size(group) < policy.hide_below}
    while not protected([size(group) for group in groups if group.line.code in hidden], cap, policy):
        shown = [group for group in groups if group.line.code not in hidden]
        if not shown:
            return None
        smallest = min(shown, key=size)
        if smallest.line.parent in parents:
            groups = merge_family(groups, smallest.line.parent, parents)
        else:
            hidden.add(smallest.line.code)
    return groups, hidden
