"""Which data can be trusted: state of points and gateways, findings with notes, balances, contradictions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.coverage import Coverage
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.health import coverage as calendars
from parkcarbon_platform.services.health.coverage import Calendar, Cell
from parkcarbon_platform.services.health.coverage import Row as CalendarRow
from parkcarbon_platform.services.metering import archived, supply
from parkcarbon_platform.storage import live, revisions
from parkcarbon_platform.storage import meter_health as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.live import EnterpriseRow, PointRow
from parkcarbon_platform.storage.meter_health import (
    CheckRow,
    EdgeRow,
    FindingKey,
    FindingRow,
    MeteredRow,
    State,
)
from parkcarbon_platform.storage.revisions import RevisionRow

__all__ = [
    "PAGE", "Balance", "BalanceRow", "Balances", "Calendar", "CalendarRow", "Cell", "CheckRow", "Coverage",
    "EdgeRow", "EnterpriseRow", "FindingKey", "FindingRow", "Heard", "MeteredRow", "PointRow",
    "RevisionRow", "State", "Summary", "balance", "calendar", "decide", "findings", "note",
    "open_revisions", "shared_meters", "summary",
]  # fmt: skip

PAGE = 100
AT_ONCE = 500
# A point is late after three expected readings, at least two minutes: the live page's rule.
LATE_PERIODS, LATE_S = 3, 120
LAST_DAY = timedelta(hours=24)
calendar = calendars.calendar


@dataclass(frozen=True, slots=True)
class Heard:
    """A point and when it was last heard with a good reading (None: not in the last weeks)."""

    point: PointRow
    enterprise: str | None
    last: datetime | None
    is_late: bool
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """The state of a park's metering at a moment."""

    now: datetime
    check: CheckRow | None
    enterprises: list[EnterpriseRow]
    points: list[Heard]
    by_rule: Mapping[tuple[str, str], int]
    edges: list[EdgeRow]
    last_day: Mapping[str, Cell]
    quarantine: int | None
    revisions: int


def summary(connection: Connection, now: datetime, *, with_quarantine: bool) -> Summary:
    """Everything that the head of the page and its status table show."""
    points = live.points(connection)
    enterprises = live.enterprises(connection)
    owners = {e.id: e.code for e in enterprises}
    last = storage.last_good(connection, [p.id for p in points if p.kind != "virtual"], now)
    counts = storage.open_counts(connection)
    by_point: dict[str, dict[str, int]] = {}
    by_rule: dict[tuple[str, str], int] = {}
    for rule, severity, point, count in counts:
        by_rule[rule, severity] = by_rule.get((rule, severity), 0) + count
        if point is not None:
            by_point.setdefault(point, {})[rule] = count
    return Summary(
        now=now,
        check=storage.last_check(connection),
        enterprises=enterprises,
        points=[
            Heard(p, owners.get(p.enterprise_id or 0), last.get(p.id), is_late(p, last.get(p.id), now),
                  by_point.get(p.code, {}))
            for p in points if p.kind != "virtual"
        ],
        by_rule=by_rule,
        edges=storage.edges(connection),
        last_day=calendar(connection, now - LAST_DAY, now, now, by_enterprise=False).by_carrier,
        quarantine=storage.open_quarantine(connection) if with_quarantine else None,
        revisions=revisions.count_open(connection),
    )  # fmt: skip


def is_late(point: PointRow, last: datetime | None, now: datetime) -> bool:
    """Whether more readings are missing than can be a matter of delivery."""
    return last is None or now - last > timedelta(seconds=max(LATE_S, LATE_PERIODS * point.expected_period_s))


def findings(
    connection: Connection,
    *,
    state: State = "open",
    rule: str | None = None,
    severity: str | None = None,
    enterprise: str | None = None,
    point: str | None = None,
    before: tuple[datetime, int] | None = None,
) -> list[FindingRow]:
    """A page of findings, the newest first."""
    return storage.findings(
        connection, state=state, rule=rule, severity=severity, enterprise=enterprise, point=point,
        before=before, limit=PAGE,
    )  # fmt: skip


def note(
    connection: Connection, park_id: int, keys: Sequence[FindingKey], *, state: str, text: str, by: str
) -> int:
    """Say of findings that somebody has seen them, or has dealt with them."""
    chosen = sorted(
        set(keys), key=lambda key: (key.time, key.rule, key.point or "", key.source or "", key.budget or "")
    )
    _check(chosen, text)
    found = storage.add_notes(connection, park_id, chosen, state=state, note=text[:1000], author=by)
    if found != len(chosen):
        raise NotFoundError("Some of these findings are not there (any more).", remedy="Read the list again.")
    return found


def _check(chosen: Sequence[object], text: str) -> None:
    if not text.strip():
        raise InvalidError("A decision needs a reason.", remedy="Write why in the note.")
    if not 0 < len(chosen) <= AT_ONCE:
        raise InvalidError(f"Between 1 and {AT_ONCE} at once.", remedy="Choose some, and fewer.")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """A meter in a balance: its amount [base unit] and whether it is covered all through."""

    point: MeteredRow
    quantity: int
    estimated: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """A parent and the generation behind it, its sub-meters, and what they leave.

    Where it `is_shared`, others' sub-meters are below it, too: what these measure is in the remainder.
    """

    parent: BalanceRow
    generation: list[BalanceRow]
    children: list[BalanceRow]
    is_shared: bool

    @property
    def remainder(self) -> int:
        """What no sub-meter measures [base unit]; below zero they measure more than there is."""
        return self._supplied - sum(child.quantity for child in self.children)

    @property
    def is_contradiction(self) -> bool:
        """Whether the sub-meters measure more than there is, beyond meters' error."""
        return supply.contradicts(self._supplied, self.remainder)

    @property
    def _supplied(self) -> int:
        return self.parent.quantity + sum(row.quantity for row in self.generation)


@dataclass(frozen=True, slots=True)
class Balances:
    """Every balance of the park over [start, end): how far that goes depends on what has been settled."""

    start: datetime
    end: datetime
    balances: list[Balance]


def shared_meters(connection: Connection, enterprise_id: int | None) -> frozenset[int]:
    """An enterprise's meters with sub-meters of others, from a transaction that sees the whole park."""
    return supply.shared(storage.metered(connection), enterprise_id)


def balance(
    connection: Connection, start: datetime, end: datetime, now: datetime, shared: Collection[int] = ()
) -> Balances:
    """Every meter with sub-meters over the local days that [start, end) touches."""
    found = calendar(connection, start, end, now, by_enterprise=False)
    points = {r.point.id: r.point for r in found.rows if r.point is not None}
    ids = list(points)
    sums: dict[int, tuple[int, int, int]] = {}
    first, last = (localtime.local_date(at, found.timezone) for at in (found.days[0], found.days[-1]))
    later = (found.end, localtime.day_bounds(last, found.timezone)[1])
    for row in storage.day_sums(connection, (first, last), later, found.timezone, ids):
        quantity, estimated, covered = sums.get(row.point_id, (0, 0, 0))
        sums[row.point_id] = (
            quantity + int(row.quantity), estimated + int(row.estimated), covered + row.covered_s,
        )  # fmt: skip
    span_s = round((found.end - found.days[0]).total_seconds())

    def line(point: MeteredRow) -> BalanceRow:
        quantity, estimated, covered = sums.get(point.id, (0, 0, 0))
        return BalanceRow(point, quantity, estimated, covered >= span_s)

    balances = [
        Balance(
            line(points[p]), [line(points[i]) for i in own], [line(points[i]) for i in children], p in shared
        )
        for p, (children, own) in supply.below(points.values()).items()
    ]
    return Balances(found.days[0], found.end, balances)


def shown_amount(point: MeteredRow, amount: int) -> Fraction:
    """A base unit's amount in the unit of the point."""
    return Fraction(amount) / units.to_base(point.unit, point.quantity, point.carrier).scale


def open_revisions(
    connection: Connection, *, state: str = "open", point: str | None = None, before: int | None = None
) -> list[RevisionRow]:
    """Contradicting readings, the newest first."""
    return revisions.page(connection, state=state, point=point, before=before, limit=PAGE)


def decide(
    database: Database, park_id: int, enterprise_id: int | None, ids: Sequence[int], *,
    accept: bool, by: str, text: str,
) -> None:  # fmt: skip
    """Take the second values, or keep the first ones; all of them or none."""
    chosen = sorted(set(ids))
    _check(chosen, text)
    with database.tenant(park_id, enterprise_id) as connection:
        if len(revisions.exist(connection, chosen)) != len(chosen):
            raise NotFoundError("Some of these readings are not there.", remedy="Read the list again.")
        if len(revisions.still_open(connection, chosen)) != len(chosen):
            raise ConflictError("Some of these are decided already.")
    # What has to be computed again is the park's: an enterprise's transaction cannot say so.
    with database.tenant(park_id) as connection:
        if accept:
            archived.check(connection, revisions.places(connection, chosen))
            revisions.accept(connection, chosen, by=by, note=text[:1000])
        else:
            revisions.dismiss(connection, chosen, by=by, note=text[:1000])
