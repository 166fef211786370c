"""The rungs of a ladder and those that every device has at its end: plausible readings, settled energy."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from parkcarbon_platform.services.connecting import plausibility
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import ladder as storage
from parkcarbon_platform.storage import meters as meter_storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.device_mappings import PointFacts
from parkcarbon_platform.storage.ladder import NewReading
from parkcarbon_platform.storage.meters import LastReading

State = Literal["waiting", "ok", "failed"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: whether it is taken, since when, and what to do where it is not.

    `says` names the sentence that `detail` is, `facts` what stands in it: pages have it in their language.
    A detail without is what somebody else said, or a name: it has no language.
    """

    rung: str
    state: State
    time_ms: int | None = None
    code: str | None = None
    detail: str | None = None
    remedy: str | None = None
    says: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def ok(
    rung: str, time_ms: int | None = None, detail: str | None = None, *, says: str | None = None,
    **facts: object,
) -> Rung:  # fmt: skip
    """A step that is taken."""
    return Rung(rung, "ok", time_ms, None, detail, None, says, told(facts))


def hangs(
    rung: str, code: str, detail: str, remedy: str, *, time_ms: int | None = None, waits: bool = False,
    **facts: object,
) -> Rung:  # fmt: skip
    """A step that is not taken: it waits for something, or has failed."""
    state: State = "waiting" if waits else "failed"
    return Rung(rung, state, time_ms, code, detail, remedy, code, told(facts))


def knowing(rung: Rung, facts: Mapping[str, object]) -> Rung:
    """The rung with these facts."""
    return replace(rung, facts=told(facts))


def told(facts: Mapping[str, object]) -> dict[str, str]:
    """Facts as texts; what nobody knows is empty."""
    return {name: "" if fact is None else str(fact) for name, fact in facts.items()}


def climb(steps: Iterable[tuple[str, Callable[[], Rung]]]) -> list[Rung]:
    """The rungs in order; behind the first that is not taken all others wait."""
    rungs: list[Rung] = []
    for name, step in steps:
        rungs.append(Rung(name, "waiting") if rungs and rungs[-1].state != "ok" else step())
    return [replace(rung, rung=name) for rung, (name, _) in zip(rungs, steps, strict=True)]


def plausible(connection: Connection, readings: Sequence[NewReading], now: datetime) -> Rung:
    """Whether the newest reading of each point can be right, beside the one before it."""
    seen: dict[str, list[NewReading]] = {}
    for reading in readings:
        seen.setdefault(reading.point, []).append(reading)
    hints = []
    for code, (newest, *earlier) in seen.items():
        row = meter_storage.point(connection, code)
        if row is None:
            continue
        last = None
        if earlier:
            old = earlier[0]
            last = LastReading(old.point_id, old.time, old.value, old.exact, old.quality)
        value = plausibility.Value(shown(newest), to_ms(newest.time), None, newest.quality)
        verdict = plausibility.judge_one(value, plausibility.measured(row, last), now)
        words = f"{code} = {shown(newest)} {row.unit}: {verdict.message}"
        if not verdict.ok:
            remedy = "Correct the device, or what the point says: unit, digits, greatest rate, multiplier."
            guess = verdict.guess.unit if verdict.guess else None
            return hangs(
                "plausible", verdict.code, words, remedy, time_ms=to_ms(newest.received_at), point=code,
                value=shown(newest), unit=row.unit, guess=guess,
            )  # fmt: skip
        hints.append(words)
    return ok("plausible", to_ms(readings[0].received_at) if readings else None, " ".join(hints[:3]) or None)


def shown(reading: NewReading) -> str | float | None:
    """The value of a reading, as it was sent."""
    return str(reading.exact) if reading.exact is not None else reading.value


def settled(
    connection: Connection, points: Sequence[PointFacts], readings: Sequence[NewReading], since: datetime
) -> Rung:
    """Whether readings have become energy; gauges that nobody integrates never do, and need not."""
    counted = [point.id for point in points if point.kind != "gauge"]
    found = storage.newest_settled(connection, [point.id for point in points], since)
    if found:
        newest = max(found, key=lambda row: row.start)
        words = f"{newest.point}: the quarter hour from {newest.start:%F %H:%M} UTC"
        facts = {"point": newest.point, "start_ms": to_ms(newest.start)}
        return ok("settled", to_ms(newest.computed_at), words, says="settled", **facts)
    if not counted:
        return ok("settled", None, "Its points are rates: there is nothing to be counted.", says="rates_only")
    kinds = {point.id: point.kind for point in points}
    of_counted = [reading for reading in readings if reading.point_id in counted]
    alone = len({r.point_id for r in of_counted}) == len(of_counted)
    if alone and all(kinds[reading.point_id] == "register" for reading in of_counted):
        words = "A register needs a second reading: energy is the difference of two."
        return hangs("settled", "one_reading", words, "Wait for the next message.", waits=True)
    words = "The readings are stored; their quarter hours are computed within a minute."
    return hangs("settled", "not_settled", words, "Wait; if it lasts, look at the worker's log.", waits=True)
