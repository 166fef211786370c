"""What a place uses and emits, step by step."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """By step [J, mg of CO2]; `guessed` of the `measured` energy is estimated; None is not told to who asks.

    `covered_s` of `expected_s` the meters cover; `lacking` are carriers without a heat value.
    """

    joules: list[int]
    co2_mg: list[int]
    measured: int = 0
    guessed: int = 0
    covered_s: int = 0
    expected_s: int = 0
    has_data: bool = False
    lacking: frozenset[str] = frozenset()

    @property
    def energy(self) -> int:
        """All of it [J]."""
        return sum(self.joules)

    @property
    def carbon(self) -> int:
        """All of it [mg]."""
        return sum(self.co2_mg)

    @property
    def estimated_share(self) -> float:
        """How much of what was measured is estimated."""
        return self.guessed / self.measured if self.measured else 0.0

    @property
    def coverage(self) -> float | None:
        """How much of the time the meters cover; None without meters."""
        return min(1.0, self.covered_s / self.expected_s) if self.expected_s else None
