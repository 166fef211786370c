"""The table of processes: what runs in a stack, in the order it starts."""

import sys
from pathlib import Path

from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import MissingSoftwareError
from parkcarbon_local.layout import Layout
from parkcarbon_local.server import Server
from parkcarbon_local.supervisor import Program, program

JOBS = "parkcarbon_platform.jobs.app"
SIMULATOR = "simulator"
EDGE = "edge-"
GUESTS = "guests"
API = "api"


def script(name: str) -> str:
    """A command of this Python environment."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        raise MissingSoftwareError(f"{name} is not installed", remedy="run `python3 bootstrap.py setup`")
    return str(path)


def server_program(server: Server) -> Program:
    """A private server under supervision."""
    signal = server.stop_signal.name.removeprefix("SIG")
    command = (
        sys.executable,
        "-m",
        "parkcarbon_local.runner",
        "server",
        server.name,
        str(server.layout.root),
    )
    return Program(server.name, command, stop_signal=signal, stop_wait_s=60, settle_s=1)


def demo_programs(layout: Layout) -> list[Program]:
    """The simulator and its edges: they know the broker from their own files, and no database."""
    edges = sorted((layout.demo / "edges").glob("*.toml"))
    simulator = program(
        layout, SIMULATOR, script("parkcarbon-simulator"), "run", "--dir", str(layout.demo), settle_s=1
    )
    agent = script("parkcarbon-edge")
    return [simulator, *(program(layout, f"{EDGE}{f.stem}", agent, "run", "--config", str(f)) for f in edges)]


def guest_program(environment: Environment) -> Program:
    """Edges of parks that read the demo's meters; each knows the platform's address and its token only."""
    layout = environment.layout
    return program(
        layout, GUESTS, sys.executable, "-m", "parkcarbon_local.guests", str(layout.demo / GUESTS),
        environment.url, settle_s=1,
    )  # fmt: skip


def platform_programs(environment: Environment, *, demo: bool) -> list[Program]:
    """The platform's processes and the API."""
    layout, settings = environment.layout, environment.variables(demo=demo)
    platform, celery = script("parkcarbon-platform"), script("celery")
    schedule = str(layout.run / "beat-schedule")
    jobs = (celery, "-A", JOBS)
    work = ("worker", "-l", "INFO", "-c", "2", "--without-gossip", "--without-mingle")
    # Warm shutdown lets a running task end; tasks are short, and the database hands a lost one out again.
    return [
        program(layout, "ingest", platform, "ingest", environment=settings),
        program(layout, "control", platform, "control", environment=settings),
        program(layout, "live", platform, "live", environment=settings),
        program(layout, "worker", *jobs, *work, environment=settings, stop_wait_s=60),
        program(layout, "beat", *jobs, "beat", "-l", "INFO", "-s", schedule, environment=settings),
        program(layout, API, script("parkcarbon-saas"), environment=settings, settle_s=1),
    ]


def all_programs(environment: Environment, *, demo: bool) -> list[Program]:
    """Everything, in the order it starts; it stops in the opposite order."""
    servers = [server_program(server) for server in environment.servers()]
    simulated = demo_programs(environment.layout) if demo else []
    guests = [guest_program(environment)] if demo else []
    return [*servers, *simulated, *platform_programs(environment, demo=demo), *guests]
