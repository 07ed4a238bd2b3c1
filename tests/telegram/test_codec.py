"""Buttons: what a forger, a neighbour or a broken line can do with them (nothing)."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.inputs import Act, Choose
from bot.core.mark import mark
from bot.core.screen import Go, Link
from bot.ports import Pressed, Stale
from bot.telegram.codec import GO_ROOM, LIMIT, SIGNATURE, Codec
from bot.telegram.keys import Ring

RING = Ring([bytes(32)], 7)
CODEC = Codec(RING)
ME, NEIGHBOUR = RING.look_up(1), RING.look_up(2)

paths = st.text(min_size=1, max_size=300)
sessions = st.integers(0, 2**62)
verbs = (
    "done",
    "skip",
    "back",
    "page",
    "set",
    "change",
    "finish",
    "again",
    "ok",
    "review",
    "resume",
    "explain",
    "other",
)
in_forms = st.one_of(
    st.builds(Choose, paths, st.integers(0, 999_999), st.sampled_from((None, True, False))),
    st.builds(Act, st.one_of(st.just(""), paths), st.sampled_from(verbs), st.integers(-(10**12), 10**12)),
)
menus = st.builds(
    Go,
    st.from_regex(r"[a-z0-9_-]{1,16}", fullmatch=True),
    st.text(max_size=35).filter(lambda t: len(t.encode("utf-8", "replace")) <= GO_ROOM - 16),
)


@given(in_forms, sessions)
def test_a_press_in_a_form_comes_back_as_it_was_sent(press: Choose | Act, session: int) -> None:
    data = CODEC.encode(press, session, ME)
    assert 1 <= len(data.encode()) <= LIMIT
    found = CODEC.decode(data, ME)
    assert isinstance(found, Pressed)
    assert found.session == session
    expected = type(press)(mark(press.question), *(getattr(press, n) for n in press.__slots__[1:]))
    assert found.press == expected


@given(menus.filter(lambda g: g.argument.isprintable()))
def test_a_press_in_a_menu_comes_back_as_it_was_sent(press: Go) -> None:
    data = CODEC.encode(press, 5, ME)
    assert len(data.encode()) <= LIMIT
    assert CODEC.decode(data, ME) == Pressed(0, press)  # type: ignore[arg-type]


@given(in_forms, sessions)
def test_a_neighbour_cannot_use_my_button(press: Choose | Act, session: int) -> None:
    assert CODEC.decode(CODEC.encode(press, session, ME), NEIGHBOUR) == Stale()


@given(in_forms, sessions, sessions)
def test_a_button_cannot_be_moved_to_another_session(press: Choose | Act, session: int, other: int) -> None:
    assume(session != other)
    data = CODEC.encode(press, session, ME)
    moved = data.replace(f"{session:x}.", f"{other:x}.", 1)
    assume(moved != data)
    assert CODEC.decode(moved, ME) == Stale()


@given(in_forms, sessions, st.integers(0, 63 * 8 - 1))
def test_one_changed_bit_makes_a_button_stale(press: Choose | Act, session: int, bit: int) -> None:
    data = bytearray(CODEC.encode(press, session, ME).encode())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    assert CODEC.decode(data.decode("latin-1"), ME) == Stale()


@given(st.one_of(st.text(max_size=80), st.binary(max_size=64).map(lambda b: b.decode("latin-1"))))
def test_free_bytes_are_stale_and_never_an_error(data: str) -> None:
    assert CODEC.decode(data, ME) == Stale()


@given(st.text(max_size=60))
def test_even_rightly_signed_nonsense_is_not_read(body: str) -> None:
    """A codec of another version signed it: only the known shapes are understood."""
    try:
        raw = body.encode()
    except UnicodeEncodeError:
        return
    from bot.telegram.codec import _text

    found = CODEC.decode(_text(RING.sign(ME + raw)) + body, ME)
    assert isinstance(found, Stale | Pressed)
    if isinstance(found, Pressed) and isinstance(found.press, Go):
        assert body == f"g{found.press.verb}.{found.press.argument}"


def test_another_bot_or_key_cannot_read_it() -> None:
    data = CODEC.encode(Choose("/data/a", 1), 9, ME)
    assert Codec(Ring([bytes(32)], 8)).decode(data, ME) == Stale()
    assert Codec(Ring([b"1" * 32], 7)).decode(data, ME) == Stale()


def test_an_old_button_survives_a_new_key() -> None:
    rotated = Codec(Ring([b"n" * 32, bytes(32)], 7))
    assert isinstance(rotated.decode(CODEC.encode(Choose("/data/a", 1), 9, ME), ME), Pressed)


def test_what_does_not_fit_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="too long"):
        CODEC.encode(Go("verb", "x" * GO_ROOM), 0, ME)
    with pytest.raises(ValueError, match="link"):
        CODEC.encode(Link("https://example.org"), 0, ME)
    assert len(CODEC.encode(Go("verb", "x" * (GO_ROOM - 4)), 0, ME)) == LIMIT
    assert SIGNATURE * 6 >= 60, "bits of the signature"
