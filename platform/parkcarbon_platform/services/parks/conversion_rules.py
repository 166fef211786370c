"""What a converted point needs, wherever its definition comes from."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering import conversion as calculation
from parkcarbon_platform.calculation.metering.virtual import ExpressionError
from parkcarbon_platform.calculation.steam import StateError
from parkcarbon_platform.calculation.units import ReferenceStateError
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.metering.converting import conversion_of
from parkcarbon_platform.services.parks.park_file import ConvertedPoint

PARAMETERS = (
    "pressure_is", "atmospheric_kpa", "typical_pressure_mpa", "typical_temperature_c", "feed_temperature_c",
    "basis", "enthalpy_kj_per_kg", "compressibility",
)  # fmt: skip
MEASURES = {"pressure": "pressure", "temperature": "temperature", "feed": "temperature"}
STANDS_IN = {
    "pressure": "typical_pressure_mpa", "temperature": "typical_temperature_c", "feed": "feed_temperature_c",
}  # fmt: skip
ACCOUNTING = "accounting_heat"
# What the interface can tell; and ratios of compressibilities that a gas can have.
DECIMALS = 9
LEAST_Z, MOST_Z = Decimal("0.1"), Decimal(10)


class ConversionError(InvalidError):
    """A converted point cannot be computed as it is defined; `field` is what is wrong."""

    code = "conversion"
    remedy = "Correct the field that is named; docs/metering.md, Gas and steam, says what each kind needs."


class Input(Protocol):
    """A point that a conversion takes in."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def kind(self) -> str:
        """register, interval, gauge, virtual."""
        ...

    @property
    def integrated(self) -> bool:
        """Whether it is a gauge with amounts."""
        ...

    @property
    def quantity(self) -> str:
        """What it measures."""
        ...

    @property
    def carrier(self) -> str:
        """Of what."""
        ...

    @property
    def unit(self) -> str:
        """In what."""
        ...


Made = TypeVar("Made", bound=Input)


def parameters(wanted: ConvertedPoint) -> dict[str, str]:
    """What is stored of a definition beside its inputs."""
    given = {name: getattr(wanted, name) for name in PARAMETERS}
    return {name: str(value) for name, value in given.items() if value is not None}


def check(wanted: ConvertedPoint, inputs: Mapping[str, Input]) -> None:
    """Raises ConversionError or ReferenceStateError for the first thing that is wrong."""
    _check_amount(wanted, inputs["amount"])
    _check_gauges(wanted, inputs)
    if wanted.kind == "gas_volume":
        _check_gas(wanted, inputs)
    else:
        _check_steam(wanted)
    _check_numbers(wanted)
    metered = frozenset(inputs) - {"amount"}
    try:
        calculation.check(conversion_of(wanted.kind, metered, parameters(wanted), wanted.reference_state, {}))
    except StateError as error:
        raise ConversionError(f"The typical state is impossible: {error.message}", field="typical") from None


def check_mixture(inputs: Iterable[Made], parts: Callable[[Made], Iterable[Made]]) -> None:
    """Accounting heat is defined by a ruleset, other heat is measured: a sum of both would be neither.

    `parts` are the points that a formula adds up or an allocation divides: what they are, it is.
    """
    waiting, seen, kinds = list(inputs), set[str](), set[str]()
    while waiting:
        point = waiting.pop()
        kind = _heat(point)
        if kind is None or point.code in seen:
            continue
        seen.add(point.code)
        within = [] if kind == ACCOUNTING else list(parts(point))
        waiting += within
        kinds |= set() if within else {kind}
    if len(kinds) > 1:
        raise ExpressionError(
            "Accounting heat and thermodynamic heat are different quantities.",
            remedy="Use one of the two throughout.",
            fault="heat",
        )


def _heat(point: Input) -> str | None:
    formula: Mapping[str, Any] = getattr(point, "formula", None) or {}
    kind = formula.get("conversion", point.kind)
    if kind == ACCOUNTING:
        return ACCOUNTING
    return "thermodynamic" if units.to_base(point.unit, point.quantity, point.carrier).name == "J" else None


def _check_amount(wanted: ConvertedPoint, amount: Input) -> None:
    base = "mL" if wanted.kind == "gas_volume" else "g"
    found = units.to_base(amount.unit, amount.quantity, amount.carrier)
    if found.name != base or (amount.kind == "gauge" and not amount.integrated):
        what = "a volume" if base == "mL" else "a mass"
        raise ConversionError(f"{amount.code} is no amount of {what[2:]}.", field="amount", point=amount.code)
    made = units.to_base(wanted.unit, wanted.quantity, wanted.carrier)
    if made.name not in ("mL", "J"):
        raise ConversionError(f"{wanted.unit} of {wanted.carrier} is no unit of heat.", field="unit")


def _check_gauges(wanted: ConvertedPoint, inputs: Mapping[str, Input]) -> None:
    for name, quantity in MEASURES.items():
        if name not in inputs:
            continue
        point = inputs[name]
        if point.quantity != quantity:
            raise ConversionError(f"{point.code} measures no {quantity}.", field=name, point=point.code)
        stands_in = STANDS_IN[name]
        if getattr(wanted, stands_in) is None:
            raise ConversionError(
                f"{stands_in} is missing: it stands in while {point.code} is silent.", field=stands_in
            )


def _check_gas(wanted: ConvertedPoint, inputs: Mapping[str, Input]) -> None:
    if not {"pressure", "temperature"} <= inputs.keys():
        raise ConversionError("Gas needs a pressure and a temperature.", field="pressure")
    if wanted.reference_state not in units.REFERENCE_CONDITIONS:
        raise ReferenceStateError(
            f"{wanted.reference_state or 'Nothing'} is none of {', '.join(units.REFERENCE_STATES)}.",
            field="reference_state",
        )
    if getattr(inputs["amount"], "reference_state", None) is not None:
        raise ReferenceStateError(
            f"{wanted.amount} is at reference conditions already.", field="amount", point=wanted.amount
        )


def _check_steam(wanted: ConvertedPoint) -> None:
    if wanted.reference_state is not None:
        raise ConversionError("Heat has no reference state of a gas.", field="reference_state")
    if (wanted.kind == ACCOUNTING) != (wanted.basis is not None):
        needed = "needs a basis: full or less_feed" if wanted.kind == ACCOUNTING else "has no basis"
        raise ConversionError(f"{wanted.kind} {needed}.", field="basis")
    if wanted.kind == ACCOUNTING and (wanted.feed is not None or wanted.feed_temperature_c is not None):
        raise ConversionError("Accounting heat takes off what its basis says.", field="feed")
    if wanted.enthalpy_kj_per_kg is not None and wanted.kind != ACCOUNTING:
        raise ConversionError(
            "Only accounting heat takes an enthalpy from a table.", field="enthalpy_kj_per_kg"
        )
    if wanted.enthalpy_kj_per_kg is None and wanted.pressure is None and wanted.temperature is None:
        raise ConversionError("Steam needs a pressure or a temperature.", field="pressure")


def _check_numbers(wanted: ConvertedPoint) -> None:
    for name in PARAMETERS:
        value = getattr(wanted, name)
        if not isinstance(value, Decimal):
            continue
        is_temperature = name.endswith("_c")
        if not value.is_finite() or abs(value) > 10**6 or (value <= 0 and not is_temperature):
            raise ConversionError(f"{name} is no possible number.", field=name)
        if value != round(value, DECIMALS):
            raise ConversionError(f"{name} has more than {DECIMALS} decimals.", field=name)
    if not LEAST_Z <= wanted.compressibility <= MOST_Z:
        raise ConversionError(f"compressibility is between {LEAST_Z} and {MOST_Z}.", field="compressibility")
