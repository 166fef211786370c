"""A round of the meter checks over 1,000 points: 500 registers, each with a power gauge beside it.

Every point has a reading a minute of the last day, every register its quarter hours of four weeks. Some
registers stood still for a night, so that the rules that read weeks have something to read.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services.health import health_checks
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.benchmarks.report import spread
from tests.support import park as parks
from tests.support.metered import point
from tests.support.stack import Database, server_stack

METERS = 500
QUIET = 10  # one meter in so many
WEEKS = timedelta(days=30)
DAY = timedelta(days=1)
ROUNDS = 6
AIM_S = 6.0  # a tenth of the minute between two rounds


def content() -> dict[str, Any]:
    """Registers and their gauges, device by device."""
    made = parks.park_file([])
    device = dict(made["devices"][0])
    common = {"digits": 8, "max_rate": 4000, "expected_period_s": 60}
    made["devices"] = [device | {"code": f"meter-{n}", "serial": None} for n in range(METERS)]
    made["points"] = [
        point(f"{kind}-{n}", device=f"meter-{n}", **values)
        for n in range(METERS)
        for kind, values in (
            ("main", common),
            (
                "power",
                {"kind": "gauge", "quantity": "power", "unit": "kW", "expected_period_s": 60, "digits": None},
            ),
        )
    ]
    made["sources"], made["bindings"] = [], []
    return made


def fill(database: Database, park_id: int, now: datetime) -> None:
    """Minutes of a day and quarter hours of four weeks, written as ingest and settlement leave them."""
    given = {"park": park_id, "now": now, "day": now - DAY, "weeks": now - WEEKS, "quiet": QUIET}
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            """INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings, payload_sha256)
            SELECT %(park)s, min(id), gen_random_uuid(), 1, %(now)s, 0, 'x'::bytea FROM core.edge""",
            given,
        )
        connection.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
            SELECT t, CASE WHEN p.kind = 'gauge' THEN 60
                ELSE round((extract(epoch FROM t) / 60 - 29000000)::numeric, 1) END,
              (SELECT max(id) FROM core.batch), 0, p.id, p.park_id
            FROM core.point p, generate_series(%(day)s::timestamptz, %(now)s, interval '1 minute') t
            WHERE p.park_id = %(park)s""",
            given,
        )
        connection.execute(
            """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id)
            SELECT t, CASE WHEN p.id %% %(quiet)s = 0 AND t >= %(now)s::timestamptz - interval '8 hours'
                THEN 0 ELSE 15000 END, 900, 0, p.id, p.park_id
            FROM core.point p, generate_series(%(weeks)s::timestamptz, %(now)s, interval '15 minutes') t
            WHERE p.park_id = %(park)s AND p.kind = 'register'""",
            given,
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")


def rounds(pools: Pools, park_id: int, now: datetime, *, everything: bool) -> list[float]:
    """Seconds of each of some rounds, a minute of the park's time apart."""
    found = []
    for n in range(ROUNDS):
        with pools.tenant(park_id) as connection:
            connection.execute("UPDATE core.health_check SET attempted_at = attempted_at - interval '1 hour'")
        began = time.perf_counter()
        health_checks.check_park(pools, park_id, now + n * timedelta(minutes=1), everything=everything)
        found.append(time.perf_counter() - began)
    return found


def run() -> dict[str, Any]:
    """Rounds as they come each minute, and rounds that look at everything."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with server_stack() as servers, servers.shared.database() as database:
        factors.load_sets(database.owner_url)
        with Pools(database.app_url, database.directory_url, database.ingest_url, size=2) as pools:
            parsed = park_file.parse(yaml.safe_dump(content(), allow_unicode=True))
            park_id = provisioning.apply(pools, parsed).park_id
            fill(database, park_id, now)
            whole = spread(rounds(pools, park_id, now, everything=True))
            usual = spread(rounds(pools, park_id, now, everything=False))
    return {
        "figures": {
            "points": 2 * METERS,
            "round_s": round(usual["median"], 2),
            "everything_s": round(whole["median"], 2),
            "minutes_until_all": health_checks.SLICES,
        },
        "unit": "s",
        "reference": f"aim: a round of {2 * METERS} points in {AIM_S:.0f} s, each minute",
        "ratio": AIM_S / usual["median"],
        "spread": {"round": usual, "everything": whole},
    }
