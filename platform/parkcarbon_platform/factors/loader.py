"""Factor sets: strict YAML files with exact decimals, a source and a validity for every value."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from parkcarbon_platform.calculation.accounting.gases import CO2E, GASES
from parkcarbon_platform.calculation.accounting.sources.fuel_combustion import (
    calc_carbon_factor,
    calc_emission_factor,
)
from parkcarbon_platform.errors import PlatformError

SETS = Path(__file__).parent / "sets"


class FactorSetError(PlatformError):
    """A factor set cannot be used."""

    code = "factor_set"
    remedy = (
        "Correct the file; every value is a quoted decimal with a unit, a region, a citation and a grade."
    )


def _decimal(value: object) -> Decimal:
    # A bare YAML number is a binary float already: 0.5306 would not be 0.5306 any more.
    if not isinstance(value, str):
        raise ValueError("write the number in quotes")
    return Decimal(value)


Exact = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0, allow_inf_nan=False)]
# `unknown` is no state: such a factor can be read, and no gas volume fits it.
ReferenceState = Literal["293.15K_101.325kPa", "273.15K_101.325kPa", "unknown"]
# libyaml where it is there: 3,700 values take 0.5 s, not 6 s.
Yaml: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Strict(BaseModel):
    """A mapping of which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Combustion(Strict):
    """What a fuel's factor is made of: NCV [GJ/per], CC [tC/GJ], OF [-]."""

    net_calorific_value: Exact
    per: Literal["t", "10^4 m3"]
    carbon_content: Exact
    oxidation: Annotated[Exact, Field(le=1)]


class Carbon(Strict):
    """The carbon of a material: `content` [tC/per], told as the CO2 that it would become."""

    content: Exact
    per: Literal["t", "10^4 m3"]


class Factor(Strict):
    """One value of a set."""

    factor: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    version: str
    gas: str
    region: str = Field(pattern=r"^[A-Z][A-Z0-9-]*$")
    unit: str = Field(pattern=r"^(kg|kgce)/(kWh|GJ|m3|t|kg|L|km|t\.km|p\.km|1)$")
    value: Exact | None = None
    combustion: Combustion | None = None
    carbon: Carbon | None = None
    valid_from: date | None
    valid_to: date | None
    reference_state: ReferenceState | None = None
    name_zh: str = ""
    name_en: str = ""
    citation: str = Field(min_length=1)
    source_ref: str = ""
    grade: Literal["A", "B", "C"]
    single_source: bool = False

    @model_validator(mode="after")
    def _one_value(self) -> "Factor":
        if [self.value, self.combustion, self.carbon].count(None) != 2:
            raise ValueError("give either a value or what it is made of (combustion, carbon)")
        if self.gas not in (*GASES, CO2E, "SCE"):
            raise ValueError(f"there is no gas {self.gas}")
        return self

    @property
    def number(self) -> Decimal:
        """The value [unit], computed where it is given by its parts."""
        if self.value is not None:
            return self.value
        if self.carbon is not None:
            return calc_carbon_factor(self.carbon.content, self.carbon.per)
        parts = self.combustion
        assert parts is not None
        return calc_emission_factor(
            parts.net_calorific_value, parts.carbon_content, parts.oxidation, parts.per
        )

    @property
    def components(self) -> dict[str, Any]:
        """Names and parts for Explain, as JSON."""
        found: dict[str, Any] = {k: v for k in ("name_zh", "name_en") if (v := getattr(self, k))}
        if self.single_source:
            found["single_source"] = True
        if self.carbon is not None:
            found["formula"] = "CC × 44/12"
            found["carbon_content"] = {
                "value": str(self.carbon.content),
                "unit": f"tC/{self.carbon.per}",
                "citation": self.citation,
            }
        if self.combustion is not None:
            parts = self.combustion
            found["formula"] = "NCV × CC × OF × 44/12"
            found["net_calorific_value"] = {
                "value": str(parts.net_calorific_value),
                "unit": f"GJ/{parts.per}",
                "citation": self.citation,
            }
            found["carbon_content"] = {
                "value": str(parts.carbon_content),
                "unit": "tC/GJ",
                "citation": self.citation,
            }
            found["oxidation"] = {"value": str(parts.oxidation), "unit": "1", "citation": self.citation}
        return found


class _File(Strict):
    schema_: Literal["parkcarbon/factors/v1"] = Field(alias="schema")
    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]+$")
    title: str
    publisher: str
    licence: str
    published: date | None = None
    optional: bool = False
    factors: tuple[Factor, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A checked set with the hash of its file; an optional one counts where a park has adopted it."""

    code: str
    title: str
    publisher: str
    licence: str
    published: date | None
    optional: bool
    sha256: bytes
    factors: tuple[Factor, ...]


def parse(content: bytes, name: str = "factor set") -> FactorSet:
    """A set from the bytes of its file."""
    try:
        document = yaml.load(content, Loader=Yaml)  # noqa: S506  # a safe loader
        if not isinstance(document, dict):
            raise FactorSetError(f"{name} is no mapping.", file=name)
        defaults = document.pop("defaults", {})
        document["factors"] = [{**defaults, **row} for row in document.get("factors") or []]
        file = _File.model_validate(document)
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise FactorSetError(f"{name} cannot be used: {error}", file=name) from None
    _check_unique(file.factors, name)
    digest = hashlib.sha256(content).digest()
    return FactorSet(
        file.code, file.title, file.publisher, file.licence, file.published, file.optional, digest,
        file.factors,
    )  # fmt: skip


def _check_unique(factors: tuple[Factor, ...], name: str) -> None:
    seen = set()
    for row in factors:
        key = (row.factor, row.region, row.version, row.gas)
        if key in seen:
            raise FactorSetError(f"{name} has {key} twice.", file=name, key=key)
        seen.add(key)


def files() -> Iterator[Path]:
    """The files of the sets that come with the platform, by name."""
    return iter(sorted(SETS.glob("*.yaml")))


@cache
def load_all() -> tuple[FactorSet, ...]:
    """Every set that comes with the platform."""
    sets = tuple(parse(path.read_bytes(), path.name) for path in files())
    codes = [s.code for s in sets]
    if len(set(codes)) != len(codes):
        raise FactorSetError("Two files have the same code.", codes=codes)
    return sets
