"""What so many parks need follows from what was measured: the arithmetic, and the published tables."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture(scope="module")
def scale() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scale", DEPLOY / "scale.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["scale"] = module
    spec.loader.exec_module(module)
    return module


def test_a_need_is_what_is_done_times_what_it_costs(scale: ModuleType, tmp_path: Path) -> None:
    measured = {
        "load": {
            "ingest_core_us_a_reading": 20, "broker_core_us_a_reading": 5, "database_core_us_a_reading": 30,
        },
        "settlement": {
            "live_round_ms_10": 110, "live_round_ms_1000": 1100, "bytes_of_a_reading": 100,
            "bytes_of_a_interval": 200, "bytes_of_a_ledger_entry": 300,
        },
        "sse": {"clients": 1000, "cpu_percent_of_a_core": 20},
    }  # fmt: skip
    for name, figures in measured.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"figures": figures}))
    cost = scale.costs(tmp_path)
    assert (cost.round_s, cost.round_of_a_meter_s) == pytest.approx((0.1, 0.001))
    park = scale.Park(meters=100, points_a_meter=2, interval_s=10, sources=10, viewers=50, rounds_a_minute=2)
    found = scale.need(30, cost, park)
    assert found.readings_a_s == 600
    assert found[2:7] == pytest.approx((0.003, 0.012, 0.018, 30 * 2 / 60 * 0.2, 0.3))
    assert found.bytes_a_day == pytest.approx(30 * (20 * 86_400 * 100 + 100 * 96 * 200 + 10 * 24 * 300))
    assert found.bought == pytest.approx(2 * found.cores)


def test_the_published_tables_are_what_the_published_figures_give(scale: ModuleType) -> None:
    text = (DEPLOY / "scale.md").read_text()
    told = json.loads(text.split("```json\n")[1].split("```")[0])
    lines = list(scale.table(scale.Costs(**told)))
    assert len(lines) == 11 + 1 + 6
    assert "\n".join(lines) in text
