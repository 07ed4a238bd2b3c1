"""Every letter, once. A new letter is one file here, one line below and one sample (tests/handlers/letter_samples)."""

from __future__ import annotations

from handlers.letter import Letter

LETTERS: tuple[Letter, ...] = ()

BY_KIND = {letter.kind: letter for letter in LETTERS}
