"""Define virtual points, and evaluate expressions over a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering import virtual
from parkcarbon_platform.calculation.metering.virtual import Amount, ExpressionError, Ratio
from parkcarbon_platform.errors import ConflictError, ForbiddenError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.ledger.changes import Change, Workplace
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.parks import conversion_rules
from parkcarbon_platform.storage import derived as storage
from parkcarbon_platform.storage import ledger, parks, points, previews
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point

__all__ = [
    "Checked",
    "Definition",
    "ExpressionError",
    "Measure",
    "Value",
    "check",
    "check_added",
    "check_circle",
    "check_heat",
    "evaluate",
    "put",
]

MOST_INPUTS = 50


@dataclass(frozen=True, slots=True)
class Definition:
    """A virtual point as somebody wants it; `inputs` are point codes by name."""

    name_zh: str
    name_en: str
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    expression: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a virtual point shall measure."""

    quantity: str
    carrier: str
    unit: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What an expression is; `base` is the base unit of an amount, or of both parts of a ratio (`J/Wh`)."""

    formula: Amount | Ratio
    base: str

    @property
    def kind(self) -> str:
        """An amount, or a ratio of two."""
        return "amount" if isinstance(self.formula, Amount) else "ratio"


@dataclass(frozen=True, slots=True)
class Value:
    """An expression over a period, from sums [base unit]; None where the denominator is zero."""

    checked: Checked
    value: Decimal | None
    sums: Mapping[str, int]


def check(
    connection: Connection, expression: str, inputs: Mapping[str, str],
    *, measure: Measure | None = None, code: str | None = None,
) -> Checked:  # fmt: skip
    """What an expression over points is; raises ExpressionError, also where `code` cannot be made of it."""
    found = _inputs(connection, inputs)
    checked = _checked(connection, expression, found)
    if measure is not None:
        _check_fits(checked, measure)
    old = None if code is None else points.find(connection, code)
    if old is not None:
        check_circle(connection, {old.id: {p.id for p in found.values()}})
    return checked


def evaluate(
    connection: Connection, expression: str, inputs: Mapping[str, str], start: datetime, end: datetime
) -> Value:
    """An expression over [start, end), from the sums of its inputs."""
    found = _inputs(connection, inputs)
    checked = _checked(connection, expression, found)
    energy = previews.energy(connection, [p.id for p in found.values()], start, end)
    sums = {name: energy[p.id].quantity if p.id in energy else 0 for name, p in found.items()}
    if isinstance(checked.formula, Amount):
        result: Fraction | None = virtual.evaluate_sums(checked.formula, sums)
    else:
        result = virtual.evaluate_ratio(checked.formula, sums)
    value = None if result is None else Decimal(round(result * 10**9)) / 10**9
    return Value(checked, value, sums)


def put(place: Workplace, actor: Actor, code: str, wanted: Definition) -> Point:
    """Make a virtual point, or give it another formula: what it was is computed again."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        inputs = _inputs(connection, wanted.inputs)
        enterprise_id = _owner(connection, actor, wanted.enterprise)
        checked = _checked(connection, wanted.expression, inputs)
    _check_fits(checked, Measure(wanted.quantity, wanted.carrier, wanted.unit))
    return place.do(
        lambda connection: _put(connection, place, code, wanted, inputs=inputs, enterprise_id=enterprise_id)
    )


def check_circle(connection: Connection, made: Mapping[int, set[int]]) -> None:
    """Refuse points that would be computed from themselves; `made` replaces what is stored of its points."""
    graph: dict[int, set[int]] = {}
    for point_id, input_id in storage.inputs_of_all(connection):
        graph.setdefault(point_id, set()).add(input_id)
    virtual.in_order({n: sorted(given) for n, given in (graph | dict(made)).items()})


def check_heat(connection: Connection, point_id: int) -> None:
    """Refuse accounting heat added to other heat, in a stored point or in any that is made of it."""
    parts = _parts(connection)
    reached = _made_of(point_id, parts)
    for point in points.of_ids(connection, sorted(reached)).values():
        conversion_rules.check_mixture([point], lambda p: parts.get(p.id, ()))


def check_added(connection: Connection, added: Sequence[Point]) -> None:
    """Refuse accounting heat beside other heat in a sum of points."""
    parts = _parts(connection)
    conversion_rules.check_mixture(added, lambda p: parts.get(p.id, ()))


def check_sources(connection: Connection, point_id: int) -> None:
    """Refuse sources that would add accounting heat to other heat, through a stored point."""
    parts = _parts(connection)
    for source in ledger.sources_of(connection, sorted(_made_of(point_id, parts))):
        added = points.of_ids(connection, source.points)
        conversion_rules.check_mixture(added.values(), lambda p: parts.get(p.id, ()))


def _made_of(point_id: int, parts: Mapping[int, Sequence[Point]]) -> set[int]:
    """A point and all that are made of it."""
    reached, found = set[int](), {point_id}
    while found:
        reached |= found
        found = {n for n, given in parts.items() if not reached.isdisjoint(p.id for p in given)} - reached
    return reached


def _parts(connection: Connection) -> dict[int, list[Point]]:
    """What formulas add up and allocations divide, by the points that are made of it."""
    made = {row.point_id: set(row.inputs) for row in storage.formulas(connection)}
    for share in storage.shares(connection):
        made.setdefault(share.target_id, set()).add(share.point_id)
    known = points.of_ids(connection, sorted(set[int]().union(*made.values())))
    return {n: [known[i] for i in sorted(given) if i in known] for n, given in made.items()}


def _put(
    connection: Connection, place: Workplace, code: str, wanted: Definition,
    *, inputs: Mapping[str, Point], enterprise_id: int | None,
) -> Change[Point]:  # fmt: skip
    old = points.find(connection, code)
    if old is not None:
        _check_same(old, wanted, enterprise_id)
    formula = {"expression": wanted.expression, "inputs": {n: p.code for n, p in sorted(inputs.items())}}
    point_id = parks.put_virtual_point(
        connection,
        {
            "park_id": place.park_id, "code": code, "name_zh": wanted.name_zh, "name_en": wanted.name_en,
            "enterprise_id": enterprise_id, "quantity": wanted.quantity, "carrier": wanted.carrier,
            "unit": wanted.unit,
        },
        formula,
    )  # fmt: skip
    ids = sorted({p.id for p in inputs.values()})
    check_circle(connection, {point_id: set(ids)})
    storage.set_inputs(connection, place.park_id, point_id, "formula", ids)
    check_heat(connection, point_id)
    check_sources(connection, point_id)
    return Change(changes.point_of(connection, code), spans_of(connection, [point_id], ids), "virtual point")


def spans_of(connection: Connection, outputs: list[int], inputs: list[int]) -> list[Range]:
    """All of the time that the inputs, or the outputs so far, have intervals for."""
    span = storage.extent(connection, [*outputs, *inputs])
    return [] if span is None else [Range(n, to_ms(span[0]), to_ms(span[1])) for n in outputs]


def _check_same(old: Point, wanted: Definition, enterprise_id: int | None) -> None:
    if "expression" not in (old.formula or {}):
        raise ConflictError(f"{old.code} is the code of another point.", remedy="Choose another code.")
    for name in ("quantity", "carrier", "unit"):
        if getattr(old, name) != getattr(wanted, name):
            raise ConflictError(
                f"The {name} of {old.code} cannot change.", remedy="Give the new meaning a new code."
            )
    if old.enterprise_id != enterprise_id:
        raise ConflictError(f"{old.code} belongs to somebody else.", remedy="Choose another code.")


def _owner(connection: Connection, actor: Actor, enterprise: str | None) -> int | None:
    if enterprise is None:
        if actor.enterprise_id is not None:
            raise ForbiddenError("A point of the park is for its operators.", remedy="Name your enterprise.")
        return None
    found = parks.ids(connection, "enterprise").get(enterprise)
    if found is None:
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    return found


def _inputs(connection: Connection, inputs: Mapping[str, str]) -> dict[str, Point]:
    if not 1 <= len(inputs) <= MOST_INPUTS:
        raise ExpressionError(f"An expression has 1 to {MOST_INPUTS} inputs.", fault="inputs")
    found = {name: changes.point_of(connection, code) for name, code in inputs.items()}
    for point in found.values():
        if point.kind == "gauge" and not point.integrated:
            raise ExpressionError(
                f"{point.code} is a gauge: it has no amounts.", remedy="Name a register.", fault="gauge",
                name=point.code,
            )  # fmt: skip
    return found


def _check_fits(checked: Checked, measure: Measure) -> None:
    base = units.to_base(measure.unit, measure.quantity, measure.carrier)
    if base.is_rate or checked.kind != "amount":
        raise ExpressionError(
            "A virtual point is an amount; a rate or a ratio cannot be added up.",
            remedy="Evaluate the ratio over a period instead.",
            fault="rate" if base.is_rate else "ratio",
        )
    if checked.base != base.name:
        raise ExpressionError(
            f"The expression is in {checked.base}, the point in {base.name}.",
            remedy="Choose another unit, quantity or carrier.",
            fault="unit", left=checked.base, right=base.name,
        )  # fmt: skip


def _checked(connection: Connection, expression: str, inputs: Mapping[str, Point]) -> Checked:
    parts = _parts(connection)
    conversion_rules.check_mixture(inputs.values(), lambda p: parts.get(p.id, ()))
    bases = {name: units.to_base(p.unit, p.quantity, p.carrier).name for name, p in inputs.items()}
    formula = virtual.parse(expression, bases)
    if isinstance(formula, Amount):
        return Checked(formula, formula.base)
    return Checked(formula, f"{formula.numerator.base}/{formula.denominator.base}")
