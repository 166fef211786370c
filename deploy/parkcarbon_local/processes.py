"""What /proc says about processes. Linux only; a zombie counts as gone."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

PROC = Path("/proc")


def all_pids() -> list[int]:
    """Every process id there is now."""
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def link(pid: int, name: str) -> str:
    """Where a link of the process's /proc folder points, "" where it is gone, a zombie or not ours."""
    try:
        return str((PROC / str(pid) / name).readlink())
    except OSError:
        return ""


def is_alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not)."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"


def environment(pid: int) -> dict[str, str]:
    """The environment the process was started with, empty where it cannot be read."""
    try:
        raw = (PROC / str(pid) / "environ").read_bytes()
    except OSError:
        return {}
    pairs = (part.split(b"=", 1) for part in raw.split(b"\0") if b"=" in part)
    return {os.fsdecode(key): os.fsdecode(value) for key, value in pairs}


def wait_until(done: Callable[[], bool], timeout_s: float, step_s: float = 0.02) -> bool:
    """Poll until `done`; False when the time is over."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(step_s)
    return True


def end_all(pids: Iterable[int], first: signal.Signals = signal.SIGTERM, patience_s: float = 20) -> None:
    """Ask processes to end, and kill those that do not in time."""
    left = {pid for pid in pids if is_alive(pid)}
    for step, patience in ((first, patience_s), (signal.SIGKILL, 5.0)):
        for pid in left:
            _signal(pid, step)
        if wait_until(partial(_all_gone, frozenset(left)), patience):
            return


def _all_gone(pids: frozenset[int]) -> bool:
    return not any(is_alive(pid) for pid in pids)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
