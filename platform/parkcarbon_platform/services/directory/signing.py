"""What one platform asks another is signed with a key that all of them have; the key itself never travels.

The signature is of the platform that is asked, too, and that has to prove itself before it is told any park:
an address that was mistyped learns nothing of use.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from parkcarbon_platform.errors import UnauthenticatedError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.directory import addresses
from parkcarbon_platform.settings import Settings

HEADER = "X-ParkCarbon-Directory"
AROUND_MS = 300_000  # clocks may differ by so much


class DirectorySignatureError(UnauthenticatedError):
    """Who asks is no platform that shares our key."""

    code = "directory_signature"
    remedy = (
        "Give all platforms the same PARKCARBON_DIRECTORY_KEY, each its own PARKCARBON_PUBLIC_URL as the "
        "directory has it, and clocks that agree within five minutes."
    )


def header(key: str, url: str, parks: Sequence[str], now: datetime) -> str:
    """The header of a question for the platform at `url`."""
    at = localtime.to_ms(now)
    return f"{at}.{_mac(key, url, parks, at)}"


def proof(key: str, asked: str) -> str:
    """What an answer to a question with the header `asked` proves itself with."""
    return hmac.new(key.encode(), f"proof\n{asked}".encode(), hashlib.sha256).hexdigest()


def is_proven(key: str, asked: str, given: object) -> bool:
    """Whether who answers has our key."""
    return isinstance(given, str) and hmac.compare_digest(proof(key, asked).encode(), given.encode())


def check(settings: Settings, given: str, parks: Sequence[str], now: datetime) -> None:
    """Refuse a question that nobody with our key asked us just now."""
    if not settings.directory_key or not settings.public_url:
        raise DirectorySignatureError("This platform shares no key with others.")
    time, _, mac = given.partition(".")
    at = int(time) if time.isascii() and time.isdigit() and len(time) < 16 else 0
    wanted = _mac(settings.directory_key, _own(settings), parks, at)
    if not hmac.compare_digest(mac.encode(), wanted.encode()):
        raise DirectorySignatureError("The signature is not that of a platform with our key, or not for us.")
    if abs(localtime.to_ms(now) - at) > AROUND_MS:
        raise DirectorySignatureError("The question is too old, or from a clock that is ahead.")


def _own(settings: Settings) -> str:
    try:
        return addresses.normal(settings.public_url)
    except addresses.PlatformAddressError as error:
        raise DirectorySignatureError("PARKCARBON_PUBLIC_URL is no address of a platform.") from error


def _mac(key: str, url: str, parks: Sequence[str], at: int) -> str:
    said = "\n".join(("held", url, str(at), *parks))
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
