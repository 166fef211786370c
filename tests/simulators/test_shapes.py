from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.shapes import Shape, level, standard_profiles
from parkcarbon_simulators.plants.solar import STEPS, SolarTable, at
from parkcarbon_simulators.plants.weather import Conditions, conditions

NO_SUN = SolarTable(np.zeros(STEPS), np.zeros(STEPS))
STEADY = {"daily": 0.0}


def day(text: str) -> Conditions:
    """A local day in ten-minute steps."""
    start = datetime.fromisoformat(f"{text}T00:00:00+08:00").timestamp()
    return conditions(start + np.arange(144) * 600.0, ZoneInfo("Asia/Shanghai"), seed=1)


def at_hour(values: np.ndarray, hour: float) -> float:
    return float(values[round(hour * 6)])


def test_standard_profiles_cover_seasons_and_day_types_with_a_peak_of_one() -> None:
    profiles = standard_profiles()
    assert {"h0", "g0", "g1", "g2", "g3", "g4"} <= set(profiles)
    for table in profiles.values():
        assert table.shape == (3, 3, 96)
        assert table.max() == pytest.approx(1.0)
        assert table.min() >= 0.0


def test_offices_work_by_day_and_rest_on_sunday() -> None:
    office = Shape("slp:g1", base=0.2, **STEADY)
    work = level(office, "office", 1, day("2026-06-10"), NO_SUN)
    sunday = level(office, "office", 1, day("2026-06-14"), NO_SUN)
    assert at_hour(work, 11) > 3 * at_hour(work, 2)
    assert at_hour(sunday, 11) < 0.5 * at_hour(work, 11)
    assert work.min() >= 0.2


def test_shifts_follow_the_week_and_run_past_midnight() -> None:
    shift = Shape("week", idle=0.1, week={"work": [[6, 22, 1.0], [22, 30, 0.5]]}, **STEADY)
    work = level(shift, "line", 1, day("2026-06-10"), NO_SUN)
    assert [at_hour(work, h) for h in (0, 5.5, 6, 21.5, 22, 23.5)] == [0.5, 0.5, 1.0, 1.0, 0.5, 0.5]
    assert set(level(shift, "line", 1, day("2026-06-14"), NO_SUN).tolist()) == {0.1}


def test_a_weekday_may_have_its_own_hours() -> None:
    test_run = Shape("week", week={"wed": [[14, 15, 1.0]]}, **STEADY)
    assert level(test_run, "genset", 1, day("2026-06-10"), NO_SUN).sum() == 6.0
    assert level(test_run, "genset", 1, day("2026-06-11"), NO_SUN).sum() == 0.0


def test_cooling_takes_more_in_summer_and_heating_in_winter() -> None:
    for shape, more, less in ((Shape(cooling=1.0, **STEADY), "2026-07-29", "2026-01-28"),
                              (Shape(heating=1.0, **STEADY), "2026-01-28", "2026-07-29")):  # fmt: skip
        busy, quiet = (level(shape, "hvac", 1, day(d), NO_SUN).mean() for d in (more, less))
        assert busy > 1.2
        assert quiet == pytest.approx(1.0)


def test_holidays_scale_a_load() -> None:
    flat = Shape(holiday=0.6, **STEADY)
    assert level(flat, "kiln", 1, day("2026-10-01"), NO_SUN).tolist() == [0.6] * 144


def test_batches_swing_between_full_and_reduced_load() -> None:
    batch = level(Shape(batch=(70.0, 0.5), **STEADY), "eaf", 1, day("2026-06-10"), NO_SUN)
    assert batch.max() > 0.95
    assert batch.min() < 0.55


def test_the_sun_is_up_by_day_only(plant: Plant) -> None:
    now = day("2026-06-21")
    pv = level(Shape("pv"), "roof", 1, now, plant.sun)
    lamps = level(Shape("dark"), "lamps", 1, now, plant.sun)
    assert at_hour(pv, 0) == at_hour(pv, 23) == 0.0
    assert at_hour(pv, 12) > 0.1
    assert at_hour(lamps, 0) == at_hour(lamps, 23) == 1.0
    assert at_hour(lamps, 12) == 0.0
    assert float((lamps * pv).max()) < 0.01


def test_a_clear_noon_in_june_gives_most_of_the_peak_and_december_less(plant: Plant) -> None:
    table = plant.sun.output
    noon = [day_of_year * 144 + 24 for day_of_year in (172, 355)]  # 04:00 UTC: noon at 120° east
    june, december = at(table, np.array(noon, float))
    assert 0.7 < june < 0.95
    assert 0.4 < december < june
    assert 1500 < table.sum() / 6.0 < 2500  # clear-sky hours of full output in a year
