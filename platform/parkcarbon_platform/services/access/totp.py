"""Codes of six digits that change every half minute, as authenticator apps make them (RFC 6238, RFC 4226)."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226, R6: 160 bits
DRIFT = 1  # steps that a phone's clock may be off, either way


def new_secret() -> bytes:
    """A secret to share with a phone."""
    return secrets.token_bytes(SECRET_BYTES)


def text_of(secret: bytes) -> str:
    """The secret as people type it: base 32."""
    return base64.b32encode(secret).decode().rstrip("=")


def code(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of one step.

    >>> code(b"12345678901234567890", 59 // 30, digits=8)  # RFC 6238, appendix B
    '94287082'
    """
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 0x0F
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def matched(secret: bytes, given: str, at_s: float, last_step: int) -> int | None:
    """The step of a code that is good at this time [s since 1970] newer than the last taken; else None."""
    now = int(at_s) // STEP_S
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # Every step is compared, so that the answer does not say by its time which one it was.
        if hmac.compare_digest(code(secret, step).encode(), given.encode()) and step > last_step:
            found = step
    return found


def address(secret: bytes, login: str, issuer: str = "ParkCarbon") -> str:
    """What the QR code says: an otpauth address.

    >>> address(b"12345678901234567890", "li.wei")
    'otpauth://totp/ParkCarbon:li.wei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ParkCarbon&algorithm=SHA1&digits=6&period=30'
    """
    query = urlencode(
        {"secret": text_of(secret), "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_S}
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?{query}"
