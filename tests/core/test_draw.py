"""The record of a draw: only as fine as its targets, kept and read back, replayed from its files."""

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core import draw, lottery
from bot.core.frame import read_frame

FRAME = read_frame(
    "# unit: people\n# ages: all\n# source: made up\n# licence: none\n"
    "attribute,code,label,population,parent\n"
    "area,north,North,,\narea,n1,One,10,north\narea,n2,Two,10,north\narea,s1,Three,10,\n"
)
TARGETS = (lottery.Target("area", "north", 1, 3), lottery.Target("area", "s1", 1, 2))


def test_the_list_says_no_more_of_a_person_than_the_targets_need():
    above = draw.parents(FRAME)
    told = {"area": "n2", "age_band": "25_34", "ethnic_group": "x"}
    assert draw.coarse(told, TARGETS, above) == {"area": "north"}
    assert draw.coarse({"area": "s1"}, TARGETS, above) == {"area": "s1"}
    assert draw.coarse({"area": "outside"}, TARGETS, above) == {"area": draw.OTHER}
    assert draw.coarse({}, TARGETS, above) == {"area": ""}, "not stated stays not stated"
    assert draw.coarse(told, (), above) == {}
    assert draw.coarse({"area": "a"}, TARGETS, {("area", "a"): "b", ("area", "b"): "a"}) == {"area": draw.OTHER}


def test_without_a_frame_codes_stand_for_themselves():
    assert draw.coarse({"area": "s1"}, TARGETS, draw.parents(None)) == {"area": "s1"}


def pool():
    codes = ["north", "s1", "", draw.OTHER]
    return {str(n): {"area": codes[n % 4]} for n in range(1, 13)}


def test_a_record_is_read_back_as_it_was_kept():
    held = lottery.lottery(pool(), TARGETS, 4)
    assert isinstance(held, lottery.Lottery)
    change = lottery.Change("area", "s1", "min", 2, 1)
    kept = draw.Draw(
        "done", "secret", "hash", 4, TARGETS, pool(), draw.fingerprint(pool()), held, (change,), (change,), "value",
        True, "seed", (1, 2), (4, 3), 17, 12,
    )  # fmt: skip
    assert draw.loads(draw.dumps(kept)) == kept
    assert draw.answer_of(draw.answer_text(held)) == held
    stuck = lottery.Infeasible((change,), "targets")
    assert draw.answer_of(draw.answer_text(stuck)) == stuck


def test_the_files_hold_all_that_a_replay_needs():
    seed = lottery.seed_of("secret", "value")
    first = lottery.draw(lottery.lottery(pool(), TARGETS, 4), seed)
    rows = list(csv.DictReader(io.StringIO(draw.pool_csv(pool()))))
    people = {row.pop("id"): row for row in rows}
    targets = [
        lottery.Target(row["attribute"], row["code"], int(row["min"]), int(row["max"]))
        for row in csv.DictReader(io.StringIO(draw.targets_csv(TARGETS)))
    ]
    assert list(people) == [str(n) for n in range(1, 13)]
    assert lottery.draw(lottery.lottery(people, targets, 4), seed).selected == first.selected


def test_the_fingerprint_does_not_hang_on_the_order_of_the_list():
    turned = dict(reversed(pool().items()))
    assert draw.fingerprint(turned) == draw.fingerprint(pool())
    assert draw.fingerprint({**pool(), "1": {"area": ""}}) != draw.fingerprint(pool())


def test_the_smallest_change_is_made_to_the_targets_it_names():
    changes = (lottery.Change("area", "north", "max", 3, 4), lottery.Change("area", "s1", "min", 1, 0))
    assert set(draw.relax(TARGETS, changes)) == {
        lottery.Target("area", "north", 1, 4),
        lottery.Target("area", "s1", 0, 2),
    }


@given(st.sets(st.integers(1, 10_000), max_size=60), st.text(max_size=20))
def test_everybody_on_the_waiting_list_has_one_turn_and_the_same_seed_gives_the_same_order(numbers, seed):
    order = draw.turns(seed, numbers)
    assert sorted(order) == sorted(numbers)
    assert draw.turns(seed, sorted(numbers, reverse=True)) == order


def test_first_turns_are_spread_evenly_over_seeds():
    firsts = [draw.turns(f"seed {n}", range(10))[0] for n in range(2000)]
    assert all(120 <= firsts.count(number) <= 280 for number in range(10)), "200 each on average; 81 is six sigma"


def test_a_list_in_which_few_people_share_their_codes_does_not_leave() -> None:
    even = {str(n): {"area": "north" if n < 20 else "south"} for n in range(40)}
    assert not draw.telling(even, 10)
    assert draw.telling({**even, "40": {"area": "east"}}, 10)
    assert not draw.telling({str(n): {} for n in range(10)}, 10), "without targets it holds numbers alone"


def test_a_kept_draw_gives_the_same_people_again_and_another_selection_is_noticed() -> None:
    pool = {str(n): {} for n in range(1, 13)}
    worked_out = lottery.lottery(pool, (), 4)
    assert isinstance(worked_out, lottery.Lottery)
    selected = tuple(sorted(map(int, lottery.draw(worked_out, "seed").selected)))
    kept = draw.Draw("done", "s", "c", seats=4, pool=pool, lottery=worked_out, seed="seed", selected=selected)
    assert draw.again(kept)
    assert not draw.again(replace(kept, selected=(1, *selected[1:]) if selected[0] != 1 else (12, *selected[1:])))
    assert not draw.again(replace(kept, lottery=None))
