"""Yearly targets of a park and its enterprises: entered, or taken from a plan."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.planning import running
from parkcarbon_platform.services.planning.models import PathwayResult, PlanTarget, PortfolioResult
from parkcarbon_platform.storage import planning as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.parks import ids
from parkcarbon_platform.storage.planning import PlanRow, TargetRow

__all__ = ["TargetRow"]

Row = tuple[int | None, Literal["carbon", "energy"], int, Decimal]


def every(connection: Connection) -> list[TargetRow]:
    """The targets in force."""
    return storage.targets(connection)


def save(place: Workplace, actor: Actor, targets: Sequence[PlanTarget], note: str) -> list[TargetRow]:
    """Write targets; they take the place of those of the same year, kind and owner."""
    with place.database.tenant(place.park_id) as connection:
        known = ids(connection, "enterprise")
        unknown = sorted({one.enterprise for one in targets if one.enterprise} - set(known))
        if unknown:
            raise NotFoundError(f"There is no enterprise {', '.join(unknown)}.", enterprises=unknown)
        rows: list[Row] = [
            (known[one.enterprise] if one.enterprise else None, one.kind, one.year, _whole(one.value))
            for one in targets
        ]
        storage.add_targets(connection, place.park_id, rows, plan_id=None, note=note, author=actor.name)
        return every(connection)


def push(place: Workplace, actor: Actor, plan_id: int, scenario: str | None, note: str) -> list[TargetRow]:
    """Make the years of a plan after its base year the park's targets.

    Of a pathway: a scenario's emissions and energy (the first, where none is named); of a portfolio: the
    emissions that its measures leave. Raises ConflictError for a plan without a result, or whose limits
    cannot be kept.
    """
    with place.database.tenant(place.park_id) as connection:
        plan = running.find(connection, plan_id)
        rows = rows_of(plan, scenario)
        storage.add_targets(connection, place.park_id, rows, plan_id=plan_id, note=note, author=actor.name)
        return every(connection)


def rows_of(plan: PlanRow, scenario: str | None) -> list[Row]:
    """A plan's years after its base year: carbon [t CO2] and energy [GJ]; raises ConflictError."""
    if plan.result is None:
        raise ConflictError("This plan has no result yet.", plan=plan.id)
    return _of_pathway(plan.result, scenario) if plan.kind == "pathway" else _of_portfolio(plan.result)


def _of_pathway(result: dict[str, object], scenario: str | None) -> list[Row]:
    found = PathwayResult.model_validate(result)
    path = next((one for one in found.paths if scenario in (None, one.scenario)), None)
    if path is None:
        raise NotFoundError(f"The plan has no scenario {scenario}.", scenario=scenario)
    rows: list[Row] = []
    for place, year in enumerate(found.years[1:], 1):
        rows.append((None, "carbon", year, _whole(path.total[place])))
        rows.append((None, "energy", year, _whole(path.energy[place])))
    return rows


def _of_portfolio(result: dict[str, object]) -> list[Row]:
    found = PortfolioResult.model_validate(result)
    if found.status == "infeasible":
        raise ConflictError(
            "This plan does not keep its limits.", remedy="Ease the limits or add measures, then plan again."
        )
    pairs = zip(found.years, found.emissions, strict=True)
    return [(None, "carbon", year, _whole(max(tonnes, 0.0))) for year, tonnes in pairs]


def _whole(value: float) -> Decimal:
    """Whole tonnes and gigajoules: a plan is not known any better."""
    return Decimal(round(value))
