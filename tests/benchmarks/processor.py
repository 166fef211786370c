"""The processor's time of a database's server processes, where they run on this machine."""

import os
from contextlib import suppress
from pathlib import Path

from parkcarbon_platform.storage.database import Connection


def server_s(connection: Connection) -> float:
    """Seconds of all sessions of the connection's database now, without those that have ended.

    Workers of the server's own (vacuum, jobs) come and go: between two calls their time would be missing.
    """
    found = 0
    for (pid,) in connection.execute(
        """SELECT pid FROM pg_stat_activity
           WHERE datname = current_database() AND backend_type = 'client backend'"""
    ).fetchall():
        with suppress(FileNotFoundError, ProcessLookupError):
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
            found += sum(map(int, stat.rsplit(") ", 1)[1].split()[11:13]))
    return found / os.sysconf("SC_CLK_TCK")
