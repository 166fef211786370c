"""The rules that look at readings and intervals, as a table: what strikes, when, and what then happens.

A rule's parameters have defaults; a point may override them (`core.point.rules`), e.g.
`{"spike": {"factor": 1.2}, "gap": {"minutes": 60}}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Literal

from parkcarbon_platform.errors import InvalidError

QUARTER_MS = 900_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
GOOD, UNCERTAIN, BAD = 0, 1, 2
BAD_FROM = BAD << 30

MEASURED, ESTIMATED, SUBSTITUTED, EDITED, REPORTED = range(5)
# Nobody had to guess: a meter measured it, or a person reported it and another one approved.
SURE = frozenset({MEASURED, REPORTED})

Severity = Literal["information", "warning", "error"]
# settlement: strikes while intervals are computed; check: looked for by the job of meter health.
Origin = Literal["settlement", "check"]
Remedy = Literal[
    "none", "look_at_line", "record_event", "accept_or_exclude", "look_at_meter", "set_clock", "set_unit",
    "compare_meters", "look_at_gauges", "check_gauges", "shorten_period", "state_conditions",
]  # fmt: skip


class RuleError(InvalidError):
    """A point's rules name something that does not exist, or a value outside its bounds."""

    code = "rule"
    remedy = "Correct the key that is named; the rule table lists rules, parameters and bounds."


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that struck: where [ms], and what was found."""

    time: int
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a rule that a point may override; bounds are inclusive."""

    name: str
    default: Fraction
    unit: str
    minimum: Fraction
    maximum: Fraction


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it looks at, what it does, where it comes from, and what a person can do about it."""

    name: str
    severity: Severity
    origin: Origin
    condition: str
    effect: str
    source: str
    remedy: Remedy
    parameters: tuple[Parameter, ...] = ()


def _parameter(name: str, default: str, unit: str, minimum: str, maximum: str) -> Parameter:
    return Parameter(name, Fraction(default), unit, Fraction(minimum), Fraction(maximum))


VEE = "usual practice of meter data validation, estimation and editing"
RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "gap", "warning", "settlement",
            "two readings farther apart than the larger of `minutes` and `periods` expected periods",
            "linear, scaled to the register; estimated. Beyond `linear_hours` see long_gap",
            f"{VEE}: interpolate at most 2 h", "look_at_line",
            (
                _parameter("minutes", "20", "min", "1", "100000"),
                _parameter("periods", "1.5", "expected periods", "1", "1000"),
                _parameter("linear_hours", "2", "h", "0", "24"),
            ),
        ),
        Rule(
            "long_gap", "warning", "settlement", "a gap longer than `linear_hours` of gap",
            "shape of the check meter, else of like days of the 28 days before, else linear, scaled to the "
            "register; estimated, with the method",
            f"{VEE}: check meter, then like days", "look_at_line",
            (_parameter("min_days", "1", "measured quarter hours of a kind", "1", "28"),),
        ),
        Rule(
            "unknown_amount", "error", "settlement",
            "a span whose amount no reading tells: unknown index at an event, an unexplained drop, a long "
            "gap of an interval meter or a gauge",
            "the amount itself comes from the check meter or like days; estimated. Without either: none",
            f"{VEE}: never zero", "record_event",
        ),
        Rule(
            "uncertain", "information", "settlement", "OPC UA severity Uncertain at either end of a pair",
            "used; estimated", "OPC UA part 8, status codes", "none",
        ),
        Rule(
            "rollover", "information", "settlement",
            "a drop that passing 10^digits explains within max_rate; without a rate: from the top `share` of "
            "the register to the bottom one; or an event says so",
            "the register's modulus is added", "register capacity of the meter", "none",
            (_parameter("share", "0.1", "of the register", "0", "0.5"),),
        ),
        Rule(
            "reset", "error", "settlement", "a drop that is no rollover",
            "a new epoch begins: never differenced across. The amount between is unknown until an event "
            "tells it; accepted: counted from zero",
            "a register does not run backwards", "record_event",
        ),
        Rule(
            "glitch", "warning", "settlement",
            "one reading of a register out of order between two that agree with each other",
            "not accepted; the pair around it is", "a register does not run backwards", "look_at_meter",
        ),
        Rule(
            "spike", "error", "settlement", "faster than `factor` times max_rate",
            "register: kept, so that the intervals add up to it; estimated until accepted or excluded. "
            "Interval meter, gauge: the reading is not used, its span is a gap; accepted: used",
            "the largest credible rate of the point", "accept_or_exclude",
            (_parameter("factor", "1", "max_rate", "0.01", "1000"),),
        ),
        Rule(
            "out_of_range", "error", "settlement",
            "a reading that 62 bits of the base unit cannot hold, or that is no finite number",
            "not used", "size of the interval table's integers", "look_at_meter",
        ),
        Rule(
            "state_missing", "warning", "settlement",
            "a converted quarter hour of which the pressure or temperature is known for less than `share`",
            "the typical value that was stated takes its place; estimated, `state_typical`",
            f"{VEE}: never zero", "look_at_gauges",
            (_parameter("share", "0.5", "of the quarter hour", "0.01", "1"),),
        ),
        Rule(
            "state_range", "error", "settlement",
            "a pressure and temperature that IAPWS-IF97 does not cover, or no possible ones of a gas",
            "the typical state that was stated takes their place; estimated, `state_typical`",
            "IAPWS R7-97(2012), range of validity", "check_gauges",
        ),
        Rule(
            "wet_steam", "warning", "settlement",
            "steam more than `margin` below its boiling temperature: how much of it is water does not "
            "follow from pressure and temperature",
            "taken as dry saturated of its pressure; estimated, `state_saturated`",
            "IAPWS R7-97(2012), region 4", "check_gauges",
            (_parameter("margin", "2", "K", "0", "50"),),
        ),
        Rule(
            "different_value", "warning", "check", "the same point and source time again with another value",
            "the first is kept, the other is a revision; the same value again is ignored",
            f"{VEE}: duplicates", "look_at_meter",
        ),
        Rule(
            "clock_drift", "warning", "check",
            "source time and time of receipt differ by more than `seconds` in the median of a day",
            "nothing is rewritten", f"{VEE}: time tolerance", "set_clock",
            (_parameter("seconds", "180", "s", "1", "86400"),),
        ),
        Rule(
            "stuck", "error", "check",
            "`identical` equal readings of a register in a row while its power gauge delivers at least "
            "`steps` steps of the register",
            "kept; what the register does not count shows when it jumps", f"{VEE}: consecutive intervals",
            "look_at_meter",
            (
                _parameter("identical", "4", "readings", "2", "100000"),
                _parameter("steps", "3", "steps of the register", "1", "100000"),
            ),
        ),
        Rule(
            "zero", "warning", "check",
            "measured zero for `hours` in which at least `share` of like quarter hours were not zero",
            "kept", f"{VEE}: zero consumption", "look_at_meter",
            (
                _parameter("hours", "2", "h", "0.25", "720"),
                _parameter("share", "0.9", "of like quarter hours", "0", "1"),
            ),
        ),
        Rule(
            "high", "warning", "check", "a measured local day above `factor` times the mean of like days",
            "kept", f"{VEE}: high/low", "look_at_meter",
            (
                _parameter("factor", "2", "mean", "1", "1000"),
                _parameter("min_days", "3", "like days", "1", "28"),
            ),
        ),
        Rule(
            "low", "warning", "check", "a measured local day below `factor` times the mean of like days",
            "kept", f"{VEE}: high/low", "look_at_meter",
            (
                _parameter("factor", "0.5", "mean", "0", "1"),
                _parameter("min_days", "3", "like days", "1", "28"),
            ),
        ),
        Rule(
            "float_step", "warning", "check",
            "at its present index the step of a float32 exceeds the register's `resolution`",
            "kept; consumption comes in steps", "IEEE 754: 24 bits", "set_unit",
            (_parameter("resolution", "1", "unit as read", "0.000001", "1000000"),),
        ),
        Rule(
            "interval_sum", "warning", "check",
            "intervals and register of the same flow differ by more than `percent` over a period",
            "kept", f"{VEE}: sum check", "compare_meters",
            (_parameter("percent", "1", "%", "0", "100"),),
        ),
        Rule(
            "balance", "warning", "check",
            "sub-meters and their parent differ by more than `percent` of the parent over a period",
            "kept; sub-meters above the parent cannot be", "conservation of energy", "compare_meters",
            (_parameter("percent", "5", "%", "0", "100"),),
        ),
        Rule(
            "integration_error", "warning", "check",
            "a local day of an integrated gauge whose amount may be off by more than `percent`",
            "kept; the bound is shown beside the amount",
            "trapezoidal rule: span² / 2 times the change of slope, six times its error for smooth rates",
            "shorten_period",
            (_parameter("percent", "2", "%", "0.01", "100"),),
        ),
        Rule(
            "reference_state", "warning", "check",
            "a volume of gas of which neither its own reference state is known nor a conversion makes one",
            "kept as it is read; what needs a reference state is refused",
            "GB/T 21391: 293.15 K and 101.325 kPa; 273.15 K is 7.3 % off", "state_conditions",
        ),
        Rule(
            "silent", "error", "check",
            "no usable reading for the larger of `minutes` and `periods` expected periods",
            "a gap grows", "expected period of the point", "look_at_line",
            (
                _parameter("minutes", "20", "min", "1", "100000"),
                _parameter("periods", "3", "expected periods", "1", "1000"),
            ),
        ),
    )
}  # fmt: skip
SETTLEMENT_RULES = tuple(rule.name for rule in RULES.values() if rule.origin == "settlement")

Values = Mapping[str, Mapping[str, Fraction]]


def values(overrides: Mapping[str, object]) -> Values:
    """The parameters of every rule for a point; raises RuleError that names the key."""
    return _values(overrides) if overrides else DEFAULTS


def _values(overrides: Mapping[str, object]) -> Values:
    unknown = sorted(set(overrides) - set(RULES))
    if unknown:
        raise RuleError(f"There is no rule {unknown[0]}.", key=unknown[0])
    return {rule.name: _values_of(rule, overrides.get(rule.name, {})) for rule in RULES.values()}


def _values_of(rule: Rule, overrides: object) -> dict[str, Fraction]:
    if not isinstance(overrides, Mapping):
        raise RuleError(f"{rule.name} takes an object of parameters.", key=rule.name)
    unknown = sorted(set(overrides) - {p.name for p in rule.parameters})
    if unknown:
        raise RuleError(f"{rule.name} has no parameter {unknown[0]}.", key=f"{rule.name}.{unknown[0]}")
    return {p.name: _value_of(rule, p, overrides.get(p.name, p.default)) for p in rule.parameters}


def _value_of(rule: Rule, parameter: Parameter, value: object) -> Fraction:
    key = f"{rule.name}.{parameter.name}"
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal | Fraction):
        raise RuleError(f"{key} is no number.", key=key, value=value)
    try:
        number = value if isinstance(value, Fraction) else Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        raise RuleError(f"{key} is no number.", key=key, value=value) from None
    if not parameter.minimum <= number <= parameter.maximum:
        bounds = f"{float(parameter.minimum):g} to {float(parameter.maximum):g} {parameter.unit}"
        raise RuleError(f"{key} must be {bounds}.", key=key, value=value)
    return number


DEFAULTS = _values({})


def gap_threshold_ms(expected_period_s: int, rules: Values = DEFAULTS) -> int:
    """Longest distance of two readings that still counts as measured [ms].

    20 minutes: the quarter-hourly history of a meter that is otherwise read each minute is measured, one
    lost quarter hour is not. 1.5 periods: for slower meters one lost reading is a gap.
    """
    return _default_gap_ms(expected_period_s) if rules is DEFAULTS else _gap_ms(expected_period_s, rules)


def _gap_ms(expected_period_s: int, rules: Values) -> int:
    gap = rules["gap"]
    return round(max(gap["minutes"] * MINUTE_MS, expected_period_s * 1000 * gap["periods"]))


@cache
def _default_gap_ms(expected_period_s: int) -> int:
    return _gap_ms(expected_period_s, DEFAULTS)
