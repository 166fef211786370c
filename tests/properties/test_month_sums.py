"""Budgets' sums in columns are those of the rows, one after the other, whatever the ledger has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient, grams
from parkcarbon_platform.services.budgets.month_sums import (
    DAY_S,
    LACKING,
    Coefficients,
    Summed,
    number,
    owners_of,
)
from parkcarbon_platform.services.inventories.energy import Coals
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.ledger.weighing import Weights
from parkcarbon_platform.storage.budgets import MonthSums
from parkcarbon_platform.storage.gas_weights import GasRow
from parkcarbon_platform.storage.inventory_activity import SourceRow

from tests.properties.test_inventory import FEW

FIRST = date(2024, 11, 1)
MONTHS = [date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)]
COAL = Coefficient(Decimal("0.1229"), "kgce/kWh", "")
DAYS = st.none() | st.dates(date(2024, 10, 20), date(2025, 2, 10))


class Row(NamedTuple):
    """A sum of a source's month."""

    place: int
    month: int
    version: int
    quantity: int
    mg: int
    covered_s: int


class Known(Coals):
    """Electricity alone has a coefficient."""

    def of_fuel(self, version: int, carrier: str, base: str) -> Coefficient | None:
        return COAL if carrier == "electricity" and version == 0 else None


def coefficients() -> Coefficients:
    return Coefficients(Known(Book({}, {}), "CN", FIRST))


@st.composite
def source(draw: st.DrawFn, n: int) -> SourceRow:
    enterprise = draw(st.sampled_from([None, "steel", "glass"]))
    category, carrier = draw(
        st.sampled_from(
            [("purchased_electricity", "electricity"), ("stationary_combustion", "coal"), ("process", "x")]
        )
    )
    return SourceRow(
        10 + 7 * n, f"s{n}", "", "", enterprise, None, category, carrier, draw(st.sampled_from([1, 2, 3])),
        draw(st.booleans()) and enterprise is not None, "", "", None,
        draw(st.sampled_from(["CO2", "CO2", "CH4", "SF6"])), draw(st.booleans()), None, draw(DAYS),
        draw(DAYS), "kWh", "energy", "electricity", [],
    )  # fmt: skip


sources = st.integers(1, 6).flatmap(lambda n: st.tuples(*(source(i) for i in range(n))))
amounts = st.integers(-(10**9), 10**13) | st.just(1 << 61)


def rows_of(count: int) -> st.SearchStrategy[list[Row]]:
    row = st.builds(
        Row, st.integers(0, count - 1), st.integers(0, 2), st.sampled_from([7, 8]), amounts, amounts,
        st.integers(0, 31 * DAY_S),
    )  # fmt: skip
    return st.lists(row, max_size=20, unique_by=lambda r: r[:3])


def added(found: Sequence[SourceRow], rows: Sequence[Row], weights: Weights) -> Mapping[object, int]:
    """Row by row, as it reads."""
    sums: dict[object, int] = defaultdict(int)
    for row in rows:
        one = found[row.place]
        if one.scope not in (1, 2):
            continue
        is_co2 = one.gas == "CO2"
        carbon = row.mg if is_co2 else (weights.co2e(one.code, row.mg) or 0)
        is_energy = is_co2 and one.category == "purchased_electricity"
        for owner in owners_of(one):
            sums[owner, "carbon", MONTHS[row.month]] += carbon
            if is_energy:
                sums[owner, "energy", MONTHS[row.month]] += grams(row.quantity, "Wh", COAL)
                sums[owner, "electricity", MONTHS[row.month]] += row.quantity
    return {key: value for key, value in sums.items() if value}


def known(
    found: Sequence[SourceRow],
    rows: Sequence[Row],
    weights: Weights,
    owner: str | None,
    month: int,
    passed: int,
) -> int:
    """Days by amount, source by source."""
    wanted = had = 0
    first = MONTHS[month]
    for place, one in enumerate(found):
        if one.scope not in (1, 2) or one.gas != "CO2" or owner not in owners_of(one):
            continue
        mine = [row for row in rows if row.place == place]
        seconds, emitted = sum(row.covered_s for row in mine), sum(row.mg for row in mine)
        rate = max(1, abs(emitted) * DAY_S // seconds) if seconds else 0
        begins, until = max(first, one.valid_from or first), first + timedelta(days=passed)
        if one.valid_to is not None:
            until = min(until, one.valid_to + timedelta(days=1))
        valid = max(0, (until - begins).days) * DAY_S
        wanted += rate * valid
        had += rate * min(sum(row.covered_s for row in mine if row.month == month), valid)
    return passed * had // wanted if wanted else 0


@FEW
@given(sources.flatmap(lambda s: st.tuples(st.just(s), rows_of(len(s)))), st.integers(0, 31))
def test_columns_are_the_rows_one_after_the_other(
    made: tuple[tuple[SourceRow, ...], list[Row]], passed: int
) -> None:
    found, rows = made
    weights = Weights(
        "AR6", {s.code: GasRow(s.id, s.code, s.gas, s.biogenic, _potential(s.gas)) for s in found}
    )
    columns = [
        [found[r.place].id for r in rows], [number(MONTHS[r.month]) for r in rows], [r.version for r in rows],
        [r.quantity for r in rows],
        [r.mg if found[r.place].gas == "CO2" else 0 for r in rows],
        [0 if found[r.place].gas == "CO2" else r.mg for r in rows], [r.covered_s for r in rows],
    ]  # fmt: skip
    sums = MonthSums(*(np.array(each, dtype=np.int64) for each in columns))
    span = (number(FIRST), number(FIRST) + 3)
    summed = Summed(found, sums, span, coefficients(), weights)
    assert dict(summed.amounts()) == added(found, rows, weights)
    owners = {owner for one in found for owner in owners_of(one)} | {None, "nobody"}
    for owner in owners:
        for month in range(3):
            expected = known(found, rows, weights, owner, month, passed)
            assert summed.known(owner, MONTHS[month], passed) == expected
    fuels = {
        s.code for s in found
        if s.scope in (1, 2) and (s.gas, s.category) == ("CO2", "stationary_combustion")
        and any(r.quantity for r in rows if found[r.place] is s)
    }  # fmt: skip
    assert set[str]().union(*summed.of_owners(summed.lacking).values()) == fuels
    heavy = {
        s.code for s in found
        if s.scope in (1, 2) and s.gas == "SF6" and not s.biogenic and any(found[r.place] is s for r in rows)
    }  # fmt: skip
    assert set[str]().union(*summed.of_owners(summed.unweighed).values()) == heavy


def _potential(gas: str) -> Decimal | None:
    return {"CO2": Decimal(1), "CH4": Decimal("27.9")}.get(gas)


def test_a_fuel_without_a_coefficient_lacks_one() -> None:
    row = SourceRow(
        1, "s", "", "", None, None, "stationary_combustion", "coal", 1, False, "", "", None, "CO2", False,
        None, None, None, "t", "mass", "coal", [],
    )  # fmt: skip
    assert coefficients().grams_each(row, 7) == LACKING
    unknown = MonthSums(*(np.array([99], dtype=np.int64),) * 7)
    with pytest.raises(KeyError):
        Summed([row], unknown, (0, 1), coefficients(), Weights("AR6", {}))
