"""What runs, whether it is ready, and how to log in."""

from typing import Any

from parkcarbon_local import demo, probes, programs
from parkcarbon_local.environment import Environment
from parkcarbon_local.layout import Layout
from parkcarbon_local.supervisor import ProcessInfo, Supervisor


def status(layout: Layout) -> dict[str, Any]:
    """The answer of `parkcarbon status --json`."""
    environment = Environment.of(layout)
    infos = Supervisor(layout).info() if layout.run.exists() else []
    rows = [process_row(environment, info) for info in infos]
    return {
        "url": environment.url if rows else None,
        "ready": is_ready(environment, rows),
        "data_dir": str(layout.root),
        "logins": [vars(login) for login in demo.logins(layout)],
        "processes": rows,
    }


def process_row(environment: Environment, info: ProcessInfo) -> dict[str, Any]:
    """One process of the answer."""
    return {
        "name": info.name,
        "pid": info.pid or None,
        "state": info.state,
        "ready": probes.is_ready(environment, info),
        "log": str(environment.layout.log(info.name)),
        "uptime_s": info.uptime_s,
    }


def is_ready(environment: Environment, rows: list[dict[str, Any]]) -> bool:
    """Whether every process is ready and, with the demo, the live figure shows."""
    names = {row["name"] for row in rows}
    if programs.API not in names or not all(row["ready"] for row in rows):
        return False
    return programs.SIMULATOR not in names or probes.live_flows(environment)


def table(found: dict[str, Any]) -> str:
    """The same for people."""
    if not found["processes"]:
        return f"not running (data folder {found['data_dir']})"
    lines = [f"{found['url']}   {'ready' if found['ready'] else 'not ready'}   {found['data_dir']}", ""]
    lines += [
        f"{row['name']:20} {row['state']:10} {'ready' if row['ready'] else '-':6} pid {row['pid'] or '-'}"
        for row in found["processes"]
    ]
    if found["logins"]:
        lines += ["", *login_lines(found["logins"])]
    return "\n".join(lines)


def login_lines(logins: list[dict[str, str]]) -> list[str]:
    """The demo log-ins, one a line."""
    return [f"  {row['login']:20} {row['password']:20} {row['role']}" for row in logins]
