"""Who a chat is, without keeping who it is: a look-up hash, a ciphertext, and the key that signs buttons.

Every use has its own subkey, derived by HKDF-SHA-256 (RFC 5869) from EVENHAND_KEY and the bot's id. Chat ids are
encrypted with AES-256-GCM, bound to the table, column and bot they are stored for. Several keys may be given for
rotation: the first encrypts and signs, all decrypt and verify, and the *last* (the oldest) keeps naming accounts,
because a look-up hash must never change while accounts exist.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"
_CHATS_REMEMBERED = 20_000


class BadKey(ValueError):  # noqa: N818  the name says what is wrong
    """EVENHAND_KEY cannot be read; the message says how to make one and never repeats it."""


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Keys of a setting: 32 bytes each, in hex or base64, separated by commas. Raises `BadKey`."""
    keys = tuple(_key(part.strip()) for part in text.split(",") if part.strip())
    if not keys:
        raise BadKey("EVENHAND_KEY is empty: make one with `openssl rand -base64 32`")
    return keys


def _key(text: str) -> bytes:
    try:
        if len(text) == 2 * KEY_BYTES:
            return bytes.fromhex(text)
        key = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKey("EVENHAND_KEY must be 32 bytes in base64 or hex: make one with `openssl rand -base64 32`")
    return key


def _derive(key: bytes, purpose: str, bot: int) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=b"evenhand", info=f"{purpose}|{bot}".encode()).derive(key)


class Ring:
    """The derived keys of one bot. `bot` is the bot's numeric id: the same chat has another hash under another bot."""

    def __init__(self, keys: Sequence[bytes], bot: int) -> None:
        self.bot = bot
        self._naming = _derive(keys[-1], "chat look-up", bot)
        self._ciphers = tuple(AESGCM(_derive(key, "chat cipher", bot)) for key in keys)
        # Prepared once and copied: quicker than a digest from the key, which moreover lets go of the interpreter each
        # time, so that the store's thread and the loop's keep taking it from each other.
        self._signing = tuple(hmac.new(_derive(key, "buttons", bot), digestmod="sha256") for key in keys)
        self._bound_to = f"accounts.chat_cipher|{bot}".encode()
        self.known = lru_cache(maxsize=_CHATS_REMEMBERED)(self._known)

    def look_up(self, chat: int) -> bytes:
        """HMAC-SHA-256 of a chat id (32 bytes): the same for ever, and useless without the key."""
        return hmac.digest(self._naming, str(chat).encode(), "sha256")

    def card(self, code: str) -> bytes:
        """HMAC-SHA-256 of a paper code, kept apart from chats: the same for ever, and useless without the key."""
        return hmac.digest(self._naming, b"paper code " + code.encode(), "sha256")

    def seal(self, chat: int) -> bytes:
        """A chat id, encrypted; different each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._ciphers[0].encrypt(nonce, str(chat).encode(), self._bound_to)

    def unseal(self, sealed: bytes) -> int:
        """The chat id of a ciphertext. Raises `ValueError` where none of the keys opens it."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] == _VERSION and len(nonce) == _NONCE_BYTES:
            for cipher in self._ciphers:
                try:
                    return int(cipher.decrypt(nonce, body, self._bound_to))
                except InvalidTag:
                    continue
        raise ValueError("a chat id cannot be decrypted with the keys given")

    def sign(self, message: bytes) -> bytes:
        """HMAC-SHA-256 of a message under the first button key (32 bytes)."""
        signing = self._signing[0].copy()
        signing.update(message)
        return signing.digest()

    def signatures(self, message: bytes) -> Sequence[bytes]:
        """The signature under each key, first the present one."""
        found = []
        for prepared in self._signing:
            signing = prepared.copy()
            signing.update(message)
            found.append(signing.digest())
        return found

    def _known(self, chat: int) -> tuple[bytes, bytes]:
        """Hash and ciphertext of a chat, remembered for chats that speak often: sealing costs more than reading."""
        return self.look_up(chat), self.seal(chat)
