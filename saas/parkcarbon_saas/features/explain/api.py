"""Explain a number, and go down from it to the batch that delivered its readings."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.access.access import Connection
from parkcarbon_platform.services.ledger import locks
from parkcarbon_platform.services.live import explain, provenance
from parkcarbon_platform.services.live.explain import By, Explanation, Figure, Question

from parkcarbon_saas.features.explain import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["explain"])

# 1970 to 2100: what a datetime and the database surely hold.
Ms = Annotated[int, Query(ge=0, le=4_102_444_800_000)]
From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]
PartKey = Annotated[
    str | None, Query(max_length=200, description="of a part; of a flow: carrier|scene|enterprise")
]
NEEDS: dict[Figure, str] = {
    "now": "frame", "intensity": "frame", "today": "totals", "yesterday": "totals", "interval": "start",
}  # fmt: skip
Code = Annotated[str, Path(pattern=CODE)]


@router.get("/explain")
def explain_figure(
    tenant: TenantNeeded,
    figure: Figure,
    *,
    frame: Annotated[
        int | None, Query(ge=0, description="of figure=now and intensity: the frame's seq")
    ] = None,
    totals: Annotated[
        str | None, Query(pattern="^[0-9a-f]{6,64}$", description="of figure=today and yesterday")
    ] = None,
    start: Annotated[Ms | None, Query(description="of figure=interval: ms")] = None,
    by: By | None = None,
    key: Annotated[
        str | None, Query(max_length=200, description="of a part; a flow: carrier|scene|enterprise")
    ] = None,
) -> schemas.Explanation:
    """The terms that add up to a figure, or to a part of it."""
    needed = NEEDS[figure]
    given = {"frame": frame, "totals": totals, "start": start}[needed]
    if given is None:
        raise InvalidError(f"figure={figure} needs `{needed}`.", remedy=f"Add `{needed}`.", figure=figure)
    question = Question(tenant.enterprise_id, by, key)
    return schemas.Explanation.model_validate(_explain(tenant, figure, question, given))


def _explain(tenant: Tenant, figure: Figure, question: Question, given: int | str) -> Explanation:
    with tenant.transaction() as connection:
        return explain.without(
            _whole(tenant, connection, figure, question, given), terms.withheld_points(connection)
        )


def _whole(
    tenant: Tenant, connection: Connection, figure: Figure, question: Question, given: int | str
) -> Explanation:
    cache = tenant.access.cache
    if figure in explain.LIVE:
        by_frame = explain.now if figure == "now" else explain.intensity
        return by_frame(connection, cache, question, int(given))
    if figure == "interval":
        with terms.unlimited(), tenant.access.tenant(tenant.park_id) as whole:
            return explain.interval(connection, whole, question, localtime.from_ms(int(given)))
    by_totals = explain.today if figure == "today" else explain.yesterday
    return by_totals(connection, cache, question, str(given))


@router.get("/sources/{source}/ledger")
def ledger(tenant: TenantNeeded, source: Code, start: From, end: To) -> schemas.Ledger:
    """Ledger hours of a source, every revision, the newest first."""
    with tenant.transaction() as connection:
        found = provenance.ledger(connection, source, localtime.from_ms(start), localtime.from_ms(end))
    # Locks of the whole park hold an enterprise's hours too, but only the park sees them.
    with tenant.access.tenant(tenant.park_id) as whole:
        locked = locks.spans(whole, found.enterprise_id)
    return schemas.ledger(source, found, locked)


@router.get("/points/{point}/intervals")
def intervals(tenant: TenantNeeded, point: Code, start: From, end: To) -> schemas.Intervals:
    """Quarter hours of a point, the newest first."""
    with tenant.transaction() as connection:
        rows = provenance.intervals(connection, point, localtime.from_ms(start), localtime.from_ms(end))
    return schemas.Intervals(point=point, intervals=[schemas.interval(r) for r in rows])


@router.get("/points/{point}/readings")
def readings(
    tenant: TenantNeeded,
    point: Code,
    start: From,
    end: To,
    *,
    cursor: Annotated[Ms | None, Query(description="of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=provenance.PAGE)] = provenance.PAGE,
) -> schemas.Readings:
    """Raw readings of a point with the batch that delivered each, the newest first."""
    until = end if cursor is None else min(end, cursor)
    with tenant.transaction() as connection:
        page = provenance.readings(
            connection, point, localtime.from_ms(start), localtime.from_ms(until), limit=limit
        )
    following = None if page.next_end is None else str(localtime.to_ms(page.next_end))
    return schemas.Readings(
        point=point,
        readings=[schemas.reading(r) for r in page.readings],
        cursor=following,
        archived=[schemas.archived(r) for r in page.archived],
    )
