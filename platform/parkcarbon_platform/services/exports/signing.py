"""The signature of packs: Ed25519, its key derived from the platform's secret key."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"parkcarbon: signature of verification packs"


class Signer:
    """Signs with the platform's key."""

    def __init__(self, secret_key: str) -> None:
        seed = HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret_key.encode())
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """The public key, base64 of its 32 bytes: packs of one platform have one."""
        raw = self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    def sign(self, content: bytes) -> bytes:
        """The signature, base64."""
        return base64.b64encode(self._key.sign(content))


def is_genuine(public_key: str, content: bytes, signature: bytes) -> bool:
    """Whether the content was signed with the key of this public key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
