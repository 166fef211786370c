"""How the platform stands, for those who run it: what comes in, waits and is stored, and which versions."""

import platform
import time
from dataclasses import dataclass
from importlib.metadata import version

import redis

from parkcarbon_platform.storage import system as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.system import (
    Arrivals,
    JobCount,
    SystemRow,
    TableSize,
    Versions,
    Waiting,
)

__all__ = [
    "Arrivals",
    "Cache",
    "JobCount",
    "Overview",
    "SystemRow",
    "TableSize",
    "Versions",
    "Waiting",
    "overview",
]

LARGEST = 20


@dataclass(frozen=True, slots=True)
class Cache:
    """The cache: how long an answer takes [ms], its memory, its version; None: it does not answer."""

    answer_ms: float
    memory_bytes: int
    version: str


@dataclass(frozen=True, slots=True)
class Overview:
    """One look at everything."""

    state: SystemRow
    arrivals: list[Arrivals]
    waiting: list[Waiting]
    jobs: list[JobCount]
    tables: list[TableSize]
    versions: Versions
    parkcarbon: str
    python: str
    cache: Cache | None


def overview(connection: Connection, cache: redis.Redis) -> Overview:
    """Look (directory role)."""
    return Overview(
        storage.state(connection), storage.arrivals(connection), storage.waiting(connection),
        storage.jobs(connection), storage.tables(connection, LARGEST), storage.versions(connection),
        version("parkcarbon-platform"), platform.python_version(), cache_of(cache),
    )  # fmt: skip


def cache_of(client: redis.Redis) -> Cache | None:
    """What the cache says of itself."""
    began = time.perf_counter()
    try:
        client.ping()
        answer_ms = (time.perf_counter() - began) * 1000
        found = client.info()
    except redis.RedisError:
        return None
    told = {} if not isinstance(found, dict) else found
    name = str(told.get("server_name", "redis"))
    number = str(told.get(f"{name}_version", told.get("redis_version", "")))
    return Cache(round(answer_ms, 1), int(told.get("used_memory", 0)), f"{name} {number}")
