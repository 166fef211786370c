"""Commands about emission sources: list them, and add some from a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.parks.park_file import Source
    from parkcarbon_platform.services.sources.definitions import Definition


def sources_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sources of a park and how they stand."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.sources import listing

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for found in listing.every(connection, localtime.now()):
            row, total = found.row, found.sum
            mass = 0 if total is None else total.co2_mg + total.gas_mg
            words = [
                row.code,
                row.enterprise or "-",
                row.category,
                row.formula,
                row.factor,
                row.gas,
                found.state,
            ]
            words.append(f"{found.coverage:.1%}")
            words.append("no factor" if found.factor is None else "fallback" if found.fallback else "factor")
            print("\t".join([*words, f"{mass / 1e9:.6g} t in 30 days"]))
        for point in listing.uncovered(connection):
            print(f"without a source: {point.code}\t{point.carrier}\t{point.unit}")
    return 0


def sources_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the sources of a file, as a park file has them; all or those before the first mistake."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.parks import park_file
    from parkcarbon_platform.services.sources import editing

    try:
        text = arguments.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidError(f"{arguments.file} cannot be read: {error}", path=str(arguments.file)) from error
    wanted = park_file.parse_sources(text)
    with workplace(arguments.park, settings) as place:
        for source in wanted:
            editing.create(place, Actor(operator_name()), source.code, definition(source), arguments.reason)
            print(f"{source.code} is made.")
    return 0


def definition(source: "Source") -> "Definition":
    """A source of a file as the service takes it."""
    from parkcarbon_platform.services.sources.definitions import Definition, Term

    names = (
        "name_zh", "name_en", "enterprise", "category", "carrier", "scope", "formula", "factor",
        "factor_region", "internal_transfer", "gas", "unit_code", "scope3_category", "biogenic",
        "valid_from", "valid_to",
    )  # fmt: skip
    return Definition(
        **{name: getattr(source, name) for name in names},
        activity=tuple(Term(term.point, term.weight) for term in source.activity),
        live=tuple(Term(term.point, term.weight) for term in source.live),
        scenes={str(scene): share for scene, share in source.scenes.items()},
    )


PARK = Argument("park", "code of the park")

COMMANDS: list[Command] = [
    Command(
        ("sources", "list"), "the emission sources of a park, and points without one", sources_list, (PARK,)
    ),
    Command(
        ("sources", "add"),
        "make the sources of a file (`sources:` as in a park file)",
        sources_add,
        (
            PARK,
            Argument("file", "YAML file", {"type": Path}),
            Argument("--reason", "why, for those who look later", {"default": "added from a file"}),
        ),
    ),
]
