"""What a benchmark found, and where: written as JSON and shown as a table."""

import importlib.metadata
import json
import os
import platform
import re
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
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
    return {"cores": os.cpu_count(), "cpu": model, "system": f"{platform.system()} {platform.machine()}"}


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
    when = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "load": round(os.getloadavg()[0], 1)}
    content = {"name": name, **when, **found, "machine": machine(), "versions": versions()}
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


Result = Mapping[str, Any]
# A size before the figure (`100x365_first_s`, `1000x365/30_s`), or behind it (`live_round_ms_100`).
BEFORE, BEHIND = re.compile(r"(\d+x\d+(?:/\d+)?)_(.+)"), re.compile(r"(.+)_(\d+)")
NO_FIGURE = "–"


def stored(folder: Path = FOLDER) -> list[Result]:
    """The newest result of each benchmark that has run here."""
    found = [
        {**_written(path), **json.loads(path.read_text("utf-8"))} for path in sorted(folder.glob("*.json"))
    ]
    return [result for result in found if "figures" in result]


def _written(path: Path) -> dict[str, str]:
    """When a file was written: those of before do not say it themselves."""
    return {"at": datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")}


def growth(figures: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Figures that were taken at several sizes: of each the value by size, the smallest first."""
    grown: dict[str, dict[str, Any]] = {}
    for key, value in figures.items():
        if found := BEFORE.fullmatch(key):
            size, name = found.groups()
        elif found := BEHIND.fullmatch(key):
            name, size = found.groups()
        else:
            continue
        grown.setdefault(name, {})[size] = value
    ordered = {name: dict(sorted(by.items(), key=lambda item: extent(item[0]))) for name, by in grown.items()}
    return {name: by for name, by in ordered.items() if len(by) > 1}


def extent(size: str) -> tuple[int, ...]:
    """A size as numbers: `100x365` is 100 of 365."""
    return tuple(int(part) for part in re.findall(r"\d+", size))


def markdown(results: Sequence[Result], missing: Sequence[str] = ()) -> str:
    """One report of all results: for the front page's readers, and made of the JSON alone."""
    lines = ["# Benchmarks", "", *_head(results, missing), "", *_summary(results)]
    for result in results:
        lines += ["", *_chapter(result)]
    return "\n".join(lines) + "\n"


def _head(results: Sequence[Result], missing: Sequence[str]) -> Iterator[str]:
    machines = {json.dumps(result["machine"], sort_keys=True) for result in results}
    yield (
        "Written by `make bench`, of the JSON in `build/bench`. A ratio above 1 is better than what it is "
        "held against (*Reference*). Load is the machine's load average: above the number of cores other "
        "work ran beside, and times are worse than they need be."
    )
    yield ""
    for text in sorted(machines):
        told = json.loads(text)
        yield f"- Machine: {told['cores']} cores, {told['cpu'] or 'unknown processor'}, {told['system']}"
    for told in {
        json.dumps(result["versions"], sort_keys=True): result["versions"] for result in results
    }.values():
        yield "- Versions: " + ", ".join(f"{name} {number}" for name, number in told.items())
    if missing:
        yield f"- Not run for this report: {', '.join(missing)}"


def _summary(results: Sequence[Result]) -> Iterator[str]:
    yield "| benchmark | ratio | reference | at | load |"
    yield "|---|---|---|---|---|"
    for result in results:
        ratio = result.get("ratio")
        told = NO_FIGURE if ratio is None else f"{ratio:.2f}"
        when = str(result.get("at", NO_FIGURE))[:16]
        named = f"[{result['name']}](#{result['name']})"
        yield f"| {named} | {told} | {_reference(result)} | {when} | {_load(result)} |"


def _reference(result: Result) -> str:
    reference = result.get("reference", "")
    if not isinstance(reference, Mapping):
        return str(reference)
    figures = ", ".join(f"{key} {shown(value)}" for key, value in reference.items() if key != "what")
    return f"{reference['what']} ({figures})" if figures else str(reference["what"])


def _load(result: Result) -> object:
    within = result.get("spread")
    known = within.get("load") if isinstance(within, Mapping) else None
    return result.get("load", NO_FIGURE) if known is None else known


def _chapter(result: Result) -> Iterator[str]:
    yield f"## {result['name']}"
    yield ""
    grown = growth(result["figures"])
    taken = {size for by in grown.values() for size in by}
    plain = {key: value for key, value in result["figures"].items() if not _is_grown(key, grown)}
    if plain:
        yield "; ".join(f"{key} **{shown(value)}**" for key, value in plain.items())
        yield ""
    if grown:
        sizes = sorted(taken, key=extent)
        yield f"| How it grows | {' | '.join(sizes)} |"
        yield f"|{'---|' * (len(sizes) + 1)}"
        for name, by in grown.items():
            cells = (shown(by[size]) if size in by else NO_FIGURE for size in sizes)
            yield f"| {name} | {' | '.join(cells)} |"
        yield ""
    yield f"Spread: {_spread(result.get('spread'))}"


def _is_grown(key: str, grown: Mapping[str, Mapping[str, Any]]) -> bool:
    found = BEFORE.fullmatch(key)
    name = found[2] if found else (BEHIND.fullmatch(key) or ("", ""))[1]
    return name in grown


def _spread(spread: object) -> str:
    """Ranges of repeated measurements in a line."""
    if not isinstance(spread, Mapping):
        return NO_FIGURE if spread is None else str(spread)
    if {"median", "min", "max"} <= set(spread):
        return f"{shown(spread['median'])} ({shown(spread['min'])} to {shown(spread['max'])})"
    told = []
    for name, value in spread.items():
        if isinstance(value, Mapping):
            told.append(f"{name}: {_spread(value)}")
        elif isinstance(value, list):
            numbers = [v for v in value if isinstance(v, int | float)]
            told.append(f"{name} {shown(min(numbers))} to {shown(max(numbers))}" if numbers else str(name))
        else:
            told.append(f"{name} {shown(value)}")
    return "; ".join(told)


def write_report(known: Sequence[str], folder: Path = FOLDER) -> Path:
    """Write `report.md` and `report.json` of all that has run here; the former's path."""
    results = stored(folder)
    ran = {str(result["name"]) for result in results}
    together = {"machine": machine(), "versions": versions(), "results": results}
    (folder / "report.json").write_text(
        json.dumps(together, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    path = folder / "report.md"
    path.write_text(markdown(results, [name for name in known if name not in ran]), encoding="utf-8")
    return path
