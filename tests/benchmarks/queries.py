"""What the pages ask of a park with 1,000 points and a year, over HTTP at one API process.

The aim is 100 ms at the 95th percentile of each, from the request to the last byte. The park is that of the
benchmark `inventory` (BENCH_SIZES, by default every thirtieth day has hours: sums by day and month are kept
with them); one point has its quarter hours of the whole year, all of them those of a week. What is asked of
places is asked of a park of their own (`tests/benchmarks/places.py`), with enterprises, halls and two years.
BENCH_ROUNDS is how often each is asked, after one time that does not count.
"""

import os
import time
from datetime import datetime, timedelta
from typing import Any
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
        "meters": "meters",
        "series_day": f"points/{POINT}/series?{span(timedelta(days=1), '&step=quarter')}",
        "series_month": f"points/{POINT}/series?{span(timedelta(days=31), '&step=quarter')}",
        "series_quarter": f"points/{POINT}/series?{span(timedelta(days=92), '&step=hour')}",
        "series_year": f"points/{POINT}/series?{span(timedelta(days=days), '&step=day')}",
        "series_screen": f"points/{POINT}/series?{span(timedelta(days=days), '&max_points=400')}",
        "health": "health/summary",
        "coverage_week": f"health/coverage?{span(WEEK)}",
        "sources": "sources",
        "flows_month": f"flows?{month}",
        "flows_year": f"flows?{year}",
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


def measured(port: int, park: str, asked: dict[str, str], rounds: int) -> dict[str, tuple[list[float], int]]:
    """Of everything that is asked: milliseconds in order, and the size of the answer [bytes]."""
    found: dict[str, tuple[list[float], int]] = {}
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
            found[name] = (sorted(times[1:]), size)
    return found


def run() -> dict[str, Any]:
    """Figures of the last size; ratio = aim ÷ the slowest p95."""
    rounds = int(os.environ.get("BENCH_ROUNDS", ROUNDS))
    found: dict[str, tuple[list[float], int]] = {}
    load = os.getloadavg()[0]
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days, step = size_of(size)
            with servers.shared.database() as database:
                park = filled(database, sources, days, step)
                intervals(database, days)
                with serving(database, servers.redis_url) as (port, _):
                    found |= measured(port, park, asked(days), rounds)
        with servers.shared.database() as database:
            park = places.filled(database)
            with serving(database, servers.redis_url) as (port, _):
                found |= measured(port, park, places.asked(), rounds)
    figures: dict[str, float] = {}
    for name, (times, length) in found.items():
        figures[f"{name}_p50_ms"] = round(percentile(times, 0.5), 1)
        figures[f"{name}_p95_ms"] = round(percentile(times, 0.95), 1)
        figures[f"{name}_kb"] = round(length / 1000)
    slowest = max(found, key=lambda name: percentile(found[name][0], 0.95))
    return {
        "figures": figures,
        "unit": "ms",
        "reference": f"aim: each p95 ≤ {AIM_MS:g} ms; the slowest is {slowest}",
        "ratio": round(AIM_MS / percentile(found[slowest][0], 0.95), 3),
        "spread": {name: spread(times) for name, (times, _) in found.items()} | {"load": round(load, 1)},
    }
