"""The secrets of an installation on containers: made once, each in a file of its own.

`deploy/compose.yaml` mounts these files one by one, the Helm chart takes them as one Secret. Nothing here
is ever made anew: a second run fills in what is missing and leaves the rest as it is.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from parkcarbon_local import certificates, mqtt_users
from parkcarbon_local.certificates import Pair
from parkcarbon_local.errors import LocalError
from parkcarbon_local.mosquitto import ADMIN, CONTROL, PLATFORM
from parkcarbon_local.store import write_private

DATABASE, CACHE, BROKER = "database:5432", "cache:6379", "broker:8883"
OWNER = "parkcarbon"
ROLES = {"app": "pc_app", "ingest": "pc_ingest", "directory": "pc_directory"}
MADE = {ADMIN: mqtt_users.everything, PLATFORM: mqtt_users.platform, CONTROL: mqtt_users.control}


@dataclass(frozen=True)
class Places:
    """Where the servers are: names and ports as the processes call them, and the name the world knows."""

    host: str
    database: str = DATABASE
    cache: str = CACHE
    broker: str = BROKER


@dataclass(frozen=True)
class Prepared:
    """What a run found and made."""

    folder: Path
    made: tuple[str, ...]
    kept: tuple[str, ...]


class Secrets:
    """Files of a folder; each is made on first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[str] = []
        self.kept: list[str] = []

    def file(self, name: str, make: Callable[[], str]) -> str:
        """The content of the file `name`."""
        path = self.folder / name
        if path.exists():
            self.kept.append(name)
            return path.read_text()
        content = make()
        write_private(path, content)
        # The folder is closed to others; a container's user must be able to read the one file it is given.
        path.chmod(0o644)
        self.made.append(name)
        return content

    def text(self, name: str, content: str) -> str:
        """The content of the file `name`: this, where there is none yet."""
        return self.file(name, lambda: content)

    def password(self, name: str) -> str:
        """48 characters, safe in addresses."""
        return self.file(name, lambda: secrets.token_hex(24))


def prepare(folder: Path, places: Places, now: datetime | None = None) -> Prepared:
    """Make what is missing of the secrets in `folder`.

    Raises:
        LocalError: the folder belongs to an installation under another host name.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    _same_host(folder, places.host)
    kept = Secrets(folder)
    kept.text("host", places.host)
    kept.password("grafana_password")
    kept.file("secret_key", lambda: secrets.token_hex(32))
    _database(kept, places)
    _cache(kept, places)
    _broker(kept, places, now or datetime.now(UTC))
    return Prepared(folder, tuple(kept.made), tuple(kept.kept))


def _same_host(folder: Path, host: str) -> None:
    known = folder / "host"
    if known.exists() and known.read_text() != host:
        raise LocalError(
            f"{folder} holds the secrets of {known.read_text()}",
            remedy=f"name another folder; or delete broker_certificate, broker_key and host there, so that "
            f"they are made for {host}",
        )


def _database(kept: Secrets, places: Places) -> None:
    kept.password("postgres_password")
    logins = {"owner": OWNER, **ROLES}
    for name, role in logins.items():
        password = kept.password(f"{name}_password")
        kept.text(f"{name}_url", f"postgresql://{role}:{password}@{places.database}/parkcarbon")


def _cache(kept: Secrets, places: Places) -> None:
    password = kept.password("cache_password")
    kept.text("redis_url", f"redis://:{password}@{places.cache}/0")
    # What it loses is made again; what it may not do is forget a message of its own accord.
    rules = f'requirepass {password}\nmaxmemory-policy noeviction\nappendonly no\nsave ""\n'
    kept.text("cache_conf", rules)


def _broker(kept: Secrets, places: Places, now: datetime) -> None:
    passwords = {name: kept.password(f"mqtt_{name}_password") for name in MADE}
    users = [make(name, passwords[name]) for name, make in MADE.items()]
    kept.file("broker_rights", lambda: json.dumps(mqtt_users.with_users({}, users), indent=1))
    for name in (PLATFORM, CONTROL):
        kept.text(f"mqtt_{name}_url", f"mqtts://{name}:{passwords[name]}@{places.broker}")
    authority = _pair(
        kept, ("broker_authority", "broker_authority_key"), lambda: certificates.new_authority(
            f"ParkCarbon of {places.host}", now
        )
    )  # fmt: skip
    names = list(dict.fromkeys((places.host, places.broker.partition(":")[0], "localhost")))
    _pair(kept, ("broker_certificate", "broker_key"), lambda: certificates.new_server(authority, names, now))


def _pair(kept: Secrets, names: tuple[str, str], make: Callable[[], Pair]) -> Pair:
    """A certificate and its key; half of a pair is made anew with its other half."""
    if not all((kept.folder / name).exists() for name in names):
        for name in names:
            (kept.folder / name).unlink(missing_ok=True)
    drafts: list[Pair] = []

    def draft() -> Pair:
        if not drafts:
            drafts.append(make())
        return drafts[0]

    return Pair(kept.file(names[0], lambda: draft().certificate), kept.file(names[1], lambda: draft().key))


def report(prepared: Prepared) -> str:
    """What happened, and what comes next."""
    made = f"made: {', '.join(prepared.made)}" if prepared.made else "nothing was missing"
    return (
        f"{prepared.folder}\n{made}\n"
        "Keep this folder safe and out of version control: without secret_key what is sealed in the database "
        "cannot be read."
    )
