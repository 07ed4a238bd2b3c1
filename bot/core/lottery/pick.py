"""From weights to whole numbers, and from a seed to people. No floating point beyond the first function."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.core.lottery.chance import Chance
from bot.core.lottery.panel import SCALE, Draw, Lottery


def shares(weights: Sequence[float]) -> list[int]:
    """Weights as whole numbers that add up to `SCALE`: rounded down, the rest to the largest remainders in order."""
    exact = [Fraction(max(weight, 0.0)) for weight in weights]
    total = sum(exact, Fraction(0))
    scaled = [weight * SCALE / total for weight in exact]
    whole = [int(value) for value in scaled]
    order = sorted(range(len(whole)), key=lambda place: (whole[place] - scaled[place], place))
    for place in order[: SCALE - sum(whole)]:
        whole[place] += 1
    return whole


def draw(lottery: Lottery, seed: str) -> Draw:
    """Pick one panel by its weight, then people within each profile evenly. Same lottery, same seed: same people."""
    chance = Chance(seed)
    number = chance.below(SCALE)
    for panel in lottery.panels:
        if number < panel.weight:
            break
        number -= panel.weight
    else:
        raise ValueError("the weights of the panels do not add up")
    selected = [person for place, count in panel.takes for person in chance.sample(lottery.members[place], count)]
    probabilities = {person: float(value) for person, value in sorted(lottery.chances().items())}
    return Draw(tuple(sorted(selected)), probabilities, lottery, seed)
