"""What the pages ask of a park with 1,000 points and a year, over HTTP at one API process.

The aim is 100 ms at the 95th percentile of each, from the request to the last byte. The park is that of the
benchmark `inventory` (BENCH_SIZES, by default every thirtieth day has hours: sums by day and month are kept
with them); one point has its quarter hours of the whole year, all of them those of a week, and readings of
the last three days (one a quarter hour, in the last hour one a minute). What is asked of places is asked of a
park of their own (`tests/benchmarks/places.py`), with enterprises, halls and two years.
BENCH_ROUNDS is how often each is asked, after one time that does not count: that is `first`, when nothing of
it has been asked before. What a period that is over was answered is kept while nothing changes (0085).
"""

import os
import time
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import httpx
import psycopg

from tests.benchmarks import places
from tests.benchmarks.explain import filled
from tests.benchmarks.inventory import START, size_of
from tests.benchmarks.report import spread
from tests.benchmarks.sse import LOGIN, PASSWORD, percentile, serving
from tests.support.stack import Database, server_stack

SIZES = "1000x365/30"
ROUNDS = 20
AIM_MS = 100.0
WEEK = timedelta(days=7)
ZONE = ZoneInfo("Asia/Shanghai")
POINT, ENTERPRISE = "meter-0", "works"


def intervals(database: Database, days: int) -> None:
    """Quarter hours: a point's whole period, and the last week of every point."""
    start = datetime.combine(START, datetime.min.time(), ZONE)
    end = start + timedelta(days=days)
    with psycopg.connect(database.owner_url) as connection:
        for code, first in ((POINT, start), (None, end - WEEK)):
            connection.execute(
                """INSERT INTO series.interval (start, quantity, estimated, covered_s, status, point_id,
                     park_id, enterprise_id)
                   SELECT t, 1000 + p.id %% 7, 0, 900, 0, p.id, p.park_id, p.enterprise_id
                   FROM core.point p, generate_series(%s::timestamptz, %s::timestamptz - interval '1 second',
                     interval '15 minutes') t
                   WHERE (%s::text IS NULL AND p.code <> %s) OR p.code = %s""",
                (first, end, code, POINT, code),
            )
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE series.interval")


def readings(database: Database) -> None:
    """Of every point until now: a reading a quarter hour for three days, one a minute in the last hour."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
               SELECT date_trunc('minute', now()) - back, 1000 + p.id % 7, 0, 0, p.id, p.park_id
               FROM core.point p, (
                 SELECT n * interval '15 minutes' FROM generate_series(4, 288) n
                 UNION ALL SELECT n * interval '1 minute' FROM generate_series(0, 59) n) AS each(back)"""
        )
        connection.execute("ANALYZE series.reading")


def asked(days: int) -> dict[str, str]:
    """Name and address of what is asked, below the park's."""
    start = datetime.combine(START, datetime.min.time(), ZONE)
    end = start + timedelta(days=days)
    year, last = f"from={START}&to={START + timedelta(days=days)}", START + timedelta(days=days)
    month = f"from={last - timedelta(days=30)}&to={last}"

    def span(length: timedelta, step: str = "") -> str:
        to = int(end.timestamp() * 1000)
        return f"from={to - int(length.total_seconds() * 1000)}&to={to}{step}"

    return {
        "meters": "meters?limit=50",
        "meters_all": "meters",
        "series_day": f"points/{POINT}/series?{span(timedelta(days=1), '&step=quarter')}",
        "series_month": f"points/{POINT}/series?{span(timedelta(days=31), '&step=quarter')}",
        "series_quarter": f"points/{POINT}/series?{span(timedelta(days=92), '&step=hour')}",
        "series_year": f"points/{POINT}/series?{span(timedelta(days=days), '&step=day')}",
        "series_screen": f"points/{POINT}/series?{span(timedelta(days=days), '&max_points=400')}",
        "health": "health/summary",
        "coverage_week": f"health/coverage?{span(WEEK)}",
        "sources": "sources?sort=category&limit=50",
        "sources_all": "sources",
        "flows_month": f"flows?{month}",
        "flows_year": f"flows?{year}",
        "flows_enterprise_year": f"flows?{year}&enterprise={ENTERPRISE}",
        "inventory_month": f"inventory?{month}&ruleset=territorial",
        "inventory_year": f"inventory?{year}&ruleset=territorial",
        "budgets": f"budgets?year={START.year}",
        "benchmark": f"benchmark?year={START.year}",
        "alerts": "alerts",
        "search": "search?q=meter-99",
        "this_month": "analyses/this-month",
        "home": f"enterprises/{ENTERPRISE}/home",
        "factors": "factors",
    }


class Asked(NamedTuple):
    """How long answers took [ms], in order, and the one before them; their size [bytes]."""

    times: list[float]
    first: float
    size: int


def measured(port: int, park: str, asked: dict[str, str], rounds: int) -> dict[str, Asked]:
    """Of everything that is asked, how long it took."""
    found: dict[str, Asked] = {}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD}).raise_for_status()
        for name, address in asked.items():
            times, size = [], 0
            for _ in range(rounds + 1):
                began = time.perf_counter()
                answer = client.get(f"/api/v1/parks/{park}/{address}")
                times.append((time.perf_counter() - began) * 1e3)
                answer.raise_for_status()
                size = len(answer.content)
            found[name] = Asked(sorted(times[1:]), times[0], size)
    return found


def run() -> dict[str, Any]:
    """Figures of the last size; ratio = aim ÷ the slowest p95."""
    rounds = int(os.environ.get("BENCH_ROUNDS", ROUNDS))
    found: dict[str, Asked] = {}
    load = os.getloadavg()[0]
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days, step = size_of(size)
            with servers.shared.database() as database:
                park = filled(database, sources, days, step)
                intervals(database, days)
                readings(database)
                with serving(database, servers.redis_url) as (port, _):
                    found |= measured(port, park, asked(days), rounds)
        with servers.shared.database() as database:
            park = places.filled(database)
            with serving(database, servers.redis_url) as (port, _):
                found |= measured(port, park, places.asked(), rounds)
    figures: dict[str, float] = {}
    for name, one in found.items():
        figures[f"{name}_p50_ms"] = round(percentile(one.times, 0.5), 1)
        figures[f"{name}_p95_ms"] = round(percentile(one.times, 0.95), 1)
        figures[f"{name}_first_ms"] = round(one.first, 1)
        figures[f"{name}_kb"] = round(one.size / 1000)
    slowest = max(found, key=lambda name: percentile(found[name].times, 0.95))
    return {
        "figures": figures,
        "unit": "ms",
        "reference": f"aim: each p95 ≤ {AIM_MS:g} ms; the slowest is {slowest}",
        "ratio": round(AIM_MS / percentile(found[slowest].times, 0.95), 3),
        "spread": {name: spread(one.times) for name, one in found.items()} | {"load": round(load, 1)},
    }
