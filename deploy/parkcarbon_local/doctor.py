"""Checks of the machine and of the running stack, each with what to do."""

import getpass
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from parkcarbon_local import accounts, apt, certificates, elf, mosquitto_tree, postgres_tree, store, valkey
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout, home
from parkcarbon_local.postgres import LOG_FOLDER
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
    remedy = (
        "use Linux on x86_64 or aarch64; elsewhere name servers of your own in PARKCARBON_DATABASE_URL, "
        "PARKCARBON_REDIS_URL and PARKCARBON_MQTT_URL"
    )
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
    while not os.path.exists(folder):  # noqa: PTH110 -- Path.exists raises where a parent cannot be entered
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
    good = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    me = getpass.getuser()
    found = folder if good else f"{folder} cannot be written by {me}"
    remedy = "set PARKCARBON_DATA_DIR to a folder of yours"
    if folder == str(layout.root):  # never of a parent: that may be /root
        remedy = f"`chown -R {me} {folder}` as root, or {remedy}"
    return Check("data folder", good, found, remedy)


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


def to_fetch(environment: Environment) -> list[str]:
    """Servers that are wanted, and neither installed nor fetched before."""
    servers = home() / "servers"
    here = {
        "postgres": (servers / "postgresql-17" / "complete").exists() or bool(postgres_tree.installed()),
        "mosquitto": (servers / mosquitto_tree.TREE / "complete").exists()
        or bool(mosquitto_tree.installed()),
    }
    return [name for name, is_here in here.items() if not (is_here or environment.is_replaced(name))]


def packages(environment: Environment) -> Check:
    """apt, and a mirror of Debian's, are needed only where a server has still to be fetched."""
    wanted = to_fetch(environment)
    if not wanted:
        return Check("packages", ok=True, found="servers are here, nothing to fetch")
    if shutil.which("apt-get") is None:
        found = f"no apt-get to fetch {' and '.join(wanted)} with"
        return Check("packages", False, found, f"use Debian 12 or newer, or {apt.OWN_SERVERS}")
    return tried("packages", lambda: f"{' and '.join(wanted)} to be fetched: {apt.source_line().strip()}")


def software(environment: Environment) -> list[Check]:
    """The servers' programs, without fetching any."""
    checks = [packages(environment)]
    if not environment.is_replaced("valkey"):
        checks.append(tried("valkey", valkey.bundled_program))
    if not environment.is_replaced("postgres"):
        checks.append(tried("postgres", lambda: postgres_tree.installed() or postgres_tree.bundled()))
    return checks


def addresses(environment: Environment) -> list[Check]:
    """Ports, only while the stack is down: then nobody may listen on them."""
    if Supervisor(environment.layout).is_running():
        return []
    if (problem := environment.http_port_problem()) is not None:
        return [Check("ports", ok=False, found=problem.message, remedy=problem.remedy)]
    known = store.read_json(environment.layout.ports)
    taken = {name: value for name, value in known.items() if not store.is_free(int(value))}
    shown = f"taken by others, will move: {taken}" if taken else f"{len(known)} free"
    return [Check("ports", ok=True, found=shown)]


def certificate(environment: Environment) -> list[Check]:
    """Whether gateways will go on trusting the private broker; nothing before its first start."""
    mosquitto = environment.stack.mosquitto
    if environment.is_replaced("mosquitto") or not mosquitto.certificate_file.exists():
        return []

    def found() -> str:
        return f"good until {mosquitto.certified_until():%F}"

    check = tried("certificate", found)
    late = check.ok and mosquitto.certified_until() - certificates.utc_now() < certificates.RENEW_BEFORE / 2
    return [
        replace(check, ok=False, remedy="run `parkcarbon down` and `up`: it is renewed") if late else check
    ]


def kept_log(environment: Environment) -> list[Check]:
    """Whether the log of the private database is kept, where it has to be; else it fills the disk."""
    server = environment.stack.postgres
    if environment.is_replaced("postgres") or server.pid() is None or (kept := server.log_kept()) is None:
        return []
    last, failed = kept
    remedy = (
        f"read {environment.layout.log(server.name)}; after a restore without --wal, or of a folder that "
        f"another server writes to, name a new one in {LOG_FOLDER} and start again"
    )
    return [
        Check("kept log", not failed, f"{failed} cannot be kept" if failed else last or "none yet", remedy)
    ]


def running(layout: Layout) -> list[Check]:
    """Every process of the stack, if it is up."""
    found = status(layout)
    return [
        Check(row["name"], row["ready"], row["state"], f"read {row['log']} (`parkcarbon logs {row['name']}`)")
        for row in found["processes"]
    ]


def account(server: Server) -> Check:
    """As root: whom the database runs as, and whether it can get to its folder."""

    def found() -> str:
        accounts.ensure_reachable(server.data, server.account)
        return f"uid {server.account.uid}"

    return tried("server user", found)


def checks(layout: Layout) -> list[Check]:
    """All findings."""
    host = [machine(), python(), glibc(), memory(), disk(layout), writable(layout)]
    if not host[-1].ok:  # nothing else can be looked at
        return host
    environment = Environment.of(layout)
    private = [] if environment.is_replaced("postgres") else [account(environment.stack.postgres)]
    return [
        *host,
        *private,
        *software(environment),
        *certificate(environment),
        *addresses(environment),
        *kept_log(environment),
        *running(layout),
    ]


def report(found: list[Check]) -> str:
    """The findings, with remedies for what is wrong."""
    lines = []
    for check in found:
        lines.append(f"{'ok  ' if check.ok else 'FAIL'} {check.name:18} {check.found}")
        if not check.ok:
            lines.append(f"     remedy: {check.remedy}")
    return "\n".join(lines)
