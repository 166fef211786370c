"""The whole ledger computed again: quarter hours to priced hours of every source.

Timed are: all hours from the stored quarter hours when nothing has changed (which writes nothing), the same
into an empty ledger, and a restatement by the factors in force, which takes the stored activity. The aim for
the first is 60 s for 1,000 sources over a year (8.76 million hours). By default fewer sources are computed
over a year and the time is scaled in proportion; BENCH_SIZES="1000x365" (sources x days, separated by commas)
computes what it says. Beside the wall time stand the processor's time of our process and of its server; the
greatest memory is that of a process of its own, over all months and over a quarter of them.
"""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services.ledger import factors, rebuilding, restating
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.benchmarks.inventory import content
from tests.benchmarks.processor import greatest_memory_mib, server_s
from tests.support.stack import Database, server_stack

SIZES = "100x365"
AIM_SOURCES, AIM_DAYS, AIM_S = 1000, 365, 60.0
HOURS_A_DAY = 24
END, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
ROUNDS = 3
Steps = list[tuple[datetime, datetime]]


def fill(database: Database, park_id: int, start: datetime) -> None:
    """Quarter hours of every meter up to the end, a month a transaction."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        for first, last in restating.steps(start, END):
            connection.execute(
                """INSERT INTO series.interval (start, quantity, covered_s, status, point_id, park_id,
                     enterprise_id)
                   SELECT t, 250 * (1 + p.id %% 7), 900, 0, p.id, p.park_id, p.enterprise_id
                   FROM generate_series(%s::timestamptz, %s::timestamptz - interval '1 minute',
                       interval '15 minutes') t, (SELECT * FROM core.point WHERE park_id = %s) p""",
                (first, last, park_id),
            )
        connection.execute("ANALYZE series.interval")


def rebuild(pools: Pools, park_id: int, steps: Steps) -> None:
    """Every hour of the steps from its quarter hours."""
    rebuilding.compare(pools, park_id, steps[-1][0], steps[0][1], NOW, mend=True)


def restate(pools: Pools, park_id: int, steps: Steps) -> None:
    """Every hour of the steps by the factors in force."""
    for first, last in steps:
        with pools.tenant(park_id) as connection:
            restating.restate(connection, first, last, NOW, "bench")


def work(urls: tuple[str, str, str], park_id: int, steps: Steps, kind: str, answer: Any) -> None:  # noqa: ANN401
    """Seconds, those of the processor here and in the server, and the greatest memory [MiB]."""
    done: Callable[[Pools, int, Steps], None] = {"rebuild": rebuild, "restate": restate}[kind]
    with Pools(*urls, size=4) as pools:
        with pools.tenant(park_id) as connection:
            served = server_s(connection)
        began, used = time.perf_counter(), time.process_time()
        done(pools, park_id, steps)
        taken = time.perf_counter() - began, time.process_time() - used
        with pools.tenant(park_id) as connection:
            found = (*taken, server_s(connection) - served)
    answer.put((*found, greatest_memory_mib()))


def measured(database: Database, park_id: int, steps: Steps, kind: str) -> tuple[float, float, float, float]:
    """In a process of its own."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    urls = (database.app_url, database.directory_url, database.ingest_url)
    process = context.Process(target=work, args=(urls, park_id, steps, kind, answer))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the ledger ended with {process.exitcode}")
    seconds, own, served, memory = answer.get()
    return seconds, own, served, memory


def park_of(database: Database, sources: int, start: datetime) -> int:
    """A park with its quarter hours."""
    factors.load_sets(database.owner_url)
    with Pools(database.app_url, database.directory_url, database.ingest_url, size=2) as pools:
        parsed = park_file.parse(yaml.safe_dump(content(sources), allow_unicode=True))
        park_id = provisioning.apply(pools, parsed).park_id
    fill(database, park_id, start)
    return park_id


def run() -> dict[str, Any]:
    """Every size; the last is scaled to the aim."""
    figures: dict[str, float] = {}
    runs: list[float] = []
    scaled = 0.0
    load = os.getloadavg()[0]
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days = map(int, size.split("x"))
            part = sources * days / (AIM_SOURCES * AIM_DAYS)
            hours = sources * days * HOURS_A_DAY
            start = END - timedelta(days=days)
            steps = list(restating.steps(start, END))
            with servers.shared.database() as database:
                park_id = park_of(database, sources, start)
                first = measured(database, park_id, steps, "rebuild")
                rounds = [measured(database, park_id, steps, "rebuild") for _ in range(ROUNDS)]
                quarter = measured(database, park_id, steps[: len(steps) // 4], "rebuild")
                again = measured(database, park_id, steps, "restate")
            runs = [row[0] for row in rounds]
            scaled = statistics.median(runs) / part
            for name, row in (("first", first), ("again", sorted(rounds)[ROUNDS // 2]), ("restate", again)):
                figures |= {
                    f"{size}_{name}_s": round(row[0], 2),
                    f"{size}_{name}_process_us_an_hour": round(row[1] * 1e6 / hours, 2),
                    f"{size}_{name}_server_us_an_hour": round(row[2] * 1e6 / hours, 2),
                    f"{size}_{name}_peak_mib": round(row[3]),
                }
            figures |= {
                f"{size}_again_quarter_peak_mib": round(quarter[3]),
                f"{size}_again_scaled_s": round(scaled, 1),
            }
    return {
        "figures": figures,
        "unit": "s",
        "scaled": "in proportion to sources and days",
        "reference": f"aim: {AIM_SOURCES} sources x {AIM_DAYS} days again in {AIM_S:.0f} s",
        "ratio": AIM_S / scaled,
        "spread": {"runs": [round(value, 2) for value in runs], "load": round(load, 1)},
    }
