"""The rules that make intervals of register readings, as a table."""

from dataclasses import dataclass
from typing import Literal

QUARTER_MS = 900_000
GOOD, UNCERTAIN, BAD = 0, 1, 2
BAD_FROM = BAD << 30

MEASURED, ESTIMATED = 0, 1
MAX_LINEAR_MS = 2 * 3_600_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it looks at and where it comes from."""

    name: str
    severity: Literal["information", "warning", "error"]
    parameters: str
    effect: str
    source: str


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "gap",
            "warning",
            "a pair of readings farther apart than max(20 min, 1.5 expected periods)",
            "energy is exact, its shape linear: estimated (linear up to 2 h, linear_long beyond)",
            "usual practice of meter data validation: interpolate at most 2 h",
        ),
        Rule(
            "uncertain",
            "information",
            "OPC UA severity Uncertain at either end of the pair",
            "used, estimated",
            "OPC UA part 8, status codes",
        ),
        Rule(
            "rollover",
            "information",
            "drop; within max_rate of passing 10^digits, or from the top to the bottom tenth",
            "the register's modulus is added",
            "register capacity of the meter",
        ),
        Rule(
            "reset",
            "error",
            "drop that is no rollover",
            "a new epoch begins: nothing is counted or covered between the two readings",
            "a register does not run backwards",
        ),
        Rule(
            "glitch",
            "warning",
            "one reading out of order between two that agree with each other",
            "not accepted; the pair around it is",
            "a register does not run backwards",
        ),
        Rule(
            "spike",
            "error",
            "rise faster than max_rate",
            "kept, so that the intervals add up to the register; estimated until resolved",
            "the largest credible rate of the point",
        ),
        Rule(
            "out_of_range",
            "error",
            "a reading that 63 bits of the base unit cannot hold, or that is no finite number",
            "not used",
            "size of the interval table's integers",
        ),
    )
}


def gap_threshold_ms(expected_period_s: int) -> int:
    """Longest distance of two readings that still counts as measured [ms].

    20 minutes: the quarter-hourly history of a meter that is otherwise read each minute is measured, one
    lost quarter hour is not. 1.5 periods: for slower meters one lost reading is a gap.
    """
    return max(1_200_000, expected_period_s * 1500)
