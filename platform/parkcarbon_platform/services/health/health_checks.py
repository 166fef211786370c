"""The checks of meter health: rules that look beyond one pair of readings, on a schedule.

Every check looks at what came in just now (silent, clock, stuck, contradictions). What needs weeks of
quarter hours (zero, high, low, balance) is looked at for a slice of the points each time: all of them in five
minutes. The database adds the weeks up; only meters with zeros enough are read by quarter hours.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parkcarbon_platform.calculation.metering import checks
from parkcarbon_platform.calculation.metering.rules import DEFAULTS, RULES, Flag, RuleError, Values, values
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.health import health_history, health_physics, health_stuck, health_waits
from parkcarbon_platform.storage import health_checks as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage import meter_health as ages
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.findings import PointFinding
from parkcarbon_platform.storage.health_checks import CheckedPoint, Span

EVERY = timedelta(seconds=55)
SLICES = 5
# The clock is judged by the newest readings that came in just now: back-fill is older than they are.
NEWEST, JUST_NOW = 5, timedelta(minutes=15)
# A clock that is behind by more hides the point's readings from here: it is silent then.
CLOCK_BACK = timedelta(hours=3)
STEADY_MS = 30_000
BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Park:
    """What every check needs: the points with their rules, the time, the park's time zone."""

    id: int
    timezone: str
    now: datetime
    points: dict[int, CheckedPoint]
    rules: dict[int, Values]

    def finding(self, point_id: int, flag: Flag) -> PointFinding:
        """The finding of a flag."""
        point = self.points[point_id]
        severity = RULES[flag.rule].severity
        time = localtime.from_ms(flag.time)
        return PointFinding(point_id, point.enterprise_id, time, flag.rule, severity, flag.detail)

    def spans(self, point_ids: Iterable[int], start: datetime, end: datetime = END) -> list[Span]:
        """The same span of several points."""
        return [Span(i, start, end) for i in point_ids]


def due(connection: Connection) -> list[int]:
    """Parks whose meters are to be checked now (directory role)."""
    return storage.parks_due(connection, EVERY)


def check_park(database: Database, park_id: int, now: datetime, *, everything: bool = False) -> int:
    """Check the meters of a park; how many points, 0 where somebody else has just begun to.

    `everything`: not a slice of the points for the rules that need weeks, but all, and at once.
    """
    with database.tenant(park_id) as connection:
        if not storage.attempt(connection, park_id, timedelta(0) if everything else EVERY):
            return 0
    began = time.monotonic()
    with database.tenant(park_id) as connection:
        if not storage.try_lock(connection, park_id):
            return 0
        park = load(connection, park_id, now)
        check_fresh(connection, park)
        number = int(now.timestamp()) // 60 % SLICES
        chosen = [i for i in park.points if everything or i % SLICES == number]
        check_history(connection, park, chosen)
        if everything or number == 0:
            health_waits.look(connection, park_id, now)
        storage.checked(connection, now, len(park.points), time.monotonic() - began)
    return len(park.points)


def load(connection: Connection, park_id: int, now: datetime) -> Park:
    """The park of the connection's transaction."""
    row = live.park(connection)
    assert row is not None, "a tenant's transaction is inside a park"
    points = {p.id: p for p in storage.points(connection)}
    return Park(park_id, row.timezone, now, points, {i: _rules(p) for i, p in points.items()})


def _rules(point: CheckedPoint) -> Values:
    try:
        return values(point.rules)
    except RuleError:
        # A point's own mistake must not keep the others from being checked.
        return DEFAULTS


def check_fresh(connection: Connection, park: Park) -> None:
    """Look at what came in just now."""
    _silent(connection, park)
    _clocks(connection, park)
    contradictions(connection, park)
    found, since = health_stuck.stuck(connection, park.points, park.rules, park.now)
    findings = [park.finding(point, flag) for point, flags in found.items() for flag in flags]
    spans = park.spans(found, since)
    findings = keep_running(connection, findings, since)
    storage.reconcile(connection, park.id, ["stuck"], spans, findings)


def _silent(connection: Connection, park: Park) -> None:
    """The finding is there as long as the point is silent; one that never spoke keeps its first time."""
    last = ages.last_good(connection, list(park.points), park.now)
    known = {point: time for point, _, time in storage.existing(connection, ["silent"])}
    found = []
    for point in park.points.values():
        heard = last.get(point.id)
        flags = checks.silent(
            localtime.to_ms(park.now), None if heard is None else localtime.to_ms(heard),
            point.expected_period_s, park.rules[point.id],
        )  # fmt: skip
        for flag in flags:
            finding = park.finding(point.id, flag)
            found.append(finding if heard else finding._replace(time=known.get(point.id, finding.time)))
    storage.reconcile(connection, park.id, ["silent"], park.spans(park.points, BEGINNING), found)


def _clocks(connection: Connection, park: Park) -> None:
    """One finding a point and day (UTC); it stays, as the readings with their wrong times do."""
    day = park.now.replace(hour=0, minute=0, second=0, microsecond=0)
    told = {point for point, _, time in storage.existing(connection, ["clock_drift"]) if time >= day}
    since = [(p.id, park.now - _window(p)) for p in park.points.values() if p.id not in told]
    rows = storage.freshest(connection, since, park.now + JUST_NOW, NEWEST)
    seen = {row.point_id for row in rows}
    # Few: a clock far behind, or a silent point.
    quiet = [(i, park.now - CLOCK_BACK) for i, _ in since if i not in seen and _is_metered(park.points[i])]
    rows += storage.freshest(connection, quiet, park.now + JUST_NOW, NEWEST)
    by_point: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        if row.received_at >= park.now - JUST_NOW:
            times = (localtime.to_ms(row.time), localtime.to_ms(row.received_at))
            by_point.setdefault(row.point_id, []).append(times)
    found = [
        park.finding(point, flag)
        for point, times in by_point.items() if len(times) >= 3 and _is_steady(times)
        for flag in checks.clock_drift(*health_history.columns(times), park.rules[point])[-1:]
    ]  # fmt: skip
    storage.reconcile(connection, park.id, ["clock_drift"], [], found)


def _is_steady(times: Sequence[tuple[int, int]]) -> bool:
    """Whether all readings took the same time to arrive: those of an outage or a back-fill did not."""
    lags = [received - source for source, received in times]
    return max(lags) - min(lags) <= STEADY_MS


def _window(point: CheckedPoint) -> timedelta:
    return timedelta(seconds=min(max(60, 5 * point.expected_period_s), CLOCK_BACK.total_seconds()))


def _is_metered(point: CheckedPoint) -> bool:
    return point.kind != "gauge" or point.integrated


def contradictions(connection: Connection, park: Park) -> None:
    """One finding a point and day with readings that nobody has decided yet."""
    found = []
    for row in storage.contradictions(connection):
        detail = "no value kept" if row.stored is None else f"{row.stored:.10g} kept"
        other = "none" if row.other is None else f"{row.other:.10g}"
        flag = Flag(
            localtime.to_ms(row.time), "different_value", f"{row.number} ×: {detail}, {other} came later"
        )
        if row.point_id in park.points:
            found.append(park.finding(row.point_id, flag))
    spans = park.spans(park.points, BEGINNING)
    storage.reconcile(connection, park.id, ["different_value"], spans, found)


def keep_running(
    connection: Connection, findings: Sequence[PointFinding], since: datetime
) -> list[PointFinding]:
    """Without those that only go on from before `since`: they have their finding, at their true beginning."""
    if not findings:
        return []
    rules = sorted({f.rule for f in findings})
    earlier = {(point, rule) for point, rule, time in storage.existing(connection, rules) if time < since}
    edge = since + timedelta(minutes=16)
    return [f for f in findings if f.time >= edge or (f.point_id, f.rule) not in earlier]


def check_history(connection: Connection, park: Park, chosen: Sequence[int]) -> None:
    """Look at weeks of quarter hours of some points."""
    metered = [i for i in chosen if _is_metered(park.points[i])]
    today = localtime.local_date(park.now, park.timezone)
    yesterday = localtime.day_bounds(today - timedelta(days=1), park.timezone)
    _zeros(connection, park, metered)
    _days(connection, park, metered, yesterday[0])
    balances = [
        park.finding(*found)
        for found in health_history.balances(connection, park.points, park.rules, metered, yesterday)
    ]
    spans = park.spans(metered, yesterday[0])
    storage.reconcile(connection, park.id, ["balance", "interval_sum"], spans, balances)
    registers = [i for i in metered if park.points[i].kind == "register"]
    end = yesterday[1]
    steps = [
        park.finding(*found)
        for found in health_history.float_steps(connection, park.rules, registers, park.now, end)
    ]
    storage.reconcile(connection, park.id, ["float_step"], park.spans(registers, end), steps)
    check_physics(connection, park, metered, *yesterday)


def check_physics(
    connection: Connection, park: Park, metered: Sequence[int], start: datetime, end: datetime
) -> None:
    """Look at yesterday's integrals, and at gases whose state nobody knows."""
    gauges = [i for i in metered if park.points[i].integrated]
    errors = [
        park.finding(*found)
        for found in health_physics.integration_errors(connection, park.rules, gauges, start, end)
    ]
    storage.reconcile(connection, park.id, ["integration_error"], park.spans(gauges, start), errors)
    chosen = {i: park.points[i] for i in metered}
    states = [park.finding(*f) for f in health_physics.unknown_states(connection, chosen, park.now)]
    storage.reconcile(connection, park.id, ["reference_state"], park.spans(metered, BEGINNING), states)


def _zeros(connection: Connection, park: Park, metered: Sequence[int]) -> None:
    recent = park.now - health_history.RECENT
    suspects = health_history.suspects(connection, metered, park.rules, park.now)
    quarters = health_history.quarters(connection, suspects, park.now, park.timezone)
    found = [
        park.finding(i, flag)
        for i, known in quarters.items()
        for flag in checks.zero(known.since(recent), known.before(recent), park.rules[i])
    ]
    found = keep_running(connection, found, recent)
    storage.reconcile(connection, park.id, ["zero"], park.spans(metered, recent), found)


def _days(connection: Connection, park: Park, metered: Sequence[int], start: datetime) -> None:
    """High and low days since `start`, the beginning of a local day."""
    found = [
        park.finding(i, flag)
        for i, known in health_history.days(connection, metered, park.now, park.timezone).items()
        for flag in checks.high_low(*health_history.cut(known, start), park.rules[i])
    ]
    storage.reconcile(connection, park.id, ["high", "low"], park.spans(metered, start), found)
