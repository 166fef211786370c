"""The live page's data: the newest frame with its trace, and the 24-hour line."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
import redis

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live import frames, series, topology
from parkcarbon_platform.services.live.series import Quarter
from parkcarbon_platform.storage.database import Connection

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
        _keep(cache, park_id, msgspec.json.decode(frame, type=frames.Frame))
    except redis.RedisError as error:
        raise UnavailableError("The cache does not answer.") from error
    return Snapshot(_bytes(frame), [tuple(msgspec.json.decode(entry)) for entry in trace])


def _keep(cache: "redis.Redis", park_id: int, frame: frames.Frame) -> None:
    """Somebody sees the frame: what it is made of is kept for as long as of one that is watched."""
    pipeline = cache.pipeline(transaction=False)
    pipeline.expire(frames.terms_key(park_id, frame.audience, frame.seq), frames.TERMS_SECONDS)
    for key in (frames.totals_key, frames.yesterday_key):
        pipeline.expire(key(park_id, frame.audience, frame.totals), frames.TOTALS_SECONDS)
    pipeline.execute()


def day(whole: Connection, now: datetime, *, enterprise_id: int | None) -> Day:
    """Today's and yesterday's quarter hours in local days, of the park or of one of its enterprises.

    The transaction sees the whole park: an enterprise's source may be less a neighbour's meter, and without
    that meter it would be too much. Only sums of the enterprise's own sources are told.
    """
    view = topology.load(whole, now)
    if view is None:
        return Day([], [])
    mine = view.seen_by(enterprise_id).sources
    counted = [s for s in mine if enterprise_id is not None or not s.row.internal_transfer]
    zone = view.park.timezone
    today = localtime.local_date(now, zone)

    def line(of: date) -> list[Quarter]:
        start, end = localtime.day_bounds(of, zone)
        rows = series.load(whole, counted, start, min(end, localtime.quarter_start(now)))
        return series.add_up(rows, now)

    return Day(line(today), line(today - timedelta(days=1)))


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value
