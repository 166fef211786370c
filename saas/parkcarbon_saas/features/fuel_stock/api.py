"""Fuel in stock: the weighbridge, stock takes, laboratory lots, and the balance."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import fuel_stock

from parkcarbon_saas import paging
from parkcarbon_saas.features.activity.api import actor_of
from parkcarbon_saas.features.fuel_stock import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/fuel-stock", tags=["fuel_stock"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ItemOf = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
EnterpriseOf = Annotated[str | None, Query(pattern=CODE)]


@router.get("")
def load(tenant: TenantNeeded, item: ItemOf, enterprise: EnterpriseOf = None) -> schemas.FuelStock:
    """The balance between stock takes, and what cannot be right."""
    with tenant.transaction() as connection:
        found = fuel_stock.load(connection, actor_of(tenant), enterprise, item, tenant.membership.timezone)
        return schemas.stock(found)


@router.get("/entries")
def entries(
    tenant: TenantNeeded, item: ItemOf, enterprise: EnterpriseOf = None, *, limit: paging.Limit = None,
    after: paging.AfterPlace = None,
) -> schemas.StockEntries:  # fmt: skip
    """Loads and stock takes that count, the newest first."""
    with tenant.transaction() as connection:
        rows = fuel_stock.entries(
            connection,
            actor_of(tenant),
            enterprise,
            item,
            before=paging.place_of(after),
            limit=paging.one_more(limit),
        )
    shown, cursor = paging.placed(rows, limit, lambda row: localtime.to_ms(row.time))
    return schemas.StockEntries(entries=[schemas.entry(row) for row in shown], cursor=cursor)


@router.post("/entries", status_code=201)
def add_entry(tenant: WriterNeeded, body: schemas.NewEntry) -> schemas.StockEntry:
    """Store a load or a stock take."""
    with tenant.transaction() as connection:
        row = fuel_stock.add_entry(connection, actor_of(tenant), body.entry(), now=localtime.now())
    return schemas.entry(row)


@router.post("/entries/{entry}/cancel", status_code=204)
def cancel_entry(tenant: WriterNeeded, entry: Id, body: schemas.Cancel) -> None:
    """Let an entry count no longer."""
    with tenant.transaction() as connection:
        fuel_stock.cancel_entry(connection, actor_of(tenant), entry, body.note)


@router.get("/lots")
def lots(
    tenant: TenantNeeded, item: ItemOf, enterprise: EnterpriseOf = None, *, limit: paging.Limit = None,
    after: paging.AfterPlace = None,
) -> schemas.StockLots:  # fmt: skip
    """A laboratory's lots that count, the newest first."""
    with tenant.transaction() as connection:
        rows = fuel_stock.lots(
            connection,
            actor_of(tenant),
            enterprise,
            item,
            before=paging.place_of(after),
            limit=paging.one_more(limit),
        )
    shown, cursor = paging.placed(rows, limit, lambda row: row.from_day.toordinal())
    return schemas.StockLots(lots=[schemas.lot(row) for row in shown], cursor=cursor)


@router.post("/lots", status_code=201)
def add_lot(tenant: WriterNeeded, body: schemas.NewLot) -> schemas.StockLot:
    """Store what a laboratory found."""
    with tenant.transaction() as connection:
        return schemas.lot(fuel_stock.add_lot(connection, actor_of(tenant), body.analysis()))


@router.post("/lots/{lot}/cancel", status_code=204)
def cancel_lot(tenant: WriterNeeded, lot: Id, body: schemas.Cancel) -> None:
    """Let a lot count no longer."""
    with tenant.transaction() as connection:
        fuel_stock.cancel_lot(connection, actor_of(tenant), lot, body.note)
