"""Factors: load the sets that come with the platform, and find the version that applies to a source."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import psycopg

from parkcarbon_platform.calculation.units import factor_scale
from parkcarbon_platform.factors import loader, regions
from parkcarbon_platform.factors.resolver import FactorMissingError, Resolved, Version, resolve
from parkcarbon_platform.storage import adoptions
from parkcarbon_platform.storage import factors as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import SetRow, StoredVersion, VersionRow


def load_sets(owner_url: str, sets: Iterable[loader.FactorSet] | None = None) -> list[str]:
    """Store the sets whose files are new or changed (those of the platform by default); their codes."""
    with psycopg.connect(owner_url, application_name="parkcarbon-factors") as connection:
        return load_into(connection, _changed(connection) if sets is None else sets)


def _changed(connection: Connection) -> list[loader.FactorSet]:
    """The platform's sets that are not stored as they are: a file that is known is not even read as YAML."""
    known = set(storage.hashes(connection).values())
    files = ((path, path.read_bytes()) for path in loader.files())
    return [
        loader.parse(content, path.name)
        for path, content in files
        if hashlib.sha256(content).digest() not in known
    ]


def load_into(connection: Connection, sets: Iterable[loader.FactorSet]) -> list[str]:
    """`load_sets` inside a transaction of the owner."""
    storage.lock(connection)
    known = storage.hashes(connection)
    new = [found for found in sets if known.get(found.code) != found.sha256]
    for found in new:
        _check_unchanged(found, storage.versions(connection, found.code))
        row = SetRow(
            found.code, found.title, found.publisher, found.licence, found.sha256, found.published,
            found.optional,
        )  # fmt: skip
        storage.save_versions(connection, storage.save_set(connection, row), [_row(f) for f in found.factors])
    return [found.code for found in new]


def _row(factor: loader.Factor) -> VersionRow:
    return VersionRow(
        factor=factor.factor,
        version=factor.version,
        gas=factor.gas,
        value=factor.number,
        unit=factor.unit,
        region=factor.region,
        valid_from=factor.valid_from,
        valid_to=factor.valid_to,
        reference_state=factor.reference_state,
        components=factor.components,
        citation=factor.citation,
        source_ref=factor.source_ref,
        grade=factor.grade,
    )


def _check_unchanged(found: loader.FactorSet, stored: list[StoredVersion]) -> None:
    """A number that hours were calculated with never changes under its name."""
    facts = {_key(v): (v.value, v.unit, v.valid_from, v.valid_to, v.reference_state) for v in stored}
    for row in map(_row, found.factors):
        before = facts.get(_key(row))
        now = (row.value, row.unit, row.valid_from, row.valid_to, row.reference_state)
        if before is not None and before != now:
            raise loader.FactorSetError(
                f"{found.code} changes {row.factor} {row.region} {row.version}, which is stored already.",
                remedy="Give the changed value a new version.",
                before=before,
                now=now,
            )


def _key(row: StoredVersion | VersionRow) -> tuple[str, str, str, str]:
    return (row.factor, row.region, row.version, row.gas)


@dataclass(frozen=True, slots=True)
class Book:
    """All versions that apply in a park, ready to be asked."""

    stored: dict[int, StoredVersion]
    by_factor: dict[str, tuple[Version, ...]]
    _known: dict[tuple[str, str, date, str, int | None], Resolved] = field(default_factory=dict)

    def resolve(
        self, factor: str, region: str, day: date, *, gas: str = "CO2", enterprise_id: int | None = None
    ) -> Resolved:
        """The version for an activity of an enterprise (None: the park's) in `region` on `day`.

        Raises FactorMissingError.
        """
        key = (factor, region, day, gas, enterprise_id)
        if key not in self._known:
            versions = self.by_factor.get(factor, ())
            self._known[key] = resolve(
                versions, factor, regions.chain(region), day, gas=gas, enterprise_id=enterprise_id
            )
        return self._known[key]

    def mg_per_unit(self, version_id: int, base: str) -> Fraction:
        """mg of gas per base unit of activity, exact; raises UnitError where they do not fit."""
        version = self.stored[version_id]
        return Fraction(version.value) * factor_scale(version.unit, base)


def book(connection: Connection) -> Book:
    """What applies in the transaction's park now: the sets it has adopted, and its own factors."""
    return book_of(connection, adoptions.newest(connection))


def book_of_sources(connection: Connection) -> Book:
    """The part of `book` that the park's sources can ask for: a tenth of what there is."""
    return book_of(connection, adoptions.newest(connection), of_sources=True)


def book_like(connection: Connection, *names: str) -> Book:
    """The part of `book` of factors whose names are like these (as LIKE has it)."""
    return book_of(connection, adoptions.newest(connection), like=names)


def coal_book(connection: Connection) -> Book:
    """The part that says how much standard coal energy is: a hundredth of what there is."""
    return book_like(connection, r"standard\_coal.%")


def book_of(
    connection: Connection, sets: Sequence[str] | None, *, of_sources: bool = False,
    like: Sequence[str] = ("%",),
) -> Book:  # fmt: skip
    """What would apply with these sets, the first before the second; None: all that are not optional."""
    ranks = {code: n for n, code in enumerate(sets or ())}
    return of_versions(storage.in_force(connection, sets, of_sources=of_sources, like=like), ranks)


def of_versions(stored: Sequence[StoredVersion], ranks: Mapping[str, int] = MappingProxyType({})) -> Book:
    """A book of these versions; `ranks`: the place of their sets, the first before the second."""
    by_factor: dict[str, list[Version]] = {}
    for row in stored:
        by_factor.setdefault(row.factor, []).append(_version(row, ranks.get(row.set_code, 0)))
    return Book({row.id: row for row in stored}, {name: tuple(rows) for name, rows in by_factor.items()})


def including(connection: Connection, found: Book, version_ids: Iterable[int]) -> Book:
    """The book with these versions, too: a settled hour keeps one that is not in force any more."""
    missing = set(version_ids) - found.stored.keys()
    if not missing:
        return found
    more = {row.id: row for row in storage.of_ids(connection, sorted(missing))}
    return replace(found, stored=found.stored | more)


def _version(row: StoredVersion, rank: int) -> Version:
    return Version(
        row.id, row.factor, row.region, row.version, row.gas, row.value, row.unit, row.valid_from,
        row.valid_to, row.grade, row.reference_state, row.set_code == "own", row.enterprise_id, rank,
    )  # fmt: skip


def listing(connection: Connection, set_code: str | None = None) -> list[tuple[str, ...]]:
    """(factor, gas, unit, versions, newest version) of every factor, by name."""
    groups: dict[tuple[str, str, str], list[StoredVersion]] = {}
    for row in storage.versions(connection, set_code):
        groups.setdefault((row.factor, row.gas, row.unit), []).append(row)
    return [(*key, str(len(rows)), max(row.version for row in rows)) for key, rows in sorted(groups.items())]


def show(connection: Connection, factor: str, region: str | None = None) -> list[StoredVersion]:
    """The versions of a factor, those that can apply in `region`; raises FactorMissingError."""
    places = regions.chain(region) if region else None
    found = [
        row
        for row in storage.versions(connection)
        if row.factor == factor and (places is None or row.region in places)
    ]
    if not found:
        raise FactorMissingError(
            f"There is no factor {factor} {region or ''}.".replace(" .", "."), factor=factor
        )
    return found
