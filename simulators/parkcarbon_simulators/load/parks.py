"""Parks that exist for their traffic alone: their files, and what their meters show.

Written anew beside the edge's code, after docs/contracts.md alone: what the platform takes of these is the
contract, not one program's habits.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

EDGE = "gateway"
MAX_BATCH_READINGS = 5_000
Reading = tuple[str, int, float, int]


class Load(NamedTuple):
    """So many parks with so many meters each, which are read every `interval_s` of their own time.

    That time goes `compression` times as fast as the clock on the wall.
    """

    parks: int
    meters: int
    interval_s: float = 60.0
    compression: float = 1.0
    first: int = 0
    partitions: int = 16

    @property
    def period_s(self) -> float:
        """How often each park sends [s]."""
        return self.interval_s / self.compression

    @property
    def readings_a_s(self) -> float:
        """What all of them send."""
        return self.parks * self.meters / self.period_s

    def codes(self) -> list[str]:
        """The parks' codes."""
        return [f"load-{number:05}" for number in range(self.first, self.first + self.parks)]


def topic(park: str, channel: str, partitions: int) -> str:
    """Where a park's gateway sends and listens."""
    return f"pc/v1/{crc32(park.encode()) % partitions:02x}/{park}/edge/{EDGE}/{channel}"


def key(meter: int) -> str:
    """What the gateway calls a meter's register."""
    return f"meter-{meter:04}"


def value(park: str, meter: int, time_ms: int) -> float:
    """The register [kWh]: it began at nothing in 2020 and runs at 5 to 500 kW, a function of time alone."""
    power_kw = 5 + crc32(f"{park}/{meter}".encode()) % 495
    return round((time_ms - 1_577_836_800_000) / 3_600_000 * power_kw, 2)


def readings(park: str, meters: int, time_ms: int) -> list[Reading]:
    """All meters of a park at a time, Good."""
    return [(key(meter), time_ms, value(park, meter, time_ms), 0) for meter in range(meters)]


def batch(spool: str, seq: int, prev: int, rows: list[Reading]) -> bytes:
    """A batch as it travels."""
    content = {"v": 1, "spool": spool, "seq": seq, "prev": prev, "readings": rows, "gaps": []}
    return json.dumps(content, separators=(",", ":")).encode()


def document(park: str, meters: int, period_s: float) -> dict[str, Any]:
    """The park's file: one enterprise, one source over all its meters."""

    def named(code: str, **more: object) -> dict[str, Any]:
        return {"code": code, "name_zh": code, "name_en": code, **more}

    point = {
        "device": "meters", "quantity": "energy", "carrier": "electricity", "unit": "kWh", "kind": "register",
        "direction": "import", "multiplier": 1, "digits": 9, "max_rate": 1e6,
        "expected_period_s": max(1, round(period_s)), "parent": None, "reference_state": None,
    }  # fmt: skip
    keys = [key(meter) for meter in range(meters)]
    return {
        "schema": "parkcarbon/park/v1",
        "park": named(park, timezone="Asia/Shanghai", grid_region="CN", latitude=31.3, longitude=120.6),
        "enterprises": [named("works", industry="3110")],
        "nodes": [named("site", enterprise="works", parent=None, kind="site")],
        "edges": [named(EDGE)],
        "devices": [named("meters", enterprise="works", node="site", serial="LOAD")],
        "points": [named(code, **point) for code in keys],
        "bindings": [{"edge": EDGE, "key": code, "point": code} for code in keys],
        "sources": [
            named(
                "electricity", enterprise="works", category="purchased_electricity", carrier="electricity",
                scope=2, formula="electricity_location", factor="grid_electricity", factor_region=None,
                internal_transfer=False, scenes={"industry": 1}, live=[],
                activity=[{"point": code, "weight": 1} for code in keys],
            )
        ],
        "users": [],
    }  # fmt: skip


def describe(load: Load, folder: Path) -> int:
    """Write each park's file (JSON is YAML) for `parkcarbon park apply`; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for park in load.codes():
        text = json.dumps(document(park, load.meters, load.interval_s), ensure_ascii=False, indent=1)
        (folder / f"{park}.yaml").write_text(text + "\n", encoding="utf-8")
    return load.parks
