"""The park's calendar and weather at the knots of the grid: all a function of the seed and the time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from parkcarbon_simulators.plants.hashing import key, value_noise

Floats = NDArray[np.float64]
WORKDAY, SATURDAY, SUNDAY = 0, 1, 2

# First day of the lunar year; the statutory break runs from the eve for eight days.
LUNAR_NEW_YEAR = {2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3)}
UNIX_DAY = date(1970, 1, 1)
# Hot July, mild January: mean 16.5 °C, ± 12.5 over the year, ± 4 over the day, ± 4.5 by the weather.
MEAN_C, YEARLY_C, DAILY_C, WEATHER_C = 16.5, 12.5, 4.0, 4.5


@dataclass(frozen=True)
class Conditions:
    """What loads respond to, at each knot.

    Attributes:
        day: local days since 1970 [-]; hour: local hour of the day, 0 to 24 [h];
        day_type: WORKDAY, SATURDAY or SUNDAY (holidays count as Sundays); weekday: 0 = Monday;
        season: 0 winter, 1 transition, 2 summer (as the BDEW profiles divide the year);
        temperature: outside air [°C]; cloud: 0 clear to 1 overcast; solar_index: row of the solar table.
    """

    day: NDArray[np.int64]
    hour: Floats
    weekday: NDArray[np.int64]
    holiday: NDArray[np.bool_]
    day_type: NDArray[np.int64]
    season: NDArray[np.int64]
    temperature: Floats
    cloud: Floats
    solar_index: Floats


def is_holiday(day: date) -> bool:
    """Statutory holidays of China: New Year, Spring Festival, Labour Day, National Day."""
    if (
        (day.month, day.day) == (1, 1)
        or (day.month == 5 and day.day <= 5)
        or (day.month == 10 and day.day <= 7)
    ):
        return True
    first = LUNAR_NEW_YEAR.get(day.year)
    return first is not None and -1 <= (day - date(day.year, *first)).days <= 6


def season(day: date) -> int:
    """0 winter, 1 transition, 2 summer, with the dates of the BDEW standard load profiles."""
    month_day = (day.month, day.day)
    if month_day < (3, 21) or month_day >= (11, 1):
        return 0
    return 2 if (5, 15) <= month_day < (9, 15) else 1


def utc_offsets(times: Floats, zone: ZoneInfo) -> Floats:
    """Offset of local time from UTC [s] at each Unix time, looked up once an hour."""
    hours = np.floor_divide(times, 3600.0).astype(np.int64)
    first, last = int(hours[0]), int(hours[-1])
    table = [
        (datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone).utcoffset() or timedelta()).total_seconds()
        for hour in range(first, last + 1)
    ]
    return np.asarray(table)[hours - first]


def _calendar(days: NDArray[np.int64]) -> list[tuple[int, bool, int]]:
    """(weekday, holiday, season) of each day number."""
    dates = [UNIX_DAY + timedelta(days=int(day)) for day in days]
    return [(d.weekday(), is_holiday(d), season(d)) for d in dates]


def temperature(seed: int, local_days: Floats) -> Floats:
    """Outside air temperature [°C] at fractional local days since 1970."""
    yearly = -np.cos(2 * np.pi * (local_days - 20.0) / 365.2425)
    daily = np.cos(2 * np.pi * (local_days - 15.0 / 24.0))
    spell = value_noise(key(seed, "weather", "spell"), local_days / 4.0)
    today = value_noise(key(seed, "weather", "day"), local_days)
    return MEAN_C + YEARLY_C * yearly + DAILY_C * daily + WEATHER_C * (0.7 * spell + 0.3 * today)


def cloudiness(seed: int, local_days: Floats) -> Floats:
    """Share of the sky's light that clouds take, 0 to 1, at fractional local days."""
    spell = value_noise(key(seed, "cloud", "spell"), local_days / 1.7)
    hours = value_noise(key(seed, "cloud", "hours"), local_days * 9.0)
    passing = value_noise(key(seed, "cloud", "passing"), local_days * 60.0)
    return np.clip(0.55 + 0.62 * spell + 0.25 * hours + 0.12 * passing, 0.0, 1.0)


def conditions(times: Floats, zone: ZoneInfo, seed: int) -> Conditions:
    """Calendar and weather at Unix times [s], which must be sorted."""
    local = (times + utc_offsets(times, zone)) / 86400.0
    day = np.floor(local).astype(np.int64)
    unique, where = np.unique(day, return_inverse=True)
    calendar = _calendar(unique)
    weekday = np.asarray([c[0] for c in calendar], np.int64)[where]
    holiday = np.asarray([c[1] for c in calendar], np.bool_)[where]
    day_type = np.where(holiday | (weekday == 6), SUNDAY, np.where(weekday == 5, SATURDAY, WORKDAY))
    utc_day = np.floor(times / 86400.0)
    ordinal = np.asarray(
        [(UNIX_DAY + timedelta(days=int(d))).timetuple().tm_yday - 1 for d in np.unique(utc_day)]
    )
    day_of_year = ordinal[np.searchsorted(np.unique(utc_day), utc_day)]
    return Conditions(
        day=day,
        hour=(local - day) * 24.0,
        weekday=weekday,
        holiday=holiday,
        day_type=day_type.astype(np.int64),
        season=np.asarray([c[2] for c in calendar], np.int64)[where],
        temperature=temperature(seed, local),
        cloud=cloudiness(seed, local),
        solar_index=day_of_year * 144.0 + (times / 86400.0 - utc_day) * 144.0,
    )
