"""What the method counts otherwise than another ruleset, source by source and cause by cause.

    other + gases + boundary + green + factor = zero-carbon                                  [mg, exact]

`gases`: other gases than CO2, left out. `boundary`: what one counts and the other does not, and amounts that
one nets and the other does not, at the other's factor. `green`: what evidence of green power takes off here,
less what it takes off there. `factor`: the rest, the same amount at another factor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Cause = Literal["gases", "boundary", "green", "factor"]
CAUSES: tuple[Cause, ...] = ("gases", "boundary", "green", "factor")


@dataclass(frozen=True, slots=True)
class Counted:
    """A source under one method: CO2 [mg], other gases [mg CO2e], net quantity [base unit].

    `green_mg`: what the evidence of green electricity takes off its CO2, 0 or less.
    """

    co2_mg: int
    other_mg: int
    quantity: int
    green_mg: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A source: what it counts in both, and the difference by cause [mg]; their sum is `after` - `before`."""

    source: str
    before: int
    after: int
    causes: Mapping[Cause, int]


def differences(before: Mapping[str, Counted], after: Mapping[str, Counted]) -> list[Difference]:
    """From another ruleset's sources to those of the method, the largest difference first."""
    found = [_difference(code, before.get(code), after.get(code)) for code in before.keys() | after.keys()]
    return sorted(found, key=lambda d: (-abs(d.after - d.before), d.source))


def sums(found: Iterable[Difference]) -> dict[Cause, int]:
    """The differences of all sources by cause [mg]."""
    total: dict[Cause, int] = dict.fromkeys(CAUSES, 0)
    for one in found:
        for cause, mg in one.causes.items():
            total[cause] += mg
    return total


def _difference(source: str, before: Counted | None, after: Counted | None) -> Difference:
    was = before or Counted(0, 0, 0)
    told: dict[Cause, int] = dict.fromkeys(CAUSES, 0)
    told["gases"] = -was.other_mg
    now = 0 if after is None else after.co2_mg
    if after is None or before is None or not was.quantity:
        told["boundary"] = now - was.co2_mg
    else:
        told["green"] = after.green_mg - was.green_mg
        plain = was.co2_mg - was.green_mg
        told["boundary"] = round(Fraction((after.quantity - was.quantity) * plain, was.quantity))
        told["factor"] = now - was.co2_mg - told["boundary"] - told["green"]
    return Difference(source, was.co2_mg + was.other_mg, now, told)
