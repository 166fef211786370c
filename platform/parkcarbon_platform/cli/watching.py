"""How far a long run is: a bar on a terminal, lines elsewhere; always beside the output, never in it."""

import argparse
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.ledger.changes import Workplace
    from parkcarbon_platform.storage.jobs import JobRow

WIDTH = 30
POLL_S = 0.5
STEPS = {
    "waiting": "waits for the park's settlement", "reading": "reads the ledger",
    "counting": "counts by the ruleset",
    "checking": "looks for what is lacking", "energy": "energy and intensities",
    "uncertainty": "draws what it may be off by", "hashing": "hashes readings and hours", "writing": "writes",
    "restating": "prices hours anew",
}  # fmt: skip


class Bar:
    """The line on a terminal; elsewhere a line for each step."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal and self._shown:
            sys.stderr.write("\r\x1b[K")

    def show(self, share: float, step: str) -> None:
        """How much of the whole is done, and what is being done."""
        text = STEPS.get(step, step)
        if self._is_terminal:
            full = round(WIDTH * share)
            sys.stderr.write(f"\r\x1b[K[{'█' * full}{'·' * (WIDTH - full)}] {share:4.0%} {text}")
            sys.stderr.flush()
        elif text != self._shown:
            print(f"{share:4.0%} {text}", file=sys.stderr)
        self._shown = text


def watch(place: "Workplace", job_id: int) -> int:
    """Show how far a job is until it has ended, 0 where it is done; who stops looking does not stop it."""
    with Bar() as bar:
        job = _look(place, job_id)
        while job.state in ("queued", "running", "failed"):
            bar.show(job.progress or 0.0, _doing(job))
            time.sleep(POLL_S)
            job = _look(place, job_id)
    print(f"Job {job.id} ({job.kind}) is {job.state}.{f' {job.error}' if job.error else ''}")
    return 0 if job.state == "done" else 1


def _doing(job: "JobRow") -> str:
    """Its step while somebody works on it, else what it waits for, and why."""
    if job.state == "running" and job.step:
        return job.step
    return f"{job.state} {job.error or ''}".strip()


def _look(place: "Workplace", job_id: int) -> "JobRow":
    from parkcarbon_platform.services import jobs

    return jobs.get(place.database, place.park_id, job_id)


def job_watch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show how far a job of a park is until it has ended."""
    from parkcarbon_platform.cli.metering import workplace

    with workplace(arguments.park, settings) as place:
        return watch(place, arguments.id)


WAIT = Argument("--wait", "show how far it is until it has ended", {"action": "store_true"})

COMMANDS: list[Command] = [
    Command(
        ("job", "watch"),
        "show how far a job is until it has ended: an inventory, a restatement, an analysis, a plan, a file",
        job_watch,
        (Argument("park", "code of the park"), Argument("id", "number of the job", {"type": int})),
    ),
]
