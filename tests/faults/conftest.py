"""The world of the fault tests, and the table of what each fault did: printed, and in `build/faults.json`."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.world import World

ROWS_FILE = Path(__file__).parents[2] / "build" / "faults.json"
COLUMNS = ("fault", "produced", "stored", "lost", "marked", "duplicated", "misattributed", "seconds")
rows: list[dict[str, object]] = []


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """The whole chain; every fault strikes the same one."""
    running = World()
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[dict[str, object]], None]:
    """Write down what came of a fault."""
    return lambda row: record_property("fault", row)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        rows.extend(value for name, value in report.user_properties if name == "fault")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not rows:
        return
    ROWS_FILE.parent.mkdir(parents=True, exist_ok=True)
    ROWS_FILE.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    terminalreporter.section("what each fault did to the readings")
    table = [COLUMNS, *([str(row[name]) for name in COLUMNS] for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(COLUMNS))]
    for line in table:
        cells = [line[0].ljust(widths[0]), *(line[i].rjust(widths[i]) for i in range(1, len(widths)))]
        terminalreporter.write_line("  ".join(cells))
