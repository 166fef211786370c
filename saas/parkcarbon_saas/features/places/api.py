"""Places: the tree of a park, and one page for a park, an enterprise, a node or a meter."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meters import remainders
from parkcarbon_platform.services.places import detail, tree
from parkcarbon_platform.services.places.asked import Span
from parkcarbon_platform.services.places.models import By, Kind, Measure

from parkcarbon_saas.etags import SettledNeeded
from parkcarbon_saas.features.places import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded

router = APIRouter(prefix="/parks/{park}/places", tags=["places"])

From = Annotated[date, Query(alias="from", description="local day")]
To = Annotated[date, Query(alias="to", description="local day, not included")]
Code = Annotated[str, Path(pattern=CODE)]


def span(tenant: TenantNeeded, start: From, end: To) -> Span:
    """The local days that are asked for."""
    return Span(start, end, tenant.membership.timezone)


Asked = Annotated[Span, Depends(span)]


@router.get("")
def places(tenant: TenantNeeded, asked: Asked, settled: SettledNeeded) -> schemas.PlaceTree:
    """Every place of the park with what it used and emitted; for an enterprise its own."""
    with tenant.transaction() as connection:
        settled.check(connection, asked.until)
        return tree.tree(connection, asked, localtime.now(), enterprise_id=tenant.enterprise_id)


@router.get("/{kind}/{code}")
def place(
    tenant: TenantNeeded, asked: Asked, settled: SettledNeeded, kind: Kind, code: Code, *,
    measure: Measure = "carbon", by: By = "child",
) -> schemas.PlaceDetail:  # fmt: skip
    """A place with its parts over time, in steps that suit a screen."""
    with tenant.transaction() as connection:
        settled.check(connection, asked.until)
    shared = _shared(tenant)
    question = detail.Question(kind, code, asked, measure, by, tenant.enterprise_id, shared)
    with tenant.transaction() as connection:
        return detail.detail(connection, question, localtime.now())


@router.get("/{kind}/{code}/heat")
def heat(
    tenant: TenantNeeded, asked: Asked, settled: SettledNeeded, kind: Kind, code: Code, *,
    measure: Measure = "carbon",
) -> schemas.PlaceHeat:  # fmt: skip
    """A place by the hour of the last days of a period, at most 31."""
    question = detail.Question(kind, code, asked, measure, "child", tenant.enterprise_id)
    with tenant.transaction() as connection:
        settled.check(connection, asked.until)
        return detail.heat(connection, question, localtime.now())


def _shared(tenant: Tenant) -> frozenset[int]:
    """An enterprise's meters with others' below them, which it does not see itself."""
    if tenant.enterprise_id is None:
        return frozenset()
    with tenant.access.tenant(tenant.park_id) as connection:
        return remainders.shared_meters(connection, tenant.enterprise_id)
