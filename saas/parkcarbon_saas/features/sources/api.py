"""Emission sources: operators keep all, enterprises their own, verifiers look."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.sources import editing, effects, listing, trials

from parkcarbon_saas import paging
from parkcarbon_saas.features.sources import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}", tags=["sources"])

SourceCode = Annotated[str, Path(pattern=CODE, description="code of the source")]
Words = Annotated[str, Query(max_length=200, description="words of code or names, all of them")]
Category = Annotated[str | None, Query(max_length=40, description="sources of one category alone")]
Industry = Annotated[str | None, Query(max_length=8, description="code of GB/T 4754")]
FromDay = Annotated[date, Query(alias="from", description="the first local day without the source")]
Why = Annotated[
    str, Body(embed=True, min_length=1, max_length=1000, description="why, for those who look later")
]


@router.get("/sources")
def every(
    tenant: TenantNeeded,
    *,
    q: Words = "",
    category: Category = None,
    sort: Literal["code", "category"] = "code",
    limit: paging.Limit = None,
    after: paging.AfterRanked = None,
) -> schemas.EmissionSources:
    """Sources with their state of the last 30 days, by code or by category; those with all the words."""
    order = listing.CATEGORIES if sort == "category" else ()
    place = paging.ranked_of(after, ranked=bool(order))
    asked = listing.Asked(category, tuple(q.split()), order, place, paging.one_more(limit))
    with tenant.transaction() as connection:
        found = listing.page(connection, localtime.now(), asked)
    shown, has_more = paging.cut(found.sources, limit)
    cursor = None
    if has_more:
        row = shown[-1].row
        cursor = f"{listing.rank(row.category)}~{row.code}" if order else row.code
    return schemas.EmissionSources(
        sources=schemas.sources(shown), total=found.total, categories=found.categories, cursor=cursor
    )


@router.post("/sources", status_code=201)
def create(tenant: WriterNeeded, body: schemas.NewSource) -> schemas.SourceDetail:
    """Make a source; its hours are computed at once, those older than 100 days soon after."""
    with tenant.workplace() as place:
        editing.create(place, tenant.actor, body.code, body.definition.definition(), body.reason)
    return _detail(tenant, body.code)


@router.post("/sources/try")
def try_out(tenant: WriterNeeded, body: schemas.SourceDefinition) -> schemas.SourceTrial:
    """What it would have emitted in the last full month; nothing is kept."""
    with tenant.transaction() as connection:
        found = trials.run(connection, tenant.actor, body.definition(), localtime.now())
    return schemas.trial(found, body.gas)


@router.get("/source-templates")
def templates(_tenant: TenantNeeded, industry: Industry = None) -> schemas.SourceTemplates:
    """What industries usually emit, and every formula."""
    return schemas.sectors(industry)


@router.get("/source-gaps")
def uncovered(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.UncoveredPoints:
    """Points of activity that no source has, by code. All of them are found, so that they can be counted."""
    with tenant.transaction() as connection:
        found = listing.uncovered(connection)
    shown, cursor = paging.coded([row for row in found if after is None or row.code > after], limit)
    return schemas.UncoveredPoints(
        points=[schemas.uncovered(row) for row in shown], total=len(found), cursor=cursor
    )


@router.get("/sources/{source}")
def one(tenant: TenantNeeded, source: SourceCode) -> schemas.SourceDetail:
    """A source with its formula and what was done to it."""
    return _detail(tenant, source)


@router.get("/sources/{source}/after")
def after(tenant: WriterNeeded, source: SourceCode, day: FromDay) -> schemas.SourceAfter:
    """What would be taken back if the source ended before a local day, and what locks would hold."""
    with tenant.workplace() as place:
        return schemas.after(effects.after(place, tenant.actor, source, day))


@router.patch("/sources/{source}")
def edit(tenant: WriterNeeded, source: SourceCode, body: schemas.SourceEdit) -> schemas.SourceDetail:
    """Change what alters no figure: names, the plant, scenes from a day on."""
    with tenant.transaction() as connection:
        row = editing.found(connection, source)
    with tenant.workplace() as place:
        named = body.model_fields_set & {"name_zh", "name_en", "unit_code"}
        if named:
            editing.describe(
                place, tenant.actor, source, name_zh=body.name_zh or row.name_zh,
                name_en=body.name_en or row.name_en,
                unit_code=body.unit_code if "unit_code" in named else row.unit_code, reason=body.reason,
            )  # fmt: skip
        if body.scenes is not None:
            editing.assign(
                place, tenant.actor, source, since=body.scenes.since,
                scenes={str(scene): share for scene, share in body.scenes.shares.items()},
                reason=body.reason,
            )  # fmt: skip
    return _detail(tenant, source)


@router.post("/sources/{source}/end")
def end(tenant: WriterNeeded, source: SourceCode, body: schemas.SourceEnd) -> schemas.SourceDetail:
    """A source emits until a local day; what it had after it is taken back, or waits under a lock."""
    with tenant.workplace() as place:
        editing.end(place, tenant.actor, source, body.last_day, body.reason)
    return _detail(tenant, source)


@router.post("/sources/{source}/replace", status_code=201)
def replace(tenant: WriterNeeded, source: SourceCode, body: schemas.Replacement) -> schemas.SourceDetail:
    """From a local day on another source stands in its place."""
    with tenant.workplace() as place:
        editing.replace(
            place, tenant.actor, source, new_code=body.code, wanted=body.definition.definition(),
            since=body.since, reason=body.reason,
        )  # fmt: skip
    return _detail(tenant, body.code)


@router.post("/sources/{source}/delete", status_code=204)
def delete(tenant: WriterNeeded, source: SourceCode, reason: Why) -> None:
    """Remove a source that never had a figure."""
    with tenant.workplace() as place:
        editing.delete(place, tenant.actor, source, reason)


def _detail(tenant: TenantNeeded, code: str) -> schemas.SourceDetail:
    with tenant.transaction() as connection:
        return schemas.detail(*listing.one(connection, code, localtime.now()))
