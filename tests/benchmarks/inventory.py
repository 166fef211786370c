"""The yearly inventory of a park from the sums of its hourly ledger, and Explain of its total.

The aims are 2 s and 300 ms for 1,000 sources over a year (8.76 million ledger hours). An inventory reads the
sums by month that are kept with the hours, so what it takes depends on sources and months, not on hours: by
default every thirtieth day of the year has hours. BENCH_SIZES="1000x365" (sources x days, separated by
commas; "/30": every thirtieth day) fills what it says; with fewer sources the time is scaled in proportion.
Beside it stands the plain SQL sum of the same hours. Each inventory is computed in a process of its own,
whose greatest memory is reported for a quarter of the period and for all.
"""

import multiprocessing
import os
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services.inventories import computing, tracing
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.benchmarks.processor import greatest_memory_mib
from tests.support import park as parks
from tests.support.stack import Database, server_stack

SIZES = "1000x365/30"
AIM_SOURCES, AIM_DAYS, AIM_S = 1000, 365, 2.0
START, NOW = date(2025, 1, 1), datetime(2026, 6, 1, tzinfo=UTC)
ROUNDS = 5


def content(sources: int) -> dict[str, Any]:
    """A park with a meter a source, in two scenes."""
    codes = [f"meter-{n}" for n in range(sources)]
    made = parks.park_file(codes)
    made["sources"] = [
        parks.electricity_source([code], [])
        | {"code": f"source-{n}", "scenes": {"industry": 0.7, "building": 0.3}}
        for n, code in enumerate(codes)
    ]
    return made


def size_of(size: str) -> tuple[int, int, int]:
    """Sources, days, and how far apart the days are that have hours."""
    sources, rest = size.split("x")
    days, _, step = rest.partition("/")
    return int(sources), int(days), int(step or 1)


def fill(database: Database, park_id: int, days: int, step: int = 1) -> None:
    """Settled hours of every source on each `step`th day, a month a transaction."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        for first in range(0, days, 30):
            start = datetime(2024, 12, 31, 16, tzinfo=UTC) + timedelta(days=first)
            end = start + timedelta(days=min(30, days - first))
            connection.execute(
                """INSERT INTO series.ledger_entry (hour, source_id, park_id, enterprise_id, revision, state,
                     fallback, covered_s, quantity, estimated, co2_mg, factor_version_id, known_at)
                   SELECT h, s.id, s.park_id, s.enterprise_id, 1, 1, true, 3600, 1000 * (1 + s.id %% 7), 0,
                          530600 * (1 + s.id %% 7), v.id, h
                   FROM generate_series(%s::timestamptz, %s::timestamptz - interval '1 hour',
                       interval '1 hour') h,
                     (SELECT id, park_id, enterprise_id FROM core.emission_source WHERE park_id = %s) s,
                     (SELECT min(id) AS id FROM factors.factor_version
                      WHERE factor = 'grid_electricity') v
                   WHERE floor(extract(epoch FROM h - %s) / 86400)::int %% %s = 0""",
                (start, end, park_id, start, step),
            )
        connection.execute("ANALYZE series.ledger_entry")


def compute(urls: tuple[str, str, str], park_id: int, days: int, answer: Any) -> None:  # noqa: ANN401
    """Seconds of an inventory and of our processor in it, of explaining its total, of the plain sum, and the
    greatest memory [MiB]."""
    asked = Question(START, START + timedelta(days=days), "territorial")
    with Pools(*urls, size=2) as pools, pools.tenant(park_id) as connection:
        began, used = time.perf_counter(), time.process_time()
        found = computing.computed(connection, asked, NOW)
        found.totals("location")
        seconds, own = time.perf_counter() - began, time.process_time() - used
        began = time.perf_counter()
        tracing.explain(connection, asked, Part("location"), NOW)
        explained = time.perf_counter() - began
        memory = greatest_memory_mib()
        began = time.perf_counter()
        connection.execute("SELECT sum(co2_mg) FROM core.ledger_entry WHERE superseded_at IS NULL").fetchone()
        plain = time.perf_counter() - began
    answer.put((seconds, explained, plain, memory, own))


def measured(database: Database, park_id: int, days: int) -> tuple[float, ...]:
    """In a process of its own."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    urls = (database.app_url, database.directory_url, database.ingest_url)
    process = context.Process(target=compute, args=(urls, park_id, days, answer))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the inventory ended with {process.exitcode}")
    found: tuple[float, ...] = answer.get()
    return found


def run() -> dict[str, Any]:
    """Fill parks, compute their inventories."""
    figures: dict[str, float] = {}
    runs: list[float] = []
    load = os.getloadavg()[0]
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days, step = size_of(size)
            with servers.shared.database() as database:
                factors.load_sets(database.owner_url)
                pools = Pools(database.app_url, database.directory_url, database.ingest_url, size=2)
                with pools:
                    parsed = park_file.parse(yaml.safe_dump(content(sources), allow_unicode=True))
                    park_id = provisioning.apply(pools, parsed).park_id
                fill(database, park_id, days, step)
                rounds = [measured(database, park_id, days) for _ in range(ROUNDS)]
                quarter = measured(database, park_id, days // 4)
            part = (sources * days) / (AIM_SOURCES * AIM_DAYS)
            runs = [row[0] for row in rounds]
            figures |= {
                f"{size}_s": round(statistics.median(runs), 3),
                f"{size}_scaled_s": round(statistics.median(runs) / part, 2),
                f"{size}_process_s": round(statistics.median(row[4] for row in rounds), 3),
                f"{size}_explain_ms": round(statistics.median(row[1] for row in rounds) * 1000),
                f"{size}_plain_sum_s": round(statistics.median(row[2] for row in rounds), 3),
                f"{size}_peak_mib": round(max(row[3] for row in rounds)),
                f"{size}_quarter_peak_mib": round(quarter[3]),
            }
            scaled = statistics.median(runs) / part
    return {
        "figures": figures,
        "unit": "s",
        "reference": f"aim: {AIM_SOURCES} sources over a year in {AIM_S} s",
        "ratio": AIM_S / scaled,
        "spread": {"runs": [round(value, 3) for value in runs], "load": round(load, 1)},
    }
