"""What edges shall collect, what they are asked to look at, and whether all that they collected is stored."""

import json
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.connecting import edge_commands, edge_config, edges

from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.edge_orders import schemas
from parkcarbon_saas.features.edges.api import EdgeCode, unkept
from parkcarbon_saas.tenancy import TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/edges/{edge}", tags=["edges"], dependencies=[Depends(unkept)])


@router.get("/config")
def show(tenant: TenantNeeded, edge: EdgeCode) -> schemas.EdgeConfig:
    """The configuration that the edge shall have, and whether it has it."""
    with tenant.transaction() as connection:
        row = edges.find(connection, edge)
        return schemas.config(edge_config.show(connection, row), edge_config.history(connection, row))


@router.put("/config")
def save(
    tenant: WriterNeeded, edge: EdgeCode, body: schemas.NewEdgeConfig, settings: SettingsNeeded
) -> schemas.EdgeConfig:
    """Want another configuration; 409 where somebody else saved one meanwhile."""
    wanted = edge_config.Wanted(
        body.based_on, body.connector, body.secrets, body.bindings, body.max_age_days,
        keeps_age="max_age_days" not in body.model_fields_set,
    )  # fmt: skip
    with tenant.transaction() as connection:
        edge_config.save(connection, tenant.actor, edge, wanted, Vault.of(settings))
        row = edges.find(connection, edge)
        return schemas.config(edge_config.show(connection, row), edge_config.history(connection, row))


@router.post("/commands", status_code=202)
def ask(
    tenant: WriterNeeded, edge: EdgeCode, body: schemas.NewEdgeCommand, settings: SettingsNeeded
) -> schemas.Asked:
    """Ask the edge to look at something."""
    with tenant.transaction() as connection:
        vault = Vault.of(settings)
        asked = edge_commands.ask(connection, tenant.actor, edge, body.kind, body.args, vault=vault)
        return schemas.Asked(id=asked)


@router.get("/commands/{command}")
def answer(tenant: TenantNeeded, edge: EdgeCode, command: UUID) -> schemas.EdgeCommand:
    """Where a command stands, and what the edge answered."""
    with tenant.transaction() as connection:
        return schemas.command(edge_commands.find(connection, edge, command))


@router.get(
    "/commands/{command}/file",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
)
def download(tenant: TenantNeeded, edge: EdgeCode, command: UUID) -> Response:
    """The answer as a file."""
    with tenant.transaction() as connection:
        found = edge_commands.find(connection, edge, command)
    if found.row.reply is None:
        raise NotFoundError("There is no answer yet.", command=str(command))
    name = f"{edge}-{found.row.kind}-{found.row.created_at:%Y%m%dT%H%M%SZ}.json"
    return Response(
        json.dumps(found.row.reply.get("result"), indent=1, ensure_ascii=False),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/ledger")
def ledger(tenant: TenantNeeded, edge: EdgeCode) -> schemas.Ledger:
    """By spool: what the edge collected, and what of it is stored."""
    with tenant.transaction() as connection:
        spools = edge_commands.ledger(connection, edges.find(connection, edge))
    return schemas.Ledger(spools=[schemas.spool(spool) for spool in spools])
