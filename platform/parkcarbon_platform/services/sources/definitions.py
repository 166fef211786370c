"""An emission source as somebody wants it, and what must hold before it is kept or tried."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.calculation.units import UnitError, to_base
from parkcarbon_platform.errors import ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.meter_life import virtual_points
from parkcarbon_platform.services.parks import source_rules
from parkcarbon_platform.services.parks.source_rules import Mistake
from parkcarbon_platform.storage import parks, points
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.points import Point

MOST_TERMS = 100


class SourceError(InvalidError):
    """A source contradicts itself; `problems` are all mistakes found, `field` is where the first is."""

    code = "emission_source"
    remedy = "Correct what is named."


@dataclass(frozen=True, slots=True)
class Term:
    """A point in a signed sum."""

    point: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Definition:
    """A source; `enterprise` None: the park's own. Days are local, both inclusive."""

    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    formula: str
    factor: str
    factor_region: str | None = None
    internal_transfer: bool = False
    gas: str = "CO2"
    unit_code: str | None = None
    scope3_category: int | None = None
    biogenic: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    activity: Sequence[Term] = ()
    live: Sequence[Term] = ()
    scenes: Mapping[str, Decimal] = field(default_factory=dict)

    def row(self, park_id: int, code: str, enterprise_id: int | None) -> dict[str, Any]:
        """As it is stored."""
        names = (
            "name_zh", "name_en", "category", "carrier", "scope", "formula", "factor", "factor_region",
            "internal_transfer", "gas", "unit_code", "scope3_category", "biogenic", "valid_from", "valid_to",
        )  # fmt: skip
        owner = {"park_id": park_id, "enterprise_id": enterprise_id, "code": code}
        return owner | {name: getattr(self, name) for name in names}

    def body(self) -> dict[str, Any]:
        """As it is told later, to those who ask what somebody did."""
        told = self.row(0, "", None) | {"enterprise": self.enterprise}
        told = {name: str(v) if isinstance(v, date) else v for name, v in told.items() if v is not None}
        told["activity"] = [[term.point, term.weight] for term in self.activity]
        told["scenes"] = {scene: str(share) for scene, share in self.scenes.items()}
        return {name: value for name, value in told.items() if name not in ("park_id", "code")}


def owner_of(connection: Connection, actor: Actor, enterprise: str | None) -> int | None:
    """The enterprise whose source it shall be; an enterprise's user has no other."""
    if enterprise is None:
        if actor.enterprise_id is not None:
            raise ForbiddenError("The park's own sources are the operator's.")
        return None
    found = parks.ids(connection, "enterprise").get(enterprise)
    if found is None or not actor.owns(found):
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    return found


def check(connection: Connection, wanted: Definition) -> dict[str, Point]:
    """The points of a definition that can be kept, as the transaction sees them; raises SourceError."""
    found = {
        code: point
        for code in {term.point for term in (*wanted.activity, *wanted.live)}
        if (point := points.find(connection, code)) is not None
    }
    mistakes = [*source_rules.problems(wanted), *_terms(wanted, found)]
    if mistakes:
        raise SourceError(
            f"{mistakes[0].path}: {mistakes[0].problem}.",
            remedy=f"{mistakes[0].remedy}.",
            field=mistakes[0].path,
            problems=[mistake._asdict() for mistake in mistakes],
        )
    virtual_points.check_added(connection, [found[term.point] for term in wanted.activity])
    return found


def _terms(wanted: Definition, found: Mapping[str, Point]) -> Iterator[Mistake]:
    """The points exist, each once, of one base unit that the formula takes; gauges show, amounts count."""
    formula = FORMULAS.get(wanted.formula)
    bases = formula.bases if formula else frozenset[str]()
    for path, terms, gauge in (("activity", wanted.activity, False), ("live", wanted.live, True)):
        if len(terms) > MOST_TERMS:
            yield Mistake(path, f"it has more than {MOST_TERMS} points", "Sum them by a computed point")
        for code, count in Counter(term.point for term in terms).items():
            if code not in found:
                yield Mistake(path, f"there is no point {code}", "Correct the code")
            if count > 1:
                yield Mistake(path, f"{code} stands {count} times", "Name each point once")
        known = [found[term.point] for term in terms if term.point in found]
        for point in known:
            if (point.kind == "gauge") != gauge and not (point.integrated and not gauge):
                wanted_kind = "a gauge" if gauge else "an amount"
                yield Mistake(path, f"{point.code} is not {wanted_kind}", f"Name {wanted_kind}")
        yield from _units(path, known, bases)


def _units(path: str, known: Sequence[Point], bases: frozenset[str]) -> Iterator[Mistake]:
    try:
        units = {to_base(point.unit, point.quantity, point.carrier).name for point in known}
    except UnitError as error:
        yield Mistake(path, error.message.rstrip("."), error.advice.rstrip("."))
        return
    if len(units) > 1:
        yield Mistake(path, f"the points are in {' and '.join(sorted(units))}", "Split the source")
    elif bases and not units <= bases:
        yield Mistake(
            path, f"the points are in {', '.join(units)}", f"The formula takes {', '.join(sorted(bases))}"
        )
