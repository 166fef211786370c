"""The pages in a real Chromium: how soon they show, what moves, how long they block, and what a wall costs.

Of each page, as it is and at a quarter of the processor over 10 Mbit/s and 40 ms, the median of BENCH_ROUNDS:
largest contentful paint, layout shift, and blocking time (the part above 50 ms of every task in the first
BENCH_PAGE_S seconds). Sizes are counted of the build. The wall stands for BENCH_WALL_MINUTES: growth of its
heap after collection, and the share of its main thread.
"""

import os
import re
import statistics
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

import bootstrap
from tests.benchmarks.report import spread
from tests.end_to_end.conftest import Demo, launched, sign_in
from tests.screenshots import running

PAGES = {
    "live": '[data-figure="now"][data-value]',
    "meters": "table tbody tr",
    "inventory": ".kpi-value",
}
ROUNDS, PAGE_S, WALL_MINUTES = 3, 5, 1.0
THROTTLE, LATENCY_MS, BYTES_PER_S = 4, 40, 10_000_000 / 8
GATES = {
    "lcp_ms": 1000, "throttled_lcp_ms": 2000, "cls": 0.1, "tbt_ms": 200, "throttled_tbt_ms": 900,
    "wall_busy_percent": 25, "wall_heap_mb": 10,
}  # fmt: skip
OBSERVED = """
window.seen = {lcp: 0, cls: 0, tbt: 0};
const watch = (type, see) => new PerformanceObserver(list => list.getEntries().forEach(see))
  .observe({type, buffered: true});
watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch('longtask', entry => { seen.tbt += Math.max(0, entry.duration - 50); });
"""


def loaded(browser: Browser, demo: Demo, name: str, *, is_throttled: bool) -> dict[str, float]:
    """One visit with an empty cache, after the log-in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    sign_in(page, demo)
    address = page.url.replace("/live", f"/{name}")
    page.close()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if is_throttled:
        session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S,
             "uploadThroughput": BYTES_PER_S},
        )  # fmt: skip
    page.add_init_script(OBSERVED)
    page.goto(address)
    page.locator(PAGES[name]).first.wait_for()
    page.wait_for_timeout(float(os.environ.get("BENCH_PAGE_S", PAGE_S)) * 1000)
    seen: dict[str, float] = page.evaluate("seen")
    context.close()
    return seen


def metric(session: CDPSession, name: str) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == name))


def heap_mb(page: Page, session: CDPSession) -> float:
    """The heap after everything that can go is gone."""
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    return float(page.evaluate("performance.memory.usedJSHeapSize")) / 2**20


def wall(browser: Browser, demo: Demo, minutes: float) -> dict[str, float]:
    """What a wall that stands for a while costs."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    sign_in(page, demo)
    page.goto(page.url.replace("/live", "/wall"))
    page.locator(PAGES["live"]).first.wait_for()
    page.wait_for_timeout(10_000)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "timeTicks"})
    before, busy, began = (
        heap_mb(page, session),
        metric(session, "TaskDuration"),
        metric(session, "Timestamp"),
    )
    page.wait_for_timeout(minutes * 60_000)
    share = (metric(session, "TaskDuration") - busy) / (metric(session, "Timestamp") - began)
    after = heap_mb(page, session)
    context.close()
    return {"wall_busy_percent": round(100 * share, 1), "wall_heap_mb": round(after - before, 2)}


def sizes() -> dict[str, tuple[float, float]]:
    """Name of what a browser loads: kB of JavaScript, gzip, and its budget."""
    done = subprocess.run(
        [str(word) for word in bootstrap.npm("run", "sizes")], cwd=Path(bootstrap.WEB), text=True,
        capture_output=True, env=bootstrap.environment_of(bootstrap.node_environment()), check=False,
    )  # fmt: skip
    lines = re.findall(r"^(.+): ([\d.]+) kB .*budget (\d+)$", done.stdout, re.M)
    assert lines, done.stderr
    return {name: (float(size), float(budget)) for name, size, budget in lines}


def run() -> dict[str, Any]:
    """Figures of pages, sizes and wall; ratio = gate ÷ ours, the worst of all."""
    rounds = int(os.environ.get("BENCH_ROUNDS", ROUNDS))
    figures: dict[str, float] = {}
    kept: dict[str, Any] = {}
    load = os.getloadavg()[0]
    with running(os.environ.get("PARKCARBON_TEST_DEMO_DIR")) as demo, launched() as browser:
        for name in PAGES:
            for prefix in ("", "throttled_"):
                visits = [loaded(browser, demo, name, is_throttled=bool(prefix)) for _ in range(rounds)]
                for what, unit in (("lcp", "_ms"), ("cls", ""), ("tbt", "_ms")):
                    values = [visit[what] for visit in visits]
                    figures[f"{name}_{prefix}{what}{unit}"] = round(statistics.median(values), 3)
                    kept[f"{name}_{prefix}{what}"] = spread(values)
        figures |= wall(browser, demo, float(os.environ.get("BENCH_WALL_MINUTES", WALL_MINUTES)))
    found = sizes()
    entry, budget = found.pop("entry")
    largest = max(found, key=lambda name: found[name][0] / found[name][1])
    figures |= {"entry_kb": entry, "largest_page_kb": found[largest][0]}
    gated = {name: value / gate for name, value in figures.items() if (gate := gate_of(name))}
    gated |= {"entry_kb": entry / budget, f"{largest}_kb": found[largest][0] / found[largest][1]}
    worst = max(gated, key=lambda name: gated[name])
    return {
        "figures": figures,
        "unit": "ms, kB of gzip, percent of a core, MiB",
        "reference": f"gates of each figure; the worst is {worst}",
        "ratio": round(1 / gated[worst], 3),
        "spread": kept | {"load": round(load, 1)},
    }


def gate_of(name: str) -> float | None:
    """What a figure may be at most; a page's by what follows its name."""
    short = name.split("_", 1)[1] if name.split("_", maxsplit=1)[0] in PAGES else name
    return GATES.get(short.removeprefix("throttled_") if "cls" in short else short)
