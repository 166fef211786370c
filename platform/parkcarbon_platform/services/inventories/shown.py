"""An inventory as it is shown: its sums, its sources and what is lacking, the same as of its items.

Sources of which no item is more than a sum of the ledger are added up in columns (`tallied`), the others by
their items. What is kept, explained or weighed needs these of all: that is `computing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np

from parkcarbon_platform.calculation.accounting import completeness, consolidation, engine, tallied, totals
from parkcarbon_platform.calculation.accounting.activity import SourceFacts
from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named, Ruleset
from parkcarbon_platform.calculation.accounting.tallied import SumColumns, Tally
from parkcarbon_platform.calculation.accounting.totals import Totals
from parkcarbon_platform.services.inventories import computing, fuels, heat, holding, reported
from parkcarbon_platform.services.inventories.computing import Activity
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage import ledger_sums
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an inventory; `totals` by basis."""

    question: Question
    sources: list[SourceRow]
    totals: Mapping[Named, Totals]
    lacks: list[Lack]

    @property
    def rules(self) -> Ruleset:
        """The ruleset."""
        return self.question.rules

    def named(self) -> list[tuple[SourceRow, str]]:
        """The sources, each with the base unit of its activity."""
        return [(row, computing.unit_of(row)) for row in self.sources]


@dataclass(frozen=True, slots=True)
class Counted:
    """What an inventory comes to in its first basis; seconds that have passed for its sources, and how
    many of them are covered."""

    question: Question
    totals: Totals
    expected_s: int
    covered_s: int
    is_empty: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """The sums of a boundary: of plain sources in columns, of all others in items."""

    question: Question
    tally: Tally | None
    provisional: Mapping[str, int]
    others: Activity
    rows: list[Item]
    refused: list[Lack]

    def totals(self, basis: Named) -> Totals:
        """The sums of one basis."""
        is_park = self.question.is_park
        sums = totals.calc_totals(self.rows, self.question.rules, basis, is_park=is_park)
        return sums if self.tally is None else tallied.added_up(sums, self.tally.totals(is_park=is_park))


def shown(connection: Connection, question: Question, now: datetime) -> Shown:
    """The inventory by the ledger as it is; raises QuestionError, NotFoundError."""
    rules = question.check().rules
    found = computing.boundary(connection, question, now)
    held = holding.holding(connection, question.approach, found.rows)
    heated = heat.conventions(connection, rules, found.rows)
    gwp = computing.gwp_of(connection, question)
    read = _read(connection, question, found, gwp, (heated.ratios, held.shares))
    others = read.others
    lacks = completeness.find_lacks(rules, others.facts, others.segments, others.sums, read.rows)
    lacks += completeness.unweighted(rules, others.facts, others.segments, others.sums, gwp=gwp)
    negative = [*computing.below_nothing(read.rows)]
    if read.tally is not None:
        lacks += read.tally.lacks()
        negative += read.tally.below_nothing()
    standing = replace(found, provisional={**others.provisional, **read.provisional})
    lacks += [*read.refused, *held.lacks, *heated.lacks, *computing.standing(connection, standing)]
    lacks += reported.lacks(connection, question, found.rows, negative)
    sums = {basis: read.totals(basis) for basis in rules.bases}
    return Shown(question, found.rows, sums, completeness.ordered(lacks))


def counted(connection: Connection, questions: Sequence[Question], now: datetime) -> list[Counted]:
    """The inventories of periods without what is lacking of them; all else is asked alike, and read once."""
    first = questions[0].check()
    begun = computing.boundary(connection, first, now)
    gwp, scales = computing.gwp_of(connection, first), computing.scales(connection, first, begun.rows)
    found = []
    for question in questions:
        segments = computing.segments_of(question.check(), engine.cuts(begun.facts), begun.park.timezone, now)
        read = _read(connection, question, replace(begun, segments=segments), gwp, scales)
        expected_s, covered_s = (0, 0) if read.tally is None else read.tally.coverage()
        sums = read.totals(question.rules.bases[0])
        found.append(
            Counted(
                question, sums,
                expected_s + sum(item.expected_s for item in read.rows),
                covered_s + sum(min(item.covered_s, item.expected_s) for item in read.rows),
                is_empty=not read.rows and (read.tally is None or read.tally.is_empty),
            )
        )  # fmt: skip
    return found


def _read(
    connection: Connection, question: Question, found: Activity, gwp: Mapping[str, Decimal],
    scales: tuple[Mapping[str, Fraction], Mapping[str, Fraction]],
) -> _Read:  # fmt: skip
    plain = _plain(connection, question, found, gwp, {code for shares in scales for code in shares})
    tally, provisional = _tally(connection, question, found, plain)
    known = {source.code for source in plain} if tally is not None else set()
    others = [row for row in found.rows if row.code not in known]
    read = replace(found, rows=[], facts=[])
    if others:
        read = computing.with_sums(connection, found, found.segments, others)
    rows, _, refused = computing.items(connection, question, read)
    for shares in scales:
        rows = consolidation.of_share(rows, shares)
    return _Read(question, tally, provisional, read, rows, refused)


def _plain(
    connection: Connection, question: Question, found: Activity, gwp: Mapping[str, Decimal], scaled: set[str]
) -> list[SourceFacts]:
    """The sources that the ledger alone says everything of, as it is."""
    rules = question.rules
    exporters = storage.exporters(connection) if rules.netting == "gross" else set()
    apart = {
        row.code for row in found.rows
        if row.code in scaled or row.id in exporters or (rules.gases is None and fuels.brings_further(row))
    }  # fmt: skip
    return [
        source for source in found.facts
        if source.code not in apart and tallied.is_plain(source, gwp, rules)
    ]  # fmt: skip


def _tally(
    connection: Connection, question: Question, found: Activity, plain: Sequence[SourceFacts]
) -> tuple[Tally | None, dict[str, int]]:
    """These sources added up, and how many of their hours are provisional; None where they are too much."""
    if not plain:
        return None, {}
    ids = {row.code: row.id for row in found.rows}
    wanted = [ids[source.code] for source in plain]
    spans = [(segment.start, segment.end) for segment in found.segments]
    read = ledger_sums.columns_by_segment(connection, wanted, spans)
    order = np.argsort(np.array(wanted, dtype=np.int64))
    places = order[np.searchsorted(np.array(wanted, dtype=np.int64)[order], read.source_id)]
    sums = SumColumns(
        places, read.place, read.factor_version_id, read.fallback, read.quantity, read.estimated,
        read.covered_s, read.co2_mg, read.gas_mg,
    )  # fmt: skip
    if not sums.fits():
        return None, {}
    try:
        tally = Tally(question.rules, plain, found.segments, sums)
    except OverflowError:  # an estimated part far beyond the net amount: by items, without bounds
        return None, {}
    waiting = np.zeros(len(plain), dtype=np.int64)
    np.add.at(waiting, places, read.provisional)
    return tally, {source.code: n for source, n in zip(plain, waiting.tolist(), strict=True)}
