"""Bounds as printed, against half-widths that others derived; none where nobody printed any."""

import pytest
from parkcarbon_platform.factors import bounds, loader


@pytest.mark.parametrize(
    ("fuel", "lower", "upper"),
    # Half-widths of carbon content [%] as derived from table 1.3 by others.
    [
        ("natural_gas", -3.3, 3.9), ("diesel", -2.0, 1.0), ("coke", -10.6, 11.0), ("anthracite", -3.7, 2.6),
        ("bituminous", -5.4, 5.4), ("lignite", -10.1, 13.4), ("gasoline", -2.6, 5.3),
        ("coke_oven_gas", -14.9, 24.0),
        ("blast_furnace_gas", -15.7, 18.6), ("converter_gas", -20.4, 10.9), ("petroleum_coke", -15.0, 17.7),
    ],
)  # fmt: skip
def test_carbon_content(fuel: str, lower: float, upper: float) -> None:
    (found,) = [b for b in bounds.load()[f"fuel.{fuel}"] if b.component == "carbon_content"]
    assert (found.lower * 100, found.upper * 100) == (
        pytest.approx(lower, abs=0.05), pytest.approx(upper, abs=0.05)
    )  # fmt: skip


def test_reported_fuels_and_clinker() -> None:
    (report,) = bounds.load()["report.fossil_fuel"]
    assert (report.lower, report.upper, report.distribution) == (
        pytest.approx(-0.05), pytest.approx(0.05), "normal"
    )  # fmt: skip
    (clinker,) = bounds.load()["process.cement_clinker"]
    assert clinker.upper == pytest.approx(0.06)


def test_every_bound_belongs_to_a_factor() -> None:
    known = {row.factor for factor_set in loader.load_all() for row in factor_set.factors}
    assert set(bounds.load()) - known == {"report.fossil_fuel"}
    for factor, found in bounds.load().items():
        assert len({b.component for b in found}) == len(found), factor
        assert all(b.citation for b in found)


def test_nobody_has_published_bounds_of_the_grid() -> None:
    assert "grid_electricity" not in bounds.load()
    assert "purchased_heat" not in bounds.load()
