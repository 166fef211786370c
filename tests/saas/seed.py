"""A hand-made park in the database: two enterprises, a transfer of heat, a remainder, two hours of ledger.

Every code carries the park's, so that neighbours can be told apart. Written as the owner, without the
services: what the API answers is checked against figures that stand here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

GRID, GAS, HEAT = "0.6", "2.0", "110"  # kg/kWh, kg/m3, kg/GJ
PASSWORD = "correct horse battery"


@dataclass
class Park:
    """Ids and codes of a seeded park."""

    id: int
    code: str
    enterprises: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    edge: int = 0


def insert(
    connection: psycopg.Connection[Any], table: str, *, returning: str = "id", **values: object
) -> int:
    """One row; its id."""
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING {}").format(
        sql.Identifier(*table.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() * len(values)),
        sql.Identifier(returning),
    )
    row = connection.execute(statement, list(values.values())).fetchone()
    assert row is not None
    return int(row[0])


def named(code: str) -> dict[str, str]:
    return {"code": code, "name_zh": f"名 {code}", "name_en": code.title()}


def factors(connection: psycopg.Connection[Any]) -> None:
    """A factor of each kind, valid in 2023 only: today they are fallbacks."""
    set_id = insert(
        connection,
        "factors.factor_set",
        code="test",
        title="Test",
        publisher="Test",
        licence="none",
        sha256=b"0",
    )
    rows = {
        "grid_electricity": (GRID, "kg/kWh"),
        "fuel.natural_gas": (GAS, "kg/m3"),
        "purchased_heat": (HEAT, "kg/GJ"),
    }
    for name, (value, unit) in rows.items():
        insert(
            connection, "factors.factor_version", set_id=set_id, factor=name, version="2023", gas="CO2",
            value=value, unit=unit, region="CN", valid_from="2023-01-01", valid_to="2023-12-31",
            citation="A test", grade="A",
        )  # fmt: skip


POINTS = {  # code: (enterprise, quantity, carrier, unit, kind)
    "steel-main": ("steel", "energy", "electricity", "kWh", "register"),
    "steel-power": ("steel", "power", "electricity", "kW", "gauge"),
    "steel-gas": ("steel", "volume", "natural_gas", "m3", "register"),
    "steel-gas-flow": ("steel", "volume_flow", "natural_gas", "m3/h", "gauge"),
    "office-main": ("office", "energy", "electricity", "kWh", "register"),
    "office-power": ("office", "power", "electricity", "kW", "gauge"),
    "office-heat": ("office", "energy", "steam", "GJ", "register"),
    "office-heat-flow": ("office", "heat_flow", "steam", "GJ/h", "gauge"),
    "incomer": (None, "energy", "electricity", "kWh", "register"),
    "incomer-power": (None, "power", "electricity", "kW", "gauge"),
}
ELECTRICITY = ("purchased_electricity", "electricity", 2, "electricity_location", "grid_electricity")
SOURCES = {  # enterprise, (category, carrier, scope, formula, factor), transfer, activity, live, scenes
    "steel-electricity": (
        "steel", ELECTRICITY, False, {"steel-main": 1}, {"steel-power": 1},
        {"industry": "0.9", "building": "0.1"},
    ),
    "steel-gas": (
        "steel", ("stationary_combustion", "natural_gas", 1, "fuel_combustion", "fuel.natural_gas"), False,
        {"steel-gas": 1}, {"steel-gas-flow": 1}, {"energy": "1"},
    ),
    "office-electricity": (
        "office", ELECTRICITY, False, {"office-main": 1}, {"office-power": 1}, {"building": "1"},
    ),
    "office-heat": (
        "office", ("purchased_heat", "steam", 2, "heat_default", "purchased_heat"), True,
        {"office-heat": 1}, {"office-heat-flow": 1}, {"building": "1"},
    ),
    "unallocated": (
        None, ELECTRICITY, False,
        {"incomer": 1, "steel-main": -1, "office-main": -1},
        {"incomer-power": 1, "steel-power": -1, "office-power": -1}, {"infrastructure": "1"},
    ),
}  # fmt: skip
# kW, m3/h, GJ/h as the gauges show them; the multiplier is 1.
GAUGES = {
    "steel-power": 1000.5, "steel-gas-flow": 200.25, "office-power": 50.0, "office-heat-flow": 1.5,
    "incomer-power": 1100.0,
}  # fmt: skip
# Base units a quarter hour: Wh, mL, J.
QUARTER = {
    "steel-main": 250_001, "steel-gas": 50_000_001, "office-main": 12_500, "office-heat": 375_000_000,
    "incomer": 275_003,
}  # fmt: skip
PER_UNIT = {"grid_electricity": 600, "fuel.natural_gas": 2, "purchased_heat": 0.11}  # mg a base unit


def park(connection: psycopg.Connection[Any], code: str, timezone: str = "Asia/Shanghai") -> Park:
    """A park with its tree, points and sources."""
    park_id = insert(connection, "core.park", **named(code), timezone=timezone, grid_region="CN")
    made = Park(park_id, code)
    for name in ("steel", "office"):
        made.enterprises[name] = insert(connection, "core.enterprise", park_id=park_id, **named(name))
    made.edge = insert(connection, "core.edge", park_id=park_id, **named("edge"))
    devices: dict[str | None, int] = {
        None: insert(connection, "core.device", park_id=park_id, **named("meter"))
    }
    for name, enterprise in made.enterprises.items():
        devices[name] = insert(
            connection, "core.device", park_id=park_id, enterprise_id=enterprise, **named(f"{name}-meter")
        )
    for name, (owner, quantity, carrier, unit, kind) in POINTS.items():
        made.points[name] = insert(
            connection, "core.point", park_id=park_id, enterprise_id=made.enterprises.get(owner or ""),
            device_id=devices[owner], **named(name), quantity=quantity, carrier=carrier, unit=unit, kind=kind,
            direction="import",
        )  # fmt: skip
    for name in SOURCES:
        made.sources[name] = source(connection, made, name)
    return made


def source(connection: psycopg.Connection[Any], made: Park, name: str) -> int:
    owner, (category, carrier, scope, formula, factor), transfer, activity, live, scenes = SOURCES[name]
    ids = {"park_id": made.id, "enterprise_id": made.enterprises.get(owner or "")}
    made_source = insert(
        connection, "core.emission_source", **ids, **named(name), category=category, carrier=carrier,
        scope=scope, formula=formula, factor=factor, internal_transfer=transfer,
    )  # fmt: skip
    for role, terms in (("activity", activity), ("live", live)):
        for point, weight in terms.items():
            insert(
                connection, "core.source_term", **ids, source_id=made_source, point_id=made.points[point],
                role=role, weight=weight, returning="source_id",
            )  # fmt: skip
    for scene, share in scenes.items():
        insert(
            connection, "core.scene_share", **ids, source_id=made_source, scene=scene, share=share,
            returning="source_id",
        )  # fmt: skip
    return made_source


def readings(connection: psycopg.Connection[Any], made: Park, at: datetime) -> None:
    """One reading of each gauge, and five of a register, in one batch."""
    batch = insert(
        connection, "core.batch", park_id=made.id, edge_id=made.edge, spool=uuid4(), seq=7, received_at=at,
        readings=10, payload_sha256=b"\xab\xcd",
    )  # fmt: skip
    rows = [(at, value, made.points[name]) for name, value in GAUGES.items()]
    rows += [(at - timedelta(minutes=i), 100.0 - i, made.points["steel-main"]) for i in range(5)]
    for time, value, point in rows:
        insert(
            connection, "series.reading", time=time, value=value, batch_id=batch, quality=0, point_id=point,
            park_id=made.id, returning="point_id",
        )  # fmt: skip


def hours(connection: psycopg.Connection[Any], made: Park, start: datetime, count: int) -> None:
    """Settled hours with their quarter hours, the same in each."""
    versions = dict(connection.execute("SELECT factor, id FROM factors.factor_version").fetchall())
    for hour in (start + timedelta(hours=i) for i in range(count)):
        for name, quantity in QUARTER.items():
            for quarter in range(4):
                insert(
                    connection, "series.interval", start=hour + timedelta(minutes=15 * quarter),
                    quantity=quantity, covered_s=900, status=0, point_id=made.points[name], park_id=made.id,
                    enterprise_id=made.enterprises.get(POINTS[name][0] or ""), returning="point_id",
                )  # fmt: skip
        for name, (owner, kind, _, activity, _live, _scenes) in SOURCES.items():
            quantity = 4 * sum(weight * QUARTER[point] for point, weight in activity.items())
            insert(
                connection, "series.ledger_entry", hour=hour, source_id=made.sources[name], park_id=made.id,
                enterprise_id=made.enterprises.get(owner or ""), revision=1, state=1, fallback=True,
                covered_s=3600, quantity=quantity, estimated=0, co2_mg=round(quantity * PER_UNIT[kind[4]]),
                factor_version_id=versions[kind[4]], known_at=datetime.now(UTC), returning="source_id",
            )  # fmt: skip
