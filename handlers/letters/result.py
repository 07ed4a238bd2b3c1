"""To everybody who took part: what came out, in a few figures, and where all of it is."""

from __future__ import annotations

from bot.actions import release as releases
from bot.actions.results import KIND
from bot.core import headline
from bot.core.release import Release
from bot.core.screen import Block, Plain, Screen
from bot.ports import ActivityId
from handlers.figures import share
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para, sheet, titled

_MOST = 4
"""Questions named in the letter: it has to stay one short message; /results has them all."""


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """The whole group's leading answers, and the person's own section's where the release shows it."""
    found = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    release = releases.found(occasion.tx, found) if found is not None else None
    if found is None or release is None:
        return ()
    language = occasion.person.language
    title = Plain(titled(found, language))
    blocks = [para("result.title", "title", title=title), para("result.thanks"), _base(release)]
    sections = occasion.tx.responses.own_sections(found.id, occasion.person.id)
    for one in headline.headlines(release, sections, _MOST):
        blocks += _told(one, language)
    blocks += [para("result.all"), para("result.next", "small")]
    return (sheet(*blocks, rows=((button("result.button.all", "results", str(found.id)),),)),)


def _base(release: Release) -> Block:
    people = headline.base(release)
    if people is None:
        return para("results.few", least=release.about.policy.nothing_below)
    return para("results.base", n=people)


def _told(one: headline.Headline, language: str) -> list[Block]:
    question, answer = (Plain(in_language(labels, language)) for labels in (one.question, one.answer))
    blocks = [para("result.line", question=question, answer=answer, share=share(one.cell))]
    if one.own is not None:
        section = Plain(in_language(one.own.labels, language))
        blocks.append(para(f"result.own_{one.own.attribute}", "small", section=section, share=share(one.own.cell)))
    return blocks


LETTER = Letter(KIND, compose)
"""Once for each activity and person."""
