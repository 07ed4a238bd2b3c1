"""Paper codes: read as they are spoken and written, and a slip is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core import paper

BITS = st.integers(0, 2**paper.BITS - 1)


@given(BITS)
def test_a_code_is_read_as_it_is_shown_in_any_case_and_spacing(bits: int) -> None:
    code = paper.drawn(bits)
    assert len(code) == paper.LENGTH
    for text in (code, paper.shown(code), paper.shown(code).lower(), " ".join(code)):
        assert paper.read(text) == code


@given(BITS, st.integers(0, paper.LENGTH - 1), st.sampled_from(paper.ALPHABET))
def test_one_letter_misread_is_noticed(bits: int, at: int, letter: str) -> None:
    code = paper.drawn(bits)
    wrong = code[:at] + letter + code[at + 1 :]
    far = abs(paper.ALPHABET.index(letter) - paper.ALPHABET.index(code[at])) == 29
    assert wrong == code or far or paper.read(wrong) == ""


@given(BITS, st.integers(0, paper.LENGTH - 3))
def test_two_neighbours_swapped_are_noticed(bits: int, at: int) -> None:
    code = paper.drawn(bits)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    far = abs(paper.ALPHABET.index(code[at]) - paper.ALPHABET.index(code[at + 1])) == 29
    assert wrong == code or far or paper.read(wrong) == ""


def test_what_is_no_code_is_none() -> None:
    for text in ("", "ABCD", "0000-000-000", "ABCD-EFG-HJK-2"):
        assert paper.read(text) == ""
