"""Explain of a park's yearly total: the first answer, as JSON, of 1,000 sources with their months.

The aim is 300 ms for 1,000 sources over a year. It rests on the sums by month that are kept with the hours:
what it takes depends on sources and months, not on hours, so by default every thirtieth day has hours.
BENCH_SIZES is that of the benchmark `inventory`. Beside the wall time stand the processor's time of our
process, and what adding up the hours that there are would take.
"""

import os
import statistics
import time
from datetime import timedelta
from typing import Any

import psycopg
import yaml
from parkcarbon_platform.services.inventories import computing, explaining
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_saas.features.inventory import stored

from tests.benchmarks.inventory import NOW, START, content, fill, size_of
from tests.support.stack import server_stack

SIZES = "1000x365/30"
AIM_SOURCES, AIM_DAYS, AIM_MS = 1000, 365, 300.0
ROUNDS = 9


def answer(connection: Connection, asked: Question) -> tuple[float, float, float]:
    """Milliseconds until the explanation is there, until it is JSON, and of our processor in all of it."""
    began, used = time.perf_counter(), time.process_time()
    items, sources = computing.items_of(connection, asked, NOW)
    made = explaining.explain(connection, asked, items, Part("location"), sources)
    explained = time.perf_counter() - began
    text = stored.explanation(made).model_dump_json()
    assert text
    return explained * 1e3, (time.perf_counter() - began) * 1e3, (time.process_time() - used) * 1e3


def run() -> dict[str, Any]:
    """Every size; the last is scaled to the aim."""
    figures: dict[str, float] = {}
    runs: list[float] = []
    load = os.getloadavg()[0]
    scaled = 0.0
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days, step = size_of(size)
            part = sources * days / (AIM_SOURCES * AIM_DAYS)
            asked = Question(START, START + timedelta(days=days), "territorial")
            with servers.shared.database() as database:
                factors.load_sets(database.owner_url)
                with Pools(database.app_url, database.directory_url, database.ingest_url, size=2) as pools:
                    parsed = park_file.parse(yaml.safe_dump(content(sources), allow_unicode=True))
                    park_id = provisioning.apply(pools, parsed).park_id
                    fill(database, park_id, days, step)
                    rounds = []
                    for _ in range(ROUNDS):
                        with pools.tenant(park_id) as connection:
                            rounds.append(answer(connection, asked))
                with psycopg.connect(database.owner_url) as connection:
                    began = time.perf_counter()
                    connection.execute("SELECT source_id, sum(co2_mg) FROM series.ledger_entry GROUP BY 1")
                    added = (time.perf_counter() - began) * 1e3
            explained, whole, own = (statistics.median(column) for column in zip(*rounds, strict=True))
            runs = [row[1] for row in rounds]
            scaled = whole / part
            figures |= {
                f"{size}_first_answer_ms": round(whole),
                f"{size}_without_json_ms": round(explained),
                f"{size}_process_ms": round(own),
                f"{size}_adding_hours_up_ms": round(added),
                f"{size}_scaled_ms": round(scaled),
            }
    return {
        "figures": figures,
        "unit": "ms",
        "scaled": "in proportion to sources and days",
        "reference": f"aim: {AIM_SOURCES} sources x {AIM_DAYS} days in {AIM_MS:.0f} ms",
        "ratio": AIM_MS / scaled,
        "spread": {"runs_ms": [round(value) for value in runs], "load": round(load, 1)},
    }
