"""Draw the sample's residents from a seed: who they are, what they want to answer, and when they put the phone away.

Wards, and the ethnic groups of readers of English, are drawn by the census frame; all else by `leanings`. A resident's
answers follow from who they are, and depend on nothing that happens in the chat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.cli.borough import leanings as lean
from bot.cli.borough.leanings import Weights
from bot.cli.borough.sentences import ABOUT_EVENINGS, MISSING, PASTED
from bot.core.frame import Frame, Margin

Answer = tuple[str, ...]
"""Codes, or one text; empty is skipped."""
_UNSAFE, _SAFE = ("unsafe", "very_unsafe"), ("safe", "very_safe")
_GRACE, _HODAN, _OTHERS = 0.47, 0.85, 0.4
UNFINISHED, SHARED, TYPES = 0.08, 0.04, 0.07


@dataclass(frozen=True, slots=True)
class Drawn:
    """One resident. `link` is whose link brought them (a key of stage.CHAMPIONS), or "" (found it alone).

    `answers` go by question name, `missing` is what "something is missing" means to them; `patience` is the number of
    questions after which they stop, None where they go on to the end; `phone` is somebody else who then answers on the
    same phone; `types` words an answer now and then instead of pressing it.
    """

    language: str
    link: str
    answers: Mapping[str, Answer]
    missing: str
    patience: int | None = None
    types: bool = False
    phone: Drawn | None = None


def draw(frame: Frame, enabled: Sequence[str], many: int, seed: int) -> tuple[Drawn, ...]:
    """The same residents for the same seed, those of the hostel spread among the others. The first residents read one
    of the `enabled` languages each, so that the smallest sample has them all."""
    dice = Random(seed)  # noqa: S311  a sample, drawn again from its seed
    hostel = set(dice.sample(range(many), lean.HOSTEL)) if many > 10 * lean.HOSTEL else set()
    shares = {code: share for code, share in lean.LANGUAGES.items() if code in enabled} or {enabled[0]: 1}
    first = dict(enumerate(shares))
    return tuple(
        _resident(frame, dice, first.get(number) or _one(dice, shares), hostel=number in hostel)
        for number in range(many)
    )


def praying(frame: Frame, many: int, seed: int) -> tuple[Drawn, ...]:
    """Those who answer after the prayer on one Friday, by one link: people as they are, only all at once."""
    dice = Random(seed + 1)  # noqa: S311  a sample, drawn again from its seed
    readers = ("ar", "bn", "so", "en", "en")
    return tuple(replace(_resident(frame, dice, dice.choice(readers), hostel=False), link="yusuf") for _ in range(many))


def pasting(frame: Frame, many: int, seed: int) -> tuple[Drawn, ...]:
    """Accounts that say the same, word for word."""
    dice = Random(seed + 2)  # noqa: S311  a sample, drawn again from its seed
    one = _resident(frame, dice, "en", hostel=False)
    answers = {**one.answers, "helps": ("police",), "trust": ("council",), "own_words": (PASTED,)}
    return tuple(
        replace(one, link="dele", answers=answers, patience=None, types=False, phone=None) for _ in range(many)
    )


def asking(frame: Frame, enabled: Sequence[str], many: int, seed: int) -> tuple[Drawn, ...]:
    """Those who ask for a place at the workshop; some of them need something so as to take part."""
    people = draw(frame, enabled, many, seed + 3)
    dice = Random(seed + 4)  # noqa: S311  a sample, drawn again from its seed
    return tuple(
        replace(one, answers={**one.answers, **_needs(dice, one)}, phone=None, patience=None) for one in people
    )


def _needs(dice: Random, one: Drawn) -> dict[str, Answer]:
    young = dice.random() < 0.2
    return {
        "access": ("step_free",) if dice.random() < 0.15 else ("none",),
        "interpreter": (one.language,) if one.language in ("so", "pt", "es", "ar", "bn") else ("none",),
        "creche": ("yes",) if young else ("no",),
        "children": (str(dice.randint(1, 3)),) if young else (),
        "ages": ("2_4",) if young else (),
        "companion": ("no",),
    }


def _resident(frame: Frame, dice: Random, language: str, *, hostel: bool) -> Drawn:
    link = "hodan" if language == "so" and dice.random() < _HODAN else ""
    if not link and language != "so" and dice.random() < _GRACE / (1 - lean.LANGUAGES["so"] / 100):
        link = "grace"
    if not link and language != "so" and dice.random() < _OTHERS:
        link = lean.OTHER_LINKS.get(language, "dele")
    answers, missing = _answers(frame, dice, language, hostel=hostel)
    other = None
    if dice.random() < SHARED:
        theirs, lack = _answers(frame, dice, language, hostel=hostel)
        other = Drawn(language, link, {**theirs, "area": answers["area"]}, lack)
    patience = dice.randint(1, 9) if other is None and dice.random() < UNFINISHED else None
    return Drawn(language, link, answers, missing, patience, dice.random() < TYPES, other)


def _answers(frame: Frame, dice: Random, language: str, *, hostel: bool) -> tuple[dict[str, Answer], str]:
    wards = frame.margin("area")
    ward = lean.HOSTEL_WARD if hostel else _of(dice, wards)
    around = next((line.parent for line in wards.leaves if line.code == ward), "") if wards else ""
    here = dice.random() < 0.93
    age = "16_24" if hostel and dice.random() < 0.7 else _one(dice, lean.AGES)
    sex = _one(dice, lean.SEX)
    wary = lean.UNSAFE_IN.get(around, 1) * lean.UNSAFE_READING.get(language, 1)
    wary *= (1.25 if sex == "female" else 1) * (1.2 if age in ("16_24", "75_plus") else 1) * (1.6 if hostel else 1)
    safety = _one(dice, lean.SAFETY, dict.fromkeys(_UNSAFE, wary))
    unsafe = safety in _UNSAFE
    feels = "unsafe" if unsafe else "safe" if safety in _SAFE else ""
    group = (
        _one(dice, lean.ETHNIC_GROUPS[language])
        if language in lean.ETHNIC_GROUPS
        else _of(dice, frame.margin("ethnic_group"))
    )
    tells = dice.random() < 0.87
    answers: dict[str, Answer] = {
        "connection": _connection(dice, age, here=here),
        "who_is_missing": ("yes",) if tells else ("no",),
        "area": _unless(dice, 0.06, (ward,) if here else ("outside",), ("not_sure", "prefer_not")),
        "age_band": _unless(dice, 0.05, (age,), ("prefer_not",)),
        "invite_me": ("yes",) if dice.random() < 0.35 else ("no",),
        "safe_dark": (safety,),
        "unsafe_where": _several(dice, lean.PLACES, 3, {"estate": 3} if hostel else {}),
        "unsafe_hour": _unless(dice, 0.1, (_one(dice, lean.HOURS),)),
        "card_safe_dark": (_one(dice, lean.CARD[feels]),),
        "helps": _helps(dice, language, around),
        "keeps_away": _keeps(dice, language, unsafe=unsafe),
        "trust": (_one(dice, lean.TRUST, lean.TRUST_READING.get(language, {})),),
        "own_words": (dice.choice(ABOUT_EVENINGS.get(language, ABOUT_EVENINGS["en"])),) if dice.random() < 0.35 else (),
        "ethnic_group": _unless(dice, 0.12, (group,), ("prefer_not",)),
        "sex": _unless(dice, 0.06, (sex,)),
        "disability": _unless(dice, 0.08, (_one(dice, lean.DISABILITY),)),
    }
    return answers, dice.choice(MISSING.get(language, MISSING["en"]))


def _connection(dice: Random, age: str, *, here: bool) -> Answer:
    if not here:
        return dice.choice((("works",), ("studies",), ("cares",), ("uses", "works")))
    studies = 0.45 if age == "16_24" else 0.06
    more = (("works", 0.3), ("studies", studies), ("uses", 0.35), ("cares", 0.14))
    return ("lives", *(code for code, share in more if dice.random() < share))


def _helps(dice: Random, language: str, around: str) -> Answer:
    if dice.random() < 0.04:
        return ("dont_know",)
    here, reading = lean.HELPS_IN.get(around, {}), lean.HELPS_READING.get(language, {})
    return _several(dice, lean.HELPS, 3, {code: here.get(code, 1) * reading.get(code, 1) for code in lean.HELPS})


def _keeps(dice: Random, language: str, *, unsafe: bool) -> Answer:
    if dice.random() < (0.08 if unsafe else 0.28):
        return ("nothing",) if dice.random() < 0.9 else ("prefer_not",)
    first = ("fear",) if dice.random() < (0.6 if unsafe else 0.08) else ()
    own = ("language",) if language != "en" and dice.random() < 0.35 else ()
    rest = _several(dice, lean.KEEPS, 2)
    return (*first, *own, *(rest if len(first) + len(own) < 2 else ()))


def _one(dice: Random, weights: Weights, times: Weights | None = None) -> str:
    given = {code: weight * (times or {}).get(code, 1) for code, weight in weights.items()}
    return dice.choices(list(given), list(given.values()))[0]


def _several(dice: Random, weights: Weights, most: int, times: Weights | None = None) -> Answer:
    left = dict(weights)
    taken = []
    for _ in range(dice.randint(1, most)):
        code = _one(dice, left, times)
        del left[code]
        taken.append(code)
    return tuple(taken)


def _unless(dice: Random, share: float, answer: Answer, otherwise: Answer = ()) -> Answer:
    """The answer; with the given share one of the others, or a skip."""
    if dice.random() >= share:
        return answer
    code = dice.choice(("", *otherwise))
    return (code,) if code else ()


def _of(dice: Random, margin: Margin | None) -> str:
    leaves = margin.leaves if margin else ()
    return dice.choices(leaves, [line.population or 0 for line in leaves])[0].code if leaves else ""
