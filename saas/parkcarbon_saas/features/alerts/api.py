"""The inbox of alerts and the rules behind it: of the park, and of each enterprise its own."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import people
from parkcarbon_platform.services.alerting import inbox, rules

from parkcarbon_saas.features.alerts import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/alerts", tags=["alerts"])

Rule = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def listing(
    tenant: TenantNeeded, *, state: schemas.AlertState = "open",
    severity: schemas.AlertSeverity | None = None, template: schemas.AlertTemplate | None = None,
    assignee: Annotated[str | None, Query(max_length=128)] = None,
    enterprise: Annotated[str | None, Query(pattern=CODE)] = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
) -> schemas.AlertPage:  # fmt: skip
    """Alerts, the newest first: those that go on and are not snoozed, unless another state is asked for."""
    wanted = inbox.AlertFilter(state, severity, template, assignee, enterprise, cursor)
    with tenant.transaction() as connection:
        return inbox.page(connection, wanted, who_may(tenant))


@router.get("/counts")
def counts(tenant: TenantNeeded) -> schemas.AlertCounts:
    """How many open alerts nobody has acknowledged, by severity."""
    with tenant.transaction() as connection:
        return inbox.counts(connection)


@router.post("/acknowledge", status_code=204)
def acknowledge(tenant: WriterNeeded, body: schemas.AlertsChosen) -> None:
    """Say that one has seen alerts."""
    with tenant.transaction() as connection:
        inbox.acknowledge(connection, tenant.actor, body)


@router.post("/assign", status_code=204)
def assign(tenant: WriterNeeded, body: schemas.AlertsAssigned) -> None:
    """Have somebody take care of alerts."""
    with tenant.transaction() as connection:
        inbox.assign(connection, tenant.actor, body, who_may(tenant))


@router.post("/snooze", status_code=204)
def snooze(tenant: WriterNeeded, body: schemas.AlertsSnoozed) -> None:
    """Put alerts aside for a while."""
    with tenant.transaction() as connection:
        inbox.snooze(connection, tenant.actor, body, localtime.now())


@router.get("/rules")
def rule_listing(tenant: TenantNeeded) -> schemas.AlertRules:
    """The rules of the park, or an enterprise's own; and the templates for new ones."""
    with tenant.transaction() as connection:
        return rules.listing(connection, tenant.actor, can_set=tenant.membership.role != "verifier")


@router.post("/rules", status_code=201)
def add_rule(tenant: WriterNeeded, body: schemas.AlertRuleWanted) -> schemas.AlertMade:
    """A new rule; it is looked at within a minute."""
    with tenant.transaction() as connection:
        return schemas.AlertMade(id=rules.add(connection, tenant.park_id, tenant.actor, body))


@router.post("/rules/trial")
def trial(tenant: WriterNeeded, body: schemas.AlertRuleWanted) -> schemas.AlertTrial:
    """What a rule would have told in the last seven days; nothing is stored."""
    with tenant.transaction() as connection:
        return rules.trial(connection, tenant.actor, body, localtime.now())


@router.post("/rules/recommended")
def recommend(tenant: WriterNeeded) -> schemas.AlertsRecommended:
    """Add the rules that most want, of kinds that have none."""
    with tenant.transaction() as connection:
        return schemas.AlertsRecommended(added=rules.recommend(connection, tenant.park_id, tenant.actor))


@router.put("/rules/{rule}", status_code=204)
def change_rule(tenant: WriterNeeded, rule: Rule, body: schemas.AlertRuleWanted) -> None:
    """Change a rule, or rest it."""
    with tenant.transaction() as connection:
        rules.change(connection, tenant.actor, rule, body)


@router.delete("/rules/{rule}", status_code=204)
def delete_rule(tenant: WriterNeeded, rule: Rule) -> None:
    """Remove a rule; what it found stays in the list, and is over."""
    with tenant.transaction() as connection:
        rules.delete(connection, tenant.actor, rule)


def who_may(tenant: Tenant) -> list[str]:
    """Log-in names of those who see what this caller sees: to an enterprise its own people."""
    own = tenant.membership.enterprise_code
    with tenant.access.directory() as connection:
        found = people.members(connection, tenant.park_id)
    return [m.login for m in found if m.disabled_at is None and own in (None, m.enterprise)]
