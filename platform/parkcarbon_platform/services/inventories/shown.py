"""An inventory as it is shown: its sums, its sources and what is lacking, the same as of its items.

Sources of which no item is more than a sum of the ledger are added up in columns (`tallied`), the others by
their items. What is kept, explained or weighed needs these of all: that is `computing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import numpy as np

from parkcarbon_platform.calculation.accounting import completeness, consolidation, tallied, totals
from parkcarbon_platform.calculation.accounting.activity import SourceFacts
from parkcarbon_platform.calculation.accounting.completeness import Lack
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


def shown(connection: Connection, question: Question, now: datetime) -> Shown:
    """The inventory by the ledger as it is; raises QuestionError, NotFoundError."""
    rules = question.check().rules
    found = computing.boundary(connection, question, now)
    held = holding.holding(connection, question.approach, found.rows)
    heated = heat.conventions(connection, rules, found.rows)
    gwp = computing.gwp_of(connection, question)
    plain = _plain(connection, question, found, gwp, {*held.shares, *heated.ratios})
    tally, provisional = _tally(connection, question, found, plain)
    known = {source.code for source in plain} if tally is not None else set()
    others = [row for row in found.rows if row.code not in known]
    read = replace(found, rows=[], facts=[])
    if others:
        read = computing.with_sums(connection, found, found.segments, others)
    rows, _, refused = computing.items(connection, question, read)
    rows = consolidation.of_share(consolidation.of_share(rows, heated.ratios), held.shares)
    lacks = completeness.find_lacks(rules, read.facts, read.segments, read.sums, rows)
    lacks += completeness.unweighted(rules, read.facts, read.segments, read.sums, gwp=gwp)
    negative = [*computing.below_nothing(rows)]
    sums = {b: totals.calc_totals(rows, rules, b, is_park=question.is_park) for b in rules.bases}
    if tally is not None:
        lacks += tally.lacks()
        negative += tally.below_nothing()
        mine = tally.totals(is_park=question.is_park)
        sums = {basis: tallied.added_up(each, mine) for basis, each in sums.items()}
    standing = replace(found, provisional={**read.provisional, **provisional})
    lacks += [*refused, *held.lacks, *heated.lacks, *computing.standing(connection, standing)]
    lacks += reported.lacks(connection, question, found.rows, negative)
    return Shown(question, found.rows, sums, completeness.ordered(lacks))


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
