"""From a figure of an inventory down: first its terms, then a term's months and the evidence behind them.

Of the ledger as it is, or of an inventory that is kept.
"""

from datetime import datetime

from parkcarbon_platform.services.inventories import computing, condensed, explaining, market, storing
from parkcarbon_platform.services.inventories.explaining import Explanation, Part, SourceMonths
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.inventories.storing import InventoryRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.green import Use

__all__ = ["Opened", "Use", "explain", "explain_kept", "open_kept_term", "open_term"]

Opened = tuple[SourceMonths, list[Use]]


def explain(connection: Connection, question: Question, part: Part, now: datetime) -> Explanation:
    """The terms of a figure by the ledger as it is."""
    items, sources = condensed.items_of(connection, question, part, now)
    return explaining.explain(connection, question, items, part, sources)


def explain_kept(connection: Connection, row: InventoryRow, part: Part) -> Explanation:
    """The terms of a figure that is kept."""
    items = storing.items_of(connection, row, part.by)
    return explaining.explain(connection, storing.question_of(row), items, part)


def open_term(
    connection: Connection, question: Question, part: Part, source: str, now: datetime, *,
    deduction: bool = False,
) -> Opened:  # fmt: skip
    """The months of a term by the ledger as it is, and its evidence."""
    items, _ = computing.items_of(connection, question, now, source)
    found = explaining.months(connection, question, items, part, source, deduction=deduction)
    return found, _evidence(connection, question, part, found, None)


def open_kept_term(
    connection: Connection, row: InventoryRow, part: Part, source: str, *, deduction: bool = False
) -> Opened:
    """The months of a term that is kept, and the evidence that was used when it was computed."""
    question = storing.question_of(row)
    items = storing.items(connection, row, source)
    found = explaining.months(connection, question, items, part, source, deduction=deduction)
    return found, _evidence(connection, question, part, found, row.known_at)


def _evidence(
    connection: Connection, question: Question, part: Part, found: SourceMonths, known_at: datetime | None
) -> list[Use]:
    if part.basis != "market" or found.term.category != market.BOUGHT:
        return []
    uses = market.evidence_of(connection, found.term.code, question.start, question.end, known_at)
    shown = {month.item.month for month in found.months}
    return [use for use in uses if use.month in shown]
