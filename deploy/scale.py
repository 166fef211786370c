"""What a platform of so many parks needs, by what the benchmarks measured: `python deploy/scale.py`.

Reads `build/bench/*.json` (or a folder that is named) and prints the tables of scale.md. Processor time
grows with what is done: cores are what is done a second times the seconds of a core that one takes. A park
is of the size of `PARK` below; another is a line of arithmetic away.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "build" / "bench"
SIZES = (10, 100, 1_000, 10_000)
# Of a core that is bought half is meant to be used: the rest is for the worst minute.
USED = 0.5
DAY_S, YEAR_DAYS = 86_400, 365


class Park(NamedTuple):
    """What a park does all day."""

    meters: int = 100
    points_a_meter: int = 2
    interval_s: float = 60.0
    sources: int = 20
    viewers: int = 5
    # Rounds of settlement: a gateway that reads all meters at the full minute makes one a minute.
    rounds_a_minute: float = 1.0

    @property
    def readings_a_s(self) -> float:
        """Gauges and registers."""
        return self.meters * self.points_a_meter / self.interval_s


class Costs(NamedTuple):
    """What one of each takes: seconds of a core, or bytes."""

    ingest_s: float
    broker_s: float
    database_s: float
    round_s: float
    round_of_a_meter_s: float
    stream_s: float
    reading_bytes: float
    interval_bytes: float
    ledger_bytes: float


PARK = Park()


def figures(folder: Path, name: str) -> Mapping[str, Any]:
    """Of a benchmark; raises FileNotFoundError where it has not run."""
    found: Mapping[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["figures"]
    return found


def costs(folder: Path = FOLDER) -> Costs:
    """By the benchmarks `load`, `settlement` and `sse`."""
    load, settlement, sse = (figures(folder, name) for name in ("load", "settlement", "sse"))
    fewer, more = (settlement[f"live_round_ms_{meters}"] / 1000 for meters in (10, 1000))
    of_a_meter = (more - fewer) / 990
    return Costs(
        ingest_s=load["ingest_core_us_a_reading"] / 1e6,
        broker_s=load["broker_core_us_a_reading"] / 1e6,
        database_s=load["database_core_us_a_reading"] / 1e6,
        round_s=fewer - 10 * of_a_meter,
        round_of_a_meter_s=of_a_meter,
        stream_s=sse["cpu_percent_of_a_core"] / 100 / sse["clients"],
        reading_bytes=settlement["bytes_of_a_reading"],
        interval_bytes=settlement["bytes_of_a_interval"],
        ledger_bytes=settlement["bytes_of_a_ledger_entry"],
    )


class Need(NamedTuple):
    """Cores that are busy, by part, and bytes on the disk."""

    parks: int
    readings_a_s: float
    broker: float
    ingest: float
    database: float
    settlement: float
    streams: float
    bytes_a_day: float

    @property
    def cores(self) -> float:
        """All that is busy."""
        return self.broker + self.ingest + self.database + self.settlement + self.streams

    @property
    def bought(self) -> float:
        """Cores to buy."""
        return self.cores / USED

    @property
    def bytes_a_year(self) -> float:
        """Before compression, and where nothing is dropped."""
        return self.bytes_a_day * YEAR_DAYS


def need(parks: int, cost: Costs, park: Park = PARK) -> Need:
    """Of so many parks."""
    readings = parks * park.readings_a_s
    round_s = cost.round_s + park.meters * cost.round_of_a_meter_s
    rows_a_day = (
        park.readings_a_s * DAY_S * cost.reading_bytes
        + park.meters * 96 * cost.interval_bytes
        + park.sources * 24 * cost.ledger_bytes
    )
    return Need(
        parks, readings, readings * cost.broker_s, readings * cost.ingest_s, readings * cost.database_s,
        parks * park.rounds_a_minute / 60 * round_s, parks * park.viewers * cost.stream_s, parks * rows_a_day,
    )  # fmt: skip


def table(cost: Costs, park: Park = PARK) -> Iterator[str]:
    """The tables, in Markdown."""
    yield "| what | measured |"
    yield "|---|---|"
    for name, value in cost._asdict().items():
        told = f"{value:,.0f} bytes" if name.endswith("bytes") else f"{value * 1e6:,.1f} µs of a core"
        yield f"| {name.removesuffix('_s').replace('_', ' ')} | {told} |"
    yield ""
    head = ("parks", "readings/s", *Need._fields[2:7], "cores to buy", "GB a day", "TB a year")
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for parks in SIZES:
        row = need(parks, cost, park)
        cells = (f"{cores:.2f}" for cores in row[2:7])
        yield (
            f"| {parks:,} | {row.readings_a_s:,.0f} | {' | '.join(cells)} | {row.bought:,.1f} "
            f"| {row.bytes_a_day / 1e9:,.1f} | {row.bytes_a_year / 1e12:,.2f} |"
        )


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(costs(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))) + "\n")
