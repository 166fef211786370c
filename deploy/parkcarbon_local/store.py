"""Small JSON files that survive: generated passwords and remembered ports."""

import fcntl
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout

# Below the kernel's range for outgoing connections, so that none of those takes a remembered port.
FIRST_PORT, LAST_PORT = 20_000, 32_000


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; the lock ends with the process, whatever ends the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_json(path: Path) -> dict[str, str]:
    """The stored entries, none where there is no file yet."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def remember(path: Path, name: str, make: Callable[[], str]) -> str:
    """The entry `name`, made on first use."""
    with locked(path.with_name(f".{path.name}.lock")):
        entries = read_json(path)
        if name not in entries:
            entries[name] = make()
            write_private(path, json.dumps(entries, indent=1))
        return entries[name]


def secret(layout: Layout, name: str) -> str:
    """The generated password `name` of this stack: 48 characters, safe in addresses."""
    return remember(layout.secrets, name, lambda: secrets.token_hex(24))


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def find_free(seed: str, taken: set[int], count: int = 1) -> int:
    """The first of `count` free ports; the search starts where `seed` says, so that stacks rarely meet."""
    span = LAST_PORT - FIRST_PORT
    start = int(hashlib.sha256(seed.encode()).hexdigest()[:8], 16) % span
    for step in range(span):
        port = FIRST_PORT + (start + step) % span
        block = range(port, port + count)
        if taken.isdisjoint(block) and all(is_free(one) for one in block):
            return port
    raise LocalError("no port is free", remedy="end programs that listen on ports 20000 to 32000")


def port(layout: Layout, name: str, count: int = 1) -> int:
    """The port `name` of this stack (or the first of a block), found free once and kept."""
    taken = {int(value) for value in read_json(layout.ports).values()}
    return int(remember(layout.ports, name, lambda: str(find_free(f"{layout.root}/{name}", taken, count))))


def settle_port(layout: Layout, name: str, count: int = 1) -> int:
    """The remembered port, or a new one if something else has taken it while the stack was down."""
    first = port(layout, name, count)
    if all(is_free(one) for one in range(first, first + count)):
        return first
    with locked(layout.ports.with_name(f".{layout.ports.name}.lock")):
        entries = read_json(layout.ports)
        entries.pop(name, None)
        write_private(layout.ports, json.dumps(entries, indent=1))
    return port(layout, name, count)
