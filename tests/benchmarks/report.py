"""What a benchmark found, and where: written as JSON and shown as a table."""

import importlib.metadata
import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "build" / "bench"
VERSIONS = ("psycopg", "paho-mqtt", "msgspec", "asyncua", "fastapi", "redis", "celery")


def machine() -> dict[str, Any]:
    """The machine, as far as it bears on speed."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].split(":", 1)[1].strip() if lines else ""
    return {"cores": os.cpu_count(), "cpu": model, "system": platform.platform()}


def versions() -> dict[str, str]:
    """Python and the libraries that the figures depend on."""
    return {"python": sys.version.split()[0], **{name: importlib.metadata.version(name) for name in VERSIONS}}


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Median, least and greatest of repeated measurements."""
    return {
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "runs": [round(value, 3) for value in values],
    }


def write(name: str, found: Mapping[str, Any]) -> Path:
    """Write `build/bench/NAME.json`: the benchmark's own keys, with name, machine and versions."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    content = {"name": name, **found, "machine": machine(), "versions": versions()}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """All results, a line each."""
    lines = [f"{'benchmark':<12} {'ratio':>7}  {'reference':<52} figures"]
    for result in results:
        figures = ", ".join(f"{name} {shown(value)}" for name, value in result["figures"].items())
        ratio = result.get("ratio")
        told = "-" if ratio is None else f"{ratio:.2f}"
        reference = result.get("reference", "")
        reference = str(reference["what"] if isinstance(reference, Mapping) else reference)
        lines.append(f"{result['name']:<12} {told:>7}  {reference[:52]:<52} {figures}")
    return "\n".join(lines)


def shown(value: object) -> str:
    """A figure as people read it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)
