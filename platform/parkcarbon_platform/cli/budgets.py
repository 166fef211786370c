"""Commands of budgets: how a year stands, setting budgets, a plan's years as budgets."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.budgets.models import BudgetWanted


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every budget of a year against what came to be."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.budgets import following, keeping

    now = localtime.now()
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        year = arguments.year or keeping.this_year(connection, now)
        found = following.year(connection, year, now, is_park=True)
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    for line in found.lines:
        ahead = line.forecast
        end = line.refusal if ahead is None else f"{ahead.value:.6g} ({ahead.lower:.6g} to {ahead.upper:.6g})"
        of = "no budget" if line.budget is None else f"of {line.budget:.6g}"
        print(
            f"{line.enterprise or 'park'}\t{line.kind}\t{line.status or '-'}"
            f"\t{line.used:.6g} {line.unit}, {of}\tyear's end: {end}"
        )
    print(f"through {found.through or '-'}")
    return 0


def put(arguments: argparse.Namespace, settings: Settings) -> int:
    """Set a budget."""
    from parkcarbon_platform.services.budgets.models import BudgetWanted

    wanted = {
        "kind": arguments.kind, "year": arguments.year, "enterprise": arguments.enterprise,
        "basis": arguments.basis, "total": arguments.total, "percent": arguments.less,
        "shape": arguments.shape, "note": arguments.note,
    }  # fmt: skip
    if arguments.months is not None:
        wanted["months"] = [float(part) for part in arguments.months.split(",")]
    _save(arguments.park, settings, [BudgetWanted.model_validate(wanted)], is_new=False)
    return 0


def enter(arguments: argparse.Namespace, settings: Settings) -> int:
    """Set the budgets of a file."""
    from parkcarbon_platform.services.budgets.models import BudgetWanted

    given = json.loads(Path(arguments.file).read_bytes())
    wanted = [BudgetWanted.model_validate(one) for one in given]
    count = _save(arguments.park, settings, wanted, is_new=arguments.if_new)
    print(f"{count} budgets were set.")
    return 0


def _save(park: str, settings: Settings, wanted: Sequence["BudgetWanted"], *, is_new: bool) -> int:
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.budgets import alerts, keeping

    count, now = 0, localtime.now()
    with workplace(park, settings) as place, place.database.tenant(place.park_id) as connection:
        for one in wanted:
            if is_new and keeping.is_set(connection, one):
                continue
            keeping.save(connection, place.park_id, Actor(operator_name()), one, now)
            count += 1
        alerts.compare(connection, place.park_id, now)
    return count


def of_plan(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a plan's years budgets."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.budgets import alerts, pushing
    from parkcarbon_platform.services.budgets.models import BudgetOfPlan

    now = localtime.now()
    asked = BudgetOfPlan(
        plan=arguments.id, scenario=arguments.scenario, first=arguments.first, last=arguments.last,
        divide=arguments.divide,
    )  # fmt: skip
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        done = pushing.push(connection, place.park_id, Actor(operator_name()), asked, now)
        alerts.compare(connection, place.park_id, now)
    print(
        f"{done.budgets} budgets of {done.years[0]} to {done.years[-1]} are in force from plan {asked.plan}."
    )
    return 0


PARK = Argument("park", "code of the park")
YEAR = Argument("--year", "this year where none is given", {"type": int})

COMMANDS: list[Command] = [
    Command(
        ("budgets", "show"), "print every budget of a year, what came to be, and the forecast", show,
        (PARK, YEAR, Argument("--json", "as JSON", {"action": "store_true", "dest": "as_json"})),
    ),
    Command(
        ("budgets", "set"), "set a yearly budget and its months", put,
        (
            PARK, Argument("kind", "what is budgeted", {"choices": ("carbon", "energy", "electricity")}),
            Argument("year", "which year", {"type": int}),
            Argument("--enterprise", "whose; the park's where none is named"),
            Argument("--total", "t CO2e, tce or MWh", {"type": float}),
            Argument("--months", "twelve amounts with commas between"),
            Argument("--shape", "of the months of a total",
                     {"choices": ("days", "last_year", "last_twelve_months"), "default": "days"}),
            Argument("--basis", "what it starts from",
                     {"choices": ("entered", "last_year", "last_twelve_months"), "default": "entered"}),
            Argument("--less", "percent less than that basis", {"type": float}),
            Argument("--note", "why", {"default": ""}),
        ),
    ),
    Command(
        ("budgets", "enter"), "set the budgets of a JSON file: a list as PUT budgets takes them", enter,
        (
            PARK, Argument("file", "JSON"),
            Argument("--if-new", "leave out those that have been set before", {"action": "store_true"}),
        ),
    ),
    Command(
        ("budgets", "plan"), "make a plan's years the park's budgets", of_plan,
        (
            PARK, Argument("id", "number of the plan", {"type": int}),
            Argument("--scenario", "of a pathway; the first where none is named"),
            Argument("--first", "from which year on; this year where none is given", {"type": int}),
            Argument("--last", "up to which year", {"type": int}),
            Argument("--divide", "among the enterprises, too, by what they used lately",
                     {"action": "store_true"}),
        ),
    ),
]  # fmt: skip
