"""What a benchmark takes of this machine: the processor's time of a database's sessions, and memory."""

import os
from contextlib import suppress
from pathlib import Path

from parkcarbon_platform.storage.database import Connection

KIB_PER_MIB = 1024


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


def greatest_memory_mib() -> float:
    """The greatest memory of this process since it began (Linux).

    Not `ru_maxrss`: that of a process begins with what its parent had, and benchmarks keep rows.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / KIB_PER_MIB
