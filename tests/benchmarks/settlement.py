"""Settlement of everything: readings each quarter hour to intervals and ledger hours.

Two things are timed: the first settlement, which writes every row, and settling everything again when nothing
has changed, which writes none. The aim for the latter is 1,000 meters over a year in 60 s. By default fewer
meters are settled over a year and the time scaled to that in proportion; BENCH_SIZES="1000x365"
(meters x days, separated by commas) settles what it says. Beside it stands what the database needs for the
same rows without us: a COPY of the readings out, and of the intervals into an empty hypertable.
Each settlement runs in a process of its own, whose greatest memory is reported, and the processor's time of
it and of its server processes (`core_us`: both, a quarter hour; `scaled_core_seconds`: both, of the aim).
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services.ledger import factors, settlement
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.benchmarks.processor import greatest_memory_mib, server_s
from tests.support import park as parks
from tests.support.stack import Database, ServerStack, server_stack

SIZES = "10x365,100x365,1000x36"
AIM_METERS, AIM_DAYS, AIM_S = 1000, 365, 60.0
# Of the park of so many meters twelfths of the time are settled again, for the memory that it takes.
MEMORY_METERS, MONTHS = 100, (1, 3)
LIVE_ROUNDS = 9
# Connections of a worker's pool (jobs/runtime.py): of one settlement two read ahead.
WORKER = 4
END = datetime(2026, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
A_DAY = 96


@dataclass(frozen=True)
class Park:
    """A park of one size, filled with readings."""

    database: Database
    id: int
    meters: int
    days: int

    @property
    def urls(self) -> tuple[str, str, str]:
        """The addresses of the pools."""
        return self.database.app_url, self.database.directory_url, self.database.ingest_url

    @property
    def intervals(self) -> int:
        """Its quarter hours."""
        return self.meters * self.days * A_DAY

    @property
    def name(self) -> str:
        """Meters and days."""
        return f"{self.meters}x{self.days}"


def content(meters: int) -> dict[str, Any]:
    """A park whose sources have ten meters each."""
    codes = [f"meter-{n}" for n in range(meters)]
    made = parks.park_file(codes)
    for point in made["points"]:
        point["expected_period_s"] = 900
    made["sources"] = [
        parks.electricity_source(codes[n : n + 10], []) | {"code": f"source-{n}"}
        for n in range(0, meters, 10)
    ]
    return made


@contextmanager
def filled(servers: ServerStack, meters: int, days: int) -> Iterator[Park]:
    """A park with registers, read each quarter hour in order of time, that never count the same twice."""
    with servers.shared.database() as database:
        factors.load_sets(database.owner_url)
        with Pools(database.app_url, database.directory_url, database.ingest_url, size=2) as pools:
            parsed = park_file.parse(yaml.safe_dump(content(meters), allow_unicode=True))
            park_id = provisioning.apply(pools, parsed).park_id
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            fill(connection, park_id, END - timedelta(days=days))
            connection.execute("ANALYZE series.reading")
        yield Park(database, park_id, meters, days)


def fill(connection: psycopg.Connection, park_id: int, first: datetime) -> None:
    """Readings from `first` to the end, a week a transaction."""
    start = first
    while start <= END:
        connection.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
            SELECT t, round((extract(epoch FROM t - %(first)s::timestamptz)::float8 / 900 * (1 + p.id %% 7)
                     + 0.4 * sin(extract(epoch FROM t)::float8 / 13000))::numeric, 2), 1, 0, p.id, p.park_id
            FROM generate_series(%(start)s::timestamptz, %(until)s, interval '15 minutes') t,
              LATERAL (SELECT id, park_id FROM core.point
                       WHERE park_id = %(park)s AND t IS NOT NULL OFFSET 0) p""",
            {"first": first, "start": start, "until": min(start + timedelta(days=7) - QUARTER, END),
             "park": park_id},
        )  # fmt: skip
        start += timedelta(days=7)


def settle(urls: tuple[str, str, str], park_id: int, start: datetime, answer: Any) -> None:  # noqa: ANN401
    """Compute [start, END] again; seconds, those of our processor and the server's, greatest memory [MiB]."""
    with Pools(*urls, size=WORKER) as pools:
        settlement.recalculate(pools, park_id, start, END)
        with pools.tenant(park_id) as connection:
            served = server_s(connection)
        began, used = time.perf_counter(), time.process_time()
        settlement.settle(pools, park_id, lambda *_: None, seconds=float("inf"))
        seconds, own = time.perf_counter() - began, time.process_time() - used
        with pools.tenant(park_id) as connection:
            served = server_s(connection) - served
    answer.put((seconds, own, served, greatest_memory_mib()))


def measured(park: Park, days: float) -> dict[str, float]:
    """Settle the last days of a park in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    load = os.getloadavg()[0]
    process = context.Process(target=settle, args=(park.urls, park.id, END - timedelta(days=days), answer))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"settlement ended with {process.exitcode}")
    seconds, own, served, memory = answer.get()
    intervals = park.meters * days * A_DAY
    return {
        "seconds": round(seconds, 1),
        "us_an_interval": round(seconds * 1e6 / intervals, 2),
        "process_us": round(own * 1e6 / intervals, 2),
        "server_us": round(served * 1e6 / intervals, 2),
        "core_us": round((own + served) * 1e6 / intervals, 2),
        "peak_mib": round(memory),
        "load": round(load, 1),
    }


def bound(park: Park) -> dict[str, float]:
    """The last month of rows through COPY alone, without any of our code [µs a row]."""
    start = END - timedelta(days=min(park.days, 30))
    columns = "start, quantity, estimated, covered_s, status, point_id, park_id, enterprise_id, computed_at"
    readings = f"SELECT time, value, quality, point_id FROM series.reading WHERE time >= '{start}'"
    with psycopg.connect(park.database.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE series.bound (LIKE series.interval INCLUDING ALL)")
        cursor.execute(
            "SELECT create_hypertable('series.bound', 'start', chunk_time_interval => interval '30 days')"
        )
        out, rows = _copy(cursor, readings)
        _, kept = _copy(cursor, f"SELECT {columns} FROM series.interval WHERE start >= '{start}'")
        began = time.perf_counter()
        with cursor.copy(f"COPY series.bound ({columns}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"".join(kept))
        back = time.perf_counter() - began
        connection.rollback()
    return {
        "readings_out_us": round(out * 1e6 / len(rows), 2),
        "intervals_in_us": round(back * 1e6 / len(kept), 2),
    }


def _copy(cursor: psycopg.Cursor, query: str) -> tuple[float, list[bytes]]:
    began = time.perf_counter()
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        rows = [bytes(row) for row in copy]
    return time.perf_counter() - began, rows


def bytes_a_row(park: Park) -> dict[str, float]:
    """What a row of each kind takes on the disk, with its indexes."""
    with psycopg.connect(park.database.owner_url) as connection:
        names = connection.execute(
            """SELECT format('%I.%I', hypertable_schema, hypertable_name), hypertable_name
            FROM timescaledb_information.hypertables WHERE hypertable_schema = 'series'"""
        ).fetchall()
        found = {}
        for table, name in names:
            row = connection.execute(
                f"SELECT hypertable_size('{table}') / nullif(count(*), 0) FROM {table}"
            ).fetchone()
            if row is not None and row[0] is not None:
                found[f"bytes_of_a_{name}"] = int(row[0])
    return found


def live_round(park: Park) -> float:
    """Median time [ms] until one more reading of every meter is settled."""
    taken = []
    with Pools(*park.urls, size=WORKER) as pools, psycopg.connect(park.database.owner_url) as owner:
        for n in range(1, LIVE_ROUNDS + 1):
            at = END + n * QUARTER
            owner.execute(
                """WITH new AS (INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
                  SELECT %s, value + 3, 1, 0, point_id, park_id FROM series.reading
                  WHERE time = %s AND park_id = %s RETURNING park_id, point_id, time)
                INSERT INTO core.invalidation (park_id, point_id, from_time, to_time)
                SELECT park_id, point_id, time, time FROM new""",
                (at, at - QUARTER, park.id),
            )
            owner.commit()
            began = time.perf_counter()
            settlement.settle(pools, park.id, lambda *_: None, clock=lambda now=at: now)
            taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 1)


def run() -> dict[str, Any]:
    """Every size, and the largest amount of rows scaled to the aim."""
    asked = os.environ.get("BENCH_SIZES", SIZES)
    sizes = [(int(m), int(d)) for m, d in (size.split("x") for size in asked.split(","))]
    spread: dict[str, Any] = {}
    figures: dict[str, float] = {}
    best = (0, 0.0, 0.0)
    with server_stack() as servers:
        for meters, days in sizes:
            with filled(servers, meters, days) as park:
                spread[f"{park.name} first"] = measured(park, days)
                for months in MONTHS if meters == MEMORY_METERS else ():
                    spread[f"{park.name} again, {months} of 12"] = measured(park, days * months / 12)
                spread[f"{park.name} again"] = found = measured(park, days)
                spread[f"{park.name} bound"] = bound(park)
                figures[f"live_round_ms_{meters}"] = live_round(park)
                figures |= bytes_a_row(park)
                best = max(best, (park.intervals, found["seconds"], found["core_us"]))
    for name, found in spread.items():
        for key in ("us_an_interval", "core_us", "peak_mib"):
            if key in found:
                figures[f"{name.replace(', ', '_').replace(' ', '_')}_{key}"] = found[key]
    scale = AIM_METERS * AIM_DAYS * A_DAY / best[0]
    return {
        "figures": {
            **figures,
            "scaled_seconds": round(best[1] * scale, 1),
            "scaled_core_seconds": round(best[2] * best[0] * scale / 1e6, 1),
            "cores": len(os.sched_getaffinity(0)),
        },
        "unit": "s",
        "scaled": f"the time of {best[0]:,} intervals, times {scale:.1f}",
        "reference": f"aim: {AIM_METERS} meters x {AIM_DAYS} days of quarter hours again in {AIM_S:.0f} s",
        "ratio": AIM_S / (best[1] * scale),
        "spread": spread,
    }
