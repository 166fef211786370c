"""True rates and their exact integrals, at any time and in any order.

A signal's rate is an envelope, linear between knots ten minutes apart, times one plus five sines of fixed
period and hashed phase:

    P(t) = S(t) · (1 + Σ aₖ sin(ωₖ t + φₖ)),   Σ aₖ < 1, so P ≥ 0

Both parts, and so their product, integrate in closed form: the amount up to any time is the amount at the
start of its block, plus a running sum at its knot, plus one closed-form term. Nothing is stepped through, so
reading a register years after the epoch costs what reading it at the epoch does.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parkcarbon_simulators.errors import BeforeEpochError
from parkcarbon_simulators.plants.hashing import key, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
KNOT_S = 600.0
BLOCK_KNOTS = 28 * 144
BLOCK_S = BLOCK_KNOTS * KNOT_S
CACHED_BLOCKS = 6
CHUNK = 4096
PERIODS_S = ((6.0, 12.0), (25.0, 60.0), (100.0, 250.0), (400.0, 900.0), (1500.0, 4000.0))
SHARES = (0.15, 0.2, 0.2, 0.2, 0.25)


@dataclass(frozen=True)
class Noise:
    """Amplitude [-], angular frequency [rad/s] and phase [rad], each [octave, signal]."""

    amplitude: Floats
    omega: Floats
    phase: Floats

    def columns(self, chosen: Ints) -> "Noise":
        """The noise of some signals."""
        return Noise(self.amplitude[:, chosen], self.omega[:, chosen], self.phase[:, chosen])


@dataclass(frozen=True)
class Block:
    """28 days: envelope at the knots, and the amount since the block began, each [knot, signal]."""

    envelope: Floats
    amount: Floats


def noise_of(seed: int, names: Sequence[str], totals: Sequence[float]) -> Noise:
    """Five sines a signal whose amplitudes add up to its total."""
    draws = np.stack([uniform(key(seed, name, "noise"), np.arange(10)) for name in names], axis=1)
    low, high = np.asarray(PERIODS_S).T
    periods = low[:, None] * (high / low)[:, None] ** draws[:5]
    amplitude = np.asarray(SHARES)[:, None] * np.asarray(totals)[None, :]
    return Noise(amplitude, 2 * np.pi / periods, 2 * np.pi * draws[5:])


def rate(envelope: Floats, since_epoch: Floats, noise: Noise) -> Floats:
    """P = S·(1 + Σ a sin θ), [time, signal]."""
    factor = np.ones_like(envelope)
    for a, omega, phase in zip(noise.amplitude, noise.omega, noise.phase, strict=True):
        factor += a * np.sin(omega * since_epoch + phase)
    return envelope * factor


def amount_in_cell(start: Floats, slope: Floats, knot: Floats, elapsed: Floats, noise: Noise) -> Floats:
    """∫ P dt from a knot on, for `elapsed` seconds within its cell [unit·s].

    Formula: ∫ S = S₀τ + bτ²/2 and ∫ S sin θ = [−S cos θ/ω + b sin θ/ω²], with S = S₀ + bτ.
    """
    end = start + slope * elapsed
    total = (start + 0.5 * slope * elapsed) * elapsed
    for a, omega, phase in zip(noise.amplitude, noise.omega, noise.phase, strict=True):
        first, last = omega * knot + phase, omega * (knot + elapsed) + phase
        total += a * (
            (start * np.cos(first) - end * np.cos(last)) / omega
            + slope * (np.sin(last) - np.sin(first)) / (omega * omega)
        )
    return total


class Signals:
    """Every true rate of a plant.

    Args:
        epoch_s: Unix time at which every amount is zero.
        names: signals, in a fixed order.
        noise: their short-term noise.
        envelope: Unix times of knots [s] → envelope at them, [knot, signal], in units an hour.
    """

    def __init__(
        self, epoch_s: float, names: Sequence[str], noise: Noise, envelope: Callable[[Floats], Floats]
    ) -> None:
        self.epoch_s, self.names = epoch_s, tuple(names)
        self._noise, self._envelope = noise, envelope
        self._starts: list[Floats] = [np.zeros(len(names))]
        self._blocks: OrderedDict[int, Block] = OrderedDict()

    @property
    def starts(self) -> Floats:
        """Amounts at the start of each block known so far, [block, signal]."""
        return np.stack(self._starts)

    def resume(self, starts: Floats | None) -> None:
        """Take over what another run has summed up; of another shape it is ignored."""
        if starts is not None and starts.ndim == 2 and starts.shape[1] == len(self.names):
            self._starts = list(starts)

    def rates(self, times: Floats, chosen: Ints) -> Floats:
        """True rate [unit/h] at Unix times, [time, chosen signal]."""
        return self._evaluate(times, chosen, self._block_rates)

    def amounts(self, times: Floats, chosen: Ints) -> Floats:
        """True amount [unit] since the epoch at Unix times, [time, chosen signal]."""
        return self._evaluate(times, chosen, self._block_amounts)

    def _evaluate(
        self, times: Floats, chosen: Ints, of_block: Callable[[int, Floats, Ints], Floats]
    ) -> Floats:
        since = np.asarray(times, np.float64) - self.epoch_s
        if since.size and since.min() < 0.0:
            raise BeforeEpochError(float(since.min()) + self.epoch_s, self.epoch_s)
        out = np.empty((since.size, chosen.size))
        number = np.floor_divide(since, BLOCK_S).astype(np.int64)
        for block in np.unique(number):
            rows = np.flatnonzero(number == block)
            for first in range(0, rows.size, CHUNK):
                part = rows[first : first + CHUNK]
                out[part] = of_block(int(block), since[part], chosen)
        return out

    def _cell(self, number: int, since: Floats, chosen: Ints) -> tuple[Ints, Floats, Floats, Floats, Floats]:
        """Of each time: cell, envelope at its knot, slope [unit/h/s], the knot and the seconds since it."""
        envelope = self._block(number).envelope
        cell = np.minimum(np.floor_divide(since - number * BLOCK_S, KNOT_S).astype(np.int64), BLOCK_KNOTS - 1)
        knot = (number * BLOCK_S + cell * KNOT_S)[:, None]
        start = envelope[cell[:, None], chosen]
        slope = (envelope[cell[:, None] + 1, chosen] - start) / KNOT_S
        return cell, start, slope, knot, since[:, None] - knot

    def _block_rates(self, number: int, since: Floats, chosen: Ints) -> Floats:
        _, start, slope, _, elapsed = self._cell(number, since, chosen)
        return rate(start + slope * elapsed, since[:, None], self._noise.columns(chosen))

    def _block_amounts(self, number: int, since: Floats, chosen: Ints) -> Floats:
        cell, start, slope, knot, elapsed = self._cell(number, since, chosen)
        partial = amount_in_cell(start, slope, knot, elapsed, self._noise.columns(chosen)) / 3600.0
        return self._start(number)[chosen] + (self._block(number).amount[cell[:, None], chosen] + partial)

    def _start(self, number: int) -> Floats:
        """Amounts at the start of a block: the sum of all blocks before it, in order."""
        while len(self._starts) <= number:
            last = len(self._starts) - 1
            self._starts.append(self._starts[last] + self._block(last).amount[-1])
        return self._starts[number]

    def _block(self, number: int) -> Block:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        block = self._blocks[number] = self._build(number)
        if len(self._blocks) > CACHED_BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def _build(self, number: int) -> Block:
        knots = number * BLOCK_S + np.arange(BLOCK_KNOTS + 1, dtype=np.float64) * KNOT_S
        envelope = self._envelope(knots + self.epoch_s)
        slope = (envelope[1:] - envelope[:-1]) / KNOT_S
        elapsed = np.full((BLOCK_KNOTS, 1), KNOT_S)
        cells = amount_in_cell(envelope[:-1], slope, knots[:-1, None], elapsed, self._noise) / 3600.0
        amount = np.zeros_like(envelope)
        np.cumsum(cells, axis=0, out=amount[1:])
        return Block(envelope, amount)
