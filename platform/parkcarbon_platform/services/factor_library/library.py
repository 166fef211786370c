"""The factor library: what there is, where it is from, how it changed, and what of it a park uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.factors import gaps, regions
from parkcarbon_platform.factors.gaps import Gap
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.storage import adoptions, live
from parkcarbon_platform.storage import factors as storage
from parkcarbon_platform.storage.adoptions import SourceFactor, Use
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import Brief, StoredSet, StoredVersion

__all__ = ["Gap", "Line", "Need", "StoredSet", "StoredVersion", "Timeline", "Use"]

PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A factor in one region: its newest version in force (else of all), and which sets have how many."""

    version: StoredVersion
    versions: int
    sets: list[str]
    in_force: bool
    used_hours: int


@dataclass(frozen=True, slots=True)
class Need:
    """What a source asks for on a day, and what answers; None: no set in force has it."""

    source: SourceFactor
    version: StoredVersion | None
    fallback: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every version of a factor, which of them are in force, how many sources they priced, and the region of
    what answers those best that ask for it now."""

    versions: list[StoredVersion]
    in_force: frozenset[int]
    users: int
    region: str | None


def lines(
    connection: Connection, *, text: str = "", set_code: str | None = None, region: str | None = None,
    used: bool = False, in_force: bool = False, after: int = 0,
) -> tuple[list[Line], int]:  # fmt: skip
    """Factors that match, from `after` on, and how many there are; `region` with all that it lies in."""
    known = storage.ids_in_force(connection, adoptions.newest(connection))
    uses = adoptions.used_hours(connection)
    places = regions.chain(region) if region else None
    words = text.casefold().split()
    groups: dict[tuple[str, str, str], list[Brief]] = {}
    for row in storage.briefs(connection, set_code):
        if (places is None or row.region in places) and _matches(row, words):
            groups.setdefault((row.factor, row.gas, row.region), []).append(row)
    ranked = []
    for (factor, gas, place), rows in groups.items():
        is_used, is_known = any(uses.get(row.id) for row in rows), any(row.id in known for row in rows)
        if (is_used or not used) and (is_known or not in_force):
            ranked.append((not is_used, not is_known, factor, place, gas, rows))
    ranked.sort(key=lambda one: one[:5])
    page = [rows for *_, rows in ranked[after : after + PAGE]]
    newest = [max(rows, key=lambda row: (row.id in known, *_age(row))).id for rows in page]
    stored = versions_of(connection, newest)
    found = [
        Line(
            version=stored[version],
            versions=len(rows),
            sets=sorted({row.set_code for row in rows}),
            in_force=any(row.id in known for row in rows),
            used_hours=sum(uses.get(row.id, 0) for row in rows),
        )
        for version, rows in zip(newest, page, strict=True)
    ]
    return found, len(ranked)


def _matches(row: Brief, words: Sequence[str]) -> bool:
    if not words:
        return True
    names = (row.name_zh or "", row.name_en or "")
    text = " ".join((row.factor, row.region, row.set_code, row.citation, *names)).casefold()
    return all(word in text for word in words)


def _age(row: Brief | StoredVersion) -> tuple[date, str, int]:
    return (row.valid_from or date.min, row.version, row.id)


def timeline(connection: Connection, factor: str, day: date) -> Timeline:
    """Everything about one factor; raises NotFoundError."""
    rows = storage.of_factor(connection, factor)
    if not rows:
        raise NotFoundError(f"There is no factor {factor}.", factor=factor)
    book = factors.book(connection)
    asking = [_answered(book, one, day) for one in adoptions.wanted(connection) if one.factor == factor]
    best = max(asking, key=rank, default=None)
    return Timeline(
        versions=sorted(rows, key=lambda r: (r.region, r.gas, *_age(r))),
        in_force=frozenset(row.id for row in rows if row.id in book.stored),
        users=adoptions.users(connection, factor),
        region=None if best is None or best.version is None else best.version.region,
    )


def uses(
    connection: Connection, factor: str, *, after: str | None = None, sources: int | None = None
) -> list[Use]:
    """What the ledger used of a factor, by source and time; of so many sources behind one."""
    return adoptions.uses(connection, factor, after=after, sources=sources)


def today(connection: Connection, now: datetime) -> date:
    """The park's local day: its activity is priced by it."""
    park = live.park(connection)
    return now.date() if park is None else localtime.local_date(now, park.timezone)


def needs(connection: Connection, day: date) -> list[Need]:
    """What each source asks for on a day, and what answers it: what nothing answers first, then what only
    another year's or region's factor does, by code."""
    book = factors.book(connection)
    found = [_answered(book, source, day) for source in adoptions.wanted(connection)]
    return sorted(found, key=lambda need: (rank(need), need.source.source))


def _answered(book: factors.Book, source: SourceFactor, day: date) -> Need:
    try:
        answer = book.resolve(source.factor, source.region, day, enterprise_id=source.enterprise_id)
    except FactorMissingError:
        return Need(source, None, fallback=False)
    return Need(source, book.stored[answer.version.id], answer.fallback)


def rank(need: Need) -> int:
    """How badly a source lacks its factor: 0 where nothing answers, 1 where a fallback does, else 2."""
    return 0 if need.version is None else 1 if need.fallback else 2


def known_gaps() -> tuple[Gap, ...]:
    """What is not published, or could not be had: said, never filled by a guess."""
    return gaps.every()


def versions_of(connection: Connection, version_ids: Sequence[int]) -> dict[int, StoredVersion]:
    """Versions by id."""
    return {row.id: row for row in storage.of_ids(connection, version_ids)}
