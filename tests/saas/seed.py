"""A hand-made park in the database: two enterprises, a transfer of heat, a remainder, two hours of ledger.

Every code carries the park's, so that neighbours can be told apart. Written as the owner, without the
services: what the API answers is checked against figures that stand here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

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


def factors(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """A factor of each kind, valid in 2023 only: today they are fallbacks."""
    set_id = connection.execute(
        "INSERT INTO factors.factor_set (code, title, publisher, licence, sha256) VALUES ('test', 'Test', 'Test',"
        " 'none', '\\x00') RETURNING id"
    ).fetchone()[0]
    rows = [
        ("grid_electricity", GRID, "kg/kWh"),
        ("fuel.natural_gas", GAS, "kg/m3"),
        ("purchased_heat", HEAT, "kg/GJ"),
    ]
    found = {}
    for name, value, unit in rows:
        found[name] = connection.execute(
            "INSERT INTO factors.factor_version (set_id, factor, version, gas, value, unit, region, valid_from,"
            " valid_to, citation, grade) VALUES (%s, %s, '2023', 'CO2', %s, %s, 'CN', '2023-01-01', '2023-12-31',"
            " 'A test', 'A') RETURNING id",
            (set_id, name, value, unit),
        ).fetchone()[0]
    return found


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
SOURCES = {  # code: (enterprise, (category, carrier, scope, formula, factor), transfer, activity, live, scenes)
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
    one = _one(connection)
    made = Park(
        one(
            "INSERT INTO core.park (code, name_zh, name_en, timezone, grid_region) VALUES (%s, %s, %s, %s, 'CN')"
            " RETURNING id",
            (code, f"园区 {code}", f"Park {code}", timezone),
        ),
        code,
    )
    for name in ("steel", "office"):
        made.enterprises[name] = one(
            "INSERT INTO core.enterprise (park_id, code, name_zh, name_en) VALUES (%s, %s, %s, %s) RETURNING id",
            (made.id, name, name, name.title()),
        )
    made.edge = one(
        "INSERT INTO core.edge (park_id, code, name_zh, name_en) VALUES (%s, 'edge', 'e', 'e') RETURNING id",
        (made.id,),
    )
    device = one(
        "INSERT INTO core.device (park_id, code, name_zh, name_en) VALUES (%s, 'meter', 'm', 'm') RETURNING id",
        (made.id,),
    )
    for name, (owner, quantity, carrier, unit, kind) in POINTS.items():
        made.points[name] = one(
            "INSERT INTO core.point (park_id, enterprise_id, device_id, code, name_zh, name_en, quantity, carrier,"
            " unit, kind, direction) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'import') RETURNING id",
            (
                made.id,
                made.enterprises.get(owner or ""),
                device,
                name,
                name,
                name,
                quantity,
                carrier,
                unit,
                kind,
            ),
        )
    for name, (owner, kind, transfer, activity, live, scenes) in SOURCES.items():
        enterprise = made.enterprises.get(owner or "")
        source = made.sources[name] = one(
            "INSERT INTO core.emission_source (park_id, enterprise_id, code, name_zh, name_en, category, carrier,"
            " scope, formula, factor, internal_transfer) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " RETURNING id",
            (made.id, enterprise, name, name, name, *kind, transfer),
        )
        for role, terms in (("activity", activity), ("live", live)):
            for point, weight in terms.items():
                connection.execute(
                    "INSERT INTO core.source_term VALUES (%s, %s, %s, %s, %s, %s)",
                    (made.id, enterprise, source, made.points[point], role, weight),
                )
        for scene, share in scenes.items():
            connection.execute(
                "INSERT INTO core.scene_share (park_id, enterprise_id, source_id, scene, share)"
                " VALUES (%s, %s, %s, %s, %s)",
                (made.id, enterprise, source, scene, share),
            )
    return made


def _one(connection: psycopg.Connection[Any]) -> Any:
    return lambda sql, values: connection.execute(sql, values).fetchone()[0]


def readings(connection: psycopg.Connection[Any], made: Park, at: datetime) -> None:
    """One reading of each gauge, and five of a register, in one batch."""
    batch = _one(connection)(
        "INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings, payload_sha256)"
        " VALUES (%s, %s, gen_random_uuid(), 7, %s, 10, '\\xabcd') RETURNING id",
        (made.id, made.edge, at),
    )
    rows = [(at, value, made.points[name]) for name, value in GAUGES.items()]
    rows += [(at - timedelta(minutes=i), 100.0 - i, made.points["steel-main"]) for i in range(5)]
    for time, value, point in rows:
        connection.execute(
            "INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)"
            " VALUES (%s, %s, %s, 0, %s, %s)",
            (time, value, batch, point, made.id),
        )


def hours(connection: psycopg.Connection[Any], made: Park, start: datetime, count: int) -> None:
    """Settled hours with their quarter hours, the same in each."""
    versions = dict(connection.execute("SELECT factor, id FROM factors.factor_version").fetchall())
    for hour in (start + timedelta(hours=i) for i in range(count)):
        for name, quantity in QUARTER.items():
            for quarter in range(4):
                connection.execute(
                    "INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id,"
                    " enterprise_id) VALUES (%s, %s, 900, 0, %s, %s, %s)",
                    (hour + timedelta(minutes=15 * quarter), quantity, made.points[name], made.id,
                     made.enterprises.get(POINTS[name][0] or "")),
                )  # fmt: skip
        for name, (owner, kind, _, activity, _live, _scenes) in SOURCES.items():
            quantity = 4 * sum(weight * QUARTER[point] for point, weight in activity.items())
            connection.execute(
                "INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,"
                " fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)"
                " VALUES (%s, %s, %s, %s, 1, 1, true, 3600, %s, 0, %s, %s, %s)",
                (hour, made.sources[name], made.id, made.enterprises.get(owner or ""), quantity,
                 round(quantity * PER_UNIT[kind[4]]), versions[kind[4]], datetime.now(UTC)),
            )  # fmt: skip
