"""The plant: what is true, and what the meters show of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from parkcarbon_simulators.plants import shapes
from parkcarbon_simulators.plants.hashing import key, uniform
from parkcarbon_simulators.plants.memory import Arrays
from parkcarbon_simulators.plants.points import Point, points, reactive_channel
from parkcarbon_simulators.plants.signals import Signals, noise_of
from parkcarbon_simulators.plants.solar import SolarTable, solar_table
from parkcarbon_simulators.plants.weather import conditions
from parkcarbon_simulators.scenarios.loader import Scenario

SLOW_S, FAST_S = 6.5 * 3600.0, 2400.0
Floats = NDArray[np.float64]


class Plant:
    """A scenario at work. Every method is a pure function of the scenario, its seed and the times given.

    Args:
        scenario: the park.
        seed: replaces the scenario's own seed.
        known: arrays of an earlier `memory()` of the same scenario, seed and code.
    """

    def __init__(self, scenario: Scenario, seed: int | None = None, known: Arrays | None = None) -> None:
        self._known = known or {}
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.points: dict[str, Point] = points(scenario)
        self.epoch_s = scenario.epoch.timestamp()
        names = list(scenario.signals)
        self._column = {name: i for i, name in enumerate(names)}
        noise = noise_of(self.seed, names, [s.noise for s in scenario.signals.values()])
        self.signals = Signals(self.epoch_s, names, noise, self._envelope)
        self.signals.resume(self._known.get("starts"))
        self._zone = ZoneInfo(scenario.park["timezone"])
        meters = scenario.meters.values()
        self.weights = {m.code: m.weights for m in meters} | {
            reactive_channel(m.code): m.reactive for m in meters if m.reactive
        }
        self._first = {code: self._first_index(p) for code, p in self.points.items() if p.register}

    @cached_property
    def sun(self) -> SolarTable:
        """The sun over the park, computed when first needed."""
        if "output" in self._known and "dark" in self._known:
            return SolarTable(self._known["output"], self._known["dark"])
        return solar_table(self.scenario.park["latitude"], self.scenario.park["longitude"])

    def memory(self, until_s: float) -> Arrays:
        """What need not be computed again: the sun, and the amounts at each block's start up to a time."""
        self.signals.amounts(np.asarray([until_s]), np.zeros(1, np.int64))
        return {"output": self.sun.output, "dark": self.sun.dark, "starts": self.signals.starts}

    def _envelope(self, knots: Floats) -> Floats:
        now = conditions(knots, self._zone, self.seed)
        specs = self.scenario.signals.values()
        return np.stack(
            [s.rated * shapes.level(s.shape, s.name, self.seed, now, self.sun) for s in specs], axis=1
        )

    def _first_index(self, point: Point) -> int:
        """What the register showed at the epoch, in its last place: a meter that has run for a while."""
        draw = float(uniform(key(self.seed, point.code, "index"), np.zeros(1, np.int64))[0])
        return int((1000.0 + 90000.0 * draw) * 10**point.decimals)

    def true_amounts(self, channels: Sequence[str], times: Floats) -> dict[str, Floats]:
        """True amount since the epoch [kWh, m3, GJ, kg, t or kvarh] that passed each meter, or beside it."""
        return self._combine(channels, times, self.signals.amounts)

    def true_rates(self, meters: Sequence[str], times: Floats) -> dict[str, Floats]:
        """True rate [kW, m3/h, GJ/h, kg/h or t/h] through each meter."""
        return self._combine(meters, times, self.signals.rates)

    def _combine(
        self, channels: Sequence[str], times: Floats, of: Callable[[Floats, NDArray[np.int64]], Floats]
    ) -> dict[str, Floats]:
        weights = {channel: self.weights[channel] for channel in channels}
        used = sorted({self._column[s] for w in weights.values() for s in w})
        values = of(np.asarray(times, np.float64), np.asarray(used, np.int64))
        where = {column: i for i, column in enumerate(used)}
        return {channel: self._sum(w, values, where) for channel, w in weights.items()}

    def _sum(self, weights: Mapping[str, float], values: Floats, where: Mapping[int, int]) -> Floats:
        # Added one by one and in order: a matrix product may round differently for another number of rows,
        # and then a register read twice would differ from itself.
        total = np.zeros(values.shape[0])
        for signal, weight in weights.items():
            total += weight * values[:, where[self._column[signal]]]
        return total

    def served(self, codes: Sequence[str], times: Floats) -> dict[str, Floats]:
        """What each point shows at Unix times [s]: registers cut off at their last place, gauges rounded."""
        chosen = [self.points[code] for code in codes]
        registers = [p for p in chosen if p.register]
        gauges = [p for p in chosen if not p.register and p.state is None]
        amounts = self.true_amounts(list({p.channel: None for p in registers}), times) if registers else {}
        rates = self.true_rates(list({p.meter: None for p in gauges}), times) if gauges else {}
        shown = {p.code: self._register(p, amounts[p.channel]) for p in registers}
        shown |= {p.code: self._state(p, times) for p in chosen if p.state is not None}
        return {**shown, **{p.code: np.round(rates[p.meter] / p.multiplier, p.decimals) for p in gauges}}

    def _state(self, point: Point, times: Floats) -> Floats:
        """A slow swing of hours and a faster one of minutes around a mean."""
        assert point.state is not None
        mean, swing = point.state
        first, second = uniform(key(self.seed, point.code, "state"), np.arange(2)) * 2 * np.pi
        since = np.asarray(times, np.float64) - self.epoch_s
        slow = np.sin(2 * np.pi * since / SLOW_S + first)
        fast = np.sin(2 * np.pi * since / FAST_S + second)
        return np.asarray(np.round(mean + swing * (0.6 * slow + 0.4 * fast), point.decimals))

    def _register(self, point: Point, amount: Floats) -> Floats:
        scale = 10.0**point.decimals
        counts = self._first[point.code] + np.floor(amount / point.multiplier * scale)
        if point.digits is not None:
            counts = np.mod(counts, 10.0**point.digits * scale)
        return counts / scale
