"""The audit log of a park: operators and verifiers look, nobody changes it."""

from collections.abc import Mapping
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.access.chain_watch import ChainWatch
from parkcarbon_platform.services.localtime import from_ms
from parkcarbon_platform.services.tables import table_files
from starlette.types import Receive, Scope, Send

from parkcarbon_saas.features.audit import schemas
from parkcarbon_saas.tenancy import ReviewerNeeded


class KeptFile(StreamingResponse):
    """A file that is there for this answer only, and closed with it, also where the browser goes away."""

    def __init__(self, kept: IO[bytes], *, media_type: str, headers: Mapping[str, str]) -> None:
        self.kept = kept
        super().__init__(iter(lambda: kept.read(PIECE), b""), media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.kept.close()


router = APIRouter(prefix="/parks/{park}/audit", tags=["audit"])

Ms = Annotated[int | None, Query(ge=0, le=253_402_300_799_000)]
EXPORTED_AT_ONCE = 500  # events, so that a long log is never in memory as a whole
IN_MEMORY, PIECE = 1 << 20, 1 << 16
Word = Annotated[str | None, Query(max_length=200)]


@router.get("")
def events(
    tenant: ReviewerNeeded,
    *,
    from_: Annotated[int | None, Query(alias="from", ge=0, le=253_402_300_799_000)] = None,
    to: Ms = None,
    actor: Word = None,
    action: Annotated[str | None, Query(max_length=200, description="how the action's name begins")] = None,
    outcome: Literal["done", "refused"] | None = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")] = None,
) -> schemas.AuditEvents:
    """Who did what, the newest first."""
    wanted = audit.AuditFilter(
        None if from_ is None else from_ms(from_), None if to is None else from_ms(to), actor, action,
        outcome, cursor,
    )  # fmt: skip
    with tenant.transaction() as connection:
        rows = audit.page(connection, tenant.park_id, wanted)
        actors = audit.actors(connection, tenant.park_id)
    return schemas.AuditEvents(
        events=[schemas.event(row) for row in rows],
        actors=actors,
        cursor=str(rows[-1].number) if len(rows) == audit.PAGE else None,
    )


@router.get("/chain")
def chain(tenant: ReviewerNeeded, request: Request) -> schemas.AuditChain:
    """Up to where the log is whole: every hash computed again once an hour, those of new events each time."""
    watch: ChainWatch = request.app.state.audit_watch
    with tenant.transaction() as connection:
        return schemas.chain(watch.look(connection, tenant.park_id))


@router.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export(tenant: ReviewerNeeded, request: Request) -> StreamingResponse:
    """Every event as CSV, hashes included."""
    watch: ChainWatch = request.app.state.audit_watch

    # To the disk first: whoever reads slowly, or goes away, holds neither the log nor a connection.
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer reads it, and lets it go
    with watch.turn(tenant.park_id), tenant.transaction() as connection:
        kept.write(table_files.BOM + table_files.csv_rows([audit.EXPORT_COLUMNS]))
        rows = audit.exported(connection, tenant.park_id)
        while part := list(islice(rows, EXPORTED_AT_ONCE)):
            kept.write(table_files.csv_rows(part))
    kept.seek(0)
    name = f"audit-{tenant.membership.park_code}.csv"
    return KeptFile(
        kept,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
