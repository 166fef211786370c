"""Where commands find how the agent is, and how they print what they found."""

import time
from collections.abc import Sequence
from pathlib import Path


def status_file(spool: Path) -> Path:
    """Where the running agent writes how it is."""
    return spool.with_name(spool.name + ".status.json")


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns under their titles; None is empty."""
    lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(head), *lines]) for i in range(len(head))]
    for line in [list(head), *lines]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def time_text(milliseconds: int | None) -> str:
    """The time in UTC."""
    if milliseconds is None:
        return "–"
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(milliseconds / 1000))
