"""Bring the private database back from a base backup; what was there stays beside it."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from parkcarbon_local import programs
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout
from parkcarbon_local.postgres import LOG_FOLDER
from parkcarbon_local.supervisor import Supervisor


class Restored(NamedTuple):
    """The data folder that the database will start on, and where that of before is."""

    cluster: Path
    before: Path | None


def restore(
    layout: Layout, folder: Path, *, log: Path | None = None, until: str | None = None,
    timeline: str | None = None,
) -> Restored:  # fmt: skip
    """Exchange the data folder of the private database for that of a base backup; raises LocalError."""
    environment = Environment.of(layout)
    if environment.is_replaced("postgres"):
        raise LocalError(
            "the database is not this stack's own",
            remedy="on the database server: `parkcarbon-platform backup unpack FOLDER --to DATA_FOLDER`",
        )
    server = environment.stack.postgres
    if Supervisor(layout).is_running() or server.server_pids():
        raise LocalError("the platform is running", remedy="run `parkcarbon down`")
    layout.make()
    server.folder(server.data)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    draft, before = server.data / f"restored.{now}", server.data / f"cluster.{now}"
    command = [programs.script("parkcarbon-platform"), "backup", "unpack", str(folder), "--to", str(draft)]
    command += [] if log is None else ["--wal", str(log)]
    command += [] if until is None else ["--until", until]
    command += [] if timeline is None else ["--timeline", timeline]
    # The program wants an address; nothing is asked there.
    told = {"PARKCARBON_DATABASE_URL": "postgresql://nowhere/"}
    said = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    if said.returncode:
        raise LocalError(said.stderr.strip() or "the backup was not unpacked", remedy="nothing was changed")
    there = server.cluster.exists()
    if there:
        server.cluster.rename(before)
    draft.rename(server.cluster)
    return Restored(server.cluster, before if there else None)


def told(restored: Restored) -> str:
    """What was done, and what comes next."""
    lines = [f"{restored.cluster} is that of the backup; `parkcarbon up` starts on it."]
    if restored.before is not None:
        lines.append(f"What was there is in {restored.before}: delete it once you do not need it.")
    lines.append(
        f"Where the log is kept ({LOG_FOLDER}): make a new base backup after the start; without --wal name a "
        "new folder before it."
    )
    return "\n".join(lines)
