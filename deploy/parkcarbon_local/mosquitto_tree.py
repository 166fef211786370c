"""Find an installed mosquitto, or unpack Debian's as an ordinary user."""

import platform
import re
import shutil
import subprocess
from pathlib import Path

from parkcarbon_local import apt, deb, elf
from parkcarbon_local.errors import MissingSoftwareError
from parkcarbon_local.layout import home
from parkcarbon_local.store import locked

# 2.0.11 of Debian 12 loses retained messages of version 5 clients in some restarts and lacks later fixes.
OLDEST = (2, 0, 15)
# What the program and its plugin are linked to beyond what every Debian has.
PACKAGES = ("mosquitto", "libcjson1", "libdlt2", "libwebsockets19t64", "libwrap0")
# A tree of another list of packages has another name: brokers of older checkouts may run from theirs.
TREE = "mosquitto-2-dynamic-security"
PLUGIN = "mosquitto_dynamic_security.so"
# Beside an installed program: Debian's multiarch folders, and what `make install` chooses.
LIBRARIES = ("lib/{machine}-linux-gnu", "lib", "lib64")
PLACES = ("/usr/local/sbin/mosquitto", "/usr/sbin/mosquitto")


def version(program: Path) -> tuple[int, ...]:
    """The program's version, () where it does not say."""
    said = subprocess.run([str(program), "-h"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"mosquitto version (\d+)\.(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else ()


def installed() -> Path | None:
    """An installed broker that is new enough and has its plugin."""
    return next((p for place in PLACES if is_usable(p := Path(place))), None)


def is_usable(program: Path) -> bool:
    """Whether the program is there, new enough and has its plugin."""
    return program.exists() and version(program) >= OLDEST and find_plugin(program) is not None


def program() -> Path:
    """The broker to run."""
    return installed() or private()


def find_plugin(program: Path) -> Path | None:
    """The dynamic security plugin: beside a private program, in a library folder for an installed one."""
    folders = [program.parent]
    if not (program.parent / "complete").exists():
        names = [name.format(machine=platform.machine()) for name in LIBRARIES]
        folders = [Path(root) / name for root in ("/usr/local", "/usr") for name in names]
    return next((file for folder in folders if (file := folder / PLUGIN).exists()), None)


def plugin(program: Path) -> Path:
    """The plugin by which the broker knows who may log in, and do what."""
    found = find_plugin(program)
    if found is None:
        raise MissingSoftwareError(
            f"{program} has no dynamic security plugin ({PLUGIN})",
            remedy="install your distribution's mosquitto, or name a broker in PARKCARBON_MQTT_URL",
        )
    return found


def libraries(program: Path) -> dict[str, str]:
    """The environment that the program needs to find its libraries."""
    beside = program.parent / "complete"
    return {"LD_LIBRARY_PATH": str(program.parent)} if beside.exists() else {}


def private(into: Path | None = None) -> Path:
    """The unpacked broker, fetched on first use and shared by all stacks of this user."""
    tree = into or home() / "servers" / TREE
    if not (tree / "complete").exists():
        with locked(tree.with_name(f".{tree.name}.lock")):
            if not (tree / "complete").exists():
                _build(tree)
    return tree / "mosquitto"


def _build(tree: Path) -> None:
    draft = tree.with_name(f".{tree.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    for package in apt.fetch(PACKAGES, draft / "packages"):
        unpack(package, draft)
    shutil.rmtree(draft / "packages")
    draft.chmod(0o755)
    (draft / "complete").touch()
    _check(draft / "mosquitto")
    shutil.rmtree(tree, ignore_errors=True)
    draft.rename(tree)


def unpack(package: Path, into: Path) -> None:
    """Put programs and libraries of a package side by side, fit for this host's C library."""
    for entry in deb.entries(package):
        if not (entry.path.endswith("/sbin/mosquitto") or ".so" in entry.name):
            continue
        path = into / entry.name
        if entry.target:
            path.unlink(missing_ok=True)
            path.symlink_to(entry.target.rsplit("/", 1)[-1])
        else:
            path.write_bytes(entry.data)
            path.chmod(0o755)
            elf.lower_file(path)


def _check(program: Path) -> None:
    command = ["ldd", str(program), str(plugin(program))]
    said = subprocess.run(command, env=libraries(program), capture_output=True, text=True, check=False).stdout
    missing = re.findall(r"(\S+) => not found", said)
    if missing:
        raise MissingSoftwareError(
            f"mosquitto needs {', '.join(missing)}",
            remedy="run `apt-get install mosquitto`, or name a broker in PARKCARBON_MQTT_URL",
        )
