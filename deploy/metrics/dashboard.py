"""Writes grafana/dashboards/parkcarbon.json: `python deploy/metrics/dashboard.py` after a change here."""

import json
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, COLUMNS = 8, 7, 3
# Of each its title, its unit, and queries with their legends.
PANELS: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("Readings stored", "cps", [("sum(rate(parkcarbon_readings_committed_total[1m]))", "readings a second")]),
    (
        "From arrival to commit",
        "s",
        [
            (
                f"histogram_quantile({q}, sum by (le) (rate(parkcarbon_ingest_lag_seconds_bucket[5m])))",
                f"p{q}",
            )
            for q in (0.5, 0.95, 0.99)
        ],
    ),
    (
        "Commit",
        "s",
        [
            (f"histogram_quantile({q}, sum by (le) (rate(parkcarbon_commit_seconds_bucket[5m])))", f"p{q}")
            for q in (0.5, 0.95)
        ],
    ),
    (
        "Messages by outcome",
        "cps",
        [("sum by (outcome) (rate(parkcarbon_batches_total[5m]))", "{{outcome}}")],
    ),
    ("Put aside", "short", [("sum by (reason) (increase(parkcarbon_quarantined_total[1h]))", "{{reason}}")]),
    ("Waiting in ingest", "short", [("parkcarbon_ingest_waiting", "{{instance}} {{partitions}}")]),
    (
        "Edges on line",
        "short",
        [("sum(parkcarbon_edge_online)", "on line"), ("count(parkcarbon_edge_online)", "known")],
    ),
    ("Batches in spools", "short", [("topk(10, parkcarbon_edge_spooled_batches)", "{{park}}/{{edge}}")]),
    (
        "Oldest unsent batch",
        "s",
        [
            (
                "topk(10, time() - (parkcarbon_edge_oldest_unsent_timestamp_seconds > 0))",
                "{{park}}/{{edge}}",
            )
        ],
    ),
    ("Readings not settled yet: age", "s", [("parkcarbon_settle_age_seconds", "oldest")]),
    (
        "Background work",
        "short",
        [("sum by (kind, state) (parkcarbon_jobs{state!='done'})", "{{kind}} {{state}}")],
    ),
    ("Work that is due has waited", "s", [("parkcarbon_job_wait_seconds", "oldest")]),
    (
        "Time of jobs (p95)",
        "s",
        [
            (
                "histogram_quantile(0.95, sum by (le, kind) (rate(parkcarbon_job_seconds_bucket[1h])))",
                "{{kind}}",
            ),
            ("parkcarbon_job_running_seconds", "under way"),
        ],
    ),
    ("Readings collected", "cps", [("sum(rate(parkcarbon_edge_collected[5m]))", "readings a second")]),
    ("Requests", "reqps", [("sum by (status) (rate(parkcarbon_http_requests_total[1m]))", "{{status}}")]),
    (
        "Slowest routes (p95)",
        "s",
        [
            (
                "topk(8, histogram_quantile(0.95, sum by (le, route) "
                "(rate(parkcarbon_http_seconds_bucket[5m]))))",
                "{{route}}",
            )
        ],
    ),
    ("Live streams", "short", [("sum(parkcarbon_streams)", "streams")]),
    ("Memory", "bytes", [("process_resident_memory_bytes{job='parkcarbon'}", "{{process}}")]),
    ("Processor", "percentunit", [("rate(process_cpu_seconds_total{job='parkcarbon'}[1m])", "{{process}}")]),
    ("Database", "bytes", [("parkcarbon_database_bytes", "size")]),
]


def panel(number: int, title: str, unit: str, queries: list[tuple[str, str]]) -> dict[str, Any]:
    """A time series at its place in the grid."""
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": title,
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "gridPos": {
            "x": number % COLUMNS * WIDTH, "y": number // COLUMNS * HEIGHT, "w": WIDTH, "h": HEIGHT,
        },
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + index), "expr": query, "legendFormat": legend}
            for index, (query, legend) in enumerate(queries)
        ],
    }  # fmt: skip


def dashboard() -> dict[str, Any]:
    """The whole dashboard."""
    return {
        "uid": "parkcarbon",
        "title": "ParkCarbon",
        "schemaVersion": 41,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "panels": [panel(number, *row) for number, row in enumerate(PANELS)],
    }


if __name__ == "__main__":
    to = Path(__file__).parent / "grafana" / "dashboards" / "parkcarbon.json"
    to.write_text(json.dumps(dashboard(), indent=1) + "\n")
