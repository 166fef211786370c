"""Calling a server: one POST of JSON, signed, to the address that was judged; no redirects are followed."""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.services.alerting import reach
from parkcarbon_platform.services.alerting.reach import Target
from parkcarbon_platform.settings import Settings

TIMEOUT_S = 10.0
SIGNATURE, DELIVERY = "X-ParkCarbon-Signature", "X-ParkCarbon-Delivery"


class TellingError(UnavailableError):
    """Somebody could not be told."""

    code = "telling_failed"
    remedy = "It is tried again by itself, for about an hour; check the address and the server."


def send(url: str, secret: str, body: Mapping[str, object], delivery_id: int, settings: Settings) -> str:
    """POST the body; what the server answered. Raises TellingError unless that was 2xx."""
    where = reach.target(url, settings)
    payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json", "User-Agent": "ParkCarbon",
        SIGNATURE: signature(secret, payload, int(time.time())), DELIVERY: str(delivery_id),
    }  # fmt: skip
    line = _line(where)
    try:
        line.request("POST", where.path, payload, headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise TellingError(f"{where.host} does not answer: {type(error).__name__}.") from error
    finally:
        line.close()
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


def _line(where: Target) -> http.client.HTTPConnection:
    """A connection to the judged address that speaks to, and checks the certificate of, the name."""
    if where.scheme == "http":
        line = http.client.HTTPConnection(where.host, where.port, timeout=TIMEOUT_S)
    else:
        line = http.client.HTTPSConnection(
            where.host, where.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )

    def connect(_place: tuple[str, int], *_: object, **__: object) -> socket.socket:
        return socket.create_connection((where.address, where.port), TIMEOUT_S)

    line._create_connection = connect  # type: ignore[attr-defined]  # there is no other way to pin it
    return line
