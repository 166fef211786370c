"""Let the parks send, and say what became of it and what the sending itself cost."""

import asyncio
import heapq
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from zlib import crc32

from parkcarbon_simulators.errors import NoBrokerError
from parkcarbon_simulators.load.line import Access, Line
from parkcarbon_simulators.load.parks import MAX_BATCH_READINGS, Load, batch, readings, topic
from parkcarbon_simulators.load.sending import Counts, Sender

MISC_S = 1.0
TICK_S = 0.02
DRAIN_S = 60.0


@dataclass(frozen=True)
class Report:
    """Times in seconds; lag is from the reading of the meters to the acknowledgement of their commit."""

    parks: int
    meters: int
    readings_a_s_wanted: float
    seconds: float
    batches: int
    readings: int
    megabytes: float
    committed_batches: int
    committed_readings: int
    committed_a_s: float
    repeated: int
    lost_batches: int
    lag_median_s: float
    lag_p95_s: float
    lag_p99_s: float
    lag_max_s: float
    losses_of_line: int
    refused: str
    late_s: float
    generator_core_share: float
    generator_us_a_reading: float
    generator_peak_mib: float

    def lines(self) -> list[str]:
        """As people read it."""
        return [
            f"{name.replace('_', ' '):28}{shown(value)}"
            for name, value in asdict(self).items()
            if value != ""
        ]


def shown(value: object) -> str:
    """A figure with at most four digits behind the point."""
    return f"{value:,.4g}" if isinstance(value, float) and value < 10_000 else f"{value:,}"


def quantile(ordered: Sequence[float], share: float) -> float:
    """Of sorted values; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Parks:
    """All gateways, each with the time at which its meters are read next."""

    def __init__(self, load: Load, access: Access) -> None:
        self.load = load
        self.lines = [self._line(access, park) for park in load.codes()]
        self.late_s = 0.0
        self._next: list[tuple[float, int]] = []

    def _line(self, access: Access, park: str) -> Line:
        up, ack = (topic(park, channel, self.load.partitions) for channel in ("up", "ack"))
        return Line(access, park, up, ack, Sender())

    def begin(self, now_s: float) -> None:
        """Spread the gateways over a period: a thousand clocks do not strike together."""
        period = self.load.period_s
        self._next = [
            (now_s + crc32(line.park.encode()) % 1000 / 1000 * period, number)
            for number, line in enumerate(self.lines)
        ]
        heapq.heapify(self._next)

    def read(self, now_s: float, began_s: float, began_ms: float) -> None:
        """Read the meters of all gateways that are due."""
        while self._next and self._next[0][0] <= now_s:
            due_s, number = heapq.heappop(self._next)
            heapq.heappush(self._next, (due_s + self.load.period_s, number))
            self.late_s = max(self.late_s, now_s - due_s)
            self._send(self.lines[number], due_s, began_ms + (due_s - began_s) * self.load.compression * 1000)

    def _send(self, line: Line, due_s: float, time_ms: float) -> None:
        rows = readings(line.park, self.load.meters, int(time_ms))
        for first in range(0, len(rows), MAX_BATCH_READINGS):
            part = rows[first : first + MAX_BATCH_READINGS]
            seq, prev = line.sender.next_seq
            line.sender.take(batch(line.sender.spool, seq, prev, part), len(part), due_s)
        line.flush()

    @property
    def held(self) -> int:
        """Batches that are not known to be committed."""
        return sum(line.sender.held for line in self.lines)


async def run(load: Load, access: Access, seconds: float, drain_s: float = DRAIN_S) -> Report:
    """Send for so long, then wait until all is committed, at most `drain_s`; raises NoBrokerError."""
    parks = Parks(load, access)
    for line in parks.lines:
        line.open()
        await asyncio.sleep(0)
    await _connected(parks)
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    # Source times end where the run does: none lies ahead of the platform's clock.
    began_ms = (time.time() + seconds - seconds * load.compression) * 1000
    parks.begin(began)
    await _until(parks, began + seconds, lambda now: parks.read(now, began, began_ms), drain=False)
    await _until(parks, time.monotonic() + drain_s, lambda _now: None, drain=True)
    report = _report(load, parks, time.monotonic() - began, before)
    for line in parks.lines:
        line.close()
    await asyncio.sleep(0.1)
    return report


async def _connected(parks: Parks, timeout_s: float = 60.0) -> None:
    deadline = time.monotonic() + timeout_s
    while waiting := [line for line in parks.lines if not line.sender.online]:
        refused = next((line.refused for line in waiting if line.refused), "")
        if refused or time.monotonic() > deadline:
            raise NoBrokerError(parks.lines[0].access.url, refused or "it does not answer")
        await asyncio.sleep(0.02)


async def _until(parks: Parks, end_s: float, step: Callable[[float], None], *, drain: bool) -> None:
    misc_at = time.monotonic() + MISC_S
    while (now := time.monotonic()) < end_s and not (drain and not parks.held):
        step(now)
        if now >= misc_at:
            misc_at = now + MISC_S
            for line in parks.lines:
                line.misc()
                line.flush()
        await asyncio.sleep(TICK_S)


def _report(load: Load, parks: Parks, taken_s: float, before: resource.struct_rusage) -> Report:
    counts = Counts()
    for line in parks.lines:
        counts.add(line.sender.counts)
    lags = sorted(counts.lags_s)
    after = resource.getrusage(resource.RUSAGE_SELF)
    core_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Report(
        parks=load.parks, meters=load.meters, readings_a_s_wanted=load.readings_a_s, seconds=taken_s,
        batches=counts.batches, readings=counts.readings, megabytes=counts.bytes / 1e6,
        committed_batches=counts.committed_batches, committed_readings=counts.committed_readings,
        committed_a_s=counts.committed_readings / taken_s, repeated=counts.repeated,
        lost_batches=parks.held, lag_median_s=quantile(lags, 0.5), lag_p95_s=quantile(lags, 0.95),
        lag_p99_s=quantile(lags, 0.99), lag_max_s=lags[-1] if lags else 0.0,
        losses_of_line=sum(line.losses for line in parks.lines),
        refused=next((line.refused for line in parks.lines if line.refused), ""), late_s=parks.late_s,
        generator_core_share=core_s / taken_s,
        generator_us_a_reading=core_s / max(1, counts.readings) * 1e6,
        generator_peak_mib=after.ru_maxrss / 1024,
    )  # fmt: skip
