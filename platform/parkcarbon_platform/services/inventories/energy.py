"""Energy of an inventory's boundary in standard coal: what its sources took, own generation, what left it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient, Energy, Flow, Role
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.units import UnitError, to_base
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.notes import Said
from parkcarbon_platform.services.inventories.uncertain import Instruments
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.inventory_points import PointRow

BOUGHT = ("purchased_electricity", "purchased_heat")
FUELS = ("stationary_combustion", "mobile_combustion")
HEAT = frozenset({"steam", "heat", "hot_water"})
ELECTRICITY, EQUIVALENT = "standard_coal.electricity", "standard_coal.electricity_equivalent"


def energy_of(
    computed: Computed,
    *,
    activity: Mapping[tuple[str, int], int],
    found: Instruments,
    book: Book,
    region: str,
    apart: Iterable[int],
) -> Energy:
    """`activity` [base units] by source and factor version; `apart` are points of generation and export."""
    coals = Coals(book, region, computed.question.start)
    flows = [*_sources(computed, activity, coals), *_points(computed, found, coals, apart)]
    return standard_coal.energy(flows, equivalent(found.said, coals))


class Coals:
    """Coefficients of a park at the beginning of a period."""

    def __init__(self, book: Book, region: str, day: date) -> None:
        self.book, self.region, self.day = book, region, day
        self._known: dict[str, Coefficient | None] = {}

    def of(self, factor: str) -> Coefficient | None:
        """The coefficient of this name; None where no set has it."""
        if factor not in self._known:
            self._known[factor] = self._of(factor)
        return self._known[factor]

    def _of(self, factor: str) -> Coefficient | None:
        try:
            found = self.book.resolve(factor, self.region, self.day, gas="SCE")
        except FactorMissingError:
            return None
        row = self.book.stored[found.version.id]
        return Coefficient(row.value, row.unit, row.citation, row.region, found.fallback)

    def of_carrier(self, carrier: str) -> Coefficient | None:
        """By what the carrier is called."""
        if carrier == "electricity":
            return self.of(ELECTRICITY)
        return self.of("standard_coal.heat" if carrier in HEAT else f"standard_coal.{carrier}")

    def of_fuel(self, version: int, carrier: str, base: str) -> Coefficient | None:
        """From the heat value that its emissions are computed with; else by the carrier's name."""
        row: StoredVersion | None = self.book.stored.get(version)
        own = None if row is None else standard_coal.of_heat_value(row.components, row.citation)
        for found in (own, self.of_carrier(carrier)):
            if found is not None and _fits(found, base):
                return found
        return None


def _fits(coefficient: Coefficient, base: str) -> bool:
    try:
        standard_coal.grams(1, base, coefficient)
    except UnitError:
        return False
    return True


def equivalent(said: Said, coals: Coals) -> Coefficient | None:
    """Coal of a kilowatt hour of supply: as stated in the plan, else of a set; None where nobody knows."""
    stated = said.get("plan", "equivalent_kgce_per_kwh")
    if stated is not None:
        return Coefficient(Decimal(stated), "kgce/kWh", said.why("plan", "equivalent_kgce_per_kwh"))
    return coals.of(EQUIVALENT)


def _sources(computed: Computed, activity: Mapping[tuple[str, int], int], coals: Coals) -> list[Flow]:
    named = {row.code: (row, unit) for row, unit in computed.named()}
    flows = []
    for (code, version), quantity in sorted(activity.items()):
        row, base = named[code]
        # CH4 and N2O of what is burnt are sources of the same activity: its energy is that of the CO2.
        if row.gas != CO2 or (computed.question.is_park and row.internal_transfer):
            continue
        if row.category in FUELS:
            found = coals.of_fuel(version, row.carrier, base)
            flows.append(Flow(code, row.carrier, "fuel", quantity, base, found))
        elif row.category in BOUGHT:
            found = coals.of_carrier(row.carrier)
            flows.append(Flow(code, row.carrier, "bought", quantity, base, found))
    return flows


def _points(computed: Computed, found: Instruments, coals: Coals, apart: Iterable[int]) -> list[Flow]:
    flows = []
    for point_id in apart:
        point, amount = found.points[point_id], found.amounts.get(point_id)
        role = role_of(point, found.said, computed.question.enterprise)
        if role is None or amount is None or not amount.quantity:
            continue
        base = to_base(point.unit, point.quantity, point.carrier).name
        flows.append(
            Flow(point.code, point.carrier, role, amount.quantity, base, coals.of_carrier(point.carrier))
        )
    return flows


def role_of(point: PointRow, said: Said, enterprise: str | None) -> Role | None:
    """What a point of generation or export is to a boundary; None where nothing.

    What generates is taken as sun, wind or water (primary) until the plan says that it burns what is counted
    already (secondary). What an enterprise passes on stays inside the park unless the plan says otherwise.
    """
    if enterprise is not None and point.enterprise != enterprise:
        return None
    stated = said.get(f"point:{point.code}", "energy_role")
    usual = {"generation": "primary", "export": "passed_on"}.get(point.direction, "none")
    role = stated or usual
    if role == "primary":
        return "generated"
    if role == "passed_on_outside":
        return "passed_on"
    if role == "passed_on" and (enterprise is not None or point.enterprise is None):
        return "passed_on"
    return None
