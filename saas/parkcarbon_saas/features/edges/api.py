"""Edges: made, given a token or a log-in, taken it away; bare devices: their log-ins."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import broker_logins, edges
from parkcarbon_platform.services.connecting.broker_logins import Desk

from parkcarbon_saas import paging
from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.edges import schemas
from parkcarbon_saas.settings import Settings
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

EdgeCode = Annotated[str, Path(pattern=CODE, description="code of the edge")]
DeviceCode = Annotated[str, Path(pattern=CODE, description="code of the meter")]


def unkept(response: Response) -> None:
    """No cache keeps what is shown once."""
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/parks/{park}", tags=["edges"], dependencies=[Depends(unkept)])


@contextmanager
def desk_of(tenant: Tenant, settings: Settings) -> Iterator[Desk]:
    """Where log-ins are given."""
    with tenant.access.guarded() as database:
        yield Desk.of(settings, database)


@router.get("/edges")
def every(tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None) -> schemas.Edges:
    """The edges of the park; an enterprise sees its own, the park's, and those that bring its readings."""
    with tenant.transaction() as connection:
        rows = edges.every(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.coded(rows, limit)
    return schemas.Edges(edges=[schemas.edge(row) for row in shown], cursor=cursor)


@router.post("/edges", status_code=201)
def make(tenant: WriterNeeded, body: schemas.NewEdge) -> schemas.Edge:
    """Make an edge."""
    wanted = edges.NewEdge(body.code, body.name_zh, body.name_en, body.enterprise)
    with tenant.transaction() as connection:
        return schemas.edge(edges.make(connection, tenant.actor, wanted))


@router.get("/edges/{edge}")
def one(tenant: TenantNeeded, edge: EdgeCode) -> schemas.Edge:
    """One edge."""
    with tenant.transaction() as connection:
        return schemas.edge(edges.find(connection, edge))


@router.delete("/edges/{edge}", status_code=204)
def remove(tenant: WriterNeeded, edge: EdgeCode, settings: SettingsNeeded) -> None:
    """End an edge: thrown out and hidden, its history stays; one without any history is deleted."""
    with tenant.access.guarded() as database:
        edges.remove(database, tenant.park_id, tenant.actor, edge, lambda: Desk.of(settings, database))


@router.post("/edges/{edge}/tokens", status_code=201)
def add_token(
    tenant: WriterNeeded, edge: EdgeCode, request: Request, settings: SettingsNeeded
) -> schemas.Token:
    """A token that enrols the edge once, within a day; one that waited for it is void."""
    with desk_of(tenant, settings) as desk, tenant.transaction() as connection:
        own = settings.public_url or str(request.base_url)
        made = edges.add_token(connection, tenant.actor, edge, localtime.now(), own)
        return schemas.token(made, str(request.base_url), desk.url)


@router.delete("/edges/{edge}/tokens", status_code=204)
def void_tokens(tenant: WriterNeeded, edge: EdgeCode) -> None:
    """Take back the token that waits for the edge."""
    with tenant.transaction() as connection:
        edges.void_tokens(connection, tenant.actor, edge)


@router.post("/edges/{edge}/login")
def give_edge_login(tenant: WriterNeeded, edge: EdgeCode, settings: SettingsNeeded) -> schemas.BrokerLogin:
    """A new password for an edge that is configured by hand; whoever uses the old one is thrown out."""
    with desk_of(tenant, settings) as desk:
        return schemas.credentials(edges.give_edge_login(desk, tenant.park_id, tenant.actor, edge))


@router.delete("/edges/{edge}/login", status_code=204)
def revoke_edge(tenant: WriterNeeded, edge: EdgeCode, settings: SettingsNeeded) -> None:
    """Take the edge's log-in and waiting token away, and throw it out."""
    with desk_of(tenant, settings) as desk:
        edges.revoke_edge(desk, tenant.park_id, tenant.actor, edge)


@router.get("/devices/{device}/login")
def device_logins(tenant: TenantNeeded, device: DeviceCode) -> schemas.LoginRecords:
    """The passwords that a bare device has and had: by whom, since when, until when."""
    with tenant.transaction() as connection:
        rows = broker_logins.device_logins(connection, device)
    return schemas.LoginRecords(logins=[schemas.record(row) for row in rows])


@router.post("/devices/{device}/login")
def give_device_login(
    tenant: WriterNeeded, device: DeviceCode, body: schemas.DeviceLogin, settings: SettingsNeeded
) -> schemas.BrokerLogin:
    """A new password for a bare device, and the client id that it must send."""
    with desk_of(tenant, settings) as desk:
        given = broker_logins.give_device_login(desk, tenant.park_id, tenant.actor, device, body.client_id)
    return schemas.credentials(given)


@router.delete("/devices/{device}/login", status_code=204)
def revoke_device(tenant: WriterNeeded, device: DeviceCode, settings: SettingsNeeded) -> None:
    """Take a device's log-in away, and throw it out."""
    with desk_of(tenant, settings) as desk:
        broker_logins.revoke_device(desk, tenant.park_id, tenant.actor, device)
