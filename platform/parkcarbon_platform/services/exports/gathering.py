"""What reports show of an inventory: the inventory itself, with names and factor versions."""

from datetime import datetime

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.reports.inventory.figures import Factor, Figures, Names
from parkcarbon_platform.services.inventories import computing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import factors, live, quarters
from parkcarbon_platform.storage.database import Connection


def figures(connection: Connection, question: Question, now: datetime) -> Figures:
    """The inventory by the ledger as it is now; raises what `computing.compute` does."""
    computed = computing.compute(connection, question, now)
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    used = sorted({item.factor_version for item in computed.items})
    return Figures(
        park_code=park.code,
        park=Names(park.name_zh, park.name_en),
        timezone=park.timezone,
        enterprise=question.enterprise,
        rules=computed.rules,
        start=question.start,
        end=question.end,
        gwp=None if computed.rules.gases == frozenset({"CO2"}) else question.gwp,
        state=None,
        made_at=now.replace(microsecond=0),
        items=tuple(computed.items),
        totals={basis: computed.totals(basis) for basis in computed.rules.bases},
        lacks=tuple(computed.lacks),
        sources={row.code: Names(row.name_zh, row.name_en) for row in computed.sources},
        enterprises={row.code: Names(row.name_zh, row.name_en) for row in quarters.enterprises(connection)},
        factors={row.id: _factor(row) for row in factors.of_ids(connection, used)},
    )


def _factor(row: factors.StoredVersion) -> Factor:
    return Factor(
        row.id, row.factor, row.version, row.region, row.gas, row.value, row.unit, row.set_code, row.citation,
        row.source_ref, row.grade,
    )  # fmt: skip
