"""Converted points inside settlement: heat of steam and volumes of gas from amounts and gauges."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.calculation.metering.conversion import (
    MEASURED,
    Conversion,
    Factor,
    Kind,
    State,
    factor,
    quarter_means,
)
from parkcarbon_platform.calculation.metering.meters import Event, Meter, Timeline, timeline
from parkcarbon_platform.calculation.metering.registers import Bools, Float64
from parkcarbon_platform.calculation.metering.rules import (
    BAD_FROM,
    ESTIMATED,
    QUARTER_MS,
    RULES,
    SURE,
    gap_threshold_ms,
    values,
)
from parkcarbon_platform.services.metering import archived
from parkcarbon_platform.services.metering.archived import Horizon
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import derived as storage
from parkcarbon_platform.storage import findings
from parkcarbon_platform.storage import intervals as rows_storage
from parkcarbon_platform.storage import points as points_storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.derived import ConversionRow
from parkcarbon_platform.storage.findings import PointFinding
from parkcarbon_platform.storage.intervals import IntervalRow, Range
from parkcarbon_platform.storage.points import Point

EVERYTHING = Horizon()
STATE_RULES = ("state_missing", "state_range", "wet_steam")
GAUGES = ("pressure", "temperature", "feed")
# A parent gauge with a long period must not make every reading recompute hours.
LONGEST_REACH_MS = 4 * QUARTER_MS


@dataclass(frozen=True, slots=True)
class Gauge:
    """A gauge of a state; readings * multiplier then * `scale` + `offset` are MPa absolute, or °C.

    `multiplier` is that before any life event.
    """

    point_id: int
    multiplier: Fraction
    scale: float
    offset: float
    reach_ms: int


@dataclass(slots=True)
class Converted:
    """A converted point; `struck` keeps what rules found in the quarter hours that were computed last."""

    connection: Connection
    point_id: int
    enterprise_id: int | None
    amount_id: int
    conversion: Conversion
    states: Mapping[str, Gauge]
    horizon: Horizon = EVERYTHING
    struck: dict[int, Factor] = field(default_factory=dict)

    @property
    def gauges(self) -> Mapping[str, int]:
        """The gauges by what they measure."""
        return {name: gauge.point_id for name, gauge in self.states.items()}

    @property
    def inputs(self) -> Sequence[int]:
        """The amount and the gauges."""
        return sorted({self.amount_id, *self.gauges.values()})

    @property
    def outputs(self) -> Mapping[int, int | None]:
        """The converted point."""
        return {self.point_id: self.enterprise_id}

    @property
    def computable_from(self) -> int:
        """From when on all readings are here that a quarter hour's state is made of [ms]."""
        floors = [
            self.horizon.floors.get(gauge.point_id, 0) + 2 * gauge.reach_ms for gauge in self.states.values()
        ]
        first = max(floors, default=0) if self.horizon.time else 0
        return first + -first % QUARTER_MS

    def widened(self, spans: Sequence[Range]) -> list[Range]:
        """A reading tells of the time up to its neighbours; a finding begins after a quarter hour without."""
        reach = max((g.reach_ms for g in self.states.values()), default=0)
        reach += -reach % QUARTER_MS + QUARTER_MS
        return merge((s._replace(start=s.start - reach, end=s.end + reach) for s in spans), 0)

    def compute(self, given: Mapping[int, dict[int, IntervalRow]]) -> list[IntervalRow]:
        """The amount's quarter hours, converted; none is left out."""
        amounts = given.get(self.amount_id, {})
        known = self._states(sorted(amounts))
        factors = {start: factor(self.conversion, known.get(start, State(None, None))) for start in amounts}
        self.struck = {start: found for start, found in factors.items() if found.rule is not None}
        return [self._row(row, factors[start]) for start, row in sorted(amounts.items())]

    def _row(self, row: IntervalRow, found: Factor) -> IntervalRow:
        parts = self.conversion.parts
        quantity, part = mul_div([row.quantity, row.estimated], found.value, parts).tolist()
        is_sure = found.method == MEASURED
        estimated = min(abs(part), abs(quantity)) if is_sure else abs(quantity)
        status = row.status if is_sure and row.status in SURE else ESTIMATED
        return IntervalRow(self.point_id, row.start, quantity, estimated, row.covered_s, status, found.method)

    def _states(self, starts: Sequence[int]) -> dict[int, State]:
        """The state of each quarter hour, with what is known for long enough."""
        if not starts:
            return {}
        share = self.conversion.rules["state_missing"]["share"]
        found: dict[int, dict[str, float]] = {}
        for name, gauge in self.states.items():
            for start, mean, covered in self._means(gauge, starts):
                if covered >= share * QUARTER_MS:
                    found.setdefault(start, {})[name] = mean
        return {
            start: State(known.get("pressure"), known.get("temperature"), known.get("feed"))
            for start, known in found.items()
        }

    def _means(self, gauge: Gauge, starts: Sequence[int]) -> Iterator[tuple[int, float, int]]:
        spans = merge((Range(gauge.point_id, s, s + QUARTER_MS) for s in starts), 0)
        needed = [s._replace(start=s.start - gauge.reach_ms, end=s.end + gauge.reach_ms) for s in spans]
        wanted = set(starts)
        line = _line(self.connection, gauge)
        # Spans that come to overlap by their reach would tell a quarter hour twice.
        needed = merge(needed, 0)
        self.horizon.check_needed(needed)
        for _, columns in rows_storage.readings(self.connection, needed):
            usable = np.isfinite(columns.value) & (columns.quality < BAD_FROM)
            used, multiplier = _read(line, columns.time)
            usable &= used
            # The state does not jump with a gauge that is exchanged: lines lead across the change.
            value = columns.value[usable] * (multiplier[usable] * gauge.scale) + gauge.offset
            for start, mean, covered in quarter_means(columns.time[usable], value, gauge.reach_ms):
                if start in wanted:
                    yield start, mean, covered


def _line(connection: Connection, gauge: Gauge) -> Timeline:
    """The life of a gauge; its epochs' scales are multipliers."""
    events = rows_storage.events(connection, [gauge.point_id])
    meter = Meter("integral", Fraction(1), gauge.multiplier)
    return timeline(meter, [Event(e.id, e.kind, e.time, e.details, e.undoes) for e in events])


def _read(line: Timeline, time: Int64) -> tuple[Bools, Float64]:
    """Which readings count, since the gauge is there and nobody has excluded them, and by what multiplier."""
    epoch = np.searchsorted([e.start for e in line.epochs], time, side="right") - 1
    used = epoch >= 0
    for start, end in line.excluded:
        used &= (time < start) | (time >= end)
    return used, np.array([float(e.register.scale) for e in line.epochs])[epoch]


def nodes(connection: Connection) -> list[Converted]:
    """The converted points of the park."""
    rows = storage.conversions(connection)
    if not rows:
        return []
    known = points_storage.of_ids(connection, sorted({n for row in rows for n in row.inputs.values()}))
    horizon = archived.horizon(connection)
    return [replace(_node(connection, row, known), horizon=horizon) for row in rows]


def _node(connection: Connection, row: ConversionRow, known: Mapping[int, Point]) -> Converted:
    parameters: dict[str, Any] = row.formula.get("parameters", {})
    gauges = {n: _gauge(known[row.inputs[n]], n, parameters) for n in GAUGES if n in row.inputs}
    conversion = conversion_of(
        row.formula["conversion"], frozenset(gauges), parameters, row.reference_state, row.rules
    )
    return Converted(connection, row.point_id, row.enterprise_id, row.inputs["amount"], conversion, gauges)


def conversion_of(
    kind: Kind, metered: frozenset[str], parameters: Mapping[str, Any], reference_state: str | None,
    rules: Mapping[str, Any],
) -> Conversion:  # fmt: skip
    """A conversion from what is stored of it."""
    enthalpy = parameters.get("enthalpy_kj_per_kg")
    return Conversion(
        kind=kind,
        metered=metered,
        typical=State(
            _number(parameters.get("typical_pressure_mpa")),
            _number(parameters.get("typical_temperature_c")),
            _number(parameters.get("feed_temperature_c")),
        ),
        basis=parameters.get("basis"),
        enthalpy=None if enthalpy is None else Fraction(Decimal(enthalpy)),
        reference_state=reference_state,
        compressibility=Fraction(Decimal(parameters.get("compressibility", "1"))),
        rules=values(rules),
    )


def _gauge(point: Point, name: str, parameters: Mapping[str, Any]) -> Gauge:
    reach = min(gap_threshold_ms(point.expected_period_s, values(point.rules)), LONGEST_REACH_MS)
    multiplier = Fraction(point.multiplier)
    if name != "pressure":
        return Gauge(point.id, multiplier, 1.0, units.celsius_offset(point.unit), reach)
    above = parameters.get("atmospheric_kpa") if parameters.get("pressure_is") == "gauge" else None
    offset = 0.0 if above is None else float(above) / 1000
    return Gauge(point.id, multiplier, units.megapascal(point.unit), offset, reach)


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def record(connection: Connection, park_id: int, node: Converted, spans: Sequence[Range]) -> None:
    """Write what rules found, once where it begins; the first quarter hour of a span is only looked at."""
    windows = [Range(node.point_id, s.start + QUARTER_MS, s.end) for s in spans]
    found = []
    for start, struck in sorted(node.struck.items()):
        rule = struck.rule
        inside = any(w.start <= start < w.end for w in windows)
        if rule is not None and inside and _rule_of(node, start - QUARTER_MS) != rule:
            severity, time = RULES[rule].severity, rows_storage.moment(start)
            found.append(PointFinding(node.point_id, node.enterprise_id, time, rule, severity, struck.detail))
    findings.replace_of_points(connection, park_id, windows, found, STATE_RULES)


def _rule_of(node: Converted, start: int) -> str | None:
    found = node.struck.get(start)
    return None if found is None else found.rule
