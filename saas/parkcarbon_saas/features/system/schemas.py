"""How the platform stands. Times are ms since the epoch, sizes are bytes."""

from typing import Literal

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.system import Overview
from pydantic import BaseModel, Field


class ParkArrivals(BaseModel):
    """What came of a park lately."""

    park: str
    name_zh: str
    name_en: str
    readings_1min: int = Field(description="readings of batches received in the last minute")
    readings_5min: int
    newest_at: int | None = Field(description="when the newest batch came; null: none ever")
    unsettled: int = Field(description="changed spans of readings that are not settled")
    settle_age_s: float = Field(description="how long the oldest of them waits")


class JobNumber(BaseModel):
    """Background work of a kind in a state."""

    kind: str
    state: Literal["queued", "running", "done", "failed", "dead", "cancelled"]
    number: int


class StoredTable(BaseModel):
    """A table with its indexes; a hypertable with its chunks."""

    name: str
    size_bytes: int
    chunks: int


class CacheState(BaseModel):
    """What the cache says of itself."""

    answer_ms: float
    memory_bytes: int
    version: str


class SystemVersions(BaseModel):
    """What runs."""

    parkcarbon: str
    python: str
    postgresql: str
    timescaledb: str
    schema_version: str = Field(description="the newest migration of the database")


class SystemState(BaseModel):
    """One look at everything."""

    at: int
    parks: list[ParkArrivals]
    unsettled: int
    settle_age_s: float
    job_wait_s: float = Field(description="how long the oldest job that is due waits, settling aside")
    jobs: list[JobNumber]
    database_bytes: int
    tables: list[StoredTable] = Field(description="the largest")
    cache: CacheState | None = Field(description="null: it does not answer")
    versions: SystemVersions


def system(found: Overview, at: int) -> SystemState:
    """The schema of a look."""
    waiting = {row.park: row for row in found.waiting}
    parks = [
        ParkArrivals(
            park=row.park, name_zh=row.name_zh, name_en=row.name_en, readings_1min=row.readings_1min,
            readings_5min=row.readings_5min,
            newest_at=None if row.newest_at is None else to_ms(row.newest_at),
            unsettled=waiting[row.park].unsettled if row.park in waiting else 0,
            settle_age_s=waiting[row.park].settle_age_s if row.park in waiting else 0.0,
        )
        for row in found.arrivals
    ]  # fmt: skip
    cache = found.cache
    return SystemState(
        at=at, parks=parks, unsettled=found.state.unsettled, settle_age_s=found.state.settle_age_s,
        job_wait_s=found.state.job_wait_s,
        jobs=[JobNumber(kind=job.kind, state=job.state, number=job.number) for job in found.jobs],
        database_bytes=found.state.database_bytes,
        tables=[StoredTable(name=t.name, size_bytes=t.size_bytes, chunks=t.chunks) for t in found.tables],
        cache=None
        if cache is None
        else CacheState(answer_ms=cache.answer_ms, memory_bytes=cache.memory_bytes, version=cache.version),
        versions=SystemVersions(
            parkcarbon=found.parkcarbon, python=found.python, postgresql=found.versions.postgresql,
            timescaledb=found.versions.timescaledb, schema_version=found.versions.schema,
        ),
    )  # fmt: skip
