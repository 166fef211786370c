"""Commands of norms, of enterprises against them, and of what a new enterprise would do to a park."""

import argparse
import json
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every norm of a year with the enterprises it is for."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.budgets import benchmarking, keeping

    now = localtime.now()
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        year = arguments.year or keeping.this_year(connection, now)
        found = benchmarking.benchmark(connection, year, now, viewer=None)
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    for one in found.norms:
        norm = one.norm
        ahead = "" if norm.advanced is None else f", advanced {norm.advanced:g}"
        print(f"{norm.code}\t{norm.name_en}: limit {norm.limit:g}{ahead} {norm.unit} ({norm.citation})")
        for line in one.lines:
            before = line.past[0].value
            changed = "-" if before is None else f"{before:.6g} in {line.past[0].year}"
            print(
                f"  {line.rank}\t{line.enterprise}\t{line.value:.6g} {norm.unit}\t{line.verdict}"
                f"\t{len(line.months)} months\tbefore: {changed}"
            )
        for lacking in one.lacking:
            print("\t".join(["  -", lacking.enterprise, lacking.reason, *lacking.sources]))
    for kept in found.withheld:
        print(f"{kept.enterprise} keeps its production to itself")
    return 0


def enter(arguments: argparse.Namespace, settings: Settings) -> int:
    """Keep the norms of a file."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.budgets import norms
    from parkcarbon_platform.services.budgets.benchmark_models import NormWanted

    given = {
        code: NormWanted.model_validate(one)
        for code, one in json.loads(Path(arguments.file).read_bytes()).items()
    }
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        known = norms.codes(connection) if arguments.if_new else set()
        wanted = {code: one for code, one in given.items() if code not in known}
        for code, one in wanted.items():
            norms.save(connection, place.park_id, Actor(operator_name()), code, one)
    print(f"{len(wanted)} norms were kept.")
    return 0


def end(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a norm off the list."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.budgets import norms

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        norms.end(connection, place.park_id, Actor(operator_name()), arguments.norm)
    print(f"The norm {arguments.norm} has ended; its versions stay.")
    return 0


def what_if(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what a new enterprise would do to the park."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.budgets import moving_in
    from parkcarbon_platform.services.budgets.benchmark_models import WhatIfAsked

    asked = WhatIfAsked(
        name=arguments.name, copy_of=arguments.copy_of, scale=arguments.scale,
        electricity=arguments.electricity, natural_gas=arguments.gas, heat=arguments.heat,
        process=arguments.process, start=arguments.start,
    )  # fmt: skip
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = moving_in.what_if(connection, asked, localtime.now())
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    for line in found.lines:
        print(
            f"{line.carrier}\t{line.amount:.6g} {line.unit}\t{line.carbon:.6g} t CO2e\t{line.energy:.6g} tce"
        )
    print(f"a year of it\t{found.carbon:.6g} t CO2e\t{found.energy:.6g} tce")
    for one in found.years:
        without, with_it, budget = (
            "-" if value is None else f"{value:.6g}" for value in (one.without, one.with_it, one.budget)
        )
        print(f"{one.year}\twithout {without}, with it {with_it}, budget {budget} t CO2e")
    core = found.core
    if core.without is not None and core.with_it is not None:
        print(f"core indicator {core.year}\t{core.without:.4g} to {core.with_it:.4g} t/tce")
    return 0


PARK = Argument("park", "code of the park")
JSON = Argument("--json", "as JSON", {"action": "store_true", "dest": "as_json"})


def _number(name: str, said: str, usual: float = 0) -> Argument:
    return Argument(name, said, {"type": float, "default": usual})


COMMANDS: list[Command] = [
    Command(
        ("benchmark", "show"), "print enterprises against the norms of a year and their own past", compare,
        (PARK, Argument("--year", "this year where none is given", {"type": int}), JSON),
    ),
    Command(
        ("benchmark", "enter"), "keep the norms of a JSON file: by code, each as PUT norms takes it", enter,
        (
            PARK, Argument("file", "JSON"),
            Argument("--if-new", "leave out those that are, or were, kept", {"action": "store_true"}),
        ),
    ),
    Command(("benchmark", "end"), "take a norm off the list", end, (PARK, Argument("norm", "its code"))),
    Command(
        ("budgets", "what-if"), "print what a new enterprise would do to the park; stores nothing", what_if,
        (
            PARK, Argument("name", "what to call it"),
            Argument("--copy-of", "an enterprise whose last twelve whole months it would have"),
            _number("--scale", "times so much", 1), _number("--electricity", "MWh a year"),
            _number("--gas", "natural gas, 10^4 m3 a year"), _number("--heat", "GJ a year"),
            _number("--process", "process emissions, t CO2e a year"),
            Argument("--start", "month of this year in which it comes", {"type": int, "default": 1}), JSON,
        ),
    ),
]  # fmt: skip
