"""Commands of alerts: what goes on, what people do about it, rules and their trial on last week."""

import argparse
import json
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.alerting.models import AlertRuleWanted

TEMPLATES = (
    "no_data", "carbon_rate", "demand", "power_factor", "budget", "edge_offline", "spool", "quarantine",
    "meter_error",
)  # fmt: skip


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print alerts, the newest first."""
    from parkcarbon_platform.services.alerting import inbox

    wanted = inbox.AlertFilter(state=arguments.state, template=arguments.template)
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = inbox.page(connection, wanted, [])
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    for alert in found.items:
        end = "goes on" if alert.resolved_at is None else f"over {_time(alert.resolved_at)}"
        value = "" if alert.value is None else f"{alert.value:.6g}"
        who = alert.assignee or alert.acknowledged_by or ""
        print(
            f"{alert.id}\t{alert.severity}\t{alert.rule_name or alert.template}\t{alert.subject}\t{value}"
            f"\tsince {_time(alert.began_at)}\t{end}\t{who}"
        )
    return 0


def acknowledge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say that one has seen alerts."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import inbox
    from parkcarbon_platform.services.alerting.models import AlertsChosen

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        inbox.acknowledge(connection, Actor(operator_name()), AlertsChosen(ids=arguments.id))
    print(f"{len(arguments.id)} alerts are acknowledged.")
    return 0


def rule_listing(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the rules of the park."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import rules

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = rules.listing(connection, Actor(operator_name()), can_set=True)
    for rule in found.rules:
        numbers = [
            f"{name} {value:g}"
            for name, value in (("above or below", rule.threshold), ("minutes", rule.minutes))
            if value is not None
        ]
        about = ",".join(rule.subjects) or "all"
        state = f"error: {rule.error}" if rule.error else "" if rule.enabled else "rests"
        print(
            f"{rule.id}\t{rule.severity}\t{rule.template}\t{'; '.join(numbers)}\t{about}"
            f"\t{rule.open} open\t{state}"
        )
    return 0


def add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add a rule."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import rules

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        made = rules.add(connection, place.park_id, Actor(operator_name()), _wanted(arguments))
    print(f"Rule {made} is looked at from now on.")
    return 0


def trial(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what a rule would have told in the last seven days."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import rules

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = rules.trial(connection, Actor(operator_name()), _wanted(arguments), localtime.now())
    if arguments.as_json:
        print(json.dumps(found.model_dump(), ensure_ascii=False))
        return 0
    for episode in found.episodes:
        end = "goes on" if episode.end is None else _time(episode.end)
        print(f"{episode.subject}\t{_time(episode.start)}\t{end}\t{episode.worst:.6g}")
    if found.has_past:
        print(f"It would have fired {found.times} times in the last seven days.")
    else:
        print(f"What it looks at is not kept from the past; it would fire for {found.goes_on} now.")
    return 0


def remove(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove a rule."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import rules

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        actor = Actor(operator_name())
        rules.delete(connection, place.park_id, actor, arguments.id, localtime.now())
    print(f"Rule {arguments.id} is gone; what it found stays in the list, and is over.")
    return 0


def recommend(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add the rules that most parks want."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.alerting import rules

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        actor = Actor(operator_name())
        if arguments.if_none and rules.listing(connection, actor, can_set=True).rules:
            return 0
        count = rules.recommend(connection, place.park_id, actor)
    print(f"{count} rules were added.")
    return 0


def _wanted(arguments: argparse.Namespace) -> "AlertRuleWanted":
    """The rule that is asked for, with its template's numbers where none are given."""
    from parkcarbon_platform.services.alerting import templates
    from parkcarbon_platform.services.alerting.models import AlertRuleWanted

    info = templates.BY_NAME[arguments.template].info
    given = {
        "threshold": info.threshold if arguments.threshold is None else arguments.threshold,
        "minutes": info.minutes if arguments.minutes is None else arguments.minutes,
        "severity": arguments.severity or info.severity,
    }
    return AlertRuleWanted.model_validate(
        {
            "template": arguments.template,
            "name": arguments.name,
            "subjects": arguments.subject,
            "receivers": arguments.receiver,
            **given,
        }
    )


def _time(moment_ms: int) -> str:
    from parkcarbon_platform.services import localtime

    return f"{localtime.from_ms(moment_ms):%F %H:%M}Z"


PARK = Argument("park", "code of the park")
ID = Argument("id", "number of the rule", {"type": int})
JSON = Argument("--json", "as JSON", {"action": "store_true", "dest": "as_json"})
RULE = (
    PARK,
    Argument("template", "what is watched", {"choices": TEMPLATES}),
    Argument("--threshold", "above (a power factor: below) which value", {"type": float}),
    Argument("--minutes", "for longer than; of the quarantine: within", {"type": int}),
    Argument("--subject", "code of a point, edge or enterprise; all where none is named",
             {"action": "append", "default": []}),
    Argument("--receiver", "number of a receiver that is told, from `receivers list`",
             {"action": "append", "default": [], "type": int}),
    Argument("--severity", "how bad", {"choices": ("information", "warning", "error")}),
    Argument("--name", "what it is called", {"default": ""}),
)  # fmt: skip

COMMANDS: list[Command] = [
    Command(
        ("alerts", "list"), "print alerts, the newest first", listing,
        (
            PARK,
            Argument("--state", "which", {
                "choices": ("open", "unacknowledged", "snoozed", "resolved", "all"), "default": "open",
            }),
            Argument("--template", "of one kind", {"choices": TEMPLATES}), JSON,
        ),
    ),
    Command(
        ("alerts", "acknowledge"), "say that somebody has seen alerts", acknowledge,
        (PARK, Argument("id", "numbers of alerts", {"type": int, "nargs": "+"})),
    ),
    Command(("alerts", "rules"), "print the rules", rule_listing, (PARK,)),
    Command(("alerts", "add"), "add a rule", add, RULE),
    Command(("alerts", "try"), "print what a rule would have told last week", trial, (*RULE, JSON)),
    Command(("alerts", "remove"), "remove a rule", remove, (PARK, ID)),
    Command(
        ("alerts", "recommend"), "add the rules that most parks want, of kinds that have none", recommend,
        (PARK, Argument("--if-none", "only where there is no rule at all", {"action": "store_true"})),
    ),
]  # fmt: skip
