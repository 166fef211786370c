"""The report of the benchmarks: every figure of the JSON is in it, and nothing else."""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks import report

RESULT: dict[str, Any] = {
    "name": "settlement", "at": "2026-11-26T21:50:00+00:00", "load": 1.2, "ratio": 0.375,
    "figures": {
        "live_round_ms_1000": 922.3, "live_round_ms_10": 88.9, "100x365_again_us": 4.56,
        "10x365_again_us": 5.98, "1000x36_again_us": 7.33, "scaled_seconds": 160.0, "p99": 3,
    },
    "reference": {"what": "aim", "seconds": 60}, "unit": "s",
    "spread": {"runs": [5.1, 4.9], "first": {"median": 2.0, "min": 1.0, "max": 3.0}},
    "machine": {"cores": 2, "cpu": "x", "system": "Linux"}, "versions": {"python": "3.11.7"},
}  # fmt: skip


def test_growth_is_by_size_and_the_smallest_first() -> None:
    assert report.growth(RESULT["figures"]) == {
        "live_round_ms": {"10": 88.9, "1000": 922.3},
        "again_us": {"10x365": 5.98, "100x365": 4.56, "1000x36": 7.33},
    }


def test_the_report_has_each_figure_the_machine_and_what_has_not_run(tmp_path: Path) -> None:
    (tmp_path / "settlement.json").write_text(json.dumps(RESULT))
    text = report.write_report(["ingest", "settlement"], tmp_path).read_text()
    assert "2 cores, x, Linux" in text
    assert "Not run for this report: ingest" in text
    assert "| [settlement](#settlement) | 0.38 | aim (seconds 60) | 2026-11-26T21:50 | 1.2 |" in text
    assert "| How it grows | 10 | 10x365 | 100x365 | 1000 | 1000x36 |" in text
    assert "| again_us | – | 5.98 | 4.56 | – | 7.33 |" in text
    assert "scaled_seconds **160**; p99 **3**" in text
    assert "runs 4.9 to 5.1; first: 2 (1 to 3)" in text
    together = json.loads((tmp_path / "report.json").read_text())
    assert together["results"] == [RESULT]
    # The report itself is none of the results.
    assert report.stored(tmp_path) == [RESULT]
