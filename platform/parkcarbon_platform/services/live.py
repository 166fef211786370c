"""The live page's data: the newest frame with its trace, and the 24-hour line."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec
import redis

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.services import frames, localtime
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage import series
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.series import RateRow

RESOLUTION_S = 900
# A frame comes each second; the first for an audience that nobody watched needs one more.
FIRST_FRAME_S = 3.0


class NoFrameError(UnavailableError):
    """No live frame of this audience is there."""

    code = "no_live_frame"
    remedy = "Check that the live process runs (`parkcarbon status`); try again in a few seconds."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest frame, as encoded, and the last ten minutes of [time ms, g/h]."""

    frame: bytes
    trace: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter hour of the line."""

    start: datetime
    g_per_h: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of two local days."""

    today: list[Quarter]
    yesterday: list[Quarter]


def watch(cache: "redis.Redis", park_id: int, audiences: Iterable[str]) -> None:
    """Say that somebody watches."""
    pipeline = cache.pipeline(transaction=False)
    for audience in audiences:
        pipeline.set(frames.watch_key(park_id, audience), 1, ex=frames.WATCH_SECONDS)
    pipeline.execute()


def snapshot(cache: "redis.Redis", park_id: int, audience: str, *, wait_s: float = FIRST_FRAME_S) -> Snapshot:
    """The newest frame; its terms are kept long enough to be explained."""
    try:
        watch(cache, park_id, [audience])
        deadline = time.monotonic() + wait_s
        while (frame := cache.get(frames.frame_key(park_id, audience))) is None:
            if time.monotonic() > deadline:
                raise NoFrameError("There is no live frame yet.", audience=audience)
            time.sleep(0.05)
        trace = cache.lrange(frames.trace_key(park_id, audience), 0, -1)
        seq = msgspec.json.decode(frame, type=frames.Frame).seq
        cache.expire(frames.terms_key(park_id, audience, seq), frames.TERMS_SECONDS)
    except redis.RedisError as error:
        raise UnavailableError("The cache does not answer.") from error
    return Snapshot(_bytes(frame), [tuple(msgspec.json.decode(entry)) for entry in trace])


def day(connection: Connection, now: datetime, *, is_park: bool) -> Day:
    """Today's and yesterday's quarter hours of the park of this transaction, in its local days."""
    park = storage.park(connection)
    if park is None:
        return Day([], [])
    left_out = {s.id for s in storage.sources(connection) if _is_left_out(s, is_park=is_park)}
    today = localtime.local_date(now, park.timezone)

    def line(of: date) -> list[Quarter]:
        start, end = localtime.day_bounds(of, park.timezone)
        rows = series.source_rates(connection, start, min(end, localtime.quarter_start(now)))
        counted = [row for row in rows if row.source_id not in left_out]
        return add_up(without_unfinished(counted, now))

    return Day(line(today), line(today - timedelta(days=1)))


def _is_left_out(source: storage.SourceRow, *, is_park: bool) -> bool:
    return source.scope not in (1, 2) or (is_park and source.internal_transfer)


def without_unfinished(rows: Sequence[RateRow], now: datetime) -> list[RateRow]:
    """Leave out the quarter hour just past while readings of it are still on their way: it would be a dip."""
    last = localtime.quarter_start(now) - localtime.QUARTER
    here = {row.source_id for row in rows if row.start == last and row.covered_s >= RESOLUTION_S}
    before = {row.source_id for row in rows if row.start == last - localtime.QUARTER}
    return list(rows) if before <= here else [row for row in rows if row.start < last]


def add_up(rows: Iterable[RateRow]) -> list[Quarter]:
    """Sum over sources by quarter hour; estimated where any part is."""
    totals: dict[datetime, tuple[int, bool]] = {}
    for row in rows:
        value, estimated = totals.get(row.start, (0, False))
        totals[row.start] = (value + row.g_per_h, estimated or row.is_estimated)
    return [
        Quarter(start.astimezone(UTC), value, estimated)
        for start, (value, estimated) in sorted(totals.items())
    ]


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value
