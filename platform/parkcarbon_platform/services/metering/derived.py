"""Points computed from other points (step 6): formulas, and shares of shared meters, in order of dependence.

A computed quarter hour exists only where all of its inputs exist: without one of them it would be a wrong
number, not an incomplete one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering import virtual
from parkcarbon_platform.calculation.metering.conversion import Factor
from parkcarbon_platform.calculation.metering.corrections import spread
from parkcarbon_platform.calculation.metering.rules import (
    ESTIMATED,
    MEASURED,
    QUARTER_MS,
    REPORTED,
    SURE,
)
from parkcarbon_platform.calculation.metering.virtual import Amount
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.metering import converting
from parkcarbon_platform.services.metering.archived import ArchivedError
from parkcarbon_platform.services.metering.converting import Converted
from parkcarbon_platform.services.metering.metering import Metering
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import derived as storage
from parkcarbon_platform.storage import endings
from parkcarbon_platform.storage import intervals as rows_storage
from parkcarbon_platform.storage import points as points_storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.derived import ShareRow
from parkcarbon_platform.storage.intervals import IntervalRow, Range
from parkcarbon_platform.storage.quarter_hours import QuarterHours, difference, joined, of_rows

Rows = dict[int, IntervalRow]
FOREVER = 1 << 62


class Node(Protocol):
    """Something that computes one or more points from others."""

    @property
    def inputs(self) -> Sequence[int]:
        """The points that it needs."""
        ...

    @property
    def outputs(self) -> Mapping[int, int | None]:
        """The points that it computes, with their enterprises."""
        ...

    def widened(self, spans: Sequence[Range]) -> list[Range]:
        """All that changes where its inputs change in `spans`."""
        ...

    def compute(self, given: Mapping[int, Rows]) -> list[IntervalRow]:
        """The quarter hours in which every input exists."""
        ...


@dataclass(frozen=True, slots=True)
class Formula:
    """A virtual point."""

    point_id: int
    enterprise_id: int | None
    formula: Amount
    names: Mapping[str, int]

    @property
    def inputs(self) -> Sequence[int]:
        """The points of the names."""
        return sorted(set(self.names.values()))

    @property
    def outputs(self) -> Mapping[int, int | None]:
        """The virtual point."""
        return {self.point_id: self.enterprise_id}

    def widened(self, spans: Sequence[Range]) -> list[Range]:
        """The same quarter hours."""
        return list(spans)

    def compute(self, given: Mapping[int, Rows]) -> list[IntervalRow]:
        """The formula, quarter hour by quarter hour."""
        starts = sorted(set.intersection(*(set(given.get(n, {})) for n in self.inputs)))
        if not starts:
            return []
        columns = {name: [given[n][s] for s in starts] for name, n in self.names.items()}
        quantity = virtual.evaluate(
            self.formula,
            {name: np.array([r.quantity for r in rows], dtype=np.int64) for name, rows in columns.items()},
        )
        estimated = virtual.estimated_part(
            self.formula,
            quantity,
            {name: np.array([r.estimated for r in rows], dtype=np.int64) for name, rows in columns.items()},
        )
        return [
            _row(self.point_id, start, (amount, part), [rows[i] for rows in columns.values()], "formula")
            for i, (start, amount, part) in enumerate(
                zip(starts, quantity.tolist(), estimated.tolist(), strict=True)
            )
        ]


@dataclass(frozen=True, slots=True)
class Shared:
    """A shared meter and the tenants that it is divided among, by periods."""

    point_id: int
    shares: Sequence[ShareRow]

    @property
    def inputs(self) -> Sequence[int]:
        """The shared meter and the tenants' own."""
        return sorted({self.point_id} | {s.submeter_id for s in self.shares if s.submeter_id is not None})

    @property
    def outputs(self) -> Mapping[int, int | None]:
        """The tenants' points."""
        return {s.target_id: s.enterprise_id for s in self.shares}

    def widened(self, spans: Sequence[Range]) -> list[Range]:
        """The same quarter hours."""
        return list(spans)

    def compute(self, given: Mapping[int, Rows]) -> list[IntervalRow]:
        """The shared meter's quarter hours, divided so that the tenants add up to it exactly."""
        found: list[IntervalRow] = []
        periods: dict[int, list[ShareRow]] = {}
        for share in self.shares:
            periods.setdefault(share.allocation_id, []).append(share)
        for shares in periods.values():
            start = to_ms(shares[0].valid_from)
            valid_to = shares[0].valid_to
            end = FOREVER if valid_to is None else to_ms(valid_to)
            fixed = _weights(shares)
            for at, row in sorted(given.get(self.point_id, {}).items()):
                if start <= at < end:
                    found += self._divided(row, shares, fixed, given)
        return found

    def _divided(
        self, row: IntervalRow, shares: Sequence[ShareRow], fixed: list[int] | None, given: Mapping[int, Rows]
    ) -> list[IntervalRow]:
        submeters = [given.get(s.submeter_id, {}).get(row.start) for s in shares if s.submeter_id is not None]
        known = [r for r in submeters if r is not None]
        if len(known) < len(submeters):
            return []
        weights = fixed or [max(r.quantity, 0) for r in known]
        if not any(weights):
            weights = [1] * len(shares)
        parts = spread(row.quantity, weights)
        unsure = any(r.estimated or r.status not in SURE for r in known)
        estimated = [abs(p) for p in parts] if unsure else spread(row.estimated, weights)
        return [
            _row(share.target_id, row.start, (part, min(abs(guess), abs(part))), [row, *known], "allocation")
            for share, part, guess in zip(shares, parts, estimated, strict=True)
        ]


def _weights(shares: Sequence[ShareRow]) -> list[int] | None:
    """Whole numbers in the proportion of the weights; None where sub-meters weigh."""
    weights = [Fraction(s.weight) for s in shares if s.weight is not None]
    if len(weights) < len(shares):
        return None
    scale = np.lcm.reduce([w.denominator for w in weights]) if weights else 1
    return [int(w * int(scale)) for w in weights]


def _row(
    point_id: int, start: int, amounts: tuple[int, int], inputs: Iterable[IntervalRow], method: str
) -> IntervalRow:
    given = list(inputs)
    kinds = {r.status for r in given}
    status = ESTIMATED if kinds - SURE else REPORTED if REPORTED in kinds else MEASURED
    return IntervalRow(point_id, start, *amounts, min(r.covered_s for r in given), status, method)


def nodes(connection: Connection) -> list[Node]:
    """Everything that computes points, each after what it needs."""
    formulas = storage.formulas(connection)
    found: list[Node] = []
    known = points_storage.of_ids(connection, sorted({n for f in formulas for n in f.inputs}))
    for row in formulas:
        bases = {
            name: units.to_base(known[n].unit, known[n].quantity, known[n].carrier).name
            for name, n in zip(row.names, row.inputs, strict=True)
        }
        parsed = virtual.parse(row.expression, bases)
        if isinstance(parsed, Amount):
            names = dict(zip(row.names, row.inputs, strict=True))
            found.append(Formula(row.point_id, row.enterprise_id, parsed, names))
    by_point: dict[int, list[ShareRow]] = {}
    for share in storage.shares(connection):
        by_point.setdefault(share.point_id, []).append(share)
    found += [Shared(point_id, shares) for point_id, shares in by_point.items()]
    found += converting.nodes(connection)
    makers = {output: node for node in found for output in node.outputs}
    order = virtual.in_order({output: node.inputs for output, node in makers.items()})
    return list({id(makers[output]): makers[output] for output in order}.values())


def settle(
    connection: Connection,
    park_id: int,
    metered: Metering,
    ranges: Iterable[Range],
    *,
    everything: bool = False,
) -> Metering:
    """Recompute what depends on rows that changed, and the computed points of `ranges`.

    Returns all of it together with what was metered; with `everything` rows that stayed as they were count
    as changed.
    """
    found = nodes(connection)
    if not found:
        return metered
    # Ranges of metered points are only looked at where their rows changed; gauges of a state have none.
    computed = {output for node in found for output in node.outputs}
    computed |= {n for node in found if isinstance(node, Converted) for n in node.gauges.values()}
    dirty = _touched(metered.changed, computed.union(*(node.inputs for node in found)))
    for wanted in ranges:
        if wanted.point_id in computed or wanted.point_id in dirty:
            start = wanted.start - wanted.start % QUARTER_MS
            end = wanted.end - wanted.end % QUARTER_MS + QUARTER_MS
            dirty.setdefault(wanted.point_id, []).append(Range(wanted.point_id, start, end))
    result = [metered]
    ended = endings.ended(connection)
    for node in found:
        spans = [s._replace(point_id=0) for n in (*node.inputs, *node.outputs) for s in dirty.get(n, ())]
        if spans:
            spans = node.widened(merge(spans, 0))
            if everything and isinstance(node, Converted):
                spans, standing = _apart(spans, node)
                result.append(_standing(connection, node, standing))
            try:
                settled = _settle_node(connection, park_id, node, spans, ended, everything=everything)
            except ArchivedError as error:
                # A gauge's readings are away; the work that needs them is of the points above.
                error.point_ids = (*error.point_ids, *node.outputs, *_above(node, found))
                raise
            for point_id, more in _touched(settled.changed, set(node.outputs)).items():
                dirty.setdefault(point_id, []).extend(more)
            result.append(settled)
    return Metering(
        joined([part.changed for part in result]),
        joined([part.rows for part in result]).ordered(),
        [window for part in result for window in part.windows],
        any(part.written for part in result),
    )


def _above(node: Node, every: Sequence[Node]) -> list[int]:
    """All points that a node is computed from, directly or not."""
    makers = {output: maker for maker in every for output in maker.outputs}
    found: set[int] = set()
    waiting = list(node.inputs)
    while waiting:
        point_id = waiting.pop()
        if point_id not in found:
            found.add(point_id)
            waiting += makers[point_id].inputs if point_id in makers else ()
    return sorted(found)


def _apart(spans: Sequence[Range], node: Converted) -> tuple[list[Range], list[Range]]:
    """What can be computed again, and what stands since the gauges' readings lie in files."""
    first = node.computable_from
    return (
        [s._replace(start=max(s.start, first)) for s in spans if s.end > first],
        [s._replace(end=min(s.end, first)) for s in spans if s.start < first],
    )


def _standing(connection: Connection, node: Node, spans: Sequence[Range]) -> Metering:
    windows = [s._replace(point_id=n) for n in sorted(node.outputs) for s in spans]
    rows = rows_storage.existing(connection, windows)
    return Metering(rows, rows, windows, written=False)


def _touched(rows: QuarterHours, points: Collection[int]) -> dict[int, list[Range]]:
    """The spans of these points that the rows cover."""
    mine = rows.only(np.isin(rows.point, sorted(points)))
    touched: dict[int, list[Range]] = {}
    if mine.size:
        mine = mine.ordered()
        first = np.concatenate(([0], np.nonzero(np.diff(mine.key) != 1)[0] + 1))
        last = np.concatenate((first[1:], [mine.size])) - 1
        columns = (mine.point[first].tolist(), mine.start[first].tolist(), mine.start[last].tolist())
        for point_id, start, end in zip(*columns, strict=True):
            touched.setdefault(point_id, []).append(Range(point_id, start, end + QUARTER_MS))
    return touched


def _settle_node(
    connection: Connection, park_id: int, node: Node, spans: Sequence[Range], ended: Mapping[int, int],
    *, everything: bool,
) -> Metering:  # fmt: skip
    inputs, outputs = (
        [s._replace(point_id=n) for n in points for s in spans]
        for points in (sorted(set(node.inputs) - set(node.outputs)), sorted(node.outputs))
    )
    stored = rows_storage.existing(connection, inputs + outputs)
    given: dict[int, Rows] = {n: {} for n in node.inputs}
    for row in stored.only(np.isin(stored.point, node.inputs)).rows():
        given[row.point_id][row.start] = row
    new = of_rows(
        row for row in _computed(node, given) if row.start < ended.get(row.point_id, FOREVER)
    ).ordered()
    found = difference(stored.only(np.isin(stored.point, list(node.outputs))), new)
    rows_storage.save(connection, park_id, found, node.outputs)
    if isinstance(node, Converted):
        converting.record(connection, park_id, node, spans)
    changed = found.all
    return Metering(joined([new, found.gone]) if everything else changed, new, outputs, changed.size > 0)


def _computed(node: Node, given: Mapping[int, Rows]) -> list[IntervalRow]:
    """What the node computes; an amount that no column can hold leaves out its quarter hour, not all of them.

    Such an input is a finding of its own meter; it must not stop the park.
    """
    try:
        return node.compute(given)
    except OverflowError:
        found: list[IntervalRow] = []
        struck: dict[int, Factor] = {}
        for start in sorted({start for rows in given.values() for start in rows}):
            at = {n: {start: rows[start]} for n, rows in given.items() if start in rows}
            with suppress(OverflowError):
                found += node.compute(at)
            if isinstance(node, Converted):
                struck |= node.struck
        if isinstance(node, Converted):
            node.struck = struck
        return found
