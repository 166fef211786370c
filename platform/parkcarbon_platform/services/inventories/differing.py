"""How inventories differ: from the ledger as it is now, from the version before, from the year before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from parkcarbon_platform.calculation.accounting import changes, totals
from parkcarbon_platform.calculation.accounting.changes import Change
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.inventories import computing, storing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.inventories.storing import InventoryRow
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.storage import inventories as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventories import BaseYearRow

__all__ = ["BaseYear", "Bridge", "Change", "bridge", "of_base_year", "since", "versus"]

# From here on what an inventory says was accepted by somebody else than its author.
ACCEPTED = ("approved", "submitted", "in_verification", "findings", "verified", "locked")


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one figure to another [mg CO2e]: after − before = Σ changes."""

    before: int
    after: int
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class BaseYear:
    """The base year in force, what has changed of it, and whether that is material."""

    row: BaseYearRow
    inventory: InventoryRow
    bridge: Bridge
    share: float
    is_material: bool


def since(connection: Connection, row: InventoryRow, basis: Named, now: datetime) -> Bridge:
    """What the ledger says now, compared with what the inventory says."""
    found = computing.computed(connection, storing.question_of(row), now)
    said = _counted(storing.items(connection, row), row, basis)
    return _between(said, _counted(found.items, row, basis))


def versus(connection: Connection, row: InventoryRow, basis: Named) -> Bridge | None:
    """Compared with the version that it takes the place of."""
    if row.replaces_id is None:
        return None
    before = storing.found(connection, row.replaces_id)
    pair = [_counted(storing.items(connection, one), one, basis) for one in (before, row)]
    return _between(*pair, is_same_method=before.gwp == row.gwp and before.approach == row.approach)


def bridge(connection: Connection, question: Question, basis: Named, now: datetime) -> Bridge:
    """From the same days of last year to this period, by the ledger as it is.

    What an accepted inventory of last year said otherwise than the ledger does now is its restatement.
    """
    question.check()
    last = replace(question, start=a_year_before(question.start), end=a_year_before(question.end))
    was, now_is = (
        counted(computing.computed(connection, asked, now).items, basis, is_park=question.is_park)
        for asked in (last, question)
    )
    found = changes.calc_changes(was, now_is, beside=changes.by_month_of_year)
    before, after = _sum(was), _sum(now_is)
    told = _accepted(connection, last)
    if told is not None:
        said = _sum(_counted(storing.items(connection, told), told, basis))
        if said != before:
            found.append(Change("", "restatement", before - said))
        before = said
    return Bridge(before, after, found)


def a_year_before(day: date) -> date:
    """The same day a year earlier; the 28th for the 29th of February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def of_base_year(
    connection: Connection, enterprise: str | None, basis: Named, now: datetime
) -> BaseYear | None:
    """The base year of a boundary, and how far the ledger has moved away from it since."""
    row = storage.base_year(connection, enterprise)
    if row is None:
        return None
    inventory = storing.found(connection, row.inventory_id)
    found = since(connection, inventory, basis, now)
    moved = abs(found.after - found.before)
    share = moved / abs(found.before) if found.before else float(bool(moved))
    return BaseYear(row, inventory, found, share, share > row.threshold)


def choose_base_year(
    place: Workplace, actor: Actor, inventory_id: int, *, threshold: float, policy: str
) -> None:
    """Make an accepted inventory the base year of its boundary."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        row = storing.found(connection, inventory_id)
        if row.state not in ACCEPTED:
            raise ConflictError(
                f"An inventory that is {row.state} is no base year.", remedy="Have it approved first.",
                state=row.state,
            )  # fmt: skip
        storage.add_base_year(
            connection, place.park_id, row, threshold=threshold, policy=policy, author=actor.name
        )


def _accepted(connection: Connection, question: Question) -> InventoryRow | None:
    for row in storing.every(connection):
        if row.state in ACCEPTED and storing.question_of(row) == question:
            return row
    return None


def counted(items: Sequence[Item], basis: Named, *, is_park: bool) -> list[Item]:
    """The items that make up the total of a basis."""
    return [
        item
        for item in totals.of_basis(items, basis)
        if not totals.is_apart(item) and not (is_park and item.internal_transfer)
    ]


def _counted(items: Sequence[Item], row: InventoryRow, basis: Named) -> list[Item]:
    return counted(items, basis, is_park=row.enterprise is None)


def _between(before: Sequence[Item], after: Sequence[Item], *, is_same_method: bool = True) -> Bridge:
    return Bridge(
        _sum(before), _sum(after), changes.calc_changes(before, after, is_same_method=is_same_method)
    )


def _sum(items: Sequence[Item]) -> int:
    return sum(item.co2e_mg for item in items)
