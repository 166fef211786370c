"""Setting budgets: by hand, from what was, or ended; every save is a version."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.budgets.months import MONTHS, Months, days_of, reduced, spread
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.budgets import actuals
from parkcarbon_platform.services.budgets.actuals import Actuals
from parkcarbon_platform.services.budgets.models import BudgetProposal, BudgetWanted
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.budgets import BudgetRow, Kind
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.parks import ids

# Base units in one unit that people read: mg in t, g in tce, Wh in MWh.
SCALES: dict[Kind, int] = {"carbon": 10**9, "energy": 10**6, "electricity": 10**6}
UNITS: dict[Kind, str] = {"carbon": "t CO2e", "energy": "tce", "electricity": "MWh"}


class BudgetError(InvalidError):
    """There is no such budget to be made."""

    code = "budget"
    remedy = "Enter the amounts, or choose a time of which every month is known."


def shown(kind: Kind, amount: float | Fraction) -> float:
    """A base unit's amount in the unit that people read."""
    return float(Fraction(amount) / SCALES[kind])


def written(kind: Kind, amount: float) -> str:
    """The same in six significant digits, as people write them.

    >>> written("electricity", 1_234_567_890_000)
    '1234570'
    """
    return f"{float(f'{shown(kind, amount):.6g}'):.15g}"


def base(kind: Kind, amount: float) -> int:
    """The other way, rounded half to even; the number is the decimal that was written."""
    return round(Fraction(str(amount)) * SCALES[kind])


def this_year(connection: Connection, now: datetime) -> int:
    """The year that it is in the park."""
    park = live.park(connection)
    assert park is not None, "a tenant's transaction is inside a park"
    return localtime.local_date(now, park.timezone).year


def first_year(wanted_year: int, now: datetime) -> int:
    """From which year on amounts are needed: two years back of what is asked, or of today."""
    return min(wanted_year, now.year) - 1


def proposal(connection: Connection, wanted: BudgetWanted, now: datetime) -> BudgetProposal:
    """What a budget would be, month by month; nothing is stored."""
    owner_id(connection, wanted.enterprise)
    months = months_of(actuals.read(connection, first_year(wanted.year, now), now), wanted)
    kind = wanted.kind
    return BudgetProposal(
        unit=UNITS[kind], total=shown(kind, sum(months)), months=[shown(kind, m) for m in months]
    )


def save(
    connection: Connection, park_id: int, actor: Actor, wanted: BudgetWanted, now: datetime
) -> int | None:
    """Write a budget; the id of its enterprise. Raises BudgetError, NotFoundError."""
    owner = owner_id(connection, wanted.enterprise)
    months = months_of(actuals.read(connection, first_year(wanted.year, now), now), wanted)
    percent = None if wanted.basis == "entered" else Decimal(str(wanted.percent or 0))
    storage.add(
        connection, park_id, owner, wanted.kind, wanted.year, months=months, basis=wanted.basis,
        percent=percent, plan_id=None, note=wanted.note, author=actor.name,
    )  # fmt: skip
    return owner


def is_set(connection: Connection, wanted: BudgetWanted) -> bool:
    """Whether somebody has set, or ended, this budget before."""
    return bool(storage.history(connection, wanted.kind, wanted.year, wanted.enterprise))


def end(
    connection: Connection, park_id: int, actor: Actor, *, kind: Kind, year: int, enterprise: str | None
) -> int | None:
    """Take a budget back; its versions stay. Raises NotFoundError."""
    owner = owner_id(connection, enterprise)
    found = find(storage.current(connection, year), kind, enterprise)
    if found is None:
        raise NotFoundError(f"There is no {kind} budget of {year}.", year=year)
    storage.add(
        connection, park_id, owner, kind, year, months=found.months, basis=found.basis,
        percent=found.percent, plan_id=found.plan_id, note="", author=actor.name, ended=True,
    )  # fmt: skip
    return owner


def find(rows: Sequence[BudgetRow], kind: Kind, enterprise: str | None) -> BudgetRow | None:
    """The budget of a kind and owner."""
    return next((row for row in rows if row.kind == kind and row.enterprise == enterprise), None)


def owner_id(connection: Connection, enterprise: str | None) -> int | None:
    """Of an enterprise that the transaction sees; raises NotFoundError."""
    if enterprise is None:
        return None
    known = ids(connection, "enterprise")
    if enterprise not in known:
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    return known[enterprise]


def months_of(known: Actuals, wanted: BudgetWanted) -> Months:
    """The months [base unit] of what is wanted; raises BudgetError."""
    kind, owner = wanted.kind, wanted.enterprise
    if wanted.basis != "entered":
        was = past(known, owner, kind, wanted.basis, wanted.year)
        if not any(was):
            raise BudgetError("Nothing was used then.", field="basis")
        return spread(reduced(sum(was), Decimal(str(wanted.percent or 0))), was)
    if wanted.months is not None:
        return tuple(base(kind, amount) for amount in wanted.months)
    if wanted.total is None:
        raise BudgetError("Neither a total nor months were given.", field="total")
    return spread(base(kind, wanted.total), weights(known, owner, kind, wanted.shape, wanted.year))


def weights(known: Actuals, owner: str | None, kind: Kind, shape: str, year: int) -> Months:
    """The shape of a year: its days, or what the months of a time came to."""
    if shape == "days":
        return days_of(year)
    was = past(known, owner, kind, shape, year)
    return was if any(was) else days_of(year)


def past(known: Actuals, owner: str | None, kind: Kind, basis: str, year: int) -> Months:
    """The months of the year before, or the last twelve whole ones, January first; raises BudgetError."""
    months = [date(year - 1, m, 1) for m in range(1, MONTHS + 1)]
    if basis == "last_twelve_months":
        this = known.until.replace(day=1)
        months = [date(this.year - (m >= this.month), m, 1) for m in range(1, MONTHS + 1)]
    missing = [f"{month:%Y-%m}" for month in months if not known.is_whole(owner, month)]
    if missing:
        raise BudgetError(
            f"Not every day is known of {', '.join(missing)}.", field="basis", months=", ".join(missing)
        )
    return tuple(max(0, known.amounts.get((owner, kind, month), 0)) for month in months)
