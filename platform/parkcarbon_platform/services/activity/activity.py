"""Reports of quantities: written as versions, submitted, and approved by somebody else.

What counts is the newest approved version; a version is never edited, its successor says what changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from parkcarbon_platform.calculation.activity import items, periods
from parkcarbon_platform.calculation.units import to_base as point_base
from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.activity import activity_items, evidence, record_feed
from parkcarbon_platform.services.activity.activity_items import Item
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import activity_meters, parks
from parkcarbon_platform.storage.activity import RecordRow, StepRow
from parkcarbon_platform.storage.activity_meters import MeterRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import person_of

__all__ = [
    "REPORTED", "Actor", "Draft", "FourEyesError", "Kind", "PeriodError", "PeriodOverlapError",
    "PointMismatchError", "RecordRow", "State", "StepRow", "drivers", "effective", "enterprise_of", "found",
    "heads", "history", "is_own", "of_year", "refuse_second", "reports", "save", "step", "within", "write",
]  # fmt: skip

Kind = Literal["bill", "manual", "history", "driver"]
State = Literal["draft", "submitted", "approved", "rejected", "withdrawn"]
REPORTED: tuple[Kind, ...] = ("bill", "manual")
LONGEST = timedelta(days=400)
# What may follow what.
STEPS: dict[State, tuple[State, ...]] = {
    "submitted": ("draft",),
    "approved": ("submitted",),
    "rejected": ("submitted",),
    "withdrawn": ("draft", "submitted", "rejected"),
}


class PeriodError(InvalidError):
    """The period cannot be that of a report."""

    code = "period"
    remedy = "Choose a first day before the last; a report is of the past and of 400 days at most."


class PeriodOverlapError(ConflictError):
    """Another report of the same thing covers a part of the period."""

    code = "period_overlap"
    remedy = "Change that report instead, or give the account or meter number that tells the two bills apart."


class PointMismatchError(InvalidError):
    """The meter does not measure what the bill is for."""

    code = "point_mismatch"
    remedy = "Choose a meter of the same carrier whose readings are amounts."


class FourEyesError(ForbiddenError):
    """Who wrote or submitted a report may not decide on it."""

    code = "four_eyes"
    remedy = "Ask an operator, or a colleague of the enterprise."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and inside what."""

    park_id: int
    enterprise_id: int | None
    login: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody reports; `to_day` is not included, `supersedes` is the version that it replaces."""

    kind: Kind
    item: str
    from_day: date
    to_day: date
    quantity: Decimal
    unit: str
    enterprise: str | None = None
    purpose: str = ""
    account: str = ""
    point: str | None = None
    cost: Decimal | None = None
    currency: str | None = None
    note: str = ""
    comment: str = ""
    evidence: list[int] = field(default_factory=list)
    supersedes: int | None = None


def save(connection: Connection, actor: Actor, draft: Draft, *, today: date) -> RecordRow:
    """Store a draft: the first version of a report, or the next one."""
    item = activity_items.find(activity_items.catalogue(connection), draft.item)
    check_period(draft, today)
    if (item.group == "driver") != (draft.kind == "driver"):
        raise InvalidError(
            f"{item.code} is no item of a {draft.kind}.", remedy="Drivers have the kind driver, no other."
        )
    owner = enterprise_of(connection, actor, draft.enterprise)
    meter = meter_of(connection, draft, item)
    evidence.check(connection, draft.evidence)
    storage.lock(connection, actor.park_id)
    before = _superseded(connection, draft, owner)
    refuse_overlap(connection, draft, owner, before)
    return write(connection, actor, draft, owner, item, before=before, point_id=meter.id if meter else None)


def write(
    connection: Connection, actor: Actor, draft: Draft, owner: int | None, item: Item, *,
    before: RecordRow | None, point_id: int | None = None,
) -> RecordRow:  # fmt: skip
    """Insert a checked draft as the version after `before`."""
    values: dict[str, Any] = {
        "park_id": actor.park_id, "enterprise_id": owner, "kind": draft.kind, "item": draft.item,
        "purpose": draft.purpose, "account": draft.account, "point_id": point_id, "from_day": draft.from_day,
        "to_day": draft.to_day, "quantity": draft.quantity, "unit": draft.unit,
        "base_quantity": activity_items.to_base(item, draft.quantity, draft.unit),
        "cost": draft.cost, "currency": draft.currency, "note": draft.note, "comment": draft.comment,
        "author": actor.login,
    }  # fmt: skip
    record_id = storage.insert(
        connection,
        values,
        root_id=before.root_id if before else None,
        version=storage.next_version(connection, before.root_id) if before else 1,
    )
    if draft.evidence:
        storage.insert_evidence(connection, actor.park_id, owner, record_id, sorted(set(draft.evidence)))
    storage.insert_step(connection, actor.park_id, owner, record_id, 1, state="draft", author=actor.login)
    return found(connection, record_id)


def is_own(login: str, record: RecordRow) -> bool:
    """Whether this person, or a program of theirs, wrote the version or handed it in."""
    return person_of(login) in (person_of(record.author), person_of(record.state_by))


def step(connection: Connection, actor: Actor, record_id: int, state: State, *, note: str = "") -> RecordRow:
    """Submit, approve, reject or withdraw a version."""
    record = found(connection, record_id)
    if not record.is_newest:
        raise ConflictError("There is a newer version of this report.", record=record_id)
    if record.state not in STEPS[state]:
        raise ConflictError(
            f"The report is {record.state}: it cannot become {state}.", record=record_id, state=record.state
        )
    if state in ("approved", "rejected") and is_own(actor.login, record):
        raise FourEyesError(f"{actor.login} wrote or submitted this report.", record=record_id)
    if state == "approved":
        refuse_second(connection, actor.park_id, [record])
    taken = storage.insert_step(
        connection, actor.park_id, record.enterprise_id, record_id, record.step + 1,
        state=state, author=actor.login, note=note,
    )  # fmt: skip
    if not taken:
        raise ConflictError("Somebody else decided on this report just now.", record=record_id)
    if state == "approved":
        record_feed.approved(connection, actor.park_id, [record])
    return found(connection, record_id)


def found(connection: Connection, record_id: int) -> RecordRow:
    """A version that the transaction sees."""
    record = storage.find(connection, record_id)
    if record is None:
        raise NotFoundError(f"There is no report {record_id}.", record=record_id)
    return record


def history(connection: Connection, record_id: int) -> tuple[list[RecordRow], list[StepRow]]:
    """Every version of the report of this version, the newest first, and every step, in order."""
    root = found(connection, record_id).root_id
    return storage.versions(connection, root), storage.steps(connection, root)


def heads(rows: Sequence[RecordRow]) -> list[RecordRow]:
    """Of each report the newest version that was not withdrawn, by period."""
    newest: dict[int, RecordRow] = {}
    for row in sorted(rows, key=lambda r: r.version):
        if row.state != "withdrawn":
            newest[row.root_id] = row
    return sorted(newest.values(), key=lambda r: (r.from_day, r.id))


def effective(rows: Sequence[RecordRow]) -> list[RecordRow]:
    """Of each report the newest approved version: what counts."""
    return heads([row for row in rows if row.state == "approved"])


def within(rows: Sequence[RecordRow], first: date, end: date) -> list[RecordRow]:
    """Those whose period touches [first, end)."""
    return [row for row in rows if row.from_day < end and row.to_day > first]


def check_period(draft: Draft, today: date) -> None:
    """Refuse periods that are empty, too long or ahead; drivers and past years are of months or years."""
    first, end = draft.from_day, draft.to_day
    # Days far ahead first: beyond the year 9999 no date can be computed.
    if end > today + timedelta(days=1):
        raise PeriodError(f"The period ends after today, {today}.")
    if not first < end or end - first > LONGEST or first.year < 1990:
        raise PeriodError(f"{first} to {end} is no period of a report.")
    whole = first.day == 1 and end in (periods.next_month(first), first.replace(year=first.year + 1))
    if draft.kind in ("driver", "history") and not whole:
        raise PeriodError(
            "The period is neither a month nor a year.", remedy="Choose a whole month or twelve months."
        )


def enterprise_of(connection: Connection, actor: Actor, code: str | None) -> int | None:
    """Whose report it is: an enterprise user's own; an operator names an enterprise, or none: the park's."""
    if code is None:
        return actor.enterprise_id
    owner = parks.ids(connection, "enterprise").get(code)
    if owner is None:
        raise NotFoundError(f"There is no enterprise {code}.", enterprise=code)
    return owner


def meter_of(connection: Connection, draft: Draft, item: Item) -> MeterRow | None:
    """The meter of a bill, if it has one and it measures the same."""
    if draft.point is None:
        return None
    meter = activity_meters.meter(connection, draft.point)
    if meter is None:
        raise NotFoundError(f"There is no meter {draft.point}.", point=draft.point)
    base = point_base(meter.unit, meter.quantity, meter.carrier).name
    if meter.carrier != item.code or base != items.base_of(item, draft.unit)[0]:
        raise PointMismatchError(f"{meter.code} measures {meter.carrier} in {base}.", point=meter.code)
    return meter


def _superseded(connection: Connection, draft: Draft, owner: int | None) -> RecordRow | None:
    if draft.supersedes is None:
        return None
    before = found(connection, draft.supersedes)
    if not before.is_newest:
        raise ConflictError("There is a newer version of this report.", record=before.id)
    if (before.kind, before.enterprise_id, before.item) != (draft.kind, owner, draft.item):
        raise InvalidError(
            "The new version is of another enterprise or item.",
            remedy="Withdraw this report and enter another.",
        )
    return before


def refuse_overlap(connection: Connection, draft: Draft, owner: int | None, before: RecordRow | None) -> None:
    """Refuse a second report of the same thing and days."""
    kinds = REPORTED if draft.kind in REPORTED else (draft.kind,)
    rows = storage.touching(connection, draft.from_day, draft.to_day, kinds=kinds, item=draft.item)
    for row in within(heads(rows), draft.from_day, draft.to_day):
        same = (row.enterprise_id, row.purpose, row.account) == (owner, draft.purpose, draft.account)
        if same and row.state != "rejected" and (before is None or row.root_id != before.root_id):
            raise _overlap(row)


def refuse_second(connection: Connection, park_id: int, records: Sequence[RecordRow]) -> None:
    """Refuse to approve what would count twice: another approved report of the same thing and days.

    A draft may be where an approved report no longer is in its newest version; that one is approved first.
    """
    counted = [r for r in records if r.kind != "history"]
    if counted:
        storage.lock(connection, park_id)
    for record in counted:
        kinds = REPORTED if record.kind in REPORTED else (record.kind,)
        rows = storage.touching(connection, record.from_day, record.to_day, kinds=kinds, item=record.item)
        for row in within(effective(rows), record.from_day, record.to_day):
            if row.root_id != record.root_id and _same(row, record):
                raise _overlap(row)
    for i, record in enumerate(counted):
        for row in within(counted[i + 1 :], record.from_day, record.to_day):
            if row.item == record.item and _same(row, record):
                raise _overlap(row)


def _same(one: RecordRow, other: RecordRow) -> bool:
    mine, theirs = ((r.enterprise_id, r.purpose, r.account, r.kind == "driver") for r in (one, other))
    return mine == theirs


def _overlap(row: RecordRow) -> PeriodOverlapError:
    days = f"{row.from_day} to {row.to_day - timedelta(days=1)}"
    return PeriodOverlapError(f"Report {row.id} covers {days} already.", record=row.id)


def reports(
    connection: Connection, first: date, end: date, kinds: Sequence[str], *, enterprise_id: int | None = None
) -> list[RecordRow]:
    """The reports that touch [first, end), of one enterprise where it is named, in their newest versions."""
    rows = storage.touching(connection, first, end, kinds=kinds, enterprise_id=enterprise_id)
    return within(heads(rows), first, end)


def of_year(
    connection: Connection, year: int, kinds: Sequence[str], *, state: str | None = None,
    after: tuple[int, int] | None = None,
) -> list[RecordRow]:  # fmt: skip
    """The reports that touch a year: the newest version of each, by period; of a state, behind a first day's
    ordinal and a number."""
    rows = reports(connection, date(year, 1, 1), date(year + 1, 1, 1), kinds)
    rows = [row for row in rows if state in (None, row.state)]
    return [row for row in rows if after is None or (row.from_day.toordinal(), row.id) > after]


def drivers(connection: Connection, first: date, end: date, item: str | None) -> list[RecordRow]:
    """The approved values of drivers that touch [first, end), by period."""
    rows = storage.touching(connection, first, end, kinds=("driver",), item=item)
    return within(effective(rows), first, end)
