"""For officers: a draw waits for its public value, cannot keep its targets, or could not be worked out in its time."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.actions import places
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId, Millis
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para, sheet
from handlers.workshop_draw import change_line
from handlers.workshop_screen import about

_HOUR = 3_600_000


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """While it still waits."""
    activity = activities.find(occasion.tx, ActivityId(occasion.notice.object))
    language = occasion.person.language
    shown = about(occasion.office, language, activity)
    kept, terms = places.record(occasion.tx, activity.id), places.terms(occasion.tx, activity.id)
    if kept is None or terms is None:
        return ()
    number = str(activity.id)
    match occasion.content["why"], kept.state:
        case "stuck", "stuck":
            lines = [change_line(occasion.office, activity, change, language) for change in kept.changes]
            rows = ((button("draw.button.relax", "draw", f"{number}.relax"),),)
            return (sheet(para("draw.stuck", "title", title=shown.title), para("draw.smallest"), *lines, rows=rows),)
        case "value", "ready" if not kept.value:
            what = Plain(in_language(shown.workshop.public_value, language))
            until = Plain(occasion.office.moment(Millis(kept.closed + terms.value_hours * _HOUR), language))
            rows = ((button("draw.button.value", "draw", f"{number}.value"),),)
            first = para("draw.wants_value", "title", title=shown.title)
            return (sheet(first, para("draw.value_ask", what=what), para("draw.else", date=until), rows=rows),)
        case "fault", "frozen":
            rows = ((button("workshop.button.draw", "draw", number),),)
            return (sheet(para("draw.slow", "title", title=shown.title), para("draw.tried_again"), rows=rows),)
        case _:
            return ()


LETTER = Letter("draw_waits", compose)
