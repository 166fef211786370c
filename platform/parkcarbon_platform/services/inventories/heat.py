"""Bought heat by the convention of a ruleset: full enthalpy, or less that of feed water.

Accounting heat is mass times a tabulated enthalpy, less 83.74 kJ/kg (water of 20 degrees) where the
convention takes the feed water off (GB/T 32151 family). The mass is the same in both, so that heat goes from
one to the other by a ratio of enthalpies. Heat that is not told from a table cannot: the checklist says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset
from parkcarbon_platform.calculation.steam import convention_ratio
from parkcarbon_platform.storage import inventory_lacks
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow

Basis = Literal["full", "less_feed"]
BASES: Mapping[str, Basis] = {"full_enthalpy": "full", "less_feed_water": "less_feed"}
NAMES: Mapping[Basis, str] = {basis: name for name, basis in BASES.items()}
Point = tuple[str, str | None, Basis | None]


@dataclass(frozen=True, slots=True)
class Conventions:
    """By source the ratio [-] of its heat by the ruleset to what its points tell, where it is not 1."""

    ratios: Mapping[str, Fraction]
    lacks: list[Lack]


def conventions(connection: Connection, rules: Ruleset, rows: Sequence[SourceRow]) -> Conventions:
    """What is converted of bought heat, and what cannot be, or is as its meter has it."""
    points: dict[str, list[Point]] = {}
    for source, point, enthalpy, told in inventory_lacks.heat_points(connection, [r.code for r in rows]):
        points.setdefault(source, []).append((point, enthalpy, told))
    wanted = BASES[rules.heat]
    ratios: dict[str, Fraction] = {}
    lacks: list[Lack] = []
    for source, mine in points.items():
        found = {_ratio(point, wanted) for point in mine}
        (ratio, *others) = found
        if ratio is not None and not others:
            if ratio != 1:
                ratios[source] = ratio
                lacks += [_converted(source, point, wanted, ratio) for point in mine]
            continue
        # Points of one source in different conventions have no ratio together.
        lacks += [lack for point in mine for lack in _lacks(source, point, wanted)]
    return Conventions(ratios, lacks)


def _ratio(point: Point, wanted: Basis) -> Fraction | None:
    _, enthalpy, told = point
    if told == wanted:
        return Fraction(1)
    if told is None or enthalpy is None:
        return None
    return convention_ratio(Fraction(enthalpy), told, wanted)


def _converted(source: str, point: Point, wanted: Basis, ratio: Fraction) -> Lack:
    code, _, told = point
    assert told is not None
    said = f"{NAMES[told]} -> {NAMES[wanted]}, x {float(ratio):.6f}"
    return Lack("heat_converted", source, detail=_of(code, said))


def _of(code: str, said: str) -> str:
    """Of a meter, where it is one's own: of another's the code is not told."""
    return f"{code}: {said}" if code else said


def _lacks(source: str, point: Point, wanted: Basis) -> list[Lack]:
    code, _, told = point
    if told is None:
        return [Lack("heat_as_metered", source, detail=code)]
    return [] if told == wanted else [Lack("heat_convention", source, detail=_of(code, NAMES[told]))]
