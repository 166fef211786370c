"""The inbox of alerts and the rules behind it: of the park, and of each enterprise its own."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import people
from parkcarbon_platform.services.alerting import inbox, receivers, rules, sending

from parkcarbon_saas import paging
from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.alerts import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/alerts", tags=["alerts"])

Receiver = Annotated[int, Path(ge=1, le=2**31 - 1)]
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
def rule_listing(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.AlertRules:
    """The rules of the park, or an enterprise's own, the newest first; and the templates for new ones."""
    can_set = tenant.membership.role != "verifier"
    with tenant.transaction() as connection:
        return rules.listing(connection, tenant.actor, can_set=can_set, after=after, limit=limit)


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
        rules.change(connection, tenant.park_id, tenant.actor, rule, body, now=localtime.now())


@router.delete("/rules/{rule}", status_code=204)
def delete_rule(tenant: WriterNeeded, rule: Rule) -> None:
    """Remove a rule; what it found stays in the list, and is over."""
    with tenant.transaction() as connection:
        rules.delete(connection, tenant.park_id, tenant.actor, rule, localtime.now())


@router.get("/receivers")
def receiver_listing(tenant: WriterNeeded, settings: SettingsNeeded) -> schemas.AlertReceivers:
    """Who is told of alerts."""
    with tenant.transaction() as connection:
        return receivers.listing(connection, tenant.actor, settings)


@router.get("/deliveries")
def delivery_listing(
    tenant: WriterNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.AlertDeliveries:
    """What was sent of alerts, the newest first."""
    with tenant.transaction() as connection:
        return receivers.deliveries(connection, tenant.actor, after=after, limit=limit)


@router.post("/receivers", status_code=201)
def add_receiver(
    tenant: WriterNeeded, body: schemas.AlertReceiverWanted, settings: SettingsNeeded, response: Response
) -> schemas.AlertReceiverMade:
    """Somebody to be told; of a server the secret that signs, shown once."""
    response.headers["Cache-Control"] = "no-store"
    with tenant.transaction() as connection:
        made, secret = receivers.add(connection, tenant.park_id, tenant.actor, body, settings)
    return schemas.AlertReceiverMade(id=made, secret=secret)


@router.delete("/receivers/{receiver}", status_code=204)
def remove_receiver(tenant: WriterNeeded, receiver: Receiver) -> None:
    """Tell somebody no more."""
    with tenant.transaction() as connection:
        receivers.remove(connection, tenant.actor, receiver)


@router.post("/receivers/{receiver}/trial", status_code=202)
def try_receiver(tenant: WriterNeeded, receiver: Receiver) -> None:
    """Send a trial; what comes of it stands in the list within seconds."""
    with tenant.transaction() as connection:
        receivers.trial(connection, tenant.park_id, tenant.actor, receiver)
    with tenant.access.guarded() as database:
        sending.dispatch(database, tenant.park_id)


def who_may(tenant: Tenant) -> dict[str, str | None]:
    """Log-in names of those whom this caller may give something to do, with the enterprise of each."""
    own = tenant.membership.enterprise_code
    with tenant.access.directory() as connection:
        found = people.members(connection, tenant.park_id)
    return {m.login: m.enterprise for m in found if m.disabled_at is None and own in (None, m.enterprise)}
