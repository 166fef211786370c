"""What an inventory is asked for on the command line."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument

if TYPE_CHECKING:
    from parkcarbon_platform.services.inventories.question import Question
    from parkcarbon_platform.services.ledger.changes import Workplace


def question(place: "Workplace", arguments: argparse.Namespace) -> "Question":
    """The question of the arguments `ASKED`; what is left out is as the park has chosen."""
    from parkcarbon_platform.services.inventories import usual

    with place.database.tenant(place.park_id) as connection:
        return usual.asked(
            connection, arguments.start, arguments.end, arguments.enterprise, ruleset=arguments.ruleset,
            gwp=arguments.gwp, approach=None if arguments.approach == WHOLE else arguments.approach,
        )  # fmt: skip


def potentials(asked: "Question") -> str:
    """What is counted, and by which set of potentials."""
    return "CO2" if asked.potentials is None else f"CO2e ({asked.potentials})"


def day(text: str) -> date:
    """A local day."""
    return date.fromisoformat(text)


WHOLE = "whole"
PARK = Argument("park", "code of the park")
ASKED = (
    Argument("--from", "local day, e.g. 2026-01-01", {"dest": "start", "type": day, "required": True}),
    Argument("--to", "local day, not included", {"dest": "end", "type": day, "required": True}),
    Argument(
        "--ruleset",
        "territorial, gbt_32151, ghg_protocol or iso_14064_1; else the usual one of the park or enterprise",
    ),
    Argument("--enterprise", "code of an enterprise: its boundary instead of the park's"),
    Argument("--gwp", "AR4, AR5 or AR6; else what the park has chosen"),
    Argument(
        "--approach",
        "operational_control, financial_control or equity_share: what counts of each source; else all, whole",
    ),
)
