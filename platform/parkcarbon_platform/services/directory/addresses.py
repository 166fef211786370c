"""Addresses of platforms: as they are written, and the short sign of one that a token carries."""

import hashlib
from urllib.parse import urlsplit

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import is_loopback

PORTS = {"http": 80, "https": 443}
SIGN_LENGTH = 8


class PlatformAddressError(InvalidError):
    """No address under which a platform could be found safely."""

    code = "platform_address"
    remedy = "Give the platform's address as in the browser, without a path: https://north.carbon.example."


def normal(url: str) -> str:
    """The address of a platform, always written in the same way.

    >>> normal("HTTPS://North.Carbon.Example:443/")
    'https://north.carbon.example'
    """
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme, (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise PlatformAddressError(f"{url} is no address.", url=url) from None
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    if scheme not in PORTS or not host or rest:
        raise PlatformAddressError(f"{url} is no address of a platform.", url=url)
    if scheme == "http" and not is_loopback(host):
        raise PlatformAddressError(f"{url} is not encrypted: passwords would travel in clear text.", url=url)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + (f":{port}" if port not in (None, PORTS[scheme]) else "")


def sign(url: str) -> str:
    """What tokens of a platform begin with, so that another one knows whose they are.

    It says nothing to those who do not know the address already.
    """
    return hashlib.sha256(normal(url).encode()).hexdigest()[:SIGN_LENGTH]


def sign_or_nothing(url: str) -> str:
    """The same of an address by which a platform happens to be called: none where it is no normal one."""
    try:
        return sign(url)
    except PlatformAddressError:
        return ""
