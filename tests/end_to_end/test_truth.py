"""The simulator's own truth is the platform's day total, by enterprise and carrier."""

import json
import subprocess
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.conftest import BIN, Demo
from tests.support.processes import wait_until

PARK = "demo"
ZONE = ZoneInfo("Asia/Shanghai")
TOLERANCE = 1e-4  # 0.01 %
BASE_UNITS = {"kWh": 1e3, "GJ": 1e9, "m3": 1e6, "kg": 1e3, "t": 1e6}  # to Wh, J, mL, g


def yesterday() -> datetime:
    return datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)


def truth(demo: Demo) -> dict[str, Any]:
    start = yesterday()
    done = subprocess.run(
        [str(BIN / "parkcarbon-simulator"), "truth", "--dir", str(demo.folder / "demo"), "--json",
         "--from", start.isoformat(), "--to", (start + timedelta(days=1)).isoformat()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def totals(demo: Demo) -> dict[str, Any]:
    return dict(json.loads(demo.command("totals", PARK, "--day", yesterday().date().isoformat(), "--json")))


@pytest.fixture(scope="module")
def settled(demo: Demo) -> dict[str, Any]:
    """Yesterday's totals, once the back-fill has delivered the whole day."""
    wait_until(
        lambda: totals(demo)["complete"], "yesterday's back-fill and settlement", timeout_s=600, every_s=2
    )
    return totals(demo)


def test_every_source_has_the_true_energy_and_emissions(demo: Demo, settled: dict[str, Any]) -> None:
    expected = {row["source"]: row for row in truth(demo)["sources"]}
    # What is reported has no meter, so that the simulator knows nothing of it; the newest bill waits.
    assert settled["unreported"] == ["steel-fleet"]
    actual = {row["source"]: row for row in settled["sources"] if row["source"] not in settled["unreported"]}
    assert actual.keys() == expected.keys()
    assert len(actual) >= 20
    for code, row in expected.items():
        quantity = row["quantity"] * BASE_UNITS[row["unit"]]
        assert actual[code]["quantity"] == pytest.approx(quantity, rel=TOLERANCE), code
        assert actual[code]["kg_co2"] == pytest.approx(row["co2_kg"], rel=TOLERANCE), code


def test_enterprises_and_carriers_agree_too(demo: Demo, settled: dict[str, Any]) -> None:
    expected = {
        (enterprise, carrier): row
        for enterprise, found in truth(demo)["enterprises"].items()
        for carrier, row in found["carriers"].items()
    }
    actual = {(r["enterprise"], r["carrier"]): r for r in settled["enterprises"]}
    assert actual.keys() == expected.keys()
    assert {carrier for _, carrier in actual} >= {"electricity", "natural_gas", "diesel", "steam"}
    for key, row in expected.items():
        quantity = row["quantity"] * BASE_UNITS[row["unit"]]
        assert actual[key]["quantity"] == pytest.approx(quantity, rel=TOLERANCE), key
        assert actual[key]["kg_co2"] == pytest.approx(row["co2_kg"], rel=TOLERANCE), key


def test_the_park_agrees_too(demo: Demo, settled: dict[str, Any]) -> None:
    expected, actual = truth(demo)["park"], settled["park"]
    assert actual["mg_co2"] / 1e6 == pytest.approx(expected["co2_kg"], rel=TOLERANCE)
    assert actual["transfers_mg"] / 1e6 == pytest.approx(expected["transfers_kg"], rel=TOLERANCE)
    assert actual["unallocated_mg"] / 1e6 == pytest.approx(expected["unallocated_kg"], rel=TOLERANCE)


def test_park_is_enterprises_less_transfers_plus_unallocated(settled: dict[str, Any]) -> None:
    park = settled["park"]
    enterprises = sum(row["mg_co2"] for row in settled["sources"] if row["enterprise"])
    assert park["transfers_mg"] > 0
    assert park["unallocated_mg"] > 0
    assert park["mg_co2"] == enterprises - park["transfers_mg"] + park["unallocated_mg"]
