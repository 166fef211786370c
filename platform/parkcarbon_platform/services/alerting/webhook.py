"""Calling a server: one POST of JSON, signed, to the address that was judged; no redirects are followed."""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.services.alerting import reach
from parkcarbon_platform.services.alerting.reach import NameUnknownError, Target
from parkcarbon_platform.settings import Settings

# Of one step (connecting, a piece that is read), and of the call as a whole: a server that answers a byte at
# a time would hold a worker for as long as it likes.
TIMEOUT_S, WHOLE_S = 10.0, 20.0
SIGNATURE, DELIVERY = "X-ParkCarbon-Signature", "X-ParkCarbon-Delivery"


class TellingError(UnavailableError):
    """Somebody could not be told."""

    code = "telling_failed"
    remedy = "It is tried again by itself, for about an hour; check the address and the server."


def send(url: str, secret: str, body: Mapping[str, object], delivery_id: int, settings: Settings) -> str:
    """POST the body; what the server answered. Raises TellingError unless that was 2xx."""
    try:
        where = reach.target(url, settings)
    except NameUnknownError as error:
        # It was found when it was entered: names are looked up over a network, too.
        raise TellingError(error.message) from error
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json", "User-Agent": "ParkCarbon",
        SIGNATURE: signature(secret, payload, int(time.time())), DELIVERY: str(delivery_id),
    }  # fmt: skip
    try:
        with _line(where) as (line, is_late):
            line.request("POST", where.path, payload, headers)
            status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        # One word for all of it: what hinders would tell what stands at an address.
        raise TellingError(f"{where.host} does not answer.") from error
    if is_late.is_set():
        raise TellingError(f"{where.host} does not answer.")
    if not 200 <= status < 300:
        raise TellingError(f"{where.host} answered {status}.")
    return str(status)


def signature(secret: str, payload: bytes, at_s: int) -> str:
    """Time and HMAC-SHA256 of `time.payload`: a server that checks both takes no message twice.

    >>> signature("key", b"{}", 1)
    't=1,v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224'
    """
    digest = hmac.new(secret.encode(), f"{at_s}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={digest}"


@contextmanager
def _line(where: Target) -> Iterator[tuple[http.client.HTTPConnection, threading.Event]]:
    """A connection to the judged address that speaks to, and checks the certificate of, the name.

    When the time for the whole call is over it is shut down, wherever the call stands, and the event set.
    """
    if where.scheme == "http":
        line = http.client.HTTPConnection(where.host, where.port, timeout=TIMEOUT_S)
    else:
        line = http.client.HTTPSConnection(
            where.host, where.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )
    kept: list[socket.socket] = []
    is_late = threading.Event()

    def connect(_place: tuple[str, int], *_: object, **__: object) -> socket.socket:
        made = socket.create_connection((where.address, where.port), TIMEOUT_S)
        # TLS takes the socket over; another handle of the same connection stays with us.
        kept.append(made.dup())
        if is_late.is_set():
            raise TimeoutError
        return made

    def end() -> None:
        is_late.set()
        for handle in kept:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    line._create_connection = connect  # type: ignore[attr-defined]  # there is no other way to pin it
    clock = threading.Timer(WHOLE_S, end)
    clock.daemon = True
    clock.start()
    try:
        yield line, is_late
    finally:
        clock.cancel()
        line.close()
        clock.join()
        for handle in kept:
            handle.close()
