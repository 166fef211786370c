import math
from datetime import datetime

import numpy as np
import pytest
from parkcarbon_platform.calculation.steam import enthalpy
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.scenarios.loader import load

NOON_S = datetime.fromisoformat("2026-03-18T12:00:00+08:00").timestamp()
DAY = NOON_S - 43_200 + np.arange(97) * 900.0


def registers(plant: Plant) -> list[Point]:
    return [p for p in plant.points.values() if p.register]


def gauges(plant: Plant) -> list[Point]:
    return [p for p in plant.points.values() if not p.register and p.state is None]


def test_the_same_seed_gives_the_same_readings_and_another_seed_others(plant: Plant) -> None:
    codes = list(plant.points)
    day = plant.epoch_s + 3 * 86_400 + np.arange(96) * 900.0
    sun = {"output": plant.sun.output, "dark": plant.sun.dark}
    again = Plant(load("demo"), plant.seed, sun).served(codes, day)
    first = plant.served(codes, day)
    other = Plant(load("demo"), plant.seed + 1, sun).served(codes, day)
    assert all(first[c].tolist() == again[c].tolist() for c in codes)
    assert sum(first[c].tolist() != other[c].tolist() for c in codes) > len(codes) * 0.9


def test_one_reading_is_what_a_whole_day_says_of_it(plant: Plant) -> None:
    codes = [p.code for p in registers(plant)]
    whole = plant.served(codes, DAY)
    for row in (0, 37, 96):
        for code in codes[::7]:
            assert plant.served([code], DAY[row : row + 1])[code][0] == whole[code][row]


def test_registers_only_rise_and_stay_below_their_digits(plant: Plant) -> None:
    times = np.sort(
        np.concatenate([NOON_S + np.arange(0, 3 * 86_400, 60.0), NOON_S + np.arange(0, 600, 1.0)])
    )
    served = plant.served([p.code for p in registers(plant)], times)
    for point in registers(plant):
        values = served[point.code]
        assert np.diff(values).min() >= 0.0, point.code
        assert values[-1] < 10 ** (point.digits or 0), point.code


def test_a_register_is_the_integral_of_its_gauge(plant: Plant) -> None:
    times = NOON_S + np.arange(0, 3600.5, 0.5)
    meters = list(plant.scenario.meters)
    rates = plant.true_rates(meters, times)
    amounts = plant.true_amounts(meters, times[[0, -1]])
    for meter in meters:
        # Trapezium rule: half-second steps over noise of 6 s and longer.
        area = float(((rates[meter][1:] + rates[meter][:-1]) / 2).sum()) * 0.5 / 3600.0
        assert amounts[meter][1] - amounts[meter][0] == pytest.approx(area, rel=2e-5, abs=1e-9), meter


def test_served_numbers_times_the_multiplier_are_true_to_the_last_place(plant: Plant) -> None:
    times = np.array([NOON_S, NOON_S + 86_400])
    amounts = plant.true_amounts(list(plant.weights), times)
    served = plant.served([p.code for p in registers(plant)], times)
    for point in registers(plant):
        shown = (served[point.code][1] - served[point.code][0]) * point.multiplier
        true = amounts[point.channel][1] - amounts[point.channel][0]
        step = point.multiplier * 10.0**-point.decimals
        assert shown == pytest.approx(true, abs=1.0001 * step), point.code
        assert step <= true * 1e-4 or true == 0.0, point.code


def test_gauges_are_the_true_rate_rounded(plant: Plant) -> None:
    times = NOON_S + np.arange(0, 60, 0.25)
    served = plant.served([p.code for p in gauges(plant)], times)
    for point in gauges(plant):
        true = plant.true_rates([point.meter], times)[point.meter]
        assert np.abs(served[point.code] - true / point.multiplier).max() <= 0.5001 * 10.0**-point.decimals


def test_steam_and_gas_have_the_heat_and_volume_of_their_pressure_and_temperature(plant: Plant) -> None:
    served = plant.served([p.code for p in plant.points.values() if p.state is not None], DAY)
    meters = ("energy-steam", "energy-steam-out", "energy-gas-raw", "energy-gas")
    amounts = {m: float(v[-1] - v[0]) for m, v in plant.true_amounts(meters, DAY).items()}
    pressure, temperature = served["energy-steam-pressure"].mean(), served["energy-steam-temperature"].mean()
    heat = amounts["energy-steam"] * enthalpy(float(pressure), float(temperature)) / 1000
    assert heat == pytest.approx(amounts["energy-steam-out"], rel=0.005)
    pressure, temperature = (
        served["energy-gas-raw-pressure"].mean(),
        served["energy-gas-raw-temperature"].mean(),
    )
    volume = amounts["energy-gas-raw"] * pressure / 0.101325 * 293.15 / (temperature + 273.15)
    assert volume == pytest.approx(amounts["energy-gas"], rel=0.01)


def test_power_moves_every_second(plant: Plant) -> None:
    power = plant.served(["steel-main-power"], NOON_S + np.arange(60.0))["steel-main-power"]
    assert len(set(power.tolist())) == 60


def test_solar_power_never_leaves_its_plant(plant: Plant) -> None:
    year = plant.epoch_s + np.arange(0, 365 * 86_400, 1800.0)
    mains = [m for m in plant.scenario.meters if m.endswith("-main")]
    for meter, power in plant.true_rates(mains, year).items():
        assert power.min() > 0.0, meter


def test_no_rate_exceeds_what_the_park_file_calls_credible(plant: Plant) -> None:
    from parkcarbon_simulators.description.park_file import park_file

    limits = {p["code"]: p["max_rate"] for p in park_file(plant)["points"]}
    year = plant.epoch_s + np.arange(0, 365 * 86_400, 1800.0)
    for meter, rate in plant.true_rates(list(plant.scenario.meters), year).items():
        code = next(p.code for p in registers(plant) if p.meter == meter)
        assert rate.max() < limits[code], meter


def test_sub_meters_stay_within_their_parents(plant: Plant) -> None:
    times = NOON_S + np.arange(0, 86_400, 600.0)
    meters = plant.scenario.meters
    rates = plant.true_rates(list(meters), times)
    generation = {m.enterprise: rates[m.code] for m in meters.values() if m.kind == "pv"}
    parents = {m.parent for m in meters.values() if m.parent}
    assert len(parents) >= 10
    for parent in parents:
        parts = sum(rates[m.code] for m in meters.values() if m.parent == parent)
        whole = rates[parent] + generation.get(meters[parent].enterprise, 0.0)
        assert (parts <= whole + 1e-6).all(), parent


def test_four_hundred_days_of_quarter_hours_are_within_reach(plant: Plant) -> None:
    codes = [p.code for p in registers(plant)]
    end = NOON_S + 200 * 86_400
    rows = sum(
        plant.served(codes, end - 86_400 * day + np.arange(96) * 900.0)[codes[0]].size for day in range(400)
    )
    assert rows == 400 * 96


def test_reactive_energy_is_that_of_the_loads_at_their_power_factor(plant: Plant) -> None:
    times = np.array([NOON_S, NOON_S + 86_400])
    channels = ["steel-main", "steel-main:reactive", "battery-main", "battery-main:reactive", "battery-pv"]
    amount = {c: float(v[1] - v[0]) for c, v in plant.true_amounts(channels, times).items()}
    steel = amount["steel-main"] / math.hypot(amount["steel-main"], amount["steel-main:reactive"])
    assert steel == pytest.approx(0.86)
    # The battery works' own sun takes active energy off the meter and no reactive energy.
    load = amount["battery-main"] + amount["battery-pv"]
    assert load / math.hypot(load, amount["battery-main:reactive"]) == pytest.approx(0.96)
