"""Electricity: tariffs, what it costs by period, demand against contract, power factor."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs import accounts, cost_figures, costs, monthly_charges, tariffs

from parkcarbon_saas import paging
from parkcarbon_saas.features.costs import schemas, tariff_schemas
from parkcarbon_saas.tenancy import CODE, OperatorNeeded, Tenant, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["costs"])

From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]
Enterprise = Annotated[str | None, Query(pattern=CODE, description="without: the park at its incomers")]
Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="local month, YYYY-MM")]


def payer(tenant: Tenant, enterprise: str | None) -> str | None:
    """The account asked for; an enterprise user's own where none is named."""
    if enterprise is None and tenant.membership.enterprise_code is not None:
        return tenant.membership.enterprise_code
    return enterprise


@router.get("/tariffs")
def listing(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> tariff_schemas.Tariffs:
    """The tariffs of the park, by code."""
    with tenant.transaction() as connection:
        found = tariffs.listing(connection, after=after, limit=paging.one_more(limit))
    shown, has_more = paging.cut(found, limit)
    return tariff_schemas.Tariffs(
        tariffs=[tariff_schemas.tariff(known) for known in shown],
        cursor=shown[-1].tariff.code if has_more else None,
    )


@router.put("/tariffs/{code}")
def put(
    tenant: OperatorNeeded, code: Annotated[str, Path(pattern=CODE)], body: tariff_schemas.TariffBody
) -> tariff_schemas.Tariff:
    """Put a tariff in force as it is given; what it was before stays on record."""
    tariff = tariffs.parse({"code": code, **body.model_dump(mode="json")})
    with tenant.transaction() as connection:
        tariffs.put(connection, tariff, tenant.caller.session.login)
        return tariff_schemas.tariff(tariffs.one(connection, code))


@router.get("/costs")
def of_account(tenant: TenantNeeded, start: From, end: To, enterprise: Enterprise = None) -> schemas.Costs:
    """What the electricity of the park or of an enterprise costs in a span, line by line."""
    span = (localtime.from_ms(start), localtime.from_ms(end))
    with tenant.transaction() as connection:
        found = costs.of_account(connection, *span, payer(tenant, enterprise), localtime.now())
    return schemas.costs(found)


@router.get("/costs/ranking")
def ranking(
    tenant: TenantNeeded,
    start: From,
    end: To,
    *,
    limit: paging.Limit = None,
    after: paging.AfterCounted = None,
) -> schemas.Ranking:
    """Every account that the caller may see, the park's own first, then the dearest."""
    span = (localtime.from_ms(start), localtime.from_ms(end))
    with tenant.transaction() as connection:
        found = costs.of_all(connection, *span, localtime.now())
    shown, cursor = paging.counted(costs.ranked(found), limit, paging.counted_of(after))
    return schemas.Ranking(
        start=start,
        end=end,
        currency=next((c.currency for c in found if c.currency), None),
        accounts=[schemas.ranked(cost) for cost in shown],
        largest=schemas.largest(found),
        cursor=cursor,
    )


@router.get("/demand")
def demand(tenant: TenantNeeded, month: Month, enterprise: Enterprise = None) -> schemas.DemandNow:
    """A month's highest power against the contract, and the quarter hour that runs."""
    now = localtime.now()
    with tenant.transaction() as connection:
        zone = accounts.place(connection).timezone
        begin, end = accounts.month_bounds(date.fromisoformat(f"{month}-01"), zone)
        found = costs.of_account(connection, begin, end, payer(tenant, enterprise), now)
        row = next(iter(found.months), None)
        contract = row.demand.contract_kw if row and row.demand else None
        current = None
        if begin <= now < end:
            current = monthly_charges.current(connection, found.account, contract, now)
    return schemas.DemandNow(
        owner=schemas.owner(found.account.enterprise),
        month=month,
        whole=now >= end,
        demand=schemas.demand(found, row) if row else None,
        current=None
        if current is None
        else schemas.CurrentQuarter.model_validate(
            {"start": localtime.to_ms(current.start), **cost_figures.current(current)}
        ),
    )
