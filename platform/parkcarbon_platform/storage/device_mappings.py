"""How the messages of meters that speak to the broker themselves are understood, in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class DeviceMapping:
    """Where the values of points stand in a meter's messages; `values` are paths by point code.

    `topic` narrows the topics (an MQTT filter below the meter's own), `time` is the path of the time.
    """

    dialect: str
    values: Mapping[str, str]
    topic: str | None = None
    time: str | None = None


class MappingRow(NamedTuple):
    """A version of a mapping, and who made it."""

    version: int
    mapping: DeviceMapping
    author: str
    created_at: datetime


class PointFacts(NamedTuple):
    """A point of a device, as far as a mapping must know it."""

    id: int
    code: str
    quantity: str
    carrier: str
    unit: str
    kind: str


def mapping_of(dialect: str, body: Mapping[str, object]) -> DeviceMapping:
    """A mapping of its stored parts."""
    topic, time, values = body.get("topic"), body.get("time"), body.get("values")
    return DeviceMapping(
        dialect,
        {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {},
        None if topic is None else str(topic),
        None if time is None else str(time),
    )


def newest(connection: Connection, device_id: int) -> MappingRow | None:
    """The mapping of a device, where it has one."""
    row = connection.execute(
        """SELECT version, dialect, body, author, created_at FROM core.device_mapping
        WHERE device_id = %s ORDER BY version DESC LIMIT 1""",
        (device_id,),
    ).fetchone()
    return None if row is None else MappingRow(row[0], mapping_of(row[1], row[2]), row[3], row[4])


def add(
    connection: Connection, device_id: int, enterprise_id: int | None, *, version: int,
    mapping: DeviceMapping, author: str,
) -> None:  # fmt: skip
    """Keep a new version."""
    body = {"topic": mapping.topic, "time": mapping.time, "values": dict(mapping.values)}
    connection.execute(
        """INSERT INTO core.device_mapping (park_id, enterprise_id, device_id, version, dialect, body, author)
        VALUES (core.current_park(), %s, %s, %s, %s, %s, %s)""",
        (enterprise_id, device_id, version, mapping.dialect, Jsonb(body), author),
    )


def points(connection: Connection, device_id: int) -> list[PointFacts]:
    """The points of a device that are measured, by code."""
    rows = connection.execute(
        """SELECT id, code, quantity, carrier, unit, kind FROM core.point
        WHERE device_id = %s AND kind <> 'virtual' ORDER BY code""",
        (device_id,),
    )
    return [PointFacts(*row) for row in rows]
