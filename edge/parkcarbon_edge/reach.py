"""Which addresses the platform may have the edge contact.

Whoever can write a configuration far away could otherwise use the edge to look around where it stands. What
the edge's own file names is not held against this: its owner wrote it.
"""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from parkcarbon_edge.errors import AddressRefusedError, NameUnresolvedError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
LOOPBACK = ("127.0.0.0/8", "::1/128")
# Whatever is allowed: addresses of this link only, and those where clouds hand out credentials.
NEVER = tuple(
    ipaddress.ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.192/32",
                 "0.0.0.0/8", "::/128", "224.0.0.0/4", "ff00::/8", "255.255.255.255/32")
)  # fmt: skip


def networks(texts: Iterable[str]) -> list[Network]:
    """Raises ValueError where one is no network."""
    return [ipaddress.ip_network(text) for text in texts]


def host_of(url: str) -> str | None:
    """The host that an address like opc.tcp://host:4840 names; None for what is no network address."""
    parts = urlsplit(url)
    return parts.hostname if parts.scheme and "//" in url else None


def allowed_for(uplink_url: str, given: Sequence[str]) -> list[Network]:
    """`given`, or by default private networks; this machine only where the platform is on it, too."""
    if given:
        return networks(given)
    local = host_of(uplink_url) in ("localhost", "127.0.0.1", "::1")
    return networks([*PRIVATE, *LOOPBACK] if local else PRIVATE)


def check(url: str, allowed: Sequence[Network]) -> None:
    """Raises AddressRefusedError unless every address that the host has may be contacted."""
    host = host_of(url)
    if host is None:
        return
    for address in _resolve(url, host):
        if any(address in network for network in NEVER if network.version == address.version):
            raise AddressRefusedError(url, f"{address} is never contacted on behalf of the platform")
        if not any(address in network for network in allowed if network.version == address.version):
            raise AddressRefusedError(url, f"{address} is not in a network that this edge may contact")


def _resolve(url: str, host: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnresolvedError(url, f"the name cannot be resolved ({error})") from error
    # "%eth0" behind an address says nothing about it; an IPv4 address may come inside an IPv6 one.
    addresses = [ipaddress.ip_address(str(place[4][0]).partition("%")[0]) for place in found]
    return [(a.ipv4_mapped or a) if isinstance(a, ipaddress.IPv6Address) else a for a in addresses]
