"""Fetch Debian packages as an ordinary user, under an apt state of our own.

The mirror is the host's: its own source entries with the suite changed, so that proxies and
certificates of the machine's apt configuration hold and no address is written here. Signatures are
checked as always.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parkcarbon_local.errors import MissingSoftwareError
from parkcarbon_local.layout import home
from parkcarbon_local.store import locked

SUITE = "trixie"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
TIMEOUT_S = 600
OWN_SERVERS = (
    "install PostgreSQL 15 or newer with TimescaleDB, and mosquitto 2.0.15 or newer; or name servers of your "
    "own in PARKCARBON_DATABASE_URL and PARKCARBON_MQTT_URL"
)


@dataclass(frozen=True)
class Source:
    """An address and the suites taken from it."""

    uri: str
    suites: tuple[str, ...]


def parse_list(text: str) -> Iterator[Source]:
    """Entries of a one-line-style sources file."""
    for line in text.splitlines():
        found = re.match(r"\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)", line)
        if found:
            yield Source(found[1], (found[2],))


def parse_deb822(text: str) -> Iterator[Source]:
    """Entries of a deb822-style sources file."""
    for stanza in re.split(r"\n\s*\n", text):
        lines = [line for line in stanza.splitlines() if not line.startswith("#")]
        fields = dict(re.findall(r"(?m)^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", "\n".join(lines)))
        fields = {key.lower(): value.split() for key, value in fields.items()}
        if "deb" in fields.get("types", []) and fields.get("enabled", ["yes"]) != ["no"]:
            for uri in fields.get("uris", []):
                yield Source(uri, tuple(fields.get("suites", [])))


def host_sources(root: Path = Path("/etc/apt")) -> list[Source]:
    """Every source that the host's apt uses."""
    lists = [root / "sources.list", *sorted(root.glob("sources.list.d/*.list"))]
    found = [s for path in lists if path.is_file() for s in parse_list(path.read_text())]
    for path in sorted(root.glob("sources.list.d/*.sources")):
        found += parse_deb822(path.read_text())
    return found


def release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """What the host says it is."""
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {key: value.strip('"') for key, value in pairs}


def debian_mirror(sources: list[Source], about: dict[str, str]) -> str:
    """The mirror of the Debian archive itself: on Debian, the source of the host's own suite."""
    known = {SUITE}
    if about.get("ID") == "debian":  # another distribution's mirror has no suite of Debian's
        known |= {"stable", about.get("VERSION_CODENAME", SUITE)}
    for source in sources:
        if known & set(source.suites):
            return source.uri
    raise MissingSoftwareError(
        "this machine's apt has no source for the Debian archive",
        remedy=OWN_SERVERS,
    )


def source_line(suite: str = SUITE) -> str:
    """The one-line source for `suite` on the host's mirror."""
    uri = debian_mirror(host_sources(), release())
    options = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    return f"deb {options}{uri} {suite} main\n"


class PrivateApt:
    """apt with lists, cache and sources of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        """Make the folders, and the source file from the host's mirror."""
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        (self.folder / "sources.list").write_text(source_line())

    def arguments(self) -> list[str]:
        """Options that keep apt away from the system's own state."""
        options = {
            "Dir::State": self.folder,
            "Dir::State::lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::SourceList": self.folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "APT::Sandbox::User": "",
            "APT::Update::Post-Invoke-Success::": "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        return [part for key, value in options.items() for part in ("-o", f"{key}={value}")]

    def run(self, *verb: str, cwd: Path) -> None:
        """Run apt-get, or say what it said."""
        command = ["apt-get", "-q", *self.arguments(), *verb]
        environment = {**os.environ, "LC_ALL": "C"}
        result = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
        if result.returncode:
            raise MissingSoftwareError(
                f"apt-get {' '.join(verb)} failed:\n{result.stderr.strip()}",
                remedy="check the machine's package sources with `apt-get update`, then try again",
            )


def fetch(packages: tuple[str, ...], into: Path) -> list[Path]:
    """Download `packages` of the suite into the empty folder `into`; one fetch at a time."""
    if shutil.which("apt-get") is None:
        raise MissingSoftwareError(
            f"apt-get is not here to fetch {', '.join(packages)}",
            remedy=f"use Debian 12 or newer, or {OWN_SERVERS}",
        )
    into.mkdir(parents=True, exist_ok=True)
    apt = PrivateApt(home() / "apt")
    with locked(home() / "apt.lock"):
        apt.prepare()
        apt.run("update", cwd=into)
        apt.run("download", *packages, cwd=into)
    return sorted(into.glob("*.deb"))
