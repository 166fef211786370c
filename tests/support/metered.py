"""A small metered park with a database of its own, and readings written as the ingest writes them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.factors import loader
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.support.stack import Database

MINUTE = 60_000
# Midnight in Shanghai.
START = 1_764_000_000_000 - 1_764_000_000_000 % 86_400_000 + 16 * 3_600_000
Reading = tuple[str, int, float | None, int]


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def named(code: str, **more: object) -> dict[str, Any]:
    return {"code": code, "name_zh": code, "name_en": code, **more}


def point(code: str, **more: object) -> dict[str, Any]:
    common = {
        "device": "meter", "quantity": "energy", "carrier": "electricity", "unit": "kWh", "kind": "register",
        "direction": "import", "multiplier": 1, "digits": 6, "max_rate": 4000, "expected_period_s": 900,
        "parent": None, "reference_state": None,
    }  # fmt: skip
    return named(code, **{**common, **more})


def source(code: str, terms: dict[str, int], **more: object) -> dict[str, Any]:
    common = {
        "enterprise": "works", "category": "purchased_electricity", "carrier": "electricity", "scope": 2,
        "formula": "electricity_location", "factor": "grid_electricity", "factor_region": None,
        "internal_transfer": False, "live": [], "scenes": {"industry": 1},
        "activity": [{"point": p, "weight": w} for p, w in terms.items()],
    }  # fmt: skip
    return named(code, **{**common, **more})


def document(park: str = "metered") -> dict[str, Any]:
    gas = {"quantity": "volume", "carrier": "natural_gas", "unit": "m3", "direction": "consumption"}
    state = "293.15K_101.325kPa"
    burnt = {"carrier": "natural_gas", "scope": 1, "formula": "fuel_combustion", "factor": "fuel.natural_gas",
             "category": "stationary_combustion"}  # fmt: skip
    return {
        "schema": "parkcarbon/park/v1",
        "park": named(park, timezone="Asia/Shanghai", grid_region="CN", latitude=31.3, longitude=120.6),
        "enterprises": [named("works", industry="3110")],
        "nodes": [named("site", enterprise="works", parent=None, kind="site")],
        "edges": [named("plant")],
        "devices": [named("meter", enterprise="works", node="site", serial="T-1")],
        "points": [
            point("main", multiplier=10),
            point("office"),
            point("gas", **gas, reference_state=state),
            point("gas-unknown", **gas),
        ],
        "bindings": [],
        "sources": [
            source("electricity", {"main": 1, "office": -1}),
            source("office-electricity", {"office": 1}, scenes={"building": 1}),
            source("gas", {"gas": 1}, **burnt),
            source("gas-unknown", {"gas-unknown": 1}, **burnt),
        ],
        "users": [],
    }


class MeteredPark:
    """One park of the database, its pools, and short ways to write and read it."""

    def __init__(self, database: Database, content: dict[str, Any] | None = None) -> None:
        self.owner_url = database.owner_url
        self.pools = Pools(database.app_url, database.directory_url, database.ingest_url, size=4)
        # The optional sets have 3,400 values: loading them for each test would take longer than the test.
        factors.load_sets(database.owner_url, [s for s in loader.load_all() if not s.optional])
        parsed = park_file.parse(yaml.safe_dump(content or document(), allow_unicode=True))
        self.id = provisioning.apply(self.pools, parsed).park_id
        with self.pools.tenant(self.id) as connection:
            self.points = dict(connection.execute("SELECT code, id FROM core.point").fetchall())
            self.sources = dict(connection.execute("SELECT code, id FROM core.emission_source").fetchall())

    def write(self, readings: Iterable[Reading]) -> None:
        """Store readings once and invalidate what they touch, in one transaction."""
        rows = [(at(t), value, q, self.points[code]) for code, t, value, q in readings]
        with psycopg.connect(self.owner_url) as connection:
            for time, value, quality, point_id in rows:
                stored = connection.execute(
                    """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                    VALUES (%s, %s, 1, %s, %s, %s) ON CONFLICT DO NOTHING""",
                    (time, value, quality, point_id, self.id),
                ).rowcount
                if stored:
                    connection.execute(
                        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time)
                        VALUES (%s, %s, %s, %s)""",
                        (self.id, point_id, time, time),
                    )

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the application role sees of this park."""
        with self.pools.tenant(self.id) as connection:
            return connection.execute(query, parameters).fetchall()

    def intervals(self) -> list[tuple[Any, ...]]:
        return self.rows(
            """SELECT p.code, i.start, i.quantity, i.estimated, i.covered_s, i.status, i.method
            FROM core.interval i JOIN core.point p ON p.id = i.point_id ORDER BY 1, 2"""
        )

    def ledger(self) -> list[tuple[Any, ...]]:
        return self.rows(
            """SELECT s.code, l.hour, l.state, l.fallback, l.covered_s, l.quantity, l.estimated, l.co2_mg,
              l.factor_version_id
            FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id
            WHERE l.superseded_at IS NULL ORDER BY 1, 2"""
        )

    def findings(self) -> list[tuple[Any, ...]]:
        return self.rows(
            """SELECT coalesce(p.code, s.code), f.time, f.rule FROM core.finding f
            LEFT JOIN core.point p ON p.id = f.point_id LEFT JOIN core.emission_source s ON s.id = f.source_id
            ORDER BY 1, 2, 3"""
        )

    def close(self) -> None:
        self.pools.close()
