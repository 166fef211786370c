"""Make, end, replace and describe sources: figures change only through revisions and locks."""

from collections.abc import Mapping
from dataclasses import replace as changed
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import factors, keys, ledger
from parkcarbon_platform.services.ledger.changes import AT_ONCE, Workplace
from parkcarbon_platform.services.parks import source_rules
from parkcarbon_platform.services.sources.definitions import Definition, SourceError, check, owner_of
from parkcarbon_platform.storage import emission_sources as storage
from parkcarbon_platform.storage import invalidations, live
from parkcarbon_platform.storage import ledger as entries
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.emission_sources import Row
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point

EVER = date(1970, 1, 1)
DAY = timedelta(days=1)
Span = tuple[int, int] | None


def create(place: Workplace, actor: Actor, code: str, wanted: Definition, reason: str) -> Row:
    """Make a source and compute its hours; raises SourceError, ConflictError."""
    owner, points = _checked(place, actor, wanted)
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        _refuse_known(connection, code)
        source_id = _insert(connection, place.park_id, code, wanted, (owner, points))
        record = (source_id, code, owner)
        storage.record(
            connection, place.park_id, record, "created", wanted.body(), reason=reason, author=actor.name
        )
        span = _compute(connection, source_id, wanted.valid_from, place.clock(), f"source made: {reason}")
        made = found(connection, code)
    _announce(place, span)
    return made


def end(place: Workplace, actor: Actor, code: str, last_day: date, reason: str) -> Row:
    """It has no emissions after a local day; hours after it are taken back, unless a lock holds them."""
    check_day("last_day", last_day)
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        row = owned(connection, actor, code)
        _end(connection, row, last_day)
        storage.record(
            connection, place.park_id, (row.id, code, row.enterprise_id), "ended",
            {"last_day": str(last_day)}, reason=reason, author=actor.name,
        )  # fmt: skip
        span = _compute(connection, row.id, last_day + DAY, place.clock(), f"source ended: {reason}")
        ended = found(connection, code)
    _announce(place, span)
    return ended


def replace(
    place: Workplace, actor: Actor, code: str, *, new_code: str, wanted: Definition, since: date, reason: str
) -> Row:
    """From a local day on another source stands in place of this one, which ends the day before."""
    check_day("from", since)
    wanted = changed(wanted, valid_from=since)
    owner, points = _checked(place, actor, wanted)
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        row = owned(connection, actor, code)
        _refuse_known(connection, new_code)
        _end(connection, row, since - DAY)
        source_id = _insert(connection, place.park_id, new_code, wanted, (owner, points), replaces=row.id)
        told = wanted.body() | {"source": new_code, "from": str(since)}
        for record in ((row.id, code, row.enterprise_id), (source_id, new_code, owner)):
            storage.record(
                connection, place.park_id, record, "replaced", told, reason=reason, author=actor.name
            )
        spans = [
            _compute(connection, each, since, place.clock(), f"source replaced: {reason}")
            for each in (row.id, source_id)
        ]
        made = found(connection, new_code)
    for span in spans:
        _announce(place, span)
    return made


def describe(
    place: Workplace, actor: Actor, code: str, *,
    name_zh: str, name_en: str, unit_code: str | None, reason: str,
) -> Row:  # fmt: skip
    """Another name, or another plant that it belongs to: no figure changes."""
    with place.database.tenant(place.park_id) as connection:
        row = owned(connection, actor, code)
        storage.describe(connection, row.id, name_zh, name_en, unit_code)
        storage.record(
            connection, place.park_id, (row.id, code, row.enterprise_id), "changed",
            {"name_zh": name_zh, "name_en": name_en, "unit_code": unit_code}, reason=reason,
            author=actor.name,
        )  # fmt: skip
        return found(connection, code)


def assign(
    place: Workplace, actor: Actor, code: str, *,
    since: date | None, scenes: Mapping[str, Decimal], reason: str,
) -> Row:  # fmt: skip
    """From a local day on (None: ever since) the source belongs to these scenes; the shares sum to one."""
    if since is not None:
        check_day("scenes", since)
    mistakes = list(source_rules.shares(scenes))
    if mistakes:
        raise SourceError(
            f"{mistakes[0].path}: {mistakes[0].problem}.", remedy=f"{mistakes[0].remedy}.", field="scenes",
            problems=[mistake._asdict() for mistake in mistakes],
        )  # fmt: skip
    with place.database.tenant(place.park_id) as connection:
        row = owned(connection, actor, code)
        owner = (place.park_id, row.enterprise_id)
        storage.set_shares(connection, owner, row.id, since=since or EVER, scenes=scenes)
        told = {
            "from": None if since is None else str(since),
            "scenes": {k: str(v) for k, v in scenes.items()},
        }
        storage.record(
            connection, place.park_id, (row.id, code, row.enterprise_id), "scenes", told, reason=reason,
            author=actor.name,
        )  # fmt: skip
        return found(connection, code)


def delete(place: Workplace, actor: Actor, code: str, reason: str) -> None:
    """Remove a source that never had a figure; others are ended."""
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        row = owned(connection, actor, code)
        if storage.has_hours(connection, row.id):
            raise ConflictError(f"{code} has figures.", remedy="End it: what it emitted stays.", source=code)
        storage.record(
            connection, place.park_id, (row.id, code, row.enterprise_id), "deleted", {}, reason=reason,
            author=actor.name,
        )  # fmt: skip
        storage.delete(connection, row.id)


def found(connection: Connection, code: str) -> Row:
    """The source with a code; raises NotFoundError."""
    row = storage.find(connection, code)
    if row is None:
        raise NotFoundError(f"There is no source {code}.", source=code)
    return row


def owned(connection: Connection, actor: Actor, code: str) -> Row:
    """The source, where the actor may change it."""
    row = found(connection, code)
    if not actor.owns(row.enterprise_id):
        raise NotFoundError(f"There is no source {code}.", source=code)
    return row


def check_day(field: str, day: date) -> None:
    """Raises SourceError for a day that no park's time zone can be computed in."""
    for mistake in source_rules.days(**{field: day}):
        raise SourceError(f"{mistake.path}: {mistake.problem}.", remedy=f"{mistake.remedy}.", field=field)


def _checked(place: Workplace, actor: Actor, wanted: Definition) -> tuple[int | None, dict[str, Point]]:
    """Whose it will be, and its points: asked behind the actor's wall."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        return owner_of(connection, actor, wanted.enterprise), check(connection, wanted)


def _refuse_known(connection: Connection, code: str) -> None:
    if storage.find(connection, code) is not None:
        raise ConflictError(f"There is a source {code}.", remedy="Give it another code.", source=code)


def _insert(
    connection: Connection, park_id: int, code: str, wanted: Definition,
    parts: tuple[int | None, Mapping[str, Point]], *, replaces: int | None = None,
) -> int:  # fmt: skip
    owner, points = parts
    row = wanted.row(park_id, code, owner) | {"replaces_id": replaces}
    source_id = storage.insert(connection, row)
    roles = (("activity", wanted.activity), ("live", wanted.live))
    terms = [(points[term.point].id, role, term.weight) for role, sums in roles for term in sums]
    storage.set_terms(connection, (park_id, owner), source_id, terms)
    storage.set_shares(connection, (park_id, owner), source_id, since=EVER, scenes=wanted.scenes)
    return source_id


def _end(connection: Connection, row: Row, last_day: date) -> None:
    if row.valid_from is not None and last_day < row.valid_from:
        raise SourceError(
            f"{row.code} begins on {row.valid_from}.", remedy="Choose a later day.", field="from"
        )
    if row.valid_to is not None and last_day > row.valid_to:
        raise ConflictError(f"{row.code} has ended on {row.valid_to}.", source=row.code)
    storage.end(connection, row.id, last_day)


def _compute(connection: Connection, source_id: int, since: date | None, now: datetime, reason: str) -> Span:
    """Bring the hours of a source from a local day on to what they would be; what changed [ms].

    The newest are computed at once, older ones by the worker.
    """
    park = live.park(connection)
    assert park is not None
    sources = entries.sources(connection, [source_id])
    first = storage.first_interval(connection, sources[0].points) if sources else None
    if first is None:
        return None
    start = first if since is None else max(first, localtime.day_start(since, park.timezone))
    recent = max(start, now - AT_ONCE)
    begin, until = (localtime.to_ms(t) // HOUR_MS * HOUR_MS for t in (recent, now + timedelta(hours=1)))
    if start < recent:
        ranges = [Range(point, localtime.to_ms(start), begin - 1) for point in sources[0].points]
        invalidations.add_ranges(connection, park.id, ranges, invalidations.RECALCULATION)
    hours = np.arange(begin, until, HOUR_MS, dtype=np.int64)
    if not hours.size:
        return None
    wanted = keys.every([source_id], hours)
    return ledger.settle_source_hours(
        connection, park, factors.book(connection), sources, wanted, now=now, reason=reason
    )


def _announce(place: Workplace, span: Span) -> None:
    if span is not None:
        place.announce(place.park_id, *span)
