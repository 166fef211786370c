"""Tariffs of a park: read, checked, and put in force; what was in force before stays on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from parkcarbon_platform.calculation.tariff import power_factor, rules
from parkcarbon_platform.calculation.tariff.bill import Term
from parkcarbon_platform.calculation.tariff.model import Contract, Tariff, Version
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.storage import parks
from parkcarbon_platform.storage import tariffs as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.tariffs import ContractRow, TariffRow, VersionRow

SHOWN = 10
BY_FILE = "park file"


class InvalidTariffError(InvalidError):
    """The tariff contradicts itself; `problems` are all mistakes found."""

    code = "invalid_tariff"
    remedy = "Correct the tariff; docs/contracts.md §4 shows every key."


@dataclass(frozen=True, slots=True)
class Known:
    """A tariff as it is in force, who put the newest part of it there, and when."""

    tariff: Tariff
    author: str | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What an account pays by, in order of time; `tariffs` by number of the term."""

    terms: list[Term]
    tariffs: dict[int, TariffRow]


def parse(document: Mapping[str, Any]) -> Tariff:
    """A tariff from plain data. Raises InvalidTariffError with every mistake."""
    try:
        tariff = msgspec.convert(document, Tariff, strict=False)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        place = path.strip("`").removeprefix("$.") or "the tariff"
        raise InvalidTariffError(
            f"{place}: {problem}.", problems=[{"path": place, "problem": problem}]
        ) from None
    check(tariff)
    return tariff


def plain(tariff: Tariff) -> dict[str, Any]:
    """A tariff as plain data: decimals and dates as strings."""
    return dict(msgspec.to_builtins(tariff))


def check(tariff: Tariff) -> None:
    """Raises InvalidTariffError with every mistake, not only the first."""
    found = list(rules.problems(tariff))
    if found:
        lines = "; ".join(f"{m.path}: {m.problem}. {m.remedy}" for m in found[:SHOWN])
        raise InvalidTariffError(f"{lines}.", problems=[m._asdict() for m in found])


def listing(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[Known]:
    """The tariffs of the park, by code; contracts only as far as the caller may see them."""
    contracts = storage.contracts(connection)
    versions = storage.versions(connection)
    found = []
    for row in storage.tariffs(connection, after=after, limit=limit):
        mine = [v for v in versions if v.tariff_id == row.id]
        agreed = [c for c in contracts if c.tariff_id == row.id]
        parts: list[VersionRow | ContractRow] = [*mine, *agreed]
        newest = max(parts, key=lambda part: part.created_at, default=None)
        tariff = Tariff(
            code=row.code,
            name_zh=row.name_zh,
            name_en=row.name_en,
            currency=row.currency,
            example=row.is_example,
            versions=[version_of(v) for v in mine],
            contracts=[contract_of(c) for c in agreed],
        )
        found.append(Known(tariff, newest.author if newest else None, newest.created_at if newest else None))
    return found


def put(connection: Connection, tariff: Tariff, author: str) -> int:
    """Put a tariff in force; what is the same stays, what differs is superseded. How many rows."""
    fields = {
        "park_id": parks.current(connection),
        "code": tariff.code, "name_zh": tariff.name_zh, "name_en": tariff.name_en,
        "currency": tariff.currency, "is_example": tariff.example,
    }  # fmt: skip
    changed = parks.upsert(connection, "tariff", [fields], ("park_id", "code"))
    tariff_id = parks.ids(connection, "tariff")[tariff.code]
    return (
        changed
        + _put_versions(connection, tariff_id, tariff, author)
        + _put_contracts(connection, tariff_id, tariff, author)
    )


def _put_versions(connection: Connection, tariff_id: int, tariff: Tariff, author: str) -> int:
    stored = {v.id: version_of(v) for v in storage.versions(connection) if v.tariff_id == tariff_id}
    gone = [row_id for row_id, version in stored.items() if version not in tariff.versions]
    new = [version for version in tariff.versions if version not in stored.values()]
    storage.supersede(connection, "version", gone)
    for version in new:
        body = msgspec.to_builtins(version)
        storage.add_version(connection, tariff_id, body, (version.valid_from, version.valid_to), author)
    return len(gone) + len(new)


def _put_contracts(connection: Connection, tariff_id: int, tariff: Tariff, author: str) -> int:
    enterprises = parks.ids(connection, "enterprise")
    rows = [c for c in storage.contracts(connection) if c.tariff_id == tariff_id]
    stored = {c.id: contract_of(c) for c in rows}
    gone = [row_id for row_id, contract in stored.items() if contract not in tariff.contracts]
    new = [contract for contract in tariff.contracts if contract not in stored.values()]
    storage.supersede(connection, "contract", gone)
    for contract in new:
        if contract.enterprise is not None and contract.enterprise not in enterprises:
            raise InvalidTariffError(
                f"There is no enterprise {contract.enterprise}.", enterprise=contract.enterprise
            )
        _refuse_second(connection, contract, tariff_id)
        storage.add_contract(
            connection,
            tariff_id,
            None if contract.enterprise is None else enterprises[contract.enterprise],
            (contract.valid_from, contract.valid_to),
            (contract.demand_kw, contract.capacity_kva),
            author=author,
        )
    return len(gone) + len(new)


def _refuse_second(connection: Connection, contract: Contract, tariff_id: int) -> None:
    """Nobody buys by two tariffs on the same day."""
    for other in storage.contracts(connection):
        if other.enterprise == contract.enterprise and other.tariff_id != tariff_id:
            ends = other.valid_to or date.max
            if other.valid_from <= (contract.valid_to or date.max) and contract.valid_from <= ends:
                who = contract.enterprise or "the park"
                raise InvalidTariffError(
                    f"contracts: {who} buys by another tariff from {other.valid_from} on.",
                    remedy="End that contract first.",
                )


def version_of(row: VersionRow) -> Version:
    """A stored version as data."""
    return msgspec.convert(row.body, Version, strict=False)


def contract_of(row: ContractRow) -> Contract:
    """A stored contract as data."""
    return Contract(
        enterprise=row.enterprise,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        demand_kw=row.demand_kw,
        capacity_kva=row.capacity_kva,
    )


def account_terms(connection: Connection) -> dict[str | None, AccountTerms]:
    """What each account that the caller may see pays by; None is the park's own."""
    by_id = {row.id: row for row in storage.tariffs(connection)}
    versions = storage.versions(connection)
    found: dict[str | None, AccountTerms] = {}
    number = 0
    for contract in storage.contracts(connection):
        account = found.setdefault(contract.enterprise, AccountTerms([], {}))
        for row in versions:
            first = max(row.valid_from, contract.valid_from)
            last = min(row.valid_to or date.max, contract.valid_to or date.max)
            if row.tariff_id == contract.tariff_id and first <= last:
                term = Term(number, version_of(row), first, last, contract.demand_kw, contract.capacity_kva)
                account.terms.append(term)
                account.tariffs[number] = by_id[row.tariff_id]
                number += 1
    return found


def resolved_knots(version: Version) -> list[tuple[str, str]]:
    """The knots that a version's power factor adjustment uses, those of the rule of 1983 filled in."""
    if version.power_factor is None:
        return []
    return [(str(a), str(b)) for a, b in power_factor.knots_of(version.power_factor)]


def apply(connection: Connection, given: Sequence[Tariff]) -> int:
    """Put a park file's tariffs in force, except those that somebody has edited since; how many rows."""
    edited = {known.tariff.code for known in listing(connection) if known.author not in (None, BY_FILE)}
    return sum(put(connection, tariff, BY_FILE) for tariff in given if tariff.code not in edited)


def one(connection: Connection, code: str) -> Known:
    """A tariff by its code."""
    for known in listing(connection):
        if known.tariff.code == code:
            return known
    raise NotFoundError(f"There is no tariff {code}.", tariff=code)
