"""Laws of trajectories, projections, wedges and fans."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation import pathways
from parkcarbon_platform.calculation.pathways import drivers, fan, outcome, presets, projection
from parkcarbon_platform.calculation.pathways.drivers import Lever
from parkcarbon_platform.calculation.pathways.elasticity import Elasticities, by_elasticity, driver_paths
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.fan import Range, Uncertainty

BASE = presets.example()
YEARS = projection.horizon(BASE, 2060)
MODULES = [module.name for module in pkgutil.iter_modules(pathways.__path__)]
shapes = st.sampled_from(drivers.SHAPES)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_the_documentation_run(name: str) -> None:
    module = importlib.import_module(f"parkcarbon_platform.calculation.pathways.{name}")
    assert doctest.testmod(module).failed == 0


def test_there_are_examples() -> None:
    found = [importlib.import_module(f"{pathways.__name__}.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in found) > 20


@given(shapes, st.integers(2025, 2050), st.integers(0, 10), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
@settings(max_examples=60)
def test_a_lever_begins_and_ends_where_it_says(
    shape: drivers.Shape, start: int, span: int, base: float, target: float
) -> None:
    path = drivers.trajectory(base, [Lever("capture", start, start + span, target, shape)], YEARS)
    assert np.allclose(path[start > YEARS], base)
    assert np.allclose(path[start + span <= YEARS], target)
    steps = np.diff(path) * np.sign(target - base)
    assert (steps >= -1e-12).all()
    assert min(base, target) - 1e-12 <= path.min() <= path.max() <= max(base, target) + 1e-12


def test_levers_of_one_driver_follow_each_other() -> None:
    first, second = Lever("capture", 2025, 2030, 0.4), Lever("capture", 2035, 2040, 0.1)
    path = drivers.trajectory(0.0, [second, first], YEARS)
    assert path[YEARS == 2032] == pytest.approx(0.4)
    assert path[-1] == pytest.approx(0.1)


def test_an_exponential_needs_positive_ends() -> None:
    with pytest.raises(PathwayError, match="exponentially") as error:
        drivers.trajectory(0.0, [Lever("capture", 2025, 2030, 0.4, "exponential")], YEARS)
    assert error.value.facts["field"] == "shape"


@pytest.mark.parametrize(
    ("lever", "field"),
    [
        (Lever("magic", 2025, 2030, 0.1), "driver"),
        (Lever("capture", 2030, 2025, 0.1), "end"),
        (Lever("capture", 2025, 2030, 1.1), "target"),
        (Lever("carrier_share", 2025, 2030, 0.1, item="coke"), "item"),
        (Lever("capture", 2025, 2030, 0.1, item="coal"), "item"),
    ],
)
def test_levers_that_cannot_be_followed(lever: Lever, field: str) -> None:
    with pytest.raises(PathwayError) as error:
        projection.project(BASE, [lever], YEARS)
    assert error.value.facts["field"] == field


def test_the_base_year_is_what_was_entered() -> None:
    # By hand: 10⁶ × (0.4·12·(0.2·0.0561 + 0.5·0.095) + 0.6·3·0.3·0.0561 + 0.4·0.1), electricity at 0.551.
    found = projection.project(BASE, presets.levers("deep", BASE), YEARS)
    direct = 1e6 * (0.4 * 12 * (0.2 * 0.0561 + 0.5 * 0.095) + 0.6 * 3 * 0.3 * 0.0561)
    electric = 1e6 * (0.4 * 12 * 0.3 + 0.6 * 3 * 0.7) / 3.6 * 0.58 * 0.95
    assert found.direct[0, 0] == pytest.approx(direct)
    assert found.indirect[0, 0] == pytest.approx(electric)
    assert found.process[0, 0] == pytest.approx(1e6 * 0.4 * 0.1)


@given(st.floats(0.0, 1.0), shapes)
@settings(max_examples=30)
def test_a_share_of_the_park_comes_to_its_target(target: float, shape: drivers.Shape) -> None:
    lever = Lever("carrier_share", 2025, 2035, max(target, 1e-6), shape, "electricity")
    found = projection.project(BASE, [lever], YEARS)
    assert found.electricity_share[0, -1] == pytest.approx(max(target, 1e-6), abs=1e-9)


def test_shares_of_sectors_keep_their_sum() -> None:
    lever = Lever("sector_share", 2025, 2040, 0.1, item="materials")
    found = projection.project(BASE, [lever], YEARS)
    assert np.allclose(found.share.sum(-1), 1.0)
    assert found.share[0, -1].tolist() == pytest.approx([0.1, 0.9])
    assert found.energy[0, -1] < projection.project(BASE, [], YEARS).energy[0, -1]


def test_removals_are_never_netted_silently() -> None:
    levers = [Lever("sink", 2025, 2030, 5_000.0)]
    found = projection.project(BASE, levers, YEARS)
    assert np.allclose(found.total, projection.project(BASE, [], YEARS).total)
    assert found.net[0, -1] == pytest.approx(found.total[0, -1] - 5_000)


@pytest.mark.parametrize(("one", "other"), [("baseline", "deep"), ("baseline", "policy"), ("deep", "policy")])
def test_wedges_add_up(one: str, other: str) -> None:
    before, after = presets.levers(one, BASE), presets.levers(other, BASE)
    found = outcome.wedges(BASE, before, after, YEARS)
    total = sum(found.by_aspect.values(), np.zeros(len(YEARS)))
    assert np.allclose(total, found.before - found.after, rtol=0, atol=1e-6)
    back = outcome.wedges(BASE, after, before, YEARS)
    assert all(np.allclose(back.by_aspect[a], -found.by_aspect[a]) for a in found.by_aspect)


def test_an_aspect_that_stays_has_no_wedge() -> None:
    found = outcome.wedges(BASE, [], [Lever("management_saving", 2025, 2030, 0.1)], YEARS)
    assert found.by_aspect["platform_construction"][-1] > 0
    assert all(not found.by_aspect[a].any() for a in found.by_aspect if a != "platform_construction")


def test_the_sum_counts_from_the_year_after_the_base_year() -> None:
    found = outcome.budget(np.array([2024.0, 2025.0, 2026.0]), np.array([100.0, 10.0, 10.0]), 25.0)
    assert found.cumulative.tolist() == [0.0, 10.0, 20.0]
    assert found.exhausted is None


def test_rising_to_the_end_is_no_peak() -> None:
    assert outcome.peak(YEARS, np.arange(len(YEARS), dtype=float)).year is None
    assert outcome.peak(YEARS, -np.arange(len(YEARS), dtype=float)).year == 2024


def drawn(seed: int, number: int = 600) -> fan.Fan:
    return fan.fan(BASE, presets.levers("policy", BASE), YEARS, presets.USUAL, draws=number, seed=seed)


def test_the_same_seed_gives_the_same_fan() -> None:
    assert np.array_equal(drawn(7).bands, drawn(7).bands)
    assert not np.array_equal(drawn(7).bands, drawn(8).bands)


def test_the_size_of_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = drawn(3)
    monkeypatch.setattr(fan, "BLOCK", 97)
    assert np.array_equal(drawn(3).bands, expected.bands)


def test_without_uncertainty_the_fan_is_the_path() -> None:
    levers = presets.levers("deep", BASE)
    found = fan.fan(BASE, levers, YEARS, Uncertainty(), draws=10, seed=1)
    assert np.allclose(found.bands, projection.project(BASE, levers, YEARS).total)
    assert found.peaks.none == 0.0


def test_peak_years_have_mass_one_and_some_never_peak() -> None:
    growing = [Lever("activity_growth", 2025, 2026, 3.0)]
    found = fan.fan(BASE, growing, YEARS, Uncertainty(growth_sd=3.0), draws=2_000, seed=1)
    assert sum(found.peaks.share.values()) + found.peaks.none == pytest.approx(1.0)
    # Growth of a draw is N(3 %, 3 %): it falls, and peaks at once, in the 16 % below 0.
    assert found.peaks.none == pytest.approx(0.84, abs=0.03)


def test_growth_spreads_as_the_normal_distribution_says() -> None:
    found = fan.fan(BASE, [], YEARS[:2], Uncertainty(growth_sd=1.0), draws=20_000, seed=2)
    start = found.bands[2, 0]
    # 5 % and 95 % of N(4 %, 1 %): 4 ± 1.645.
    assert 100 * (found.bands[[0, 4], 1] / start - 1) == pytest.approx([2.355, 5.645], abs=0.05)


def test_the_middle_of_a_triangle_is_its_mean() -> None:
    levers = [Lever("capture", 2025, 2030, 0.5)]
    half = Uncertainty(achieved={"policy_system": Range(0.0, 0.5, 1.0)})
    found = fan.fan(BASE, levers, YEARS, half, draws=20_000, seed=4)
    planned = projection.project(BASE, [Lever("capture", 2025, 2030, 0.25)], YEARS).total[0]
    assert found.mean[-1] == pytest.approx(planned[-1], rel=0.003)


def test_elasticities_of_one_follow_the_driver() -> None:
    account = projection.project(BASE, presets.levers("policy", BASE), YEARS)
    paths = driver_paths(account, ["energy"])
    path = by_elasticity(50.0, paths, np.ones((1, 1)))[0]
    assert np.allclose(path, 50.0 * account.energy[0] / account.energy[0, 0])


def test_coefficients_are_drawn_with_their_covariance() -> None:
    covariance = np.array([[0.04, 0.018], [0.018, 0.01]])
    given_ = Elasticities(("output", "energy"), np.array([0.3, 0.9]), covariance)
    rows = given_.draws(40_000, np.random.Generator(np.random.PCG64(1)))
    assert np.cov(rows.T) == pytest.approx(covariance, abs=5e-4)
    with pytest.raises(PathwayError, match="covariance"):
        Elasticities(("output",), np.ones(1), -np.ones((1, 1))).check()


def test_a_driver_that_falls_to_nothing_has_no_logarithm() -> None:
    with pytest.raises(PathwayError, match="logarithm"):
        by_elasticity(1.0, np.array([[[1.0], [0.0]]]), np.ones((1, 1)))


def test_a_base_year_that_contradicts_itself_is_refused() -> None:
    import dataclasses

    with pytest.raises(PathwayError, match="add up to 1"):
        dataclasses.replace(BASE, share=np.array([0.5, 0.6])).check()
    with pytest.raises(PathwayError, match="every sector"):
        dataclasses.replace(BASE, mix=BASE.mix * 0.9).check()


@pytest.mark.parametrize("name", list(presets.PRESETS))
def test_presets_can_be_followed(name: str) -> None:
    found = projection.project(BASE, presets.levers(name, BASE), YEARS)
    assert found.total[0, 0] == pytest.approx(projection.project(BASE, [], YEARS).total[0, 0])


def test_presets_lead_deeper_one_after_another() -> None:
    ends = [projection.project(BASE, presets.levers(n, BASE), YEARS).total[0, -1] for n in presets.PRESETS]
    assert ends == sorted(ends, reverse=True)
