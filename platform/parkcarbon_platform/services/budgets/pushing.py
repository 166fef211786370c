"""A plan's years as budgets of the park, and of its enterprises by what they used lately."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.figures.standard_coal import GJ_PER_TCE
from parkcarbon_platform.calculation.budgets.months import Months, parts, spread
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets import actuals, keeping
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.keeping import BudgetError
from parkcarbon_platform.services.budgets.models import BudgetOfPlan, BudgetPushed, BudgetShape
from parkcarbon_platform.services.planning import running, targets
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage.budgets import Kind
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.parks import ids

T_MG, TCE_G = keeping.SCALES["carbon"], keeping.SCALES["energy"]


def push(
    connection: Connection, park_id: int, actor: Actor, asked: BudgetOfPlan, now: datetime
) -> BudgetPushed:
    """Write a budget for every year of a plan that is not over; raises ConflictError, NotFoundError.

    Months take the shape of the last twelve whole months where these are known, else of days.
    """
    plan = running.find(connection, asked.plan)
    known = actuals.read(connection, now.year - 1, now)
    first, last = asked.first or known.until.year, asked.last or 2100
    wanted = {
        (_kind(kind), year): _base(kind, Fraction(value))
        for _, kind, year, value in targets.rows_of(plan, asked.scenario)
        if first <= year <= last
    }
    if not wanted:
        raise ConflictError("The plan has none of these years.", plan=asked.plan)
    writer = _Writer(connection, park_id, actor, asked, known)
    for (kind, year), total in sorted(wanted.items()):
        writer.write(kind, year, total)
    return BudgetPushed(
        budgets=writer.count, years=sorted({year for _, year in wanted}), shape=writer.shape_of("carbon")
    )


def _kind(kind: str) -> Kind:
    return "carbon" if kind == "carbon" else "energy"


def _base(kind: str, value: Fraction) -> int:
    """Tonnes in mg, gigajoules in g of coal equivalent."""
    return round(value * T_MG) if kind == "carbon" else round(value / Fraction(GJ_PER_TCE) * TCE_G)


class _Writer:
    """Budgets of one plan."""

    def __init__(
        self, connection: Connection, park_id: int, actor: Actor, asked: BudgetOfPlan, known: Actuals
    ) -> None:
        self.connection, self.park_id, self.actor, self.asked, self.known = (
            connection, park_id, actor, asked, known
        )  # fmt: skip
        self.owners: Mapping[str, int] = ids(connection, "enterprise") if asked.divide else {}
        self.count = 0

    def write(self, kind: Kind, year: int, total: int) -> None:
        """The park's budget, and its enterprises' parts of it."""
        self._add(None, kind, year, spread(total, self._weights(None, kind, year)))
        used = {code: self._lately(code, kind) for code in sorted(self.owners)}
        for code, part in zip(used, parts(total, self._lately(None, kind), list(used.values())), strict=True):
            if part:
                self._add(code, kind, year, spread(part, self._weights(code, kind, year)))

    def shape_of(self, kind: Kind) -> BudgetShape:
        """By which shape the park's months are."""
        try:
            keeping.past(self.known, None, kind, "last_twelve_months", self.known.until.year)
        except BudgetError:
            return "days"
        return "last_twelve_months"

    def _weights(self, owner: str | None, kind: Kind, year: int) -> Months:
        try:
            return keeping.weights(self.known, owner, kind, "last_twelve_months", year)
        except BudgetError:
            return keeping.weights(self.known, owner, kind, "days", year)

    def _lately(self, owner: str | None, kind: Kind) -> int:
        """What an owner used in this year and the one before [base unit]."""
        years = (self.known.until.year - 1, self.known.until.year)
        return max(0, sum(sum(self.known.year(owner, kind, year)) for year in years))

    def _add(self, owner: str | None, kind: Kind, year: int, months: Months) -> None:
        storage.add(
            self.connection, self.park_id, None if owner is None else self.owners[owner], kind, year,
            months=months, basis="plan", percent=None, plan_id=self.asked.plan, note=self.asked.note,
            author=self.actor.name,
        )  # fmt: skip
        self.count += 1
