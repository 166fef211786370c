"""How far a long piece of work is: it tells steps and the share that is done, and may be stopped there."""

from collections.abc import Callable, Mapping

# Called with a step's name and the share of it that is done; raises StoppedError where the work shall end.
Told = Callable[[str, float], None]


class StoppedError(Exception):
    """Somebody has stopped the work: what it has not committed is taken back."""


def untold(_step: str, _done: float) -> None:
    """Nobody is told."""


def share(weights: Mapping[str, float], step: str, done: float) -> float:
    """The share of the whole, where steps take their weights one after the other.

    >>> share({"read": 3, "write": 1}, "write", 0.5)
    0.875
    """
    names = list(weights)
    before = sum(weights[name] for name in names[: names.index(step)])
    return (before + weights[step] * done) / sum(weights.values())
