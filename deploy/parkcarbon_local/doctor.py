"""Checks of the machine and of the running stack, each with what to do."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from parkcarbon_local import elf, mosquitto_tree, postgres_tree, store, valkey
from parkcarbon_local.environment import HTTP, Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout, home
from parkcarbon_local.server import Server
from parkcarbon_local.status import status
from parkcarbon_local.supervisor import Supervisor

OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)
# 400 days of the demo's readings take about 1 GB; the rest is room for write-ahead log and rotation.
DISK_NEEDED = 4 * 10**9
MEMORY_NEEDED = 2 * 10**9


@dataclass(frozen=True)
class Check:
    """One finding."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def machine() -> Check:
    """The local mode's servers are built for Linux on two architectures."""
    good = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")
    remedy = "use deploy/compose.yaml, or name servers in PARKCARBON_DATABASE_URL, _REDIS_URL and _MQTT_URL"
    return Check("machine", good, f"{platform.system()} {platform.machine()}", remedy)


def python() -> Check:
    """The interpreter."""
    good = sys.version_info >= OLDEST_PYTHON
    return Check("python", good, platform.python_version(), "install Python 3.11 or newer")


def glibc() -> Check:
    """The C library."""
    found = elf.host_glibc()
    shown = ".".join(map(str, found)) if found != (0, 0) else "none"
    return Check("glibc", found >= OLDEST_GLIBC, shown, "use Debian 12, Ubuntu 22.04 or newer")


def existing(layout: Layout) -> str:
    """The data folder, or the nearest parent that is there."""
    folder = layout.root
    while not folder.exists():
        folder = folder.parent
    return str(folder)


def disk(layout: Layout) -> Check:
    """Room for the data folder."""
    free = shutil.disk_usage(existing(layout)).free
    remedy = f"free {DISK_NEEDED / 1e9:.0f} GB, or set PARKCARBON_DATA_DIR to a larger disk"
    return Check("disk", free >= DISK_NEEDED, f"{free / 1e9:.0f} GB free for {layout.root}", remedy)


def writable(layout: Layout) -> Check:
    """Whether the data folder can be written."""
    folder = existing(layout)
    good = os.access(folder, os.W_OK | os.X_OK)
    return Check("data folder", good, folder, f"`chown` {folder} to yourself, or set PARKCARBON_DATA_DIR")


def memory() -> Check:
    """Memory that is there at all."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Check("memory", total >= MEMORY_NEEDED, f"{total / 1e9:.1f} GB", "2 GB are needed")


def tried(name: str, what: Callable[[], object]) -> Check:
    """A step that either names its result or says what to do."""
    try:
        return Check(name, ok=True, found=str(what()))
    except LocalError as error:
        return Check(name, ok=False, found=error.message, remedy=error.remedy)
    except OSError as error:
        return Check(name, ok=False, found=str(error), remedy="check the file's owner and mode")


def network_tools() -> Check:
    """apt is needed only where a server has still to be fetched."""
    fetched = (home() / "servers" / "postgresql-17" / "complete").exists() or bool(postgres_tree.installed())
    broker = (home() / "servers" / "mosquitto-2" / "complete").exists() or mosquitto_tree.installed()
    if fetched and broker:
        return Check("packages", ok=True, found="servers are here, nothing to fetch")
    found = shutil.which("apt-get")
    return Check(
        "packages", bool(found), found or "no apt-get", "install PostgreSQL with TimescaleDB and mosquitto"
    )


def software(environment: Environment) -> list[Check]:
    """The servers' programs, without fetching any."""
    checks = [network_tools()]
    if not environment.is_replaced("valkey"):
        checks.append(tried("valkey", valkey.bundled_program))
    if not environment.is_replaced("postgres"):
        checks.append(tried("postgres", lambda: postgres_tree.installed() or postgres_tree.bundled()))
    return checks


def addresses(environment: Environment) -> list[Check]:
    """Ports, only while the stack is down: then nobody may listen on them."""
    if Supervisor(environment.layout).is_running() or not environment.layout.ports.exists():
        return []
    known = store.read_json(environment.layout.ports)
    taken = {name: value for name, value in known.items() if not store.is_free(int(value))}
    if environment.given.get("PARKCARBON_HTTP_PORT") and not store.is_free(environment.http_port):
        remedy = "set PARKCARBON_HTTP_PORT to another port, or end the program that has it"
        return [
            Check("ports", ok=False, found=f"{HTTP} port {environment.http_port} is taken", remedy=remedy)
        ]
    shown = f"taken by others, will move: {taken}" if taken else f"{len(known)} free"
    return [Check("ports", ok=True, found=shown)]


def running(layout: Layout) -> list[Check]:
    """Every process of the stack, if it is up."""
    found = status(layout)
    return [
        Check(row["name"], row["ready"], row["state"], f"read {row['log']} (`parkcarbon logs {row['name']}`)")
        for row in found["processes"]
    ]


def account(server: Server) -> Check:
    """As root: whom the database runs as, and whether it can get to its folder."""
    return tried("server user", lambda: f"uid {server.account.uid}")


def checks(layout: Layout) -> list[Check]:
    """All findings."""
    environment = Environment.of(layout)
    host = [machine(), python(), glibc(), memory(), disk(layout), writable(layout)]
    servers = [account(environment.stack.postgres), *software(environment), *addresses(environment)]
    return [*host, *servers, *running(layout)]


def report(found: list[Check]) -> str:
    """The findings, with remedies for what is wrong."""
    lines = []
    for check in found:
        lines.append(f"{'ok  ' if check.ok else 'FAIL'} {check.name:18} {check.found}")
        if not check.ok:
            lines.append(f"     remedy: {check.remedy}")
    return "\n".join(lines)
