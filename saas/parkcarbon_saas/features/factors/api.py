"""The factor library: all look, operators choose sets and restate, everybody may propose a factor."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.factor_library import adopting, library, own_factors

from parkcarbon_saas import paging
from parkcarbon_saas.features.factors import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded, TenantNeeded, WriterNeeded, approver

router = APIRouter(prefix="/parks/{park}", tags=["factors"])

FACTOR = r"^[a-z][a-z0-9_.]{0,199}$"
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Factor = Annotated[str, Path(pattern=FACTOR)]


@router.get("/factors")
def factors(
    tenant: TenantNeeded,
    *,
    q: Annotated[str, Query(max_length=100)] = "",
    factor_set: Annotated[str | None, Query(alias="set", pattern=r"^[a-z0-9-]{1,63}$")] = None,
    region: Annotated[str | None, Query(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")] = None,
    used: bool = False,
    in_force: bool = False,
    after: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> schemas.Factors:
    """Factors that match, those that the park uses first."""
    with tenant.transaction() as connection:
        found, total = library.lines(
            connection, text=q, set_code=factor_set, region=region, used=used, in_force=in_force, after=after
        )
        return schemas.Factors(factors=[schemas.line(row) for row in found], total=total)


@router.get("/factors/needs")
def needs(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterRanked = None
) -> schemas.FactorNeeds:
    """What each source asks for today, and what answers, what nothing answers first; what no set has or
    publishes yet. All are looked at, so that it can be told how many lack a factor."""
    place = paging.ranked_of(after, ranked=True)
    with tenant.transaction() as connection:
        found = library.needs(connection, library.today(connection, localtime.now()))
    shown, has_more = paging.cut([row for row in found if place is None or _place_of(row) > place], limit)
    return schemas.needs(found, shown, cursor="{}~{}".format(*_place_of(shown[-1])) if has_more else None)


def _place_of(need: library.Need) -> tuple[int, str]:
    return library.rank(need), need.source.source


@router.get("/factors/{factor}")
def factor(tenant: TenantNeeded, factor: Factor) -> schemas.FactorTimeline:
    """Every version of a factor, and how many sources they priced."""
    with tenant.transaction() as connection:
        day = library.today(connection, localtime.now())
        return schemas.timeline(library.timeline(connection, factor, day))


@router.get("/factors/{factor}/uses")
def uses(
    tenant: TenantNeeded, factor: Factor, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.FactorUses:
    """What used a factor, by source. A page has all versions of so many sources."""
    with tenant.transaction() as connection:
        found = library.uses(connection, factor, after=after, sources=paging.one_more(limit))
    shown, cursor = paging.grouped(found, limit, lambda use: use.source)
    return schemas.FactorUses(uses=[schemas.use(row) for row in shown], cursor=cursor)


@router.get("/factor-sets")
def factor_sets(tenant: TenantNeeded) -> schemas.FactorChoice:
    """The sets that there are, and which the park uses."""
    with tenant.transaction() as connection:
        return schemas.choice(adopting.choice(connection))


@router.put("/factor-sets")
def adopt(tenant: OperatorNeeded, body: schemas.Adopt) -> schemas.FactorChoice:
    """Use these sets from now on, the first before the second; settled hours stay as they are."""
    with tenant.workplace() as place:
        return schemas.choice(adopting.adopt(place, tenant.actor, body.sets, body.reason, body.based_on))


@router.put("/gwp")
def choose_gwp(tenant: OperatorNeeded, body: schemas.ChosenPotentials) -> schemas.FactorChoice:
    """Weigh gases by another set of potentials in all that is shown from now on; what is kept stays."""
    with tenant.workplace() as place:
        return schemas.choice(adopting.choose_gwp(place, body.gwp))


@router.post("/restatements/preview")
def preview(tenant: ReviewerNeeded, body: schemas.FactorSpan) -> schemas.Restated:
    """What pricing a period by these sets, or those in force, would change."""
    start, end = body.times()
    with tenant.workplace() as place:
        found = adopting.preview(place, start, end, body.sets)
    with tenant.transaction() as connection:
        versions = library.versions_of(connection, [n for key in found for n in (key.before, key.after)])
        return schemas.restated(found, versions, adopting.choice(connection).gwp)


@router.get("/restatements")
def restatements(
    tenant: ReviewerNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.Restatements:
    """What was restated, the newest first."""
    with tenant.transaction() as connection:
        rows = adopting.restatements(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Restatements(restatements=[schemas.restatement(row) for row in shown], cursor=cursor)


@router.post("/restatements", status_code=202)
def restate(tenant: OperatorNeeded, body: schemas.Restate) -> schemas.Restatement:
    """Price a period by the sets in force, in the background."""
    start, end = body.times()
    with tenant.workplace() as place:
        return schemas.restatement(adopting.request(place, tenant.actor, start, end, body.reason))


@router.post("/restatements/{item}/cancel")
def cancel(tenant: OperatorNeeded, item: Id) -> schemas.Restatement:
    """Stop it: what is restated stays."""
    with tenant.workplace() as place:
        return schemas.restatement(adopting.cancel(place, item))


@router.get("/own-factors")
def proposals(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.OwnFactors:
    """Factors that were proposed here, the newest first."""
    with tenant.transaction() as connection:
        rows = own_factors.every(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.OwnFactors(factors=[schemas.own_factor(row) for row in shown], cursor=cursor)


@router.post("/own-factors", status_code=201)
def propose(tenant: WriterNeeded, body: schemas.NewOwnFactor) -> schemas.OwnFactor:
    """Propose a factor with its evidence; it counts once somebody else has approved it."""
    with tenant.workplace() as place:
        return schemas.own_factor(own_factors.propose(place, tenant.actor, body.proposal()))


@router.post("/own-factors/{item}/{decision}")
def decide(
    tenant: WriterNeeded, item: Id, decision: schemas.Verb, body: schemas.FactorDecision
) -> schemas.OwnFactor:
    """Approve or reject what another proposed, or withdraw one's own."""
    if decision != "withdraw":
        approver(tenant)
    with tenant.workplace() as place:
        made = own_factors.decide(place, tenant.actor, item, schemas.DECISIONS[decision], body.note)
    return schemas.own_factor(made)
