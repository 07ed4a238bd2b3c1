"""Sign up for a workshop, take or leave an offered place, give one up. Answers of the form come here from `filling`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.actions import activity as activities
from bot.actions import book, cancel_booking, places
from bot.actions.answer import answer
from bot.actions.take_part import take_part
from bot.core.booking import Terms, needs_text
from bot.core.errors import Rule
from bot.core.inputs import Open
from bot.core.screen import Screen
from bot.ports import Activity, ActivityId, Reply, millis
from handlers import workshops
from handlers.door import Door
from handlers.visit import Office, Visit, button, para, sheet, toast, words
from handlers.workshop_screen import ASKING, about

_CODE_BITS = 256
_SECRET_BITS = 256


def terms(office: Office) -> Terms:
    """The policy's numbers about places, as they are now."""
    number = office.number
    return Terms(
        hold_minutes=number("workshops.hold_minutes"),
        late_from_hours=number("workshops.late_from_hours"),
        late_hours=number("workshops.offer_hours_late"),
        day_from=number("workshops.offers_from_hour"),
        day_until=number("workshops.offers_until_hour"),
        value_hours=number("workshops.draw_value_hours"),
        kept_days=number("workshops.draw_kept_days"),
    )


def secret(office: Office) -> str:
    """A new secret for a draw."""
    return f"{office.dice(_SECRET_BITS):064x}"


def begin(visit: Visit, activity: Activity, *before: Screen) -> Reply:
    """After the consent: hold a place where places are given as people come, then the form."""
    ready(visit, activity)
    match book.begin(visit.tx, places, visit.person, activity, visit.now):
        case "known":
            return workshops.page(visit, activity)
        case "held":
            until = visit.now + timedelta(minutes=visit.office.number("workshops.hold_minutes"))
            told = para("booking.held", time=visit.moment(millis(until)))
        case "draw":
            told = para("booking.asks_draw")
        case "list":
            told = para("booking.asks_list")
    known = _not_offered(activity)
    row = take_part(visit.tx, visit.office.shelf, visit.person, activity, visit.now, visit.office.dice(53), known=known)
    visit.tx.people.change(visit.person.id, language_confirmed=True)
    shown = answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now)
    return visit.of(shown, *before, sheet(told, para("booking.asks")))


def ready(visit: Visit, activity: Activity) -> None:
    """The places are set up where opening has not done it."""
    if visit.tx.seats.pool(activity.id) is None and activity.state == "open":
        places.set_up(visit.tx, activity, terms(visit.office), secret(visit.office), visit.person.id, visit.now)


def finished(visit: Visit, activity: Activity, answers: Iterable[tuple[str, str]]) -> Screen:
    """The form was sent in: what became of the request, with its reference."""
    ready(visit, activity)
    before = visit.tx.bookings.of(activity.id, visit.person.id)
    again = before is not None and before.state in (*ASKING, "attended")
    codes = book.codes(visit.office.dice(_CODE_BITS))
    made = book.finished(visit.tx, places, visit.person, activity, needs_text(answers), codes, visit.now)
    shown = about(visit.office, visit.person.language, activity)
    first = para("booking.needs_changed" if again else f"booking.done.{made.state}")
    title = words(shown.title.text, "title")
    return sheet(title, first, *shown.facts(short=True), *shown.mine(made), rows=shown.steps(made, visit.own))


def unbook(visit: Visit) -> Reply:
    """With "ID" ask back, with "ID.y.mark" give it up."""
    number, _, rest = visit.argument.partition(".")
    activity = activities.find(visit.tx, _id(number))
    shown = about(visit.office, visit.person.language, activity)
    verdict, _, whose = rest.partition(".")
    if verdict == "y":
        if whose != visit.own:
            return visit.present(toast("stale"))
        cancel_booking.cancel(visit.tx, places.give_back, visit.person, activity, shown.workshop.begins, visit.now)
        back = ((button("workshop.button.all", "workshops"),),)
        return visit.reply(sheet(para("booking.cancelled", title=shown.title), rows=back, replaces=visit.pressed))
    mine = visit.tx.bookings.of(activity.id, visit.person.id)
    if mine is None or mine.state not in ASKING:
        return workshops.page(visit, activity)
    rows = (
        (button("booking.cancel_yes", "unbook", f"{number}.y.{visit.own}"),),
        (button("booking.cancel_no", "workshops", number),),
    )
    return visit.reply(sheet(para("booking.cancel_ask", title=shown.title), rows=rows))


def offer(visit: Visit) -> Reply:
    """Take the offered place ("ID.y.mark"), or leave it to the next ("ID.n.mark")."""
    number, _, rest = visit.argument.partition(".")
    verdict, _, whose = rest.partition(".")
    activity = activities.find(visit.tx, _id(number))
    if whose != visit.own or verdict not in ("y", "n"):
        return visit.present(toast("stale"))
    shown = about(visit.office, visit.person.language, activity)
    if verdict == "y":
        book.accept(visit.tx, visit.person, activity, visit.now)
        return workshops.page(visit, activity, para("offer.taken"), replaces=visit.pressed)
    mine = visit.tx.bookings.of(activity.id, visit.person.id)
    if mine is None or mine.state != "offered":
        raise Rule("offer.over")
    cancel_booking.cancel(visit.tx, places.give_back, visit.person, activity, shown.workshop.begins, visit.now)
    return visit.reply(sheet(para("offer.left", title=shown.title), replaces=visit.pressed))


def left_behind(visit: Visit) -> tuple[ActivityId, ...]:
    """Before a person is forgotten: the workshops at which a place may become free."""
    return cancel_booking.of_person(visit.tx, visit.person)


def offered_on(visit: Visit, left: tuple[ActivityId, ...]) -> None:
    """After a person was forgotten: what they had is offered on."""
    for activity in left:
        places.promote(visit.tx, activity, visit.now)


def _not_offered(activity: Activity) -> tuple[tuple[str, str], ...]:
    """What this workshop does not have is not asked about."""
    shop = places.of(activity)
    return (
        *(() if shop.interpreters else (("interpreter", "none"),)),
        *(() if shop.creche else (("creche", "no"),)),
        *(() if shop.companions else (("companion", "no"),)),
    )


def _id(text: str) -> ActivityId:
    return ActivityId(int(text)) if text.isdecimal() else ActivityId(0)


UNBOOK = Door("unbook", "take_part", unbook)
OFFER = Door("offer", "take_part", offer)
