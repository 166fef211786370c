"""Commands that compute: factors, settlement, totals and jobs."""

from datetime import date

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.jobs import cli as work

PARK = Argument("park", "code of the park")
FULL_HOUR = "full hour with zone, ISO 8601"

COMMANDS: list[Command] = [
    Command(
        ("factors", "list"),
        "print the factors and how many versions each has",
        work.factors_list,
        (Argument("--set", "code of a set: only its factors", {"dest": "set_code"}),),
    ),
    Command(
        ("factors", "show"),
        "print the versions of a factor with their sources",
        work.factors_show,
        (Argument("factor", "e.g. grid_electricity"), Argument("--region", "e.g. CN-JS: what applies there")),
    ),
    Command(
        ("settle",),
        "settle a park now; with --from and --to compute that span again from the readings",
        work.settle,
        (
            PARK,
            Argument("--from", "time with zone, ISO 8601", {"dest": "start", "type": work.moment}),
            Argument("--to", "time with zone, ISO 8601", {"dest": "end", "type": work.moment}),
        ),
    ),
    Command(
        ("totals",),
        "print what a park emitted on a local day",
        work.totals,
        (
            PARK,
            Argument("--day", "local day, e.g. 2026-11-22", {"type": date.fromisoformat, "required": True}),
            Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
        ),
    ),
    Command(
        ("sums",),
        "whether the sums kept by day and month are what the hours of the ledger add up to",
        work.sums,
        (PARK, Argument("--rebuild", "add the hours up again first", {"action": "store_true"})),
    ),
    Command(
        ("hours",),
        "whether the hours of the ledger are what the quarter hours give",
        work.hours,
        (
            PARK,
            Argument("--from", FULL_HOUR, {"dest": "start", "type": work.moment, "required": True}),
            Argument("--to", FULL_HOUR, {"dest": "end", "type": work.moment, "required": True}),
            Argument("--mend", "write what differs", {"action": "store_true"}),
        ),
    ),
    Command(
        ("job", "list"),
        "print jobs, the newest first",
        work.job_list,
        (Argument("--state", "only these", {"choices": ("queued", "running", "done", "failed", "dead")}),),
    ),
    Command(
        ("job", "retry"),
        "run a failed or dead job again",
        work.job_retry,
        (Argument("id", "number of the job", {"type": int}),),
    ),
]
