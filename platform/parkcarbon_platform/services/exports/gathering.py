"""What reports show of an inventory: the inventory itself, with names and factor versions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.totals import calc_totals
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.reports.inventory.figures import Event, Factor, Figures, Names
from parkcarbon_platform.services.inventories import computing, fuels, storing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import factors, inventories, inventory_activity, live, quarters
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventories import EventRow


def of_now(connection: Connection, question: Question, now: datetime) -> Figures:
    """The inventory by the ledger as it is now; raises what `computing.computed` does."""
    found = computing.computed(connection, question, now)
    return _figures(connection, question, found.items, found.lacks, state=None, at=now)


def of_stored(connection: Connection, inventory_id: int, now: datetime) -> Figures:
    """A stored inventory; raises NotFoundError, NotComputedError."""
    row = storing.found(connection, inventory_id)
    items = storing.items(connection, row)
    lacks = [_lack(lack) for lack in row.lacks or ()]
    found = _figures(
        connection, storing.question_of(row), items, lacks, state=row.state, at=row.known_at or now
    )
    events = tuple(_event(event) for event in inventories.events(connection, row.id))
    return replace(found, inventory=row.id, events=events)


def _event(row: EventRow) -> Event:
    return Event(
        row.id, row.kind, row.answers_id, row.figure, row.to_state, row.note, row.author, row.role,
        row.created_at.replace(microsecond=0),
    )  # fmt: skip


def _figures(
    connection: Connection, question: Question, items: Sequence[Item], lacks: Sequence[Lack], *,
    state: str | None, at: datetime,
) -> Figures:  # fmt: skip
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    rules = question.rules
    used = sorted({item.factor_version for item in items})
    named = inventory_activity.sources(connection, question.enterprise)
    return Figures(
        park_code=park.code,
        park=Names(park.name_zh, park.name_en),
        timezone=park.timezone,
        enterprise=question.enterprise,
        rules=rules,
        start=question.start,
        end=question.end,
        gwp=None if rules.gases == frozenset({"CO2"}) else question.gwp,
        state=state,
        digest=storing.digest(items).hex(),
        made_at=at.replace(microsecond=0),
        items=tuple(items),
        totals={basis: calc_totals(items, rules, basis, is_park=question.is_park) for basis in rules.bases},
        lacks=tuple(lacks),
        sources={row.code: Names(row.name_zh, row.name_en) for row in named},
        enterprises={row.code: Names(row.name_zh, row.name_en) for row in quarters.enterprises(connection)},
        factors={row.id: _factor(row) for row in factors.of_ids(connection, used)},
        approach=question.approach,
    )


def _lack(stored: Mapping[str, Any]) -> Lack:
    months = tuple(date.fromisoformat(month) for month in stored["months"])
    return Lack(stored["rule"], stored["source"], months, stored["share"], stored["count"], stored["detail"])


def _factor(row: factors.StoredVersion) -> Factor:
    return Factor(
        row.id, row.factor, row.version, row.region, row.gas, row.value, row.unit, row.set_code, row.citation,
        row.source_ref, row.grade, fuels.heat_of(row),
    )  # fmt: skip
