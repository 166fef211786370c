"""Settlement of everything again: readings each quarter hour to intervals and ledger hours.

The aim is 1,000 meters over a year in 60 s. A year of fewer meters is settled here and scaled to that in
proportion, which the result says; each four days have costs that do not depend on the meters, so that the
scaled time is an upper bound. Each span runs in a process of its own, whose greatest memory is reported.
"""

import multiprocessing
import resource
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services import factors, park_file, provisioning, settlement
from parkcarbon_platform.storage.database import Database as Pools

from tests.support import park as parks
from tests.support.stack import Database, server_stack

METERS = 20
MONTHS = (1, 3, 12)
AIM_METERS, AIM_S = 1000, 60.0
END = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
MEBI = 1024


def codes() -> list[str]:
    return [f"meter-{n}" for n in range(METERS)]


def content() -> dict[str, Any]:
    """A park whose sources have ten meters each."""
    made = parks.park_file(codes())
    for point in made["points"]:
        point["expected_period_s"] = 900
    made["sources"] = [
        parks.electricity_source(codes()[n : n + 10], []) | {"code": f"source-{n}"}
        for n in range(0, METERS, 10)
    ]
    return made


def fill(database: Database, park_id: int) -> None:
    """A year of registers, read each quarter hour, that never count the same twice."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id)
            SELECT t, round((extract(epoch FROM t - %(start)s::timestamptz) / 900 * (1 + p.id %% 7)
                     + 0.4 * sin(extract(epoch FROM t) / 13000))::numeric, 2), 1, 0, p.id, p.park_id
            FROM core.point p, generate_series(%(start)s::timestamptz, %(end)s, interval '15 minutes') t
            WHERE p.park_id = %(park)s""",
            {"start": END - YEAR, "end": END, "park": park_id},
        )


def settle(urls: tuple[str, str, str], park_id: int, start: datetime, answer: Any) -> None:  # noqa: ANN401
    """Compute [start, END] again; seconds and the greatest memory [MiB]."""
    with Pools(*urls, size=2) as pools:
        settlement.recalculate(pools, park_id, start, END)
        began = time.perf_counter()
        settlement.settle(pools, park_id, lambda *_: None, seconds=float("inf"))
        seconds = time.perf_counter() - began
    answer.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBI))


def measured(urls: tuple[str, str, str], park_id: int, months: int) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    start = END - YEAR * months / 12
    process = context.Process(target=settle, args=(urls, park_id, start, answer))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"settlement ended with {process.exitcode}")
    seconds, memory = answer.get()
    return {"seconds": round(seconds, 1), "peak_mib": round(memory)}


def run() -> dict[str, Any]:
    """Everything again over one, three and twelve months."""
    with server_stack() as servers, servers.shared.database() as database:
        factors.load_sets(database.owner_url)
        urls = (database.app_url, database.directory_url, database.ingest_url)
        with Pools(*urls, size=2) as pools:
            parsed = park_file.parse(yaml.safe_dump(content(), allow_unicode=True))
            park_id = provisioning.apply(pools, parsed).park_id
        fill(database, park_id)
        found = {months: measured(urls, park_id, months) for months in MONTHS}
        with psycopg.connect(database.owner_url) as connection:
            row = connection.execute("SELECT count(*) FROM series.interval").fetchone()
    scaled = found[12]["seconds"] * AIM_METERS / METERS
    intervals = int(row[0]) if row else 0
    return {
        "figures": {
            "meters": METERS,
            "intervals": intervals,
            "intervals_per_s": round(intervals / found[12]["seconds"]),
            **{f"peak_mib_{months}_months": found[months]["peak_mib"] for months in MONTHS},
            "seconds_12_months": found[12]["seconds"],
            "scaled_seconds": round(scaled, 1),
        },
        "unit": "s",
        "scaled": f"{METERS} of {AIM_METERS} meters settled, the time scaled in proportion",
        "reference": f"aim: {AIM_METERS} meters x 1 year of quarter hours in {AIM_S:.0f} s",
        "ratio": AIM_S / scaled,
        "spread": {f"{months} months": found[months] for months in MONTHS},
    }
