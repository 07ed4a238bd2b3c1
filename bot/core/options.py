"""Closed lists on a phone: which options there are, how they are laid out, and what typed words mean.

Choices that do not fit a phone button (over 28 characters, over 8 choices, or two that read the same) become a numbered
list with number buttons, ten to a page (up to twelve on one). Buttons carry the option's index in the form's list,
never its name.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.inputs import Act, Choose
from bot.core.plan import MISSING, OTHER
from bot.core.question import Ask, Face
from bot.core.reading import parts, plain
from bot.core.screen import Attachment, Block, Button, Line, Plain, Say
from bot.core.xpath import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.core.form import Choice

LONGEST_BUTTON = 28
MOST_BUTTONS = 8
PAGE = 10
ONE_PAGE = 12
"""A list of up to so many is not broken for the sake of one or two."""
ROW = 5
_LAST = frozenset(
    {OTHER, MISSING, "none", "none_of_these", "prefer_not", "prefer_not_to_say", "dont_know", "dk", "refused"}
)
"""Codes that stay at the end of a shuffled list."""
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One option as this person sees it. `index` is its place in the form's list."""

    index: int
    code: str
    label: Line
    choice: Choice | None = None

    @property
    def text(self) -> str:
        """The label's words, where they are an author's."""
        return self.label.text if isinstance(self.label, Plain) else ""


def options(ask: Ask) -> tuple[Option, ...]:
    """List the options: filtered by earlier answers, shuffled where the author wants it, "other" last."""
    choices = ask.instance.plan.form.lists.get(ask.question.choices, ())
    found = list(enumerate(choices))
    if ask.question.choice_filter:
        fits = expression(ask.question.choice_filter)
        items = ask.instance.plan.items[ask.question.choices].below["root"][0].below["item"]
        size = len(items)
        found = [
            (index, choice)
            for index, choice in found
            if fits.keeps(ask.instance, items[index], ask.place, index + 1, size)
        ]
    if ask.param("randomize") == "true":
        found = _shuffled(ask, found)
    shown = [Option(index, choice.code, Plain(label_of(ask, choice)), choice) for index, choice in found]
    if ask.param("or_other") and not any(option.code == OTHER for option in shown):
        shown.append(Option(len(choices), OTHER, Say("choice.other")))
    return tuple(shown)


def plain_code(ask: Ask, index: int) -> str:
    """The code of the option at an index, where everybody is shown the whole list; "" where one has to look closer."""
    choices = ask.instance.plan.form.lists.get(ask.question.choices, ())
    return choices[index].code if not ask.question.choice_filter and 0 <= index < len(choices) else ""


def codes(ask: Ask) -> set[str]:
    """The codes on offer, without their words."""
    if ask.question.choice_filter:
        return {option.code for option in options(ask)}
    known = {choice.code for choice in ask.instance.plan.form.lists.get(ask.question.choices, ())}
    return known | {OTHER} if ask.param("or_other") else known


def label_of(ask: Ask, choice: Choice) -> str:
    """Word an option; its code where the author gave it no label in any language."""
    return ask.words(choice.label) or choice.code


def _shuffled(ask: Ask, found: list[tuple[int, Choice]]) -> list[tuple[int, Choice]]:
    """Shuffle by the author's seed, else the session's; "other", "none" and the like stay last."""
    given = ask.param("seed")
    seed = expression(given).text(ask.instance, ask.place) if given else f"{ask.instance.seed} {ask.path}"
    moving = [pair for pair in found if pair[1].code not in _LAST]
    random.Random(seed).shuffle(moving)  # noqa: S311  an order of options, not a secret; seeded, hence repeatable
    return moving + [pair for pair in found if pair[1].code in _LAST]


def lay_out(
    ask: Ask,
    shown: Sequence[Option],
    press: Callable[[Option], Choose],
    chosen: Collection[str] = (),
    places: Mapping[str, int] | None = None,
) -> Face:
    """Lay options out as buttons, or as a numbered list with number buttons. `places` words a ranking."""
    texts = [option.text for option in shown]
    if not numbered(texts):
        rows: tuple[tuple[Button, ...], ...] = tuple(
            (Button(_placed(option, places), press(option), chosen=option.code in chosen),) for option in shown
        )
        return Face((), rows, _pictures(ask, shown))
    size = PAGE if len(shown) > ONE_PAGE else ONE_PAGE
    last = max(0, (len(shown) - 1) // size)
    page = max(0, min(ask.page, last))
    here = list(enumerate(shown, 1))[page * size : (page + 1) * size]
    blocks = tuple(Block("option", _placed(option, places), number) for number, option in here)
    buttons = [Button(Plain(str(number)), press(option), chosen=option.code in chosen) for number, option in here]
    rows = tuple(tuple(buttons[at : at + ROW]) for at in range(0, len(buttons), ROW))
    return Face(blocks, (*rows, *pager(ask.path, page, last)), _pictures(ask, [option for _, option in here]))


@lru_cache(maxsize=8192)
def _plain_label(text: str) -> str:
    """An author's label as compared; the same few thousand come again and again, what people type never passes here."""
    return plain(text)


def numbered(texts: Sequence[str]) -> bool:
    """Tell whether labels need a numbered list."""
    return (
        len(texts) > MOST_BUTTONS
        or any(len(text) > LONGEST_BUTTON or "\n" in text for text in texts)
        or len(set(map(_plain_label, texts))) < len(texts)
    )


def pager(path: str, page: int, last: int) -> tuple[tuple[Button, ...], ...]:
    """One row that leafs through pages 0 to `last`; none where there is one page."""
    row: list[Button] = []
    if page > 0:
        row.append(Button(Say("page.earlier"), Act(path, "page", page - 1)))
    if page < last:
        row.append(Button(Say("page.more"), Act(path, "page", page + 1)))
    return (tuple(row),) if row else ()


def _placed(option: Option, places: Mapping[str, int] | None) -> Line:
    place = (places or {}).get(option.code)
    return option.label if place is None else Say("rank.place", {"place": place, "option": option.label})


def _pictures(ask: Ask, shown: Sequence[Option]) -> tuple[Attachment, ...]:
    """The images of options, each with its label in words."""
    found: list[Attachment] = []
    for option in shown:
        media = option.choice.media if option.choice else {}
        first = media.get(ask.instance.language) or media.get(ask.instance.plan.form.default_language)
        if first is not None and first.image:
            found.append(Attachment("image", first.image, caption=option.label))
    return tuple(found)


def by_index(shown: Sequence[Option], index: int) -> Option | None:
    """Find an option by its index in the form's list; None where it is not on offer now."""
    return next((option for option in shown if option.index == index), None)


def match(ask: Ask, shown: Sequence[Option], text: str) -> Option | None:
    """Find the one option that typed words mean: a label in any language, a number, a code, yes or no."""
    wanted = plain(text)
    if not wanted:
        return None
    named = [option for option in shown if wanted in _names(ask, option)]
    if len(named) == 1:
        return named[0]
    if wanted.isdecimal() and len(wanted) <= 4 and 1 <= int(wanted) <= len(shown):
        return shown[int(wanted) - 1]
    coded = [option for option in shown if plain(option.code) == wanted]
    if len(coded) == 1:
        return coded[0]
    for word, codes in (("yes", _YES), ("no", _NO)):
        if wanted in ask.lexicon.get(word, ()):
            meant = [o for o in shown if o.code.casefold() in codes or _names(ask, o) & ask.lexicon[word]]
            return meant[0] if len(meant) == 1 else None
    return None


def _names(ask: Ask, option: Option) -> set[str]:
    """The option's label in every language of the form."""
    if option.choice is None:
        return {OTHER}
    instance = ask.instance
    return {plain(instance.words(option.choice.label, ask.place, language)) for language in option.choice.label}


def match_all(ask: Ask, shown: Sequence[Option], text: str) -> list[Option] | None:
    """Find the options that a typed list means; None where any part of it means none."""
    whole = match(ask, shown, text)
    if whole is not None:
        return [whole]
    found = [match(ask, shown, part) for part in parts(text)]
    kept = [option for option in found if option is not None]
    return list(dict.fromkeys(kept)) if kept and len(kept) == len(found) else None


def search(ask: Ask, shown: Sequence[Option], text: str) -> list[Option]:
    """Find the options of a long list whose label holds what was typed, at most one page of them."""
    wanted = plain(text)
    if len(wanted) < 2 or len(shown) <= MOST_BUTTONS:
        return []
    return [option for option in shown if any(wanted in name for name in _names(ask, option))][:PAGE]


def named(ask: Ask, codes: Sequence[str]) -> Line:
    """Word codes by their labels, one after the other."""
    choices = {choice.code: choice for choice in ask.instance.plan.form.lists.get(ask.question.choices, ())}
    lines: list[Line] = []
    for code in codes:
        choice = choices.get(code)
        if choice is not None:
            lines.append(Plain(label_of(ask, choice)))
        else:
            lines.append(Say("choice.other") if code == OTHER else Plain(code))
    texts = [line.text for line in lines if isinstance(line, Plain)]
    if len(texts) == len(lines):
        return Plain(", ".join(texts))
    joined = lines[0]
    for line in lines[1:]:
        joined = Say("list.joined", {"first": joined, "second": line})
    return joined
