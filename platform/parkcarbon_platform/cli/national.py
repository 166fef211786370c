"""Commands of the national rules: the zero-carbon park, the national factor database, the functions."""

import argparse
import json
import sys
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

MG_PER_T = 10**9


def zero_carbon(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print a year by the method, or save its workbook."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.national import files, showing, years

    now = localtime.now()
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        if arguments.pdf:
            told = files.figures(connection, arguments.year, now)
            made = files.document(told, arguments.language, settings.font_dir)
            Path(arguments.pdf).write_bytes(made)
        if arguments.xlsx:
            Path(arguments.xlsx).write_bytes(
                files.workbook(connection, arguments.year, now, arguments.language)
            )
        if arguments.pdf or arguments.xlsx:
            return 0
        found = showing.year(connection, years.reader(connection, now).year(arguments.year))
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    for group, mg in found.groups.items():
        print(f"{group}\t{mg / MG_PER_T:.3f} t CO2")
    print(f"total\t{found.total_mg / MG_PER_T:.3f} t CO2{' (provisional)' if found.provisional else ''}")
    for one in (found.core, found.direct, *found.guiding):
        value = "unknown" if one.value is None else f"{one.value:.4g}"
        limit = "no limit" if one.limit is None else f"limit {one.limit:g}"
        print(f"{one.code}\t{value}\t{limit}\t{one.verdict}\t{one.origin}")
    for finding in found.findings:
        print(f"finding\t{finding.code}\t{finding.subject}\t{finding.detail}")
    return 0


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the method beside the other rulesets, with the differences by cause."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.national import comparing

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = comparing.comparison(connection, arguments.year, localtime.now())
    for one in found.beside:
        causes = "\t".join(f"{cause} {mg / MG_PER_T:+.3f}" for cause, mg in one.causes.items())
        print(f"{one.ruleset} {one.basis}\t{one.total_mg / MG_PER_T:.3f} t {one.gas}\t{causes}")
    print(f"zero-carbon park\t{found.total_mg / MG_PER_T:.3f} t CO2")
    return 0


def decide(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the settings, or put those of a JSON file in force."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.national import settings as service
    from parkcarbon_platform.services.national.models import ZeroCarbonSettings

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        if arguments.file:
            wanted = ZeroCarbonSettings.model_validate_json(Path(arguments.file).read_bytes())
            service.save(connection, place.park_id, Actor(operator_name()), wanted, arguments.note)
        found = service.read(connection)
    print(found.settings.model_dump_json(indent=1))
    print(f"open: {', '.join(found.open) or 'nothing'}", file=sys.stderr)
    return 0


def load_factors(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import the national factor database, or only say what that would do."""
    from parkcarbon_platform.services.national import factor_database

    content = Path(arguments.file).read_bytes()
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = factor_database.load(connection, place.park_id, content, dry_run=arguments.dry_run)
    for error in found.errors:
        print(f"row {error.row}\t{error.column}\t{error.value}\t{error.message}")
    done = "would be " if arguments.dry_run or found.errors else ""
    print(f"{found.created} values {done}imported, {found.unchanged} were there, {len(found.errors)} errors.")
    return 1 if found.errors else 0


def functions(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print which functions are live, or save the evidence."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.exports.signing import Signer
    from parkcarbon_platform.services.national import function_pack
    from parkcarbon_platform.services.national import functions as service

    now = localtime.now()
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        if arguments.zip:
            content, _ = function_pack.build(
                connection, arguments.park, now, Signer(settings.required_secret()), arguments.language
            )
            Path(arguments.zip).write_bytes(content)
            return 0
        found = service.functions(connection, now)
    if arguments.as_json:
        print(json.dumps(found.model_dump(mode="json"), ensure_ascii=False))
        return 0
    for one in found.functions:
        facts = ", ".join(f"{fact.code} {fact.count}" for fact in one.facts)
        print(f"{one.number}\t{one.state}\t{one.name_en}\t{facts}")
    print(f"{found.live} of {len(found.functions)} are live.")
    return 0


PARK = Argument("park", "code of the park")
YEAR = Argument("--year", "calendar year", {"type": int, "required": True})
JSON = Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"})
LANGUAGE = Argument("--language", "of the file", {"choices": ("zh-CN", "en"), "default": "zh-CN"})

COMMANDS: list[Command] = [
    Command(
        ("zero-carbon", "show"), "print a year by the method of national zero-carbon parks", zero_carbon,
        (PARK, YEAR, JSON, Argument("--xlsx", "save the workbook here instead"),
         Argument("--pdf", "save the report here instead"), LANGUAGE),
    ),
    Command(("zero-carbon", "compare"), "print the other rulesets, and every difference by cause", compare,
            (PARK, YEAR)),
    Command(
        ("zero-carbon", "settings"), "print what the rules leave open, or decide it", decide,
        (
            PARK, Argument("--file", "JSON with the settings to put in force"),
            Argument("--note", "why", {"default": "decided on the command line"}),
        ),
    ),
    Command(
        ("zero-carbon", "factors"), "import the national factor database from CSV or xlsx", load_factors,
        (PARK, Argument("file", "CSV or xlsx, as the template"),
         Argument("--dry-run", "only say what would be done", {"action": "store_true"})),
    ),
    Command(
        ("functions",), "print which functions of a digital carbon centre are live, or save the evidence",
        functions, (PARK, JSON, Argument("--zip", "save the evidence here instead"), LANGUAGE),
    ),
]  # fmt: skip
