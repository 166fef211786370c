"""Virtual points, and expressions over a period. Times are ms since the epoch."""

from typing import Annotated, Literal

from parkcarbon_platform.services.ledger.changes import Point
from parkcarbon_platform.services.meter_life.virtual_points import Checked, Definition, Measure, Value
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.virtual_points.endings import Ended, ended
from parkcarbon_saas.tenancy import CODE

Inputs = dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,30}$")], Annotated[str, Field(pattern=CODE)]]


class Expression(BaseModel):
    """An expression over points; `inputs` are point codes by the names used in it."""

    model_config = ConfigDict(extra="forbid")

    expression: str = Field(min_length=1, max_length=500)
    inputs: Inputs


class Wanted(Expression):
    """An expression, what its point shall measure, and the code of a point that is there already."""

    quantity: str | None = Field(default=None, max_length=30)
    carrier: str | None = Field(default=None, min_length=1, max_length=64)
    unit: str | None = Field(default=None, max_length=20)
    point: str | None = Field(default=None, pattern=CODE)

    def measure(self) -> Measure | None:
        """As the platform takes it; None where it is not all said."""
        if self.quantity is None or self.carrier is None or self.unit is None:
            return None
        return Measure(self.quantity, self.carrier, self.unit)


class Period(Expression):
    """An expression over [from, to)."""

    start: int = Field(alias="from", ge=0, le=4_102_444_800_000)
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000)


class NewVirtualPoint(Expression):
    """A virtual point; without enterprise it is the park's own."""

    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    enterprise: str | None = Field(default=None, pattern=CODE)
    quantity: str = Field(max_length=30)
    carrier: str = Field(min_length=1, max_length=64)
    unit: str = Field(max_length=20)

    def definition(self) -> Definition:
        """As the platform takes it."""
        return Definition(
            self.name_zh, self.name_en, self.enterprise, self.quantity, self.carrier, self.unit,
            self.expression, self.inputs,
        )  # fmt: skip


class VirtualPoint(BaseModel):
    """A virtual point with its formula."""

    point: str
    name_zh: str
    name_en: str
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    expression: str
    inputs: dict[str, str]
    ended: Ended | None


class VirtualPoints(BaseModel):
    """The virtual points, by code; `cursor` where there are more."""

    points: list[VirtualPoint]
    cursor: str | None


class CheckedExpression(BaseModel):
    """What an expression is, and its base unit; a ratio cannot be a point."""

    kind: Literal["amount", "ratio"]
    base: str


class ExpressionValue(CheckedExpression):
    """An expression over a period in its base unit, from sums; null where it divides by zero."""

    value: str | None
    sums: dict[str, int]


def virtual_point(row: Point) -> VirtualPoint:
    """The schema of a virtual point."""
    formula = row.formula or {}
    return VirtualPoint(
        point=row.code, name_zh=row.name_zh, name_en=row.name_en, enterprise=row.enterprise,
        quantity=row.quantity, carrier=row.carrier, unit=row.unit,
        expression=str(formula.get("expression", "")), inputs=dict(formula.get("inputs", {})),
        ended=ended(formula),
    )  # fmt: skip


def checked(row: Checked) -> CheckedExpression:
    """The schema of a checked expression."""
    return CheckedExpression.model_validate({"kind": row.kind, "base": row.base})


def value(row: Value) -> ExpressionValue:
    """The schema of a value."""
    text = None if row.value is None else f"{row.value.normalize():f}"
    return ExpressionValue.model_validate(
        {"kind": row.checked.kind, "base": row.checked.base, "value": text, "sums": dict(row.sums)}
    )
