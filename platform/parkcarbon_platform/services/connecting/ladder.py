"""How far a device has come, step by step, and what it hangs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
import redis

from parkcarbon_platform.services.connecting import (
    broker_log,
    broker_rights,
    device_ladder,
    device_mappings,
    device_messages,
    edge_ladder,
)
from parkcarbon_platform.services.connecting.broker_log import BrokerEvent
from parkcarbon_platform.services.connecting.broker_logins import RESERVED, device_owner
from parkcarbon_platform.services.connecting.rungs import Rung
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import device_mappings as mapping_storage
from parkcarbon_platform.storage import edge_orders
from parkcarbon_platform.storage import edges as edge_storage
from parkcarbon_platform.storage import ladder as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.edges import Device, LoginRow
from parkcarbon_platform.storage.ladder import Bound

__all__ = ["Ladder", "Rung", "look"]

SHOWN_EVENTS, SHOWN_TEXT = 10, 500


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in order, and text to hand on; it has no secret.

    `asks`: the log-in whose rights at the broker would say more (`broker_rights.ask`, then look again).
    """

    kind: Literal["device", "edge"]
    since_ms: int
    rungs: list[Rung]
    diagnostics: str
    asks: str | None = None


def look(
    connection: Connection,
    cache: redis.Redis,
    settings: Settings,
    code: str,
    *,
    since: datetime,
    now: datetime,
    dialect: str = "fields",
) -> Ladder:
    """How far the device has come since then: by itself if it has a log-in or a mapping, else by its edge.

    `dialect`: what it will be as long as it has no mapping.
    """
    device = device_mappings.device(connection, code)
    bound = storage.bindings(connection, device.id)
    mapping = mapping_storage.newest(connection, device.id)
    logins = edge_storage.logins(connection, device_owner(device))
    if bound and mapping is None and not any(login.ended_at is None for login in logins):
        return _behind_edge(connection, device, bound, since, now)
    login = next((login for login in logins if login.ended_at is None), None)
    own, unknown, listening = _of_broker(cache, login, to_ms(since))
    was_asked, rights = (True, None) if login is None else broker_rights.known(cache, login.login)
    seen = device_ladder.Evidence(
        place=device_mappings.place_of(connection, settings.partitions, code),
        url=settings.mqtt_client_url, since=since, now=now, listening=listening,
        login=None if login is None else login.login, client_id=None if login is None else login.client_id,
        own=own, unknown=unknown,
        messages=device_messages.newest(cache, device.id, max(since, device.owned_since)),
        mapping=mapping, points=mapping_storage.points(connection, device.id),
        readings=storage.newest_readings(connection, device.id), dialect=dialect, rights=rights,
    )  # fmt: skip
    found = device_ladder.climb(connection, seen)
    is_silent = any(rung.rung == "topic" and rung.code == "no_message" for rung in found)
    asks = login.login if login is not None and is_silent and not was_asked else None
    return Ladder("device", to_ms(since), found, _device_text(seen, found), asks)


def _of_broker(
    cache: redis.Redis, login: LoginRow | None, since_ms: int
) -> tuple[list[BrokerEvent], list[BrokerEvent], bool]:
    """What the broker said of this client and of nobody known; and whether it answers."""
    try:
        own = [] if login is None else broker_log.of_client(cache, login.client_id)
        unknown, listening = broker_log.of_unknown(cache), broker_log.is_listening(cache)
    except redis.RedisError:
        return [], [], False
    own = [event for event in own if event.time_ms >= since_ms]
    return own, strangers(unknown, login, own, since_ms), listening


def strangers(
    unknown: Sequence[BrokerEvent], login: LoginRow | None, own: Sequence[BrokerEvent], since_ms: int
) -> list[BrokerEvent]:
    """Those of nobody known who may be this device.

    Whoever was refused under its client id is no stranger, and names that the platform gives are those of
    other log-ins. Others may be anybody's devices, of other parks too: that somebody was refused is told, who
    and from where only of the log-in's own name and of the address from which the device itself has come.
    """
    name, client_id = (None, None) if login is None else (login.login, login.client_id)
    hosts = {event.host for event in own} - {None}
    found = []
    for event in unknown:
        if event.time_ms < since_ms or event.client_id == client_id is not None:
            continue
        if event.client_id == name is not None or event.host in hosts:
            found.append(event)
        elif not (event.client_id or "").startswith(RESERVED):
            found.append(msgspec.structs.replace(event, client_id=None, address=None))
    return found


def _behind_edge(
    connection: Connection, device: Device, bound: list[Bound], since: datetime, now: datetime
) -> Ladder:
    edge = edge_storage.find(connection, bound[0].edge)
    if edge is None:
        raise LookupError(bound[0].edge)
    seen = edge_ladder.Evidence(
        edge=edge, config=edge_orders.newest_config(connection, edge.id),
        bound=[b for b in bound if b.edge == edge.code],
        points=mapping_storage.points(connection, device.id),
        readings=storage.newest_readings(connection, device.id), since=since, now=now,
    )  # fmt: skip
    found = edge_ladder.climb(connection, seen)
    lines = [f"device {device.code} behind edge {edge.code}", *_lines(found)]
    lines += [f"state: {edge.state}" if edge.state else "state: none"]
    return Ladder("edge", to_ms(since), found, "\n".join(lines))


def _device_text(seen: device_ladder.Evidence, found: list[Rung]) -> str:
    """Everything that helps somebody else to help."""
    mapping = seen.mapping.mapping if seen.mapping else None
    lines = [
        f"device {seen.place.device} of park {seen.place.park}, partition {seen.place.partition}",
        f"broker {seen.url}, user name {seen.login}, client id {seen.client_id}",
        f"topics {seen.topics}",
        f"mapping {mapping}",
        *_lines(found),
    ]
    for event in [*seen.own[:SHOWN_EVENTS], *seen.unknown[:SHOWN_EVENTS]]:
        parts = (event.time_ms, event.kind, event.client_id, event.address, event.detail)
        lines.append("broker: " + " ".join(str(part) for part in parts if part))
    for message in seen.messages[:3]:
        said = (message.received_ms, message.topic, message.size, message.outcome, message.reason)
        lines.append("message: " + " ".join(str(part) for part in said if part is not None))
        lines.append(f"  {message.text[:SHOWN_TEXT]!r}")
    return "\n".join(lines)


def _lines(found: list[Rung]) -> list[str]:
    return [
        f"{rung.rung}: {rung.state}"
        + (f" {rung.code}" if rung.code else "")
        + f" {rung.detail or ''}".rstrip()
        for rung in found
    ]
