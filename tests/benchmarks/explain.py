"""Explain of a park's yearly total over HTTP: the first answer, and opening one of its terms.

The aim is 300 ms for 1,000 sources over a year, from the request to the last byte of JSON at one API process.
The first answer has the figure, its sums by factor and the largest 50 terms with their factors; the months of
a term come when it is opened, the hours of a month after that. It rests on the sums by month that are kept
with the hours: what it takes depends on sources and months, not on hours, so by default every thirtieth day
has hours. BENCH_SIZES is that of the benchmark `inventory`.

Beside the territorial total stand a ruleset that counts all gases, by location and by market: there every
month of every source is priced by itself. `every_term` is the same answer with all 1,000 terms at once.
"""

import os
import statistics
import time
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import yaml
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.benchmarks.inventory import START, content, fill, size_of
from tests.benchmarks.sse import LOGIN, PASSWORD, serving
from tests.support.stack import Database, server_stack

SIZES = "1000x365/30"
AIM_SOURCES, AIM_DAYS, AIM_MS = 1000, 365, 300.0
ROUNDS = 9
ASKED = {
    "first_answer": ("explain", "territorial", {}),
    "every_term": ("explain", "territorial", {"limit": "1000"}),
    "all_gases": ("explain", "ghg_protocol", {}),
    "all_gases_market": ("explain", "ghg_protocol", {"basis": "market"}),
    "months_of_a_term": ("explain/months", "territorial", {"source": "source-7"}),
}


def filled(database: Database, sources: int, days: int, step: int) -> str:
    """A park with hours, and somebody who may see it; its code."""
    factors.load_sets(database.owner_url)
    with Pools(database.app_url, database.directory_url, database.ingest_url, size=2) as pools:
        parsed = park_file.parse(yaml.safe_dump(content(sources), allow_unicode=True))
        park_id = provisioning.apply(pools, parsed).park_id
    fill(database, park_id, days, step)
    with psycopg.connect(database.owner_url) as connection:
        identity.create_user(connection, LOGIN, PASSWORD, name=LOGIN)
        identity.let_in(connection, LOGIN, parsed.park.code, "operator")
    return parsed.park.code


def answers(port: int, park: str, days: int) -> dict[str, tuple[list[float], int]]:
    """Of everything that is asked: milliseconds of each round, and the size of the answer [bytes]."""
    period = {"from": START.isoformat(), "to": (START + timedelta(days=days)).isoformat()}
    found: dict[str, tuple[list[float], int]] = {}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD}).raise_for_status()
        for name, (path, ruleset, more) in ASKED.items():
            query = period | {"ruleset": ruleset} | more
            rounds, size = [], 0
            for _ in range(ROUNDS):
                began = time.perf_counter()
                answer = client.get(f"/api/v1/parks/{park}/inventory/{path}", params=query)
                rounds.append((time.perf_counter() - began) * 1e3)
                answer.raise_for_status()
                size = len(answer.content)
            if path == "explain":
                told = answer.json()
                assert told["value"] == told["rest"] + sum(term["value"] for term in told["terms"])
            found[name] = (rounds, size)
    return found


def run() -> dict[str, Any]:
    """Every size; the last is scaled to the aim."""
    figures: dict[str, float] = {}
    runs: list[float] = []
    load = os.getloadavg()[0]
    scaled = 0.0
    with server_stack() as servers:
        for size in os.environ.get("BENCH_SIZES", SIZES).split(","):
            sources, days, step = size_of(size)
            with servers.shared.database() as database:
                park = filled(database, sources, days, step)
                with serving(database, servers.redis_url) as (port, _):
                    found = answers(port, park, days)
                with psycopg.connect(database.owner_url) as connection:
                    began = time.perf_counter()
                    connection.execute("SELECT source_id, sum(co2_mg) FROM series.ledger_entry GROUP BY 1")
                    added = (time.perf_counter() - began) * 1e3
            runs = found["first_answer"][0]
            scaled = statistics.median(runs) / (sources * days / (AIM_SOURCES * AIM_DAYS))
            for name, (rounds, length) in found.items():
                figures[f"{size}_{name}_ms"] = round(statistics.median(rounds))
                figures[f"{size}_{name}_kb"] = round(length / 1000)
            figures |= {f"{size}_adding_hours_up_ms": round(added), f"{size}_scaled_ms": round(scaled)}
    return {
        "figures": figures,
        "unit": "ms",
        "scaled": "in proportion to sources and days",
        "reference": f"aim: {AIM_SOURCES} sources x {AIM_DAYS} days in {AIM_MS:.0f} ms",
        "ratio": AIM_MS / scaled,
        "spread": {"runs_ms": [round(value) for value in runs], "load": round(load, 1)},
    }
