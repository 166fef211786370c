"""Stored inventories: asked for, computed once by the worker, and never edited afterwards."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.totals import Totals
from parkcarbon_platform.errors import ConflictError, ForbiddenError, NotFoundError
from parkcarbon_platform.services import progress
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.inventories import computing, condensed, digests, figures
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.digests import Digests
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.progress import StoppedError, Told
from parkcarbon_platform.storage import invalidations, jobs, parks
from parkcarbon_platform.storage import inventories as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.inventories import EventRow, InventoryRow
from parkcarbon_platform.storage.jobs import JobRow

__all__ = [
    "COMPUTE", "EventRow", "InventoryRow", "JobRow", "cancel", "digest", "every", "figures_of", "found",
    "inherited", "items", "items_of", "jobs_of", "question_of", "request", "run", "share_of",
    "stop_computing", "supersede", "totals_of",
]  # fmt: skip

COMPUTE = "inventory"
# What the steps take of the time, measured with 1,000 sources over a year of readings.
STEPS: Mapping[str, float] = {
    "waiting": 0, "reading": 1, "counting": 5, "checking": 1, "energy": 7, "uncertainty": 6, "hashing": 68,
    "writing": 12,
}  # fmt: skip
# What was given up can be tried again by hand: until it is stopped it may still be computed.
STOPPABLE = (*jobs.OPEN, "dead")
# Once approved, an inventory stays in force until its successor is approved, too.
BEFORE_APPROVAL = ("collecting", "validating")


class NotComputedError(ConflictError):
    """The inventory has no figures yet."""

    code = "inventory_not_computed"
    remedy = "Wait until the worker has computed it; the page shows how far it is."


def share_of(step: str, done: float) -> float:
    """How much of making an inventory is done, at a share of a step."""
    return progress.share(STEPS, step, done)


def every(
    connection: Connection, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[InventoryRow]:
    """The inventories that the transaction sees, the newest period first; behind a first day's ordinal and a
    number."""
    return storage.every(connection, after=after, limit=limit)


def found(connection: Connection, inventory_id: int) -> InventoryRow:
    """The inventory; raises NotFoundError."""
    row = storage.find(connection, inventory_id)
    if row is None:
        raise NotFoundError(f"There is no inventory {inventory_id}.", inventory=inventory_id)
    return row


def items(connection: Connection, row: InventoryRow, source: str | None = None) -> list[Item]:
    """Its rows, or those of one source; raises NotComputedError."""
    if row.sha256 is None:
        raise NotComputedError("This inventory is not computed yet.", inventory=row.id)
    return storage.items(connection, row.id, source)


def items_of(connection: Connection, row: InventoryRow, by: str | None) -> list[Item]:
    """Rows that make a figure by a dimension (None: the whole), months taken together where it asks for none.

    Raises NotComputedError.
    """
    if row.sha256 is None:
        raise NotComputedError("This inventory is not computed yet.", inventory=row.id)
    is_by_month = by in condensed.BY_MONTH
    return storage.items(connection, row.id) if is_by_month else storage.items_together(connection, row.id)


def figures_of(connection: Connection, row: InventoryRow) -> dict[str, Any]:
    """What was kept beside its tonnes; raises NotComputedError, NotFoundError."""
    if row.sha256 is None:
        raise NotComputedError("This inventory is not computed yet.", inventory=row.id)
    content = storage.figures(connection, row.id)
    if content is None:
        raise NotFoundError(
            "No figures were kept with this inventory, or its enterprise keeps them to itself.",
            remedy="Begin its next version: figures are kept with it. Or ask the enterprise.",
            inventory=row.id,
        )
    return content


def totals_of(row: InventoryRow) -> dict[Named, Totals]:
    """Its sums by basis, as they were computed; nothing before that."""
    bases = question_of(row).rules.bases
    found = row.totals or {}
    return {b: Totals(**found[b] | {"scope3": _numbered(found[b]["scope3"])}) for b in bases if b in found}


def _numbered(parts: Mapping[str, int]) -> dict[int, int]:
    return {int(number): value for number, value in parts.items()}


def question_of(row: InventoryRow) -> Question:
    """What it was asked for."""
    return Question(row.from_day, row.to_day, row.ruleset, row.enterprise, row.gwp, row.approach)


def inherited(
    connection: Connection, replaces: int | None, gwp: str | None, approach: str | None, *, is_named: bool
) -> tuple[str | None, str | None]:
    """Potentials and approach of a next version: those of the one before, where nothing else is named.

    No approach is one, too (all is counted whole): `is_named` tells whether it was chosen or left out.
    """
    if replaces is None:
        return gwp, approach
    before = found(connection, replaces)
    return gwp or before.gwp, approach if is_named else before.approach


def request(
    place: Workplace, actor: Actor, role: str, question: Question, *, replaces: int | None = None
) -> InventoryRow:
    """Begin an inventory, or the next version of one; the worker computes it."""
    question.check()
    with place.database.tenant(place.park_id) as connection:
        owner = None
        if question.enterprise is not None:
            owner = parks.ids(connection, "enterprise").get(question.enterprise)
            if owner is None or not actor.owns(owner):
                raise NotFoundError(
                    f"There is no enterprise {question.enterprise}.", enterprise=question.enterprise
                )
        elif actor.enterprise_id is not None:
            raise ForbiddenError("An inventory of the park is the operator's.")
        before = _replaced(connection, question, replaces)
        made = storage.add(
            connection, place.park_id, owner, ruleset=question.ruleset, gwp=question.gwp,
            approach=question.approach, from_day=question.start, to_day=question.end, author=actor.name,
            replaces=before,
        )  # fmt: skip
        job = jobs.add(connection, place.park_id, COMPUTE, {"inventory": str(made)}, author=actor.name)
        storage.set_job(connection, made, job)
        if before is not None and before.state in BEFORE_APPROVAL:
            supersede(connection, place.park_id, before, by=actor.name, role=role)
        return found(connection, made)


def supersede(connection: Connection, park_id: int, row: InventoryRow, *, by: str, role: str) -> None:
    """It is no longer in force; what it says stays as it was."""
    storage.set_state(connection, row.id, "superseded")
    storage.add_event(
        connection, park_id, row, "transition", "superseded", author=by, role=role, to_state="superseded"
    )


def _replaced(connection: Connection, question: Question, replaces: int | None) -> InventoryRow | None:
    """The version that a new one takes the place of; it has the same boundary, period and ruleset."""
    if replaces is None:
        return None
    # Two successors at once, or an approval meanwhile, would both believe that it is theirs to replace.
    storage.lock(connection, replaces)
    before = found(connection, replaces)
    same = (before.from_day, before.to_day, before.enterprise, before.ruleset) == (
        question.start, question.end, question.enterprise, question.ruleset,
    )  # fmt: skip
    if not same or before.replaced_by is not None or before.state in ("superseded", "withdrawn"):
        raise ConflictError(
            "This inventory cannot be superseded by that one.",
            remedy="Take the newest version of the same boundary, period and ruleset.",
            inventory=replaces,
        )
    return before


def jobs_of(place: Workplace, job_ids: Sequence[int]) -> dict[int, JobRow]:
    """The jobs that compute inventories, by id."""
    with place.database.tenant(place.park_id) as connection:
        return {job: jobs.get(connection, job) for job in job_ids}


def cancel(place: Workplace, actor: Actor, role: str, inventory_id: int) -> None:
    """Stop the computation."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        row = found(connection, inventory_id)
    with place.database.tenant(place.park_id) as connection:
        if not stop_computing(connection, row):
            raise ConflictError("It is computed already, or was stopped.", inventory=inventory_id)
        storage.set_state(connection, inventory_id, "withdrawn")
        storage.add_event(
            connection, place.park_id, row, "transition", "stopped before it was computed", author=actor.name,
            role=role, to_state="withdrawn",
        )  # fmt: skip


def stop_computing(connection: Connection, row: InventoryRow) -> bool:
    """Stop what would compute it, before anything is done to the inventory itself; False where it has ended.

    What writes takes its job first, too: who comes later waits and finds it done.
    """
    return row.job_id is not None and jobs.cancel(connection, row.job_id, COMPUTE, STOPPABLE)


def run(database: Database, job: JobRow, clock: Callable[[], datetime]) -> None:
    """Compute an inventory and write it, once.

    The park's settlement waits meanwhile, so that all of it is of one moment. Each step is told and may be
    the last: what is stopped or interrupted has written nothing, and begins anew with the next worker.
    """

    def told(step: str, done: float) -> None:
        with database.tenant(job.park_id) as other:
            if not jobs.progress(other, job.id, share_of(step, done), {}, step):
                raise StoppedError

    try:
        told("waiting", 0)
        with database.tenant(job.park_id) as connection:
            # Before it is read: a second worker that waited here finds it computed.
            invalidations.lock(connection, job.park_id)
            row = found(connection, int(job.arguments["inventory"]))
            if row.sha256 is None and row.state != "withdrawn":
                place = _Reading(database, job.park_id, connection)
                _write(connection, job, row, _make(place, row, clock(), told))
    except StoppedError:
        return


class _Made(NamedTuple):
    """All that is kept of an inventory, before anything of it is written."""

    computed: Computed
    beside: dict[str, Any]
    hashed: Digests


class _Reading(NamedTuple):
    """A transaction that holds the park's lock, and where to find others."""

    database: Database
    park_id: int
    connection: Connection


def _make(place: _Reading, row: InventoryRow, now: datetime, told: Told) -> _Made:
    connection = place.connection
    computed = computing.compute(connection, question_of(row), now, told)
    beside = figures.document(figures.figures_of(connection, computed, now, told))
    with place.database.tenant(place.park_id, row.enterprise_id) as walled:
        # As its enterprise sees them; the lock that is held keeps the ledger as it was read.
        hashed = digests.current(walled, computed.question, computed.timezone, told=told)
    told("writing", 0)
    return _Made(computed, beside, hashed)


def _write(connection: Connection, job: JobRow, row: InventoryRow, made: _Made) -> None:
    """All of it and that it is done, or nothing; who would stop it from here on waits and finds it done."""
    if not jobs.progress(connection, job.id, share_of("writing", 0), {}, "writing"):
        raise StoppedError
    items = made.computed.items
    lacks = [_plain(asdict(lack) | {"severity": lack.severity}) for lack in made.computed.lacks]
    totals: dict[str, object] = {b: asdict(made.computed.totals(b)) for b in made.computed.rules.bases}
    storage.write(connection, job.park_id, row, items, sha256=digest(items), totals=totals, lacks=lacks)
    storage.add_figures(connection, job.park_id, row, made.beside)
    digests.keep(connection, job.park_id, row, made.hashed)
    jobs.done(connection, job.id)


def _plain(row: dict[str, object]) -> dict[str, object]:
    months = row["months"]
    assert isinstance(months, tuple)
    return row | {"months": [month.isoformat() for month in months]}


def digest(rows: Sequence[Item]) -> bytes:
    """SHA-256 over the rows, in their order: each as its fields in JSON."""
    sha = hashlib.sha256()
    for item in rows:
        sha.update(msgspec.json.encode([_text(value) for value in _fields(item)]))
        sha.update(b"\n")
    return sha.digest()


def _fields(item: Item) -> list[object]:
    return [getattr(item, name) for name in Item.__slots__]


def _text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [list(pair) for pair in value]
    # A decimal's digits, not how it was written: 28 and 28.0 are one GWP.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
