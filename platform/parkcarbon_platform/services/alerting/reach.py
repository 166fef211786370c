"""Which servers the platform may call on behalf of those who enter addresses (docs/security.md, S4.5).

Whoever can name an address could otherwise have the platform look around where it stands. The name is
resolved once, and the address that was judged is the one that is called.
"""

import ipaddress
import socket
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK = tuple(ipaddress.ip_network(text) for text in ("127.0.0.0/8", "::1/128"))
# Whatever is allowed: addresses of this link only, those where clouds hand out credentials, and those of IPv6
# that lead to an address of IPv4 which nobody has judged (translated, by 6to4, by Teredo, written inside).
NEVER = tuple(
    ipaddress.ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.192/32",
                 "0.0.0.0/8", "224.0.0.0/4", "ff00::/8", "255.255.255.255/32", "fec0::/10",
                 "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)  # fmt: skip
INSIDE = ipaddress.IPv6Network("::/96")  # with :: itself
# What an address may hold beside letters and digits; the rest is written as UTF-8 in %.
MARKS = "/%:@!$&'()*+,;=~-._?"


class AddressRefusedError(InvalidError):
    """The platform does not call this address."""

    code = "webhook_address"
    remedy = (
        "Give an https:// address of a public server; others must be allowed in PARKCARBON_WEBHOOK_NETWORKS "
        "by whoever runs the platform."
    )


class NameUnknownError(AddressRefusedError):
    """No address is known of the name now: a typing error, or a look-up that failed and may work later."""


class Target(NamedTuple):
    """A server to be called: at which address, and what it is called."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target(url: str, settings: Settings) -> Target:
    """Where to call; raises AddressRefusedError unless every address that the name has may be called."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise AddressRefusedError("This is no address of a web server.") from None
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.fragment:
        raise AddressRefusedError("This is no address of a web server.")
    allowed = networks(settings)
    found = resolved(host)
    for address in found:
        if not may_be_called(address, allowed):
            raise AddressRefusedError(f"{host} is not in a network that may be called.")
    if parts.scheme == "http" and not all(_within(a, allowed) for a in found):
        raise AddressRefusedError("What is sent would travel in clear text.")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=MARKS)
    return Target(parts.scheme, host, port, path, str(found[0]))


def networks(settings: Settings) -> list[Network]:
    """What is allowed beside public addresses; in a demo this machine."""
    given = [ipaddress.ip_network(text.strip()) for text in settings.webhook_networks.split(",") if text]
    return [*given, *(LOOPBACK if settings.demo else ())]


def may_be_called(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether an address is public, or allowed, and none that is never called."""
    if _within(address, NEVER) or (address in INSIDE and not _within(address, LOOPBACK)):
        return False
    return address.is_global or _within(address, allowed)


def resolved(host: str) -> list[Address]:
    """The addresses of a name; an IPv4 address inside an IPv6 one counts as itself."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknownError(f"{host} cannot be found.") from error
    addresses = [ipaddress.ip_address(str(place[4][0]).partition("%")[0]) for place in found]
    return [(a.ipv4_mapped or a) if isinstance(a, ipaddress.IPv6Address) else a for a in addresses]


def _within(address: Address, where: Sequence[Network]) -> bool:
    return any(address in network for network in where if network.version == address.version)
