"""What must hold within an emission source: formula, category, gas, scope and scenes fit each other."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from parkcarbon_platform.calculation.accounting.gases import CO2, CO2E
from parkcarbon_platform.calculation.accounting.sources import FORMULAS

SCENES = ("energy", "industry", "building", "transport", "infrastructure")
CATEGORIES = (
    "stationary_combustion", "mobile_combustion", "conversion", "purchased_electricity", "purchased_heat",
    "process", "fugitive", "wastewater", "waste", "scope3", "sink",
)  # fmt: skip
# Bought energy is emitted elsewhere; everything else inside the boundary is scope 1.
FIRST_YEAR, LAST_YEAR = 1970, 2200
SCOPES = {"purchased_electricity": 2, "purchased_heat": 2, "scope3": 3}


class Mistake(NamedTuple):
    """Where in the source, what, and what to do."""

    path: str
    problem: str
    remedy: str


class SourceLike(Protocol):
    """A source as far as its own rules need it; `scenes` are shares."""

    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def scope(self) -> int: ...  # noqa: D102
    @property
    def formula(self) -> str: ...  # noqa: D102
    @property
    def gas(self) -> str: ...  # noqa: D102
    @property
    def scope3_category(self) -> int | None: ...  # noqa: D102
    @property
    def biogenic(self) -> bool: ...  # noqa: D102
    @property
    def internal_transfer(self) -> bool: ...  # noqa: D102
    @property
    def valid_from(self) -> date | None: ...  # noqa: D102
    @property
    def valid_to(self) -> date | None: ...  # noqa: D102
    @property
    def scenes(self) -> Mapping[Any, Decimal]: ...  # noqa: D102


def problems(source: SourceLike) -> Iterator[Mistake]:
    """Every mistake of a source in itself."""
    yield from method(source)
    yield from boundary(source)
    yield from shares(source.scenes)
    yield from days(valid_from=source.valid_from, valid_to=source.valid_to)
    if source.valid_from is not None and source.valid_to is not None and source.valid_to < source.valid_from:
        yield Mistake("valid_to", "it ends before it begins", "Give a later day")


def days(**given: date | None) -> Iterator[Mistake]:
    """Days before and after them, in any time zone, can be computed."""
    for path, day in given.items():
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield Mistake(path, f"{day} is no day of a source", f"Give one from {FIRST_YEAR} to {LAST_YEAR}")


def method(source: SourceLike) -> Iterator[Mistake]:
    """The formula exists, is for the category, and can emit the gas."""
    formula = FORMULAS.get(source.formula)
    if formula is None:
        known = ", ".join(FORMULAS)
        yield Mistake("formula", f"there is no formula {source.formula}", f"Use one of {known}")
        return
    if source.category not in formula.categories:
        remedy = f"Use {', '.join(sorted(formula.categories))}"
        yield Mistake("category", f"{source.formula} is not for {source.category}", remedy)
    if source.gas not in formula.gases:
        remedy = f"Use {', '.join(sorted(formula.gases))}"
        yield Mistake("gas", f"{source.formula} does not emit {source.gas}", remedy)
    if (source.formula == "biogenic_combustion" and source.gas == CO2) != source.biogenic:
        remedy = "Say biogenic for the CO2 of biogenic_combustion, and for nothing else"
        yield Mistake("biogenic", "biogenic CO2 is that of burnt biomass", remedy)


def boundary(source: SourceLike) -> Iterator[Mistake]:
    """Scope follows from the category; only bought energy can be a transfer."""
    wanted = SCOPES.get(source.category, 1)
    if source.scope != wanted:
        yield Mistake("scope", f"{source.category} is scope {wanted}", f"Use {wanted}")
    if (source.scope == 3) != (source.scope3_category is not None):
        yield Mistake("scope3_category", "exactly scope 3 has a category", "Give 1 to 15 with scope 3 only")
    if source.gas == CO2E and source.scope != 3:
        yield Mistake("gas", "only scope 3 is told in CO2e", "Make a source of each gas")
    if source.internal_transfer and source.scope != 2:
        remedy = "Say it of purchased electricity or heat"
        yield Mistake("internal_transfer", "only bought energy is a transfer inside the park", remedy)


def shares(scenes: Mapping[str, Decimal]) -> Iterator[Mistake]:
    """The shares are above zero and sum to one."""
    total = sum(scenes.values(), Decimal(0))
    if total != 1:
        yield Mistake("scenes", f"the shares sum to {total}", "Let them sum to 1")
    for scene, share in scenes.items():
        if scene not in SCENES:
            yield Mistake(f"scenes.{scene}", f"there is no scene {scene}", f"Use {', '.join(SCENES)}")
        if share <= 0:
            yield Mistake(f"scenes.{scene}", f"the share {share} is not above zero", "Leave it out")
