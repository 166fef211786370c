from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from parkcarbon_platform.factors.regions import chain
from parkcarbon_platform.factors.resolver import FactorMissingError, Version, resolve


def year(number: int, region: str, value: str, grade: str = "A") -> Version:
    days = date(number, 1, 1), date(number, 12, 31)
    ident = number * 100 + len(region)
    return Version(ident, "grid", region, str(number), "CO2", Decimal(value), "kg/kWh", *days, grade, None)


GRID = [year(2021, "CN", "0.5568"), year(2022, "CN", "0.5366"), year(2023, "CN", "0.5306"),
        year(2022, "CN-REG-E", "0.5617"), year(2023, "CN-JS", "0.5827")]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "day", "value", "fallback"),
    [
        ("CN", date(2022, 1, 1), "0.5366", False),
        ("CN", date(2022, 12, 31), "0.5366", False),
        ("CN", date(2026, 11, 24), "0.5306", True),
        ("CN-JS", date(2023, 7, 1), "0.5827", False),
        ("CN-32", date(2025, 7, 1), "0.5827", True),
        ("CN-JS", date(2022, 7, 1), "0.5617", False),  # its grid has the year
        ("CN-JS", date(2021, 7, 1), "0.5568", False),  # only the country has
        ("CN-GD", date(2024, 1, 1), "0.5306", True),
    ],
)
def test_nearest_region_then_date(region: str, day: date, value: str, fallback: bool) -> None:
    found = resolve(GRID, "grid", chain(region), day)
    assert (found.version.value, found.fallback) == (Decimal(value), fallback)


def test_a_later_year_is_never_used() -> None:
    with pytest.raises(FactorMissingError) as caught:
        resolve(GRID, "grid", chain("CN"), date(2020, 12, 31))
    assert caught.value.facts["factor"] == "grid"
    assert "db migrate" in caught.value.advice


@pytest.mark.parametrize(("factor", "gas"), [("heat", "CO2"), ("grid", "CH4")])
def test_what_is_missing_is_said(factor: str, gas: str) -> None:
    with pytest.raises(FactorMissingError, match=factor):
        resolve(GRID, factor, chain("CN"), date(2023, 1, 1), gas=gas)


def test_the_better_grade_wins_where_several_are_valid() -> None:
    rival = year(2023, "CN", "0.9", "B")
    assert resolve([rival, *GRID], "grid", ("CN",), date(2023, 1, 1)).version.value == Decimal("0.5306")


def test_the_set_adopted_first_wins_over_a_better_grade() -> None:
    rivals = [replace(v, rank=1) for v in GRID] + [year(2023, "CN", "0.9", "C")]
    assert resolve(rivals, "grid", ("CN",), date(2023, 1, 1)).version.value == Decimal("0.9")


def test_ones_own_factor_goes_first_while_it_is_valid() -> None:
    parks = replace(year(2023, "CN", "0.7"), own=True)
    works = replace(parks, id=1, value=Decimal("0.6"), enterprise_id=1)
    known = [*GRID, parks, works]
    day = date(2023, 1, 1)
    values = {
        n: resolve(known, "grid", chain("CN-JS"), day, enterprise_id=n).version.value for n in (None, 1, 2)
    }
    assert values == {None: Decimal("0.7"), 1: Decimal("0.6"), 2: Decimal("0.7")}
    later = resolve(known, "grid", chain("CN-JS"), date(2024, 1, 1), enterprise_id=1)
    assert (later.version.value, later.fallback) == (Decimal("0.5827"), True)


def test_a_version_without_dates_is_always_valid() -> None:
    forever = Version(1, "heat", "CN", "2024", "CO2", Decimal(110), "kg/GJ", None, None, "A", None)
    assert not resolve([forever], "heat", chain("CN-31"), date(1999, 1, 1)).fallback


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("CN-32", ("CN-JS", "CN-REG-E", "CN", "WORLD")),
        ("CN-SC", ("CN-SC", "CN-REG-SW", "CN", "WORLD")),
        ("CN-XZ", ("CN-XZ", "CN", "WORLD")),
        ("CN-REG-S", ("CN-REG-S", "CN", "WORLD")),
        ("CN", ("CN", "WORLD")),
        ("DE", ("DE", "WORLD")),
    ],
)
def test_regions_lie_in_regions(region: str, expected: tuple[str, ...]) -> None:
    assert chain(region) == expected
