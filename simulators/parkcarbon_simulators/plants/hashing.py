"""Random numbers without state: a value is a function of its name and index alone."""

import hashlib

import numpy as np
from numpy.typing import NDArray

_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)  # splitmix64's constants (Steele, Lea and Flood 2014)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)


def key(seed: int, *names: str) -> np.uint64:
    """A 64-bit key of a seed and a path of names."""
    digest = hashlib.sha256("\x1f".join([str(seed), *names]).encode()).digest()
    return np.uint64(int.from_bytes(digest[:8], "big"))


def uniform(stream: np.uint64, index: NDArray[np.int64]) -> NDArray[np.float64]:
    """Numbers in [0, 1) for each index of a stream (splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = stream + (index.astype(np.uint64) + np.uint64(1)) * _STEP
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
        mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def value_noise(stream: np.uint64, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth noise in [-1, 1]: hashed values at the integers, joined by a smoothstep."""
    left = np.floor(x).astype(np.int64)
    u = x - left
    weight = u * u * (3.0 - 2.0 * u)
    a, b = uniform(stream, left), uniform(stream, left + 1)
    return 2.0 * (a + (b - a) * weight) - 1.0
