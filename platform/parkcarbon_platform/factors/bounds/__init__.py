"""Bounds of factors: strict YAML files beside the sets, with what they are printed as and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from parkcarbon_platform.factors.loader import Exact, FactorSetError, Strict, Yaml

FOLDER = Path(__file__).parent
Component = Literal["net_calorific_value", "carbon_content", "factor", "report"]


class _Row(Strict):
    factors: tuple[str, ...] = Field(min_length=1)
    component: Component
    range: tuple[Exact, Exact, Exact]
    unit: str
    level: Exact
    distribution: Literal["normal", "lognormal", "triangular", "uniform"]
    citation: str = Field(min_length=1)
    source_ref: str

    @model_validator(mode="after")
    def _in_order(self) -> "_Row":
        value, lower, upper = self.range
        if not 0 < lower <= value <= upper:
            raise ValueError("write value, lower and upper bound")
        return self


class _File(Strict):
    schema_: Literal["parkcarbon/bounds/v1"] = Field(alias="schema")
    title: str
    publisher: str
    licence: str
    bounds: tuple[_Row, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a component of a factor may be off, as shares [-] of its value; `shown` as printed."""

    component: Component
    lower: float
    upper: float
    level: float
    distribution: Literal["normal", "lognormal", "triangular", "uniform"]
    shown: tuple[Decimal, Decimal, Decimal]
    unit: str
    citation: str


def _bound(row: _Row) -> Bound:
    value, lower, upper = (Fraction(number) for number in row.range)
    return Bound(
        row.component, float(lower / value - 1), float(upper / value - 1), float(row.level), row.distribution,
        row.range, row.unit, row.citation,
    )  # fmt: skip


@cache
def load() -> Mapping[str, tuple[Bound, ...]]:
    """Bounds by factor; a factor that is not here has none that anybody has published."""
    found: dict[str, tuple[Bound, ...]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            document = yaml.load(path.read_bytes(), Loader=Yaml)  # noqa: S506  # a safe loader
            defaults = document.pop("defaults", {})
            document["bounds"] = [{**defaults, **row} for row in document.get("bounds") or []]
            rows = _File.model_validate(document).bounds
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise FactorSetError(f"{path.name} cannot be used: {error}", file=path.name) from None
        for row in rows:
            for factor in row.factors:
                found[factor] = (*found.get(factor, ()), _bound(row))
    return found
