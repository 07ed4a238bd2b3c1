"""Chat ids: found again without being kept, read only by whoever holds the key."""

from __future__ import annotations

import base64

import pytest

from bot.telegram.keys import BadKey, Ring, parse_keys

OLD, NEW = bytes(32), bytes(range(32))


def test_a_chat_is_found_by_its_hash_and_written_to_by_its_ciphertext() -> None:
    ring = Ring([OLD], 7)
    assert ring.look_up(-100123) == ring.look_up(-100123) != ring.look_up(5)
    first, second = ring.seal(5), ring.seal(5)
    assert first != second, "the same chat looks different each time"
    assert ring.unseal(first) == ring.unseal(second) == 5
    assert str(98765).encode() not in ring.seal(98765)


def test_another_bot_sees_another_person() -> None:
    assert Ring([OLD], 7).look_up(5) != Ring([OLD], 8).look_up(5)
    with pytest.raises(ValueError, match="cannot be decrypted"):
        Ring([OLD], 8).unseal(Ring([OLD], 7).seal(5))


def test_a_new_key_keeps_everybody_known() -> None:
    before, after = Ring([OLD], 7), Ring([NEW, OLD], 7)
    assert after.look_up(5) == before.look_up(5)
    assert after.unseal(before.seal(5)) == 5
    with pytest.raises(ValueError, match="cannot be decrypted"):
        before.unseal(after.seal(5))


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x02" * 40, b"\x01" + b"x" * 40])
def test_a_broken_ciphertext_is_a_clear_error(broken: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be decrypted"):
        Ring([OLD], 7).unseal(broken)


def test_keys_are_read_in_hex_and_base64_and_several_at_once() -> None:
    plain = base64.b64encode(NEW).decode()
    url = base64.urlsafe_b64encode(NEW).decode().rstrip("=")
    assert parse_keys(f"{plain}, {NEW.hex()},{url}") == (NEW, NEW, NEW)


@pytest.mark.parametrize("wrong", ["", " , ", "secret", "zz" * 32, base64.b64encode(b"short").decode()])
def test_a_wrong_key_is_refused_without_being_repeated(wrong: str) -> None:
    with pytest.raises(BadKey) as caught:
        parse_keys(wrong)
    assert "EVENHAND_KEY" in str(caught.value)
    assert len(wrong) < 4 or wrong not in str(caught.value)
