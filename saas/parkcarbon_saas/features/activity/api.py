"""Bills, manual quantities and past years: written, submitted, approved; beside last year and the meter."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.access import Connection
from parkcarbon_platform.services.activity import (
    activity,
    activity_approval,
    activity_import,
    activity_items,
    activity_view,
    bill_checks,
    evidence,
)
from parkcarbon_platform.services.activity.activity import Actor, RecordRow
from parkcarbon_platform.services.activity.activity_import import Year
from parkcarbon_platform.services.activity.activity_items import MetersAsked
from parkcarbon_platform.services.activity.activity_view import Line
from parkcarbon_platform.services.tables import tables

from parkcarbon_saas import paging
from parkcarbon_saas.features.activity import schemas
from parkcarbon_saas.features.evidence.schemas import evidence as evidence_of
from parkcarbon_saas.tenancy import ApproverNeeded, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/activity", tags=["activity"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
YearOf = Annotated[int, Query(ge=1990, le=2200)]
AfterYear = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=rf"^{paging.LINE}~[a-z]{{0,20}}~\d{{4}}$", max_length=160,
        description="of the page before: the enterprise of its last row, the item, its use and the year",
    ),
]  # fmt: skip
LARGEST_FILE = 4 << 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {"text/csv": BINARY, XLSX: BINARY}}}
DOWNLOAD: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": BINARY}}}


def actor_of(tenant: Tenant) -> Actor:
    """Who acts."""
    return Actor(tenant.park_id, tenant.enterprise_id, tenant.caller.session.login)


def today_of(tenant: Tenant) -> date:
    """The park's calendar day."""
    return localtime.local_date(localtime.now(), tenant.membership.timezone)


async def body_of(request: Request) -> bytes:
    """The bytes of the request, up to the limit of its route."""
    return await request.body()


@router.get("/items")
def choices(tenant: TenantNeeded) -> schemas.Choices:
    """What a form offers: items with their units, and enterprises."""
    with tenant.transaction() as connection:
        known = activity_items.catalogue(connection)
        enterprises = activity_items.enterprises(connection)
    return schemas.Choices(
        today=today_of(tenant),
        items=[schemas.item_of(item) for item in known.values()],
        enterprises=[schemas.Named(code=code, name_zh=zh, name_en=en) for code, zh, en in enterprises],
    )


@router.get("/meters")
def meters(
    tenant: TenantNeeded, item: schemas.ItemQuery, *, enterprise: schemas.EnterpriseQuery = None,
    q: schemas.Words = "", limit: paging.Limit = None, after: paging.AfterRanked = None,
) -> schemas.BillMeters:  # fmt: skip
    """Meters that a bill of this item can be checked with, of an enterprise or the park's own: main meters of
    what comes in first."""
    place = paging.ranked_of(after, ranked=True)
    asked = MetersAsked(item, enterprise, q.split(), after=place, limit=paging.one_more(limit))
    with tenant.transaction() as connection:
        found = activity_items.meters(connection, asked)
    shown, has_more = paging.cut(found, limit)
    return schemas.BillMeters(
        meters=[schemas.bill_meter(row) for row in shown],
        cursor=f"{shown[-1].rank}~{shown[-1].code}" if has_more else None,
    )


@router.get("/grid")
def grid(
    tenant: TenantNeeded, year: YearOf, *, limit: paging.Limit = None, after: paging.AfterLine = None
) -> schemas.Grid:
    """The months of a year: what was reported of each carrier, and what is missing."""
    with tenant.transaction() as connection:
        known = activity_items.catalogue(connection)
        lines = activity_view.grid(connection, year, today_of(tenant), tenant.membership.timezone)
    return grid_of(known, year, lines, limit, after)


def grid_of(
    known: schemas.Items, year: int, lines: list[Line], limit: int | None, after: str | None
) -> schemas.Grid:
    """A page of a year's lines. All of them are made, so that it can be told what is missing."""
    shown, cursor = paging.keyed(lines, limit, after, lambda line: (line.enterprise, line.item))
    return schemas.Grid(
        year=year,
        lines=[schemas.line(known, line) for line in shown],
        total=len(lines),
        states=activity_view.states(lines),
        cursor=cursor,
    )


@router.get("/reconciliation")
def reconciliation(
    tenant: TenantNeeded, year: YearOf, *, limit: paging.Limit = None, after: paging.AfterPlace = None
) -> schemas.Reconciliations:
    """The bills of a year that name a meter, each against it, by period. All of them are judged, so that it
    can be told how many differ."""
    with tenant.transaction() as connection:
        known = activity_items.catalogue(connection)
        found = bill_checks.reconciliations(
            connection, date(year, 1, 1), date(year + 1, 1, 1), tenant.membership.timezone
        )
    place = paging.place_of(after)
    behind = found if place is None else [bill for bill in found if _place_of(bill) > place]
    shown, has_more = paging.cut(behind, limit)
    return schemas.Reconciliations(
        bills=[schemas.reconciliation(known, bill) for bill in shown],
        total=len(found),
        differing=sum(bill.result.state == "differs" for bill in found),
        cursor="{}-{}".format(*_place_of(shown[-1])) if has_more else None,
    )


def _place_of(bill: bill_checks.Checked) -> paging.Place:
    return bill.record.from_day.toordinal(), bill.record.id


@router.get("/history")
def past_years(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: AfterYear = None
) -> schemas.PastYears:
    """Energy of past years, by enterprise, carrier, use and year."""
    with tenant.transaction() as connection:
        known = activity_items.catalogue(connection)
        found = activity_import.years(connection, tenant.caller.session.login)
    shown, cursor = paging.keyed(found, limit, after, _key_of)
    return schemas.PastYears(
        years=[schemas.past_year(known, year) for year in shown],
        total=len(found),
        waiting=schemas.waiting(found),
        cursor=cursor,
    )


def _key_of(year: Year) -> paging.Key:
    return year.enterprise, year.item, year.purpose, str(year.year)


@router.get("/history/template", responses=DOWNLOAD, response_class=Response)
def history_template(
    tenant: TenantNeeded, form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "xlsx",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:  # fmt: skip
    """The table of past years to fill in."""
    with tenant.transaction() as connection:
        columns = activity_import.columns_of(connection)
    disposition = f'attachment; filename="past-years.{form}"'
    content = tables.template(columns, form, language)
    return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": disposition})


@router.post("/history", max_body_size=LARGEST_FILE, openapi_extra=FILE)
def history_import(
    tenant: WriterNeeded, content: Annotated[bytes, Depends(body_of)], *, dry_run: bool = True
) -> schemas.Imported:
    """Past years from a file: all rows, or none where one is wrong. They wait for approval."""
    with tenant.transaction() as connection:
        outcome = activity_import.load(
            connection, actor_of(tenant), content, today=today_of(tenant), dry_run=dry_run
        )
    return schemas.imported(outcome)


@router.get("")
def reports(
    tenant: TenantNeeded, year: YearOf, kind: Literal["bill", "history", "driver"] = "bill", *,
    state: schemas.Listed | None = None, limit: paging.Limit = None, after: paging.AfterPlace = None,
) -> schemas.Reports:  # fmt: skip
    """The reports that touch a year, of a state if one is named; `bill` are bills and manual quantities."""
    kinds = activity.REPORTED if kind == "bill" else (kind,)
    with tenant.transaction() as connection:
        rows = activity.of_year(connection, year, kinds, state=state, after=paging.place_of(after))
    shown, cursor = paging.placed(rows, limit, lambda row: row.from_day.toordinal())
    return schemas.Reports(reports=[schemas.report(row) for row in shown], cursor=cursor)


@router.post("", status_code=201)
def create(tenant: WriterNeeded, body: schemas.NewReport) -> schemas.Detail:
    """Store a draft, or the next version of a report."""
    with tenant.transaction() as connection:
        row = activity.save(connection, actor_of(tenant), body.draft(), today=today_of(tenant))
        return detail_of(connection, tenant, row)


@router.post("/approve", max_body_size=LARGEST_FILE)
def approve_all(tenant: ApproverNeeded, body: schemas.Approval) -> schemas.Approved:
    """Approve many reports that others handed in: all of them or none."""
    with tenant.transaction() as connection:
        rows = activity_approval.approve(connection, actor_of(tenant), body.reports, note=body.note)
        bill_checks.decided(connection, tenant.park_id, rows, tenant.membership.timezone)
    return schemas.Approved(reports=len(rows))


@router.get("/{report}")
def detail(tenant: TenantNeeded, report: Id) -> schemas.Detail:
    """A version with its history, evidence, last year, months, and its meter."""
    with tenant.transaction() as connection:
        return detail_of(connection, tenant, activity.found(connection, report))


@router.post("/{report}/submit")
def submit(tenant: WriterNeeded, report: Id, body: schemas.Decision) -> schemas.Detail:
    """Hand a draft in; a change of more than 30 % against last year needs a comment or this note."""
    with tenant.transaction() as connection:
        row = activity_view.submit(
            connection, actor_of(tenant), report, tenant.membership.timezone, comment_given=body.note
        )
        return detail_of(connection, tenant, row)


@router.post("/{report}/approve")
def approve(tenant: ApproverNeeded, report: Id, body: schemas.Decision) -> schemas.Detail:
    """Approve what somebody else handed in."""
    return _decide(tenant, report, "approved", body.note)


@router.post("/{report}/reject")
def reject(tenant: ApproverNeeded, report: Id, body: schemas.Rejection) -> schemas.Detail:
    """Send a report back, with what has to be corrected."""
    return _decide(tenant, report, "rejected", body.note)


@router.post("/{report}/withdraw")
def withdraw(tenant: WriterNeeded, report: Id, body: schemas.Decision) -> schemas.Detail:
    """Take back what was not approved; the version before counts again."""
    return _decide(tenant, report, "withdrawn", body.note)


def _decide(
    tenant: Tenant, report: int, state: Literal["approved", "rejected", "withdrawn"], note: str
) -> schemas.Detail:
    with tenant.transaction() as connection:
        row = activity.step(connection, actor_of(tenant), report, state, note=note)
        bill_checks.decided(connection, tenant.park_id, [row], tenant.membership.timezone)
        return detail_of(connection, tenant, row)


def detail_of(connection: Connection, tenant: Tenant, row: RecordRow) -> schemas.Detail:
    """All about a version."""
    known = activity_items.catalogue(connection)
    versions, steps = activity.history(connection, row.id)
    timezone = tenant.membership.timezone
    checked = next(iter(bill_checks.beside_meters(connection, [row], timezone)), None)
    return schemas.Detail(
        report=schemas.report(row),
        versions=[schemas.report(version) for version in versions],
        steps=schemas.steps(steps, versions),
        evidence=[evidence_of(file) for file in evidence.visible(connection, row.evidence)],
        last_year=schemas.last_year(known, row.item, activity_view.comparison(connection, row), row.unit),
        months=schemas.parts(known, row, activity_view.months_of(connection, row, timezone)),
        reconciliation=None if checked is None else schemas.reconciliation(known, checked),
    )
