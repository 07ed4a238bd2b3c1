"""The bench of counting, small: it measures what it says, and holds our winners against pabutools'."""

from __future__ import annotations

from bot.core.methods import METHODS
from tests.bench.counting import city, main, peers, rankings


def test_the_bench_prints_every_figure_and_its_verdict(capsys):
    main(300, 20, ranked=(200, 6))
    said = capsys.readouterr().out
    for words in ("Equal Shares with Add1", "pabutools", "aim under 1 s and 20 x: ", "memory at most", *METHODS):
        if words not in {"plurality", "approval"}:
            assert words in said, words


def test_its_city_is_the_same_every_time_and_its_tail_is_long():
    held = city(400, 30)
    assert held == city(400, 30)
    votes = sorted(held.supporters())
    assert votes[-1] > 5 * votes[5] > 0
    assert peers(held)[1] == list(METHODS["equal-shares"].count(held).winners)
    assert rankings(50, 5) == rankings(50, 5)
