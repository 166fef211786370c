"""Alerts, rules, trials."""

from parkcarbon_platform.services.alerting.models import (
    AlertCounts,
    AlertDeliveries,
    AlertPage,
    AlertReceiverMade,
    AlertReceivers,
    AlertReceiverWanted,
    AlertRules,
    AlertRuleWanted,
    AlertsAssigned,
    AlertsChosen,
    AlertSeverity,
    AlertsSnoozed,
    AlertState,
    AlertTemplate,
    AlertTrial,
)
from pydantic import BaseModel

__all__ = [
    "AlertCounts",
    "AlertDeliveries",
    "AlertMade",
    "AlertPage",
    "AlertReceiverMade",
    "AlertReceiverWanted",
    "AlertReceivers",
    "AlertRuleWanted",
    "AlertRules",
    "AlertSeverity",
    "AlertState",
    "AlertTemplate",
    "AlertTrial",
    "AlertsAssigned",
    "AlertsChosen",
    "AlertsRecommended",
    "AlertsSnoozed",
]  # fmt: skip


class AlertsRecommended(BaseModel):
    """How many rules were added."""

    added: int


class AlertMade(BaseModel):
    """The number of what was made."""

    id: int
