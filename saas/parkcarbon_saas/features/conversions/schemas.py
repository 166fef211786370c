"""Converted points. Pressures are MPa absolute, temperatures °C; decimals are strings."""

from decimal import Decimal
from typing import Annotated, Literal

from parkcarbon_platform.services.ledger.changes import Point, base_of
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meter_life.conversions import ConvertedPoint, Tried
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from parkcarbon_saas.features.virtual_points.endings import Ended, ended
from parkcarbon_saas.tenancy import CODE

Kind = Literal["steam_heat", "accounting_heat", "gas_volume"]
Code = Annotated[str, Field(pattern=CODE)]
Number = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=9, ge=-1000, le=1_000_000, allow_inf_nan=False),
    PlainSerializer(str, return_type=str, when_used="json"),
]


class Settings(BaseModel):
    """What an amount is converted with.

    `pressure_is` gauge: the reading is above `atmospheric_kpa`. Typical values stand in while a gauge is
    silent or impossible. `feed`: the water that came in, which thermodynamic heat is told from; without it
    and `feed_temperature_c` from water at its triple point. `basis` is of accounting heat.
    """

    model_config = ConfigDict(extra="forbid")

    amount: Code
    pressure: Code | None = None
    temperature: Code | None = None
    feed: Code | None = None
    pressure_is: Literal["absolute", "gauge"] = "absolute"
    atmospheric_kpa: Number = Decimal("101.325")
    typical_pressure_mpa: Number | None = None
    typical_temperature_c: Number | None = None
    feed_temperature_c: Number | None = None
    basis: Literal["full", "less_feed"] | None = None
    enthalpy_kj_per_kg: Number | None = None
    reference_state: str | None = Field(default=None, max_length=40)
    compressibility: Number = Decimal(1)


class NewConversion(Settings):
    """A converted point; without enterprise it is the park's own."""

    kind: Kind
    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    enterprise: Code | None = None
    carrier: str = Field(min_length=1, max_length=64)
    unit: str = Field(max_length=20)

    def definition(self, code: str) -> ConvertedPoint:
        """As the platform takes it."""
        return ConvertedPoint(code=code, **self.model_dump())


class Conversion(NewConversion):
    """A converted point as it is computed."""

    point: str
    ended: Ended | None


class TriedConversion(BaseModel):
    """The newest day [from, to) of the amount as it would be converted; `quarters` of 96 could be."""

    model_config = ConfigDict(serialize_by_alias=True)

    point: str
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    base_unit: str
    converted_base: int
    estimated_base: int
    quarters: int
    methods: list[str]
    amount: str
    amount_base_unit: str
    amount_base: int


class Conversions(BaseModel):
    """The converted points, by code; `cursor` where there are more."""

    points: list[Conversion]
    cursor: str | None


def conversion(row: Point) -> Conversion:
    """The schema of a converted point."""
    formula = row.formula or {}
    return Conversion.model_validate(
        {
            "point": row.code, "kind": formula["conversion"], "name_zh": row.name_zh, "name_en": row.name_en,
            "enterprise": row.enterprise, "carrier": row.carrier, "unit": row.unit,
            "reference_state": row.reference_state, **formula["inputs"], **formula["parameters"],
            "ended": ended(formula),
        }
    )  # fmt: skip


def tried(found: Tried) -> TriedConversion:
    """The schema of a conversion that was tried."""
    return TriedConversion.model_validate(
        {
            "point": found.point.code, "from": to_ms(found.start), "to": to_ms(found.end),
            "base_unit": base_of(found.point).name, "converted_base": found.quantity,
            "estimated_base": found.estimated, "quarters": found.quarters, "methods": found.methods,
            "amount": found.amount.code, "amount_base_unit": base_of(found.amount).name,
            "amount_base": found.amount_quantity,
        }
    )  # fmt: skip
