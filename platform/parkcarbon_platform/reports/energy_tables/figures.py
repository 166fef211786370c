"""What tables of energy and emissions show: lines of energy, conversion, products, emissions, stocks."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Role = Literal["bought", "inside", "generated", "delivered", "left"]
# What adds to the energy that a boundary uses, and what leaves it.
SIGNS: dict[Role, int] = {"bought": 1, "inside": 1, "generated": 1, "delivered": -1, "left": -1}


@dataclass(frozen=True, slots=True)
class EnergyLine:
    """A source or point: `quantity` [`unit`, a base unit]; standard coal [g] = quantity × `each`, rounded."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    role: Role
    quantity: int
    unit: str
    coefficient: str
    each: Fraction
    coal_g: int
    citation: str
    converted: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class StockLine:
    """A fuel in stock between stock takes [g]; names are of the enterprise, and of the fuel."""

    enterprise: str
    name_zh: str
    name_en: str
    item: str
    item_zh: str
    item_en: str
    opening: int
    bought: int
    sold: int
    closing: int


@dataclass(frozen=True, slots=True)
class ConversionLine:
    """What an enterprise converts [J, g of coal]."""

    name_zh: str
    name_en: str
    put_in_j: int
    got_out_j: int
    put_in_g: int
    got_out_g: int


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product with the energy or CO2 of one unit of it; None where something is lacking."""

    item: str
    numerator: str
    amount: Decimal | None
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class EmissionLine:
    """A source and factor: activity [`unit`] and emissions [mg of CO2e]."""

    name_zh: str
    name_en: str
    category: str
    gas: str
    quantity: int
    unit: str
    factor: str
    citation: str
    mg: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Tables of local days [start, end) of a park, or of one `enterprise` of it."""

    park_code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    ruleset_zh: str
    ruleset_en: str
    start: date
    end: date
    made_at: datetime
    energy: tuple[EnergyLine, ...]
    stocks: tuple[StockLine, ...]
    conversions: tuple[ConversionLine, ...]
    products: tuple[ProductLine, ...]
    emissions: tuple[EmissionLine, ...]
    total_mg: int

    @property
    def coal_g(self) -> int:
        """Energy used, in standard coal by calorific value [g]."""
        return sum(SIGNS[line.role] * line.coal_g for line in self.energy)
