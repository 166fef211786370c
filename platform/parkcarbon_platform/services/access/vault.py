"""Secrets as they lie in the database: sealed with a key that is not in it.

A secret is sealed for one place (edge and name, or person): put into another row it cannot be opened.
Texts of before are opened as they are, and sealed when `control` starts.
"""

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.settings import Settings

VERSION = 1
NONCE_BYTES = 12
PURPOSE = b"parkcarbon: secrets of edges"
Sealed = Mapping[str, Any]


class SecretUnreadableError(UnavailableError):
    """A secret was sealed with a key that is not here."""

    code = "secret_unreadable"
    remedy = (
        "Set PARKCARBON_SECRET_KEY as it was, or name the key of before in PARKCARBON_SECRET_KEY_FORMER; "
        "or enter the secrets of the edge again."
    )


class Vault:
    """Seals with one key, and opens what that one or a former one has sealed."""

    def __init__(self, key: str, former: Sequence[str] = ()) -> None:
        self._current = key_id(key)
        self._keys = {key_id(text): AESGCM(derived(text)) for text in (key, *former)}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """With the key of the settings; raises UnsafeSettingsError where it is none."""
        return cls(settings.required_secret(), settings.former_keys())

    def seal(self, text: str, place: str) -> dict[str, object]:
        """The secret as it can be kept."""
        nonce = os.urandom(NONCE_BYTES)
        box = nonce + self._keys[self._current].encrypt(nonce, text.encode(), place.encode())
        return {"v": VERSION, "key": self._current, "box": base64.b64encode(box).decode()}

    def open(self, sealed: Sealed | str, place: str) -> str:
        """The secret; raises SecretUnreadableError."""
        if isinstance(sealed, str):
            return sealed
        key = self._keys.get(str(sealed.get("key")))
        if key is None or sealed.get("v") != VERSION:
            raise SecretUnreadableError(f"The secret of {place} was sealed with another key.")
        try:
            box = base64.b64decode(str(sealed.get("box")))
            return key.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SecretUnreadableError(f"The secret of {place} was changed, or is another's.") from error

    def is_current(self, sealed: Sealed | str) -> bool:
        """Whether it is sealed with the key that seals now."""
        return not isinstance(sealed, str) and sealed.get("key") == self._current

    def seal_all(self, secrets: Mapping[str, str], edge_id: int) -> dict[str, dict[str, object]]:
        """The secrets of an edge by name."""
        return {name: self.seal(text, place(edge_id, name)) for name, text in secrets.items()}

    def open_all(self, secrets: Mapping[str, Sealed | str], edge_id: int) -> dict[str, str]:
        """The secrets of an edge by name; raises SecretUnreadableError."""
        return {name: self.open(sealed, place(edge_id, name)) for name, sealed in secrets.items()}


def place(edge_id: int, name: str) -> str:
    """What a secret is sealed for."""
    return f"edge {edge_id}, {name}"


def key_id(key: str) -> str:
    """A name for a key that says nothing of it."""
    return hashlib.sha256(PURPOSE + derived(key)).hexdigest()[:8]


def derived(key: str) -> bytes:
    """The key that seals: the same text signs sessions, by another way."""
    return HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(key.encode())
