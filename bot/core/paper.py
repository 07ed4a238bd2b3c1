"""Paper codes: what a person without a chat holds in the hand, to be read over a counter or a bad line.

Ten letters and digits without look-alikes (no 0 O 1 I L U), the last one a check on the others: one letter misread, or
two neighbours swapped, is noticed. Nine drawn letters are 30**9, about 44 bits; only an HMAC of a code is stored.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
BITS = 64
"""Random bits that `drawn` wants: far more than it uses, so that every letter is as likely as any other (to 2**-20)."""
_PRIME = 29


def drawn(bits: int) -> str:
    """A new code from `BITS` random bits."""
    letters = ""
    for _ in range(LENGTH - 1):
        bits, index = divmod(bits, len(ALPHABET))
        letters += ALPHABET[index]
    return letters + _check(letters)


def read(text: str) -> str:
    """The code in what somebody typed: cases, blanks and dashes do not matter; "" where it is none."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    well = len(code) == LENGTH and set(code) <= set(ALPHABET) and _check(code[:-1]) == code[-1]
    return code if well else ""


def shown(code: str) -> str:
    """In groups, as it is written on the card: "XXXX-XXX-XXX"."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def _check(letters: str) -> str:
    """A sum weighted by position, modulo a prime above every weight: any one changed letter changes it (but for two
    letters that differ by the prime), and so does any swap of neighbours that are not equal."""
    return ALPHABET[sum(place * ALPHABET.index(letter) for place, letter in enumerate(letters, 2)) % _PRIME]
