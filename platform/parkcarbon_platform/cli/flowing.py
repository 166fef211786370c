"""The command of energy flows."""

import argparse
from datetime import date
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

J_PER_GJ, G_PER_TCE, MG_PER_T = 10**9, 10**6, 10**9


def flows(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the balance of a period, or save a table of it."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.exports import energy_tables
    from parkcarbon_platform.services.flows import files, showing

    asked = showing.question(arguments.start, arguments.end, arguments.enterprise)
    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        found = showing.flows(connection, asked, localtime.now())
        if arguments.tables:
            tables = energy_tables.figures(connection, asked, localtime.now())
            form: energy_tables.Form = "pdf" if arguments.tables.endswith(".pdf") else "xlsx"
            made = energy_tables.make(tables, form, arguments.language, settings.font_dir)
            Path(arguments.tables).write_bytes(made)
    if arguments.as_json:
        print(found.model_dump_json())
        return 0
    saved: list[tuple[files.Table, str | None]] = [
        ("balance", arguments.balance), ("links", arguments.links),
    ]  # fmt: skip
    for wanted, path in saved:
        if path:
            Path(path).write_bytes(files.table(found, wanted, arguments.language))
    names = {node.key: files.node_name(node, "en") for node in found.nodes}
    for link in sorted(found.links, key=lambda link: -link.amount.joules):
        a = link.amount
        print(
            f"{names[link.start]} -> {names[link.end]}\t{a.joules / J_PER_GJ:.3f} GJ"
            f"\t{a.coal_g / G_PER_TCE:.3f} tce\t{a.co2_mg / MG_PER_T:.3f} t CO2"
        )
    for name in ("input", "output", "losses", "unmetered"):
        a = getattr(found, name)
        print(f"{name}\t{a.joules / J_PER_GJ:.3f} GJ\t{a.coal_g / G_PER_TCE:.3f} tce")
    for finding in found.findings:
        print(f"finding\t{finding.code}\t{finding.subject}")
    return 0


DAY: dict[str, object] = {"type": date.fromisoformat, "required": True}
COMMANDS: list[Command] = [
    Command(
        ("flows",), "print where energy comes from and goes, with the balance that closes", flows,
        (
            Argument("park", "code of the park"),
            Argument("--from", "first local day", {**DAY, "dest": "start"}),
            Argument("--to", "local day after the last", {**DAY, "dest": "end"}),
            Argument("--enterprise", "of this enterprise alone, with its sub-meters"),
            Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
            Argument("--balance", "save the balance as CSV"), Argument("--links", "save the links as CSV"),
            Argument("--tables", "save tables of energy and emissions here: a name with .xlsx or .pdf"),
            Argument("--language", "of the files", {"choices": ("zh-CN", "en"), "default": "zh-CN"}),
        ),
    ),
]  # fmt: skip
