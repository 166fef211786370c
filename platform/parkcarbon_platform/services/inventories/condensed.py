"""The items behind a figure, a source's months taken together wherever that moves no milligram.

The first answer of Explain needs no months. What the ledger has in CO2 is a sum of its hours, which is the
same over a month and over ten years: one item a source and factor version stands for all of its months.
Whatever is rounded once a month stays by month: gases with a GWP that is no whole number, gases by rule,
evidence of bought electricity, what is delivered on, and what counts in part. What was bought without
evidence is priced by month and added up at once (`residual`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from parkcarbon_platform.calculation.accounting import consolidation
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.services.inventories import computing, fuels, market, residual
from parkcarbon_platform.services.inventories.computing import Activity
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow

# Their parts lie in time, or are cut where shares change.
BY_MONTH = ("month", "scene")


def items_of(
    connection: Connection, question: Question, part: Part, now: datetime
) -> tuple[list[Item], list[SourceRow]]:
    """Items that make the figure, without scenes where none are asked for, and the boundary's sources."""
    if part.by in BY_MONTH:
        return computing.items_of(connection, question, now)
    question.check()
    found = computing.boundary(connection, question, now)
    scales = computing.scales(connection, question, found.rows)
    scaled = {code for shares in scales for code in shares}
    exporters = storage.exporters(connection) if question.rules.netting == "gross" else set()
    gwp = computing.gwp_of(connection, question)

    def is_by_month(row: SourceRow) -> bool:
        return (
            row.code in scaled or row.id in exporters
            or _is_rounded(row, gwp) or _is_by_rule(row, question, part)
        )  # fmt: skip

    apart = [row for row in found.rows if is_by_month(row)]
    alone: list[SourceRow] = []
    if part.basis == "market" and "market" in question.rules.bases:
        free = [row for row in apart if row.code not in scaled and row.id not in exporters]
        alone = residual.without_evidence(connection, question, free)
        bought = {row.code for row in alone}
        apart = [row for row in apart if row.code not in bought]
    together = [row for row in found.rows if not is_by_month(row)]
    items = residual.items_of(connection, question, found, alone) if alone else []
    if together:
        whole = [computing.whole(question, found)]
        read = computing.with_sums(connection, _unshared(found), whole, together)
        items += computing.items(connection, question, read, part.basis)[0]
    if apart:
        read = computing.with_sums(connection, _unshared(found), found.segments, apart)
        items += computing.items(connection, question, read, part.basis)[0]
    for shares in scales:
        items = consolidation.of_share(items, shares)
    return items, found.rows


def _is_rounded(row: SourceRow, gwp: Mapping[str, Decimal]) -> bool:
    """Whether its mass times the GWP is rounded."""
    potential = gwp.get(row.gas)
    return potential is not None and potential != potential.to_integral_value()


def _is_by_rule(row: SourceRow, question: Question, part: Part) -> bool:
    """Whether something of it is priced by rule, once a month."""
    rules = question.rules
    if part.basis == "market" and "market" in rules.bases and row.category == market.BOUGHT:
        return True
    return rules.gases is None and fuels.brings_further(row)


def _unshared(found: Activity) -> Activity:
    """The same without scenes."""
    return replace(found, facts=[replace(fact, shares=()) for fact in found.facts])
