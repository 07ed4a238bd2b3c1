"""The ninety days: what happens on which, and who does it. Nothing here decides what the bot may send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from bot.ports import Tx
from tests.ninety_days import champions, residents
from tests.ninety_days.borough import Drawn, Size, draw
from tests.ninety_days.clock import ZONE, wall
from tests.ninety_days.content import LANGUAGES, SURVEYS
from tests.ninety_days.stage import Actor, Life, Stage

OPENS = {"street": 0, "bins": 24, "lamps": 55}
RELEASED = {"street": (28, "20:15"), "bins": (56, "11:00")}
ANSWERED = ((40, "19:50", "street"), (63, "10:30", "bins"), (63, "14:30", "street"))
NOTICES = ((12, "20:05", "safety"), (13, "12:00", "safety"), (33, "09:00", "parks"), (63, "10:00", "safety"))
"""Evenings too: what is published then waits for the morning."""
LABELS = {
    "safety": ("Feeling safe", "Sentirse seguro", "Bezpieczeństwo", "الشعور بالأمان"),
    "parks": ("Parks and streets", "Parques y calles", "Parki i ulice", "الحدائق والشوارع"),
    "housing": ("Housing", "Vivienda", "Mieszkania", "السكن"),
}
_WRITE_FROM = 5
"""On the first days there are only the forms that people left, and their nudges."""
_AREA = "Brixton Acre Lane"


@dataclass(frozen=True, slots=True)
class Plan:
    """A workshop: planned on a day, to begin on another; its title is the same in every language."""

    title: str
    planned: int
    begins: int
    seats: int
    closes: int = 0


WORKSHOPS = {
    "clocks": Plan("Clocks and lamps", 29, 42, 400),
    "moved": Plan("Paths by the river", 38, 52, 400),
    "off": Plan("Benches for all", 48, 66, 400),
    "lots": Plan("Who draws lots", 50, 78, 12, closes=66),
}


@dataclass
class Script:
    """One run."""

    stage: Stage
    size: Size
    first: date
    dice: Random = field(init=False)
    drawn: list[Drawn] = field(init=False)
    residents: dict[int, Actor] = field(default_factory=dict)
    champions: list[Actor] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)
    areas: dict[int, str] = field(default_factory=dict)
    _tags: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """The people, and chance of their own for what champions do."""
        self.drawn = draw(self.size)
        self.dice = Random(self.size.seed + 1)
        titles = self.stage.diary.titles
        titles |= SURVEYS | {key: dict.fromkeys(LANGUAGES, plan.title) for key, plan in WORKSHOPS.items()}

    async def run(self) -> None:
        """Day by day."""
        await self._begin()
        for day in range(self.size.days):
            for clock, what in sorted(self._of_day(day), key=lambda one: one[0]):
                await self.stage.advance(self._at(day, clock))
                await what
        await self.stage.advance(self._at(self.size.days, "12:00"))

    def _at(self, day: int, clock: str) -> datetime:
        return wall(self.first + timedelta(days=day), clock)

    async def _begin(self) -> None:
        await self.stage.advance(self._at(0, "09:00"))
        self.officer = await self.stage.arrive("en", "Sam", "officer")
        link = await self.stage.app.first_officer()
        await self.stage.together((self.officer, residents.comes(self.officer, link.partition("start=")[2])))
        for number in range(self.size.champions):
            who = await self.stage.arrive(LANGUAGES[number % 4], "Grace", "champion")
            into: dict[str, str] = {}
            area = _AREA if number % 5 == 4 else ""
            await self.stage.together((self.officer, champions.invites(self.officer, into, area)))
            await self.stage.together((who, champions.accepts(who, into["link"])))
            self.champions.append(who)
            self.areas[who.chat] = area
        await self.stage.together((self.officer, champions.confirms(self.officer)))
        await self.stage.together(*((who, champions.own_link(who, self.links)) for who in self.champions))

    def _of_day(self, day: int):  # type: ignore[no-untyped-def]
        """What happens on a day: (wall time, doing)."""
        dice = Random(f"{self.size.seed}-{day}")
        for name, opened in OPENS.items():
            if day == opened:
                yield "09:05", self._opened(name)
        yield "09:30", self._sitting(self._mornings(day))
        yield dice.choice(("12:10", "17:45", "19:40", "21:20")), self._sitting(self._later(day))
        for name, (released, clock) in RELEASED.items():
            if day == released:
                yield clock, self._released(name)
        for answered, clock, name in ANSWERED:
            if day == answered:
                yield clock, self._answered(name)
        for told, clock, theme in NOTICES:
            if day == told:
                yield clock, self._told(theme)
        for key, plan in WORKSHOPS.items():
            yield from self._of_workshop(day, key, plan)
        if day >= _WRITE_FROM and (self.first + timedelta(days=day)).weekday() < 6:
            yield dice.choice(("10:00", "13:30", "18:20", "19:45", "22:10")), self._messages(day, dice)
            yield "16:00", self._decisions(dice)

    def _of_workshop(self, day: int, key: str, plan: Plan):  # type: ignore[no-untyped-def]
        if plan.begins >= self.size.days:
            return
        if day == plan.planned:
            yield "09:10", self._planned(key, plan)
        if day in (plan.planned + 2, plan.planned + 6):
            yield "12:00", self._booked(key, half=day == plan.planned + 6)
        if key == "moved" and day == plan.begins - 4:
            yield "11:30", self._moved(key, plan)
        if key == "off" and day == plan.begins - 5:
            yield "19:55", self._called_off(key, plan)

    # ---- residents ----

    def _mornings(self, day: int) -> list[tuple[Actor | Drawn, Life | int]]:
        return [(one, number) for number, one in enumerate(self.drawn) if one.comes == day]

    async def _sitting(self, found: list[tuple[Actor | Drawn, Life | int]]) -> None:
        lives: list[tuple[Actor, Life]] = []
        for who, what in found:
            if isinstance(who, Drawn) and isinstance(what, int):
                actor = self.residents[what] = await self.stage.arrive(who.language)
                payload = self.links[self.champions[who.champion].chat] if who.champion >= 0 else ""
                if who.champion >= 0:
                    actor.note("source", self.champions[who.champion].chat)
                lives.append((actor, self._first_day(actor, who, payload)))
            elif isinstance(who, Actor) and not isinstance(what, int):
                lives.append((who, what))
        await self.stage.together(*lives)

    def _first_day(self, who: Actor, drawn: Drawn, payload: str) -> Life:
        yield from residents.comes(who, payload)
        for theme in drawn.themes:
            yield from residents.asks_for(who, theme, LABELS[theme][LANGUAGES.index(who.language)])

    def _later(self, day: int) -> list[tuple[Actor | Drawn, Life | int]]:
        """Surveys begun or gone on with, and everything else that people do later."""
        found: list[tuple[Actor | Drawn, Life | int]] = []
        for number, drawn in enumerate(self.drawn):
            who = self.residents.get(number)
            if who is not None and not self._away(who) and day > drawn.comes:
                lives = [self._survey(who, drawn, name, day - opened) for name, opened in OPENS.items()]
                lives.append(self._else(who, drawn.later.get(day, "")))
                found.append((who, _one_after_the_other([life for life in lives if life is not None])))
            elif who is not None and drawn.later.get(day) == "unblock":
                found.append((who, residents.unblocks(who)))
        return found

    def _away(self, who: Actor) -> bool:
        return bool(self.stage.diary.at(who.chat, "blocked", self.stage.clock() + timedelta(days=1), otherwise=False))

    def _survey(self, who: Actor, drawn: Drawn, name: str, day: int) -> Life | None:
        begins, finish, again = drawn.surveys.get(name, (0, False, 0))
        if begins and day == begins:
            return residents.takes_part(who, name, finish=finish, invite=drawn.invite)
        if begins and not finish and again and day == begins + again:
            return residents.goes_on(who, name)
        return None

    def _else(self, who: Actor, what: str) -> Life | None:
        match what.split():
            case ["less" | "usual" | "booked"]:
                return residents.chooses(who, what)
            case ["block"]:
                return residents.blocks(who)
            case ["start"]:
                return residents.begins_again(who)
            case ["speak", language]:
                return residents.speaks(who, language)
            case ["/stop" | "stop" | "basta"]:
                return residents.stops(who, what)
            case _:
                return None

    # ---- officers ----

    async def _opened(self, name: str) -> None:
        await self.stage.app.store.write(partial(_found_ready, name=name))
        await self.stage.together((self.officer, champions.opens(self.officer, SURVEYS[name]["en"])))

    async def _released(self, name: str) -> None:
        await self.stage.together((self.officer, champions.exports(self.officer, SURVEYS[name]["en"])))
        self.officer.note("released", name)

    async def _answered(self, name: str) -> None:
        tag = f"W{next(self._tags):04d}"
        await self.stage.together((self.officer, champions.answers(self.officer, SURVEYS[name]["en"], tag)))
        self.officer.note("answered", (name, tag))

    async def _told(self, theme: str) -> None:
        tag = f"N{next(self._tags):04d}"
        await self.stage.together((self.officer, champions.tells(self.officer, LABELS[theme][0], tag)))
        self.officer.note("told", (theme, tag))

    async def _planned(self, key: str, plan: Plan) -> None:
        starts = datetime.combine(self.first + timedelta(days=plan.begins), datetime.min.time()).replace(
            hour=18, minute=30
        )
        closes = starts - timedelta(days=plan.begins - plan.closes, minutes=30) if plan.closes else None
        await self.stage.together(
            (self.officer, champions.plans(self.officer, plan.title, starts, "21:00", plan.seats, closes))
        )
        self._begins(key, starts)

    def _begins(self, key: str, starts: datetime) -> None:
        self.officer.note("begins", (key, starts.replace(tzinfo=ZONE).astimezone(UTC)))

    async def _booked(self, key: str, *, half: bool) -> None:
        lives = [
            (who, residents.books(who, WORKSHOPS[key].title, key))
            for number, who in self.residents.items()
            if key in self.drawn[number].workshops and bool(number % 2) == half and not self._away(who)
        ]
        await self.stage.together(*lives)
        back = [(who, residents.gives_back(who, key)) for who, _ in lives[::7] if self._holds(who, key)]
        await self.stage.together(*back)

    def _holds(self, who: Actor, key: str) -> bool:
        return self.stage.diary.holds(who.chat, key, self.stage.clock())

    async def _moved(self, key: str, plan: Plan) -> None:
        old = datetime.combine(self.first + timedelta(days=plan.begins), datetime.min.time())
        day = old + timedelta(days=2)
        await self.stage.together(
            (self.officer, champions.moves(self.officer, plan.title, self._short(day), "19:00", "20:30"))
        )
        self._begins(key, day.replace(hour=19))
        self.officer.note("moved", key)

    async def _called_off(self, key: str, plan: Plan) -> None:
        await self.stage.together((self.officer, champions.calls_off(self.officer, plan.title)))
        self.officer.note("called_off", key)

    def _short(self, day: datetime) -> str:
        return self.stage.app.voice.short(day, "en")

    # ---- champions ----

    async def _messages(self, day: int, dice: Random) -> None:
        """Some champions write, each about what is open then."""
        open_now = [name for name, opened in OPENS.items() if opened < day < opened + 25]
        if not open_now:
            return
        about, lives = open_now[-1], []
        for number, who in enumerate(self.champions):
            if (day + number) % 4 == 0:
                tag = f"B{next(self._tags):04d}"
                aim = "area" if self.areas[who.chat] else dice.choice(("link", "link", "link", "link", "all"))
                others = tuple(code for code in LANGUAGES if code != who.language and dice.random() < 0.4)
                about_it = SURVEYS[about][who.language]
                lives.append((who, champions.writes(who, about_it, tag, aim, tuple(o for o in others if o != "en"))))
        await self.stage.together(*lives)

    async def _decisions(self, dice: Random) -> None:
        """The officer reads what waits on most days; where days went by, champions see what they may decide."""
        if dice.random() < 0.7:
            verdicts = [dice.choice(("yes", "yes", "yes", "no", "")) for _ in range(6)]
            await self.stage.together((self.officer, champions.decides(self.officer, verdicts)))
        second = self.champions[dice.randrange(len(self.champions))]
        await self.stage.together((second, champions.decides(second, ["yes"])))


def _found_ready(tx: Tx, name: str) -> None:
    """As if somebody who is no officer had tried it."""
    found = tx.activities.named(name)
    if found is not None:
        tx.activities.change(found.id, state="tested")


def _one_after_the_other(lives: list[Life]) -> Life:
    for life in lives:
        yield from life
