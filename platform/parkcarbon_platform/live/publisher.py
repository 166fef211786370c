"""Frames to Redis: the channel, the snapshot, the trace, and the terms for Explain."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec
import redis

from parkcarbon_platform.live.state import Made, ParkState, View
from parkcarbon_platform.services.live import frames
from parkcarbon_platform.services.live.public import anonymised

# Nobody watches: the terms of the newest frames only, for whoever asks for the snapshot next.
UNWATCHED_TERMS_S = 5
# Likewise. Settling makes new totals every few seconds: kept for an hour each, those of a park that nobody
# looks at would be most of what the cache holds.
UNWATCHED_TOTALS_S = 60
TOTALS_AGAIN_SHARE = 6  # written again after this part of the time for which they are kept
# After a start the gauges report one after another: their sum climbs from nothing, and that is no emission.
HEARD, WARM_UP_MS = 0.95, 60_000

_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class Publisher:
    """Remembers sequence numbers and which totals are in Redis."""

    _seq: dict[tuple[int, str], int] = field(default_factory=dict)
    _totals: dict[tuple[int, str], tuple[str, int, int]] = field(default_factory=dict)
    _cold_since: dict[tuple[int, str], int] = field(default_factory=dict)

    def reconnected(self) -> None:
        """The cache may have lost what it was given."""
        self._totals.clear()

    def watched(self, client: "redis.Redis", views: Mapping[int, View]) -> dict[int, set[int | None]]:
        """Whom somebody watches, by park: None is the park itself."""
        wanted: list[tuple[int, int | None]] = []
        for park_id, view in views.items():
            wanted += [(park_id, e) for e in (None, *view.topology.enterprises)]
        keys = [frames.watch_key(park, frames.audience_name(enterprise)) for park, enterprise in wanted]
        answers = client.mget(keys) if keys else []
        found: dict[int, set[int | None]] = {park_id: set() for park_id in views}
        for (park, enterprise), answer in zip(wanted, answers, strict=True):
            if answer is not None:
                found[park].add(enterprise)
        return found

    def shown(self, client: "redis.Redis", views: Mapping[int, View]) -> set[int]:
        """The parks that are on a screen somewhere."""
        keys = [frames.watch_key(park_id, frames.PUBLIC) for park_id in views]
        answers = client.mget(keys) if keys else []
        return {park_id for park_id, answer in zip(views, answers, strict=True) if answer is not None}

    def publish(
        self,
        client: "redis.Redis",
        park_id: int,
        view: View,
        state: ParkState,
        *,
        watched: Iterable[int | None],
        now_ms: int,
        is_shown: bool = False,
    ) -> None:
        """One frame for the park itself and for each audience that is watched, in one round trip."""
        watching = set(watched)
        rates = state.rates(view, now_ms)
        pipeline = client.pipeline(transaction=False)
        for enterprise_id in {None, *watching}:
            audience = frames.audience_name(enterprise_id)
            seq = max(self._seq.get((park_id, audience), 0) + 1, now_ms // 1000)
            self._seq[park_id, audience] = seq
            made = state.make(view, rates, enterprise_id, seq, now_ms)
            self._add(pipeline, park_id, made, is_watched=enterprise_id in watching)
            if is_shown and enterprise_id is None:
                self._add_frame(pipeline, park_id, anonymised(made.frame, view.topology.enterprises.values()))
        pipeline.execute()

    def _add(self, pipeline: "redis.client.Pipeline", park_id: int, made: Made, *, is_watched: bool) -> None:
        key = frames.terms_key(park_id, made.frame.audience, made.frame.seq)
        terms_s = frames.TERMS_SECONDS if is_watched else UNWATCHED_TERMS_S
        pipeline.set(key, _encoder.encode(made.terms), ex=terms_s)
        self._add_totals(pipeline, park_id, made, frames.TOTALS_SECONDS if is_watched else UNWATCHED_TOTALS_S)
        self._add_frame(pipeline, park_id, made.frame)

    def _add_frame(self, pipeline: "redis.client.Pipeline", park_id: int, frame: frames.Frame) -> None:
        trace, audience = frames.trace_key(park_id, frame.audience), frame.audience
        if self._is_warm(park_id, frame):
            pipeline.rpush(trace, json.dumps([frame.time, frame.now.value]))
            pipeline.ltrim(trace, -frames.TRACE_LENGTH, -1)
        pipeline.expire(trace, frames.TRACE_LENGTH)
        encoded = _encoder.encode(frame)
        pipeline.set(frames.frame_key(park_id, audience), encoded, ex=frames.FRAME_SECONDS)
        pipeline.publish(frames.frame_key(park_id, audience), encoded)

    def _is_warm(self, park_id: int, frame: frames.Frame) -> bool:
        since = self._cold_since.setdefault((park_id, frame.audience), frame.time)
        return frame.meters.online >= HEARD * frame.meters.total or frame.time - since >= WARM_UP_MS

    def _add_totals(self, pipeline: "redis.client.Pipeline", park_id: int, made: Made, kept_s: int) -> None:
        frame = made.frame
        known, since, before_s = self._totals.get((park_id, frame.audience), ("", 0, 0))
        is_fresh = frame.time - since < before_s * 1000 // TOTALS_AGAIN_SHARE
        if known == frame.totals and is_fresh and kept_s <= before_s:
            return
        key = frames.totals_key(park_id, frame.audience, frame.totals)
        pipeline.set(key, _encoder.encode(made.settled.terms), ex=kept_s)
        before = frames.yesterday_key(park_id, frame.audience, frame.totals)
        pipeline.set(before, _encoder.encode(made.settled.yesterday_terms), ex=kept_s)
        self._totals[park_id, frame.audience] = (frame.totals, frame.time, kept_s)
