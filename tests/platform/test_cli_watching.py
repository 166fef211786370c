"""What is told of a job while it is waited for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from parkcarbon_platform.cli import watching
from parkcarbon_platform.storage.jobs import JobRow

THEN = datetime(2026, 1, 1, tzinfo=UTC)
RUNNING = JobRow(
    7, 1, "inventory", {}, "running", 1, None, THEN, THEN, 0.4, "author", "hashing", {}, None
)  # fmt: skip


def test_one_that_failed_says_why_and_not_what_it_did_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = replace(RUNNING, state="failed", error="OSError: the disk is full")
    queued = replace(RUNNING, state="queued", step=None, progress=None)
    rows = iter([queued, RUNNING, failed, replace(failed, state="running", attempts=2),
                 replace(failed, state="dead")])  # fmt: skip
    monkeypatch.setattr(watching, "POLL_S", 0)
    monkeypatch.setattr(watching, "_look", lambda *_: next(rows))
    place: Any = None
    assert watching.watch(place, 7) == 1
    said = capsys.readouterr()
    assert [line.split("% ")[1] for line in said.err.splitlines()] == [
        "queued", "hashes readings and hours", "failed OSError: the disk is full",
        "hashes readings and hours",
    ]  # fmt: skip
    assert said.out == "Job 7 (inventory) is dead. OSError: the disk is full\n"
