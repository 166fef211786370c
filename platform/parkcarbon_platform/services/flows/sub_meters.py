"""What an enterprise's sub-meters measure: those right below its main meters, each once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parkcarbon_platform.calculation.flows.streams import Amount
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.services.metering import supply
from parkcarbon_platform.storage import flows as storage
from parkcarbon_platform.storage import meter_health, terms
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.meter_health import MeteredRow

# One kWh is 3.6 MJ; heat is told in joules.
JOULES = {"Wh": Fraction(3600), "J": Fraction(1)}


@dataclass(frozen=True, slots=True)
class Value:
    """What a base unit of a carrier is worth in a period [J, g of coal]."""

    unit: str
    joules: Fraction
    coal_g: Fraction


@dataclass(frozen=True, slots=True)
class Measured:
    """A sub-meter's amount [base unit], and what it is in energy."""

    point: MeteredRow
    quantity: int
    estimated: int
    value: Value
    amount: Amount


def values(told: Iterable[tuple[str, str, int | None, Amount]]) -> dict[str, Value]:
    """By carrier, as the sources of the period had it: (carrier, unit, quantity, energy)."""
    groups: dict[str, list[tuple[str, int, Amount]]] = {}
    for carrier, unit, quantity, amount in told:
        groups.setdefault(carrier, []).append((unit, quantity or 0, amount))
    found = {}
    for carrier, rows in groups.items():
        whole, unit = sum(quantity for _, quantity, _ in rows), rows[0][0]
        if whole and {row[0] for row in rows} == {unit}:
            joules = Fraction(sum(amount.joules for _, _, amount in rows), whole)
            coal = Fraction(sum(amount.coal_g for _, _, amount in rows), whole)
            found[carrier] = Value(unit, JOULES.get(unit, joules), coal)
    return found


def read(
    connection: Connection, enterprise: str, counted: Collection[int], known: Mapping[str, Value],
    days: tuple[date, date],
) -> tuple[list[Measured], bool]:  # fmt: skip
    """The sub-meters of carriers that are known, on local days [first, until); and whether their amounts are
    kept from who asks.

    `counted` are the points of the enterprise's sources: a meter that none of them counts supplies nothing.
    """
    every = {p.id: p for p in meter_health.metered(connection)}
    children = supply.below(every.values())
    shown: list[MeteredRow] = []
    for main in every.values():
        is_main = main.enterprise == enterprise and main.direction in ("import", "consumption")
        if not is_main or not _is_top(main, every):
            continue
        below = [every[i] for i in children.get(main.id, ([], []))[0] if every[i].enterprise == enterprise]
        if {main.id, *(p.id for p in below)} & set(counted):
            shown += below or [main]
    shown = [p for p in shown if p.carrier in known and _unit(p) == known[p.carrier].unit]
    amounts = storage.measured(connection, [p.id for p in shown], *days)
    found = []
    for p in shown:
        if p.id in amounts:
            quantity, estimated = amounts[p.id]
            value = known[p.carrier]
            amount = Amount(round(quantity * value.joules), round(quantity * value.coal_g))
            found.append(Measured(p, quantity, estimated, value, amount))
    is_withheld = bool(shown) and "intervals" in terms.withheld(connection).get(enterprise, ())
    return found, is_withheld


def _unit(point: MeteredRow) -> str:
    """A meter in another unit than the sources (steam by mass) is no part of what they took."""
    return to_base(point.unit, point.quantity, point.carrier).name


def _is_top(point: MeteredRow, every: Mapping[int, MeteredRow]) -> bool:
    above = every.get(point.parent_id or 0)
    return above is None or above.enterprise != point.enterprise or above.carrier != point.carrier
