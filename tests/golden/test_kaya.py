"""The Kaya identity of the USA against printed tables.

Inputs (`kaya_us.csv`: population [10⁹], output per person [10³ $ of 2015], energy per output [quad per 10¹²
$], CO2 per energy [Mt/quad], CO2 [Mt]) and expected values: kayadata 1.4 (J. Gilligan, MIT licence), vignette
"policy analysis", after Pielke 2010. The growth of energy, 0.2 %/a, is that vignette's input.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from parkcarbon_platform.calculation.pathways.kaya import history, implied, implied_rate, log_trend

with (Path(__file__).parent / "kaya_us.csv").open() as file:
    ROWS = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
YEARS = np.array([row["year"] for row in ROWS])
COLUMNS = {name: np.array([row[name] for row in ROWS]) for name in "PgefF"}


def test_trends_of_history() -> None:
    found = history(YEARS, {name: COLUMNS[name] for name in "Pge"})
    assert {name: round(rate, 2) for name, rate in found.items()} == {"P": 0.89, "g": 1.48, "e": -2.08}
    late = YEARS >= 2005
    assert round(log_trend(YEARS[late], COLUMNS["f"][late]), 2) == -1.20


@pytest.mark.parametrize(
    ("year", "reduction", "target", "expected"),
    [(2025, 0.26, 4347, (-1.51, -3.88, -1.71)), (2050, 0.80, 1175, (-3.58, -5.95, -3.78))],
)
def test_what_targets_imply(
    year: int, reduction: float, target: int, expected: tuple[float, float, float]
) -> None:
    reference = float(COLUMNS["F"][YEARS == 2005][0])
    aim = reference * (1 - reduction)
    assert round(aim) == target
    output = round(sum(history(YEARS, {name: COLUMNS[name] for name in "Pg"}).values()), 2)
    assert output == 2.37
    found = implied(reference, aim, year - 2005, output=output, energy=0.2)
    assert tuple(round(rate, 2) for rate in found) == expected


def test_history_beside_what_is_implied() -> None:
    late = YEARS >= 2005
    per_output = log_trend(YEARS, COLUMNS["e"]) + log_trend(YEARS[late], COLUMNS["f"][late])
    assert round(per_output, 2) == -3.28


def test_rates_of_an_identity_add_up() -> None:
    whole = implied_rate(COLUMNS["F"][0], COLUMNS["F"][-1], 33)
    parts = sum(implied_rate(COLUMNS[name][0], COLUMNS[name][-1], 33) for name in "Pgef")
    assert whole == pytest.approx(parts, rel=1e-6)
