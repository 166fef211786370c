from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from parkcarbon_simulators.plants.weather import (
    SATURDAY,
    SUNDAY,
    WORKDAY,
    cloudiness,
    conditions,
    is_holiday,
    season,
    temperature,
    utc_offsets,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def unix(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 2, 16), True),  # eve of the lunar new year
        (date(2026, 2, 23), True),
        (date(2026, 2, 24), False),
        (date(2026, 5, 5), True),
        (date(2026, 10, 7), True),
        (date(2026, 10, 8), False),
        (date(2040, 2, 12), False),  # beyond the table of lunar years
    ],
)
def test_statutory_holidays(day: date, holiday: bool) -> None:
    assert is_holiday(day) is holiday


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 3, 20), 0), (date(2026, 3, 21), 1), (date(2026, 5, 15), 2), (date(2026, 9, 14), 2),
     (date(2026, 9, 15), 1), (date(2026, 10, 31), 1), (date(2026, 11, 1), 0)],
)  # fmt: skip
def test_seasons_change_on_the_days_of_the_standard_profiles(day: date, expected: int) -> None:
    assert season(day) == expected


def test_days_are_local_days() -> None:
    times = np.array(
        [unix("2026-11-20T15:59:00Z"), unix("2026-11-20T16:00:00Z"), unix("2026-11-21T16:00:00Z")]
    )
    now = conditions(times, SHANGHAI, seed=1)
    assert now.day_type.tolist() == [WORKDAY, SATURDAY, SUNDAY]
    assert now.hour == pytest.approx([23 + 59 / 60, 0.0, 0.0], abs=1e-9)
    assert now.weekday.tolist() == [4, 5, 6]


def test_a_zone_with_summer_time_has_a_day_of_25_hours() -> None:
    times = unix("2026-10-24T22:00:00Z") + np.arange(0, 26) * 3600.0
    offsets = utc_offsets(times, ZoneInfo("Europe/Berlin"))
    assert sorted(set(offsets.tolist())) == [3600.0, 7200.0]
    now = conditions(times, ZoneInfo("Europe/Berlin"), seed=1)
    sunday = (datetime(2026, 10, 25, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    assert int((now.day == sunday).sum()) == 25


def test_july_is_hot_and_january_mild() -> None:
    year = np.arange(20454.0, 20454.0 + 365, 0.25)  # from 2026-01-01
    degrees = temperature(11, year)
    january, july = degrees[:124].mean(), degrees[181 * 4 : 212 * 4].mean()
    assert 0 < january < 9
    assert 25 < july < 33


def test_some_days_are_clear_and_some_overcast() -> None:
    cloud = cloudiness(11, np.arange(20454.5, 20454.5 + 365))
    assert cloud.min() == 0.0
    assert cloud.max() == 1.0
    assert 0.25 < cloud.mean() < 0.6


def test_the_solar_row_follows_utc() -> None:
    now = conditions(np.array([unix("2025-03-01T00:10:00Z")]), SHANGHAI, seed=1)
    assert now.solar_index[0] == pytest.approx(59 * 144 + 1)
