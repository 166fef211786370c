"""Load shapes: what share of its rated value a signal has at each knot, before short-term noise."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distribution

import numpy as np
from numpy.typing import NDArray

from parkcarbon_simulators.plants import solar
from parkcarbon_simulators.plants.hashing import key, value_noise
from parkcarbon_simulators.plants.weather import Conditions

Floats = NDArray[np.float64]
HEATING_BELOW_C, COOLING_ABOVE_C, DEGREE_SPAN_C = 15.0, 22.0, 12.0
CLOUD_LOSS = 0.85  # with the cloudiness of weather.py about 1,150 full hours a year, as around Shanghai
SEASONS = ("winter", "transition", "summer")
DAY_TYPES = {"1": 0, "6": 1, "7": 2}
WEEKDAYS = ("work", "sat", "sun", "wed")


@dataclass(frozen=True)
class Shape:
    """How a signal varies.

    Attributes:
        profile: "flat", "week", "pv", "dark" or "slp:<BDEW profile>";
        base: part of an SLP that never switches off [-]; idle: level outside the hours of `week` [-];
        week: day type → [(from hour, to hour, level)], hours above 24 run into the next day;
        cooling, heating: extra load per 12 °C above 22 °C or below 15 °C [-]; holiday: factor on holidays;
        daily: amplitude of day-to-day variation [-]; batch: (cycle [min], depth [-]) of batches.
    """

    profile: str = "flat"
    base: float = 0.0
    idle: float = 0.0
    week: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)
    cooling: float = 0.0
    heating: float = 0.0
    holiday: float = 1.0
    daily: float = 0.04
    batch: tuple[float, float] | None = None


@cache
def standard_profiles() -> dict[str, Floats]:
    """BDEW standard load profiles of demandlib's data: name → [season, day type, quarter hour], peak = 1.

    Read from the file rather than through `ElecSlp`, which builds a year with pandas and takes seconds.
    """
    path = distribution("demandlib").locate_file("demandlib/bdew/bdew_data/selp_series.csv")
    with open(str(path), encoding="utf-8", newline="") as file:  # noqa: PTH123 (a resource path, not a Path)
        rows = list(csv.DictReader(file))
    names = [n for n in rows[0] if n and n[0] in "hgl" and n[1:].isdigit()]
    tables = {name: np.zeros((3, 3, 96)) for name in names}
    quarter: dict[tuple[int, int], int] = {}
    for row in rows:
        if row["weekday"] not in DAY_TYPES:
            continue  # Tuesday to Friday repeat Monday
        cell = (SEASONS.index(row["period"]), DAY_TYPES[row["weekday"]])
        slot = quarter.get(cell, 0)
        quarter[cell] = slot + 1
        for name in names:
            tables[name][(*cell, slot)] = float(row[name])
    return {name: table / table.max() for name, table in tables.items()}


def _standard(name: str, now: Conditions) -> Floats:
    quarters = np.minimum((now.hour * 4).astype(np.int64), 95)
    return standard_profiles()[name][now.season, now.day_type, quarters]


def _week_table(periods: Sequence[Sequence[float]], idle: float) -> Floats:
    """Ten-minute levels of one day type."""
    table = np.full(144, idle)
    for start, end, level in periods:
        table[np.arange(round(start * 6), round(end * 6)) % 144] = level
    return table


def _week(shape: Shape, now: Conditions) -> Floats:
    slot = np.minimum(np.round(now.hour * 6).astype(np.int64), 143)
    level = np.full(now.hour.shape, shape.idle)
    for index, name in enumerate(WEEKDAYS):
        chosen = (now.weekday == 2) if name == "wed" else (now.day_type == index)
        if name in shape.week:
            level = np.where(chosen, _week_table(shape.week[name], shape.idle)[slot], level)
    return level


def _profile(shape: Shape, now: Conditions, sun: solar.SolarTable) -> Floats:
    if shape.profile == "flat":
        return np.ones_like(now.hour)
    if shape.profile == "week":
        return _week(shape, now)
    if shape.profile == "pv":
        return solar.at(sun.output, now.solar_index) * (1.0 - CLOUD_LOSS * now.cloud)
    if shape.profile == "dark":
        return solar.at(sun.dark, now.solar_index)
    return shape.base + (1.0 - shape.base) * _standard(shape.profile.removeprefix("slp:"), now)


def level(shape: Shape, name: str, seed: int, now: Conditions, sun: solar.SolarTable) -> Floats:
    """Share of the rated value at each knot [-], never negative."""
    values = _profile(shape, now, sun)
    if shape.profile in ("pv", "dark"):
        return values
    warm = np.clip((now.temperature - COOLING_ABOVE_C) / DEGREE_SPAN_C, 0.0, None)
    cold = np.clip((HEATING_BELOW_C - now.temperature) / DEGREE_SPAN_C, 0.0, None)
    days = now.day + now.hour / 24.0
    values = values * (1.0 + shape.cooling * warm + shape.heating * cold)
    values = values * (1.0 + shape.daily * value_noise(key(seed, name, "daily"), days))
    values = np.where(now.holiday, values * shape.holiday, values)
    if shape.batch:
        minutes, depth = shape.batch
        wave = np.sin(
            2 * np.pi * days * 1440.0 / minutes + 6.0 * value_noise(key(seed, name, "batch"), days / 2)
        )
        values = values * (1.0 - depth * 0.5 * (1.0 - np.tanh(2.0 * wave)))
    return np.clip(values, 0.0, None)
