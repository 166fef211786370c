"""Agreements on data: an enterprise says what of it the park's operators see, and reads back what it said."""

from typing import Annotated

from fastapi import APIRouter, Depends
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import terms

from parkcarbon_saas.auth import in_person
from parkcarbon_saas.features.terms import schemas
from parkcarbon_saas.tenancy import Tenant, TenantNeeded, approver, as_role

router = APIRouter(prefix="/parks/{park}/terms", tags=["terms"], dependencies=[Depends(in_person)])


def of_an_enterprise(entered: Annotated[Tenant, Depends(as_role("enterprise"))]) -> Tenant:
    """Only who may approve for an enterprise agrees for it: no operator for it, nor a program."""
    return approver(entered)


EnterpriseApproverNeeded = Annotated[Tenant, Depends(of_an_enterprise)]


@router.get("")
def agreed(tenant: TenantNeeded) -> schemas.AgreedTerms:
    """What holds: of one's own enterprise, or for operators and verifiers of all."""
    with tenant.transaction() as connection:
        current, history = terms.current(connection), terms.history(connection)
    entrants = []
    if tenant.membership.enterprise_code is not None:
        with tenant.access.directory() as connection:
            code, now = tenant.membership.enterprise_code, localtime.now()
            entrants = [*terms.entrants(connection, tenant.park_id, code, now)]
    return schemas.AgreedTerms(
        current=[schemas.terms(row) for row in current],
        history=[schemas.terms(row) for row in history],
        entrants=[schemas.entrant(found) for found in entrants],
    )


@router.put("")
def agree(tenant: EnterpriseApproverNeeded, body: schemas.WantedTerms) -> schemas.AgreedTerms:
    """Say what holds for one's enterprise, from the next request of anybody on."""
    assert tenant.enterprise_id is not None  # of the role
    with tenant.transaction() as connection:
        terms.say(
            connection, tenant.park_id, tenant.enterprise_id, tenant.actor, is_named=body.is_named,
            shares_intervals=body.shares_intervals, shares_production=body.shares_production,
        )  # fmt: skip
    return agreed(tenant)
