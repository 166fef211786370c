"""The templates of rules, with the numbers they have at first."""

from datetime import timedelta

from parkcarbon_platform.services.alerting import electricity, watching
from parkcarbon_platform.services.alerting.models import AlertTemplateInfo
from parkcarbon_platform.services.alerting.watching import Seen, Template

OFTEN, SELDOM = timedelta(seconds=50), timedelta(minutes=10)

ALL = (
    Template(
        AlertTemplateInfo(
            template="no_data", severity="error", threshold=None, minutes=60, unit=None, of="point",
            has_past=True,
        ),
        OFTEN, watching.silent_now, watching.silent_past,
    ),
    Template(
        AlertTemplateInfo(
            template="carbon_rate", severity="warning", threshold=10, minutes=None, unit="t/h",
            of="enterprise", has_past=True,
        ),
        SELDOM, watching.carbon, watching.carbon,
    ),
    Template(
        AlertTemplateInfo(
            template="budget", severity="warning", threshold=None, minutes=None, unit=None, of=None,
            has_past=False,
        ),
        SELDOM, watching.budgets, None,
    ),
    Template(
        AlertTemplateInfo(
            template="demand", severity="warning", threshold=90, minutes=None, unit="%", of="enterprise",
            has_past=True,
        ),
        SELDOM, electricity.demand_near_contract, electricity.demand_near_contract,
    ),
    Template(
        AlertTemplateInfo(
            template="power_factor", severity="warning", threshold=0.9, minutes=None, unit="1",
            of="enterprise", has_past=True,
        ),
        SELDOM, electricity.low_power_factor, electricity.low_power_factor,
    ),
    Template(
        AlertTemplateInfo(
            template="edge_offline", severity="error", threshold=None, minutes=10, unit=None, of="edge",
            has_past=True,
        ),
        OFTEN, watching.offline_now, watching.offline_past,
    ),
    Template(
        AlertTemplateInfo(
            template="spool", severity="warning", threshold=1000, minutes=None, unit="batches", of="edge",
            has_past=False,
        ),
        OFTEN, watching.spool, None,
    ),
    Template(
        AlertTemplateInfo(
            template="quarantine", severity="warning", threshold=100, minutes=60, unit="messages", of=None,
            has_past=True,
        ),
        OFTEN, watching.quarantine, watching.quarantine,
    ),
    Template(
        AlertTemplateInfo(
            template="meter_error", severity="warning", threshold=None, minutes=240, unit=None, of="point",
            has_past=False,
        ),
        OFTEN, watching.meter_errors, None,
    ),
)  # fmt: skip
BY_NAME = watching.by_name(ALL)


def own(seen: list[Seen], enterprise_id: int | None) -> list[Seen]:
    """Of what an enterprise sees, what is its own: it reads of gateways that it shares, too."""
    return [one for one in seen if enterprise_id is None or one.enterprise_id == enterprise_id]
