"""Commands of plans: what there is, comparing scenarios, the cheapest portfolio, targets from a plan."""

import argparse
import json
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings


def plans(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print plans, the newest first."""
    from parkcarbon_platform.services.planning import running

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for row in running.every(connection):
            print(f"{row.id}\t{row.kind}\t{row.state}\t{row.created_at:%F %T}Z\t{row.author}\t{row.name}")
    return 0


def base(arguments: argparse.Namespace, settings: Settings) -> int:
    """Save a base year from a JSON file."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.planning import inputs
    from parkcarbon_platform.services.planning.models import PlanBase

    given = PlanBase.model_validate_json(Path(arguments.file).read_bytes())
    with workplace(arguments.park, settings) as place:
        found = inputs.save_base(place, Actor(operator_name()), given)
    print(f"Base year {given.year}; scenarios: {', '.join(found.scenarios)}.")
    return 0


def pathway(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have scenarios compared."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.planning import running
    from parkcarbon_platform.services.planning.models import PathwayRequest, PlanAnalysis

    analysis = None
    if arguments.analysis is not None:
        drivers = dict(pair.split("=", 1) for pair in arguments.driver or () if "=" in pair)
        analysis = PlanAnalysis.model_validate(
            {"run": arguments.analysis, "drivers": drivers, "sector": arguments.sector}
        )
    asked = PathwayRequest(
        name=arguments.name, scenarios=arguments.scenario, end=arguments.end, draws=arguments.draws,
        seed=arguments.seed, budget=arguments.budget, analysis=analysis,
    )  # fmt: skip
    with workplace(arguments.park, settings) as place:
        row = running.request(place, Actor(operator_name()), asked)
    print(f"Plan {row.id} is queued: the worker does it, `parkcarbon plan show` prints how it ends.")
    return 0


def portfolio(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have the cheapest portfolio found."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.planning import running
    from parkcarbon_platform.services.planning.models import PlanPolicy, PortfolioRequest

    policies = json.loads(Path(arguments.policies).read_bytes()) if arguments.policies else []
    asked = PortfolioRequest(
        name=arguments.name, scenario=arguments.scenario, end=arguments.end,
        policies=[PlanPolicy.model_validate(one) for one in policies],
    )  # fmt: skip
    with workplace(arguments.park, settings) as place:
        row = running.request(place, Actor(operator_name()), asked)
    print(f"Plan {row.id} is queued: the worker does it, `parkcarbon plan show` prints how it ends.")
    return 0


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print a plan's result as JSON, or save its report."""
    from parkcarbon_platform.services.planning import report, running

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        row = running.find(connection, arguments.id)
        wanted = {"pdf": arguments.pdf, "xlsx": arguments.xlsx}
        figures = report.figures(connection, arguments.id) if any(wanted.values()) else None
    if figures is not None:
        for form, file in wanted.items():
            if file:
                made = report.make(
                    figures, "pdf" if form == "pdf" else "xlsx", arguments.language, settings.font_dir
                )
                Path(file).write_bytes(made)
    else:
        print(json.dumps({"state": row.state, "error": row.error, "result": row.result}, ensure_ascii=False))
    return 0


def push(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a plan's years the park's targets."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.planning import targets

    with workplace(arguments.park, settings) as place:
        found = targets.push(place, Actor(operator_name()), arguments.id, arguments.scenario, "")
    print(
        f"{sum(one.plan_id == arguments.id for one in found)} targets are in force from plan {arguments.id}."
    )
    return 0


PARK = Argument("park", "code of the park")
NAME = Argument("--name", "what to call it", {"default": "plan"})
END = Argument("--end", "last year", {"type": int, "default": 2060})
ID = Argument("id", "number of the plan", {"type": int})

COMMANDS: list[Command] = [
    Command(("plan", "list"), "print plans, the newest first", plans, (PARK,)),
    Command(
        ("plan", "base"), "save the base year of plans", base,
        (PARK, Argument("file", "JSON, as GET planning/base answers")),
    ),
    Command(
        ("plan", "pathway"), "compare up to four scenarios; the worker does it", pathway,
        (
            PARK, Argument("scenario", "codes of scenarios, the first to compare with", {"nargs": "+"}), NAME,
            END,
            Argument("--draws", "how many draws a fan has", {"type": int, "default": 2000}),
            Argument("--seed", "the same seed gives the same figures", {"type": int, "default": 1}),
            Argument("--budget", "t CO2 after the base year", {"type": float}),
            Argument("--analysis", "id of a STIRPAT analysis whose elasticities stand beside", {"type": int}),
            Argument("--driver", "column=driver of the plan, where names do not say", {"action": "append"}),
            Argument("--sector", "whose share is the structure", {"default": ""}),
        ),
    ),
    Command(
        ("plan", "portfolio"), "find the cheapest portfolio of measures; the worker does it", portfolio,
        (
            PARK, Argument("scenario", "code of the scenario that measures are added to"), NAME, END,
            Argument("--policies", "JSON file with a list of policies"),
        ),
    ),
    Command(
        ("plan", "show"), "print a plan's result as JSON, or save its report", show,
        (
            PARK, ID, Argument("--pdf", "file to save the report to"),
            Argument("--xlsx", "file to save the report's figures to"),
            Argument("--language", "of the report", {"choices": ("zh-CN", "en"), "default": "zh-CN"}),
        ),
    ),
    Command(
        ("plan", "targets"), "make a plan's years the park's targets", push,
        (PARK, ID, Argument("--scenario", "of a pathway; the first where none is named")),
    ),
]  # fmt: skip
