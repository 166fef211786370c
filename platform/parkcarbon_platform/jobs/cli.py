"""Commands of the background work: factors, settlement, totals, jobs."""

import argparse
import json
import sys
from datetime import datetime

from parkcarbon_platform.settings import Settings


def moment(text: str) -> datetime:
    """A time with its zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time, e.g. 2026-11-22T00:00+08:00") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError("give the zone too, e.g. 2026-11-22T00:00+08:00")
    return found


def factors_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every factor: name, gas, unit, number of versions, the newest version."""
    from parkcarbon_platform.services.ledger import factors
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        for line in factors.listing(connection, arguments.set_code):
            print("\t".join(line))
    return 0


def factors_show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the versions of one factor."""
    from parkcarbon_platform.services.ledger import factors
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        for version in factors.show(connection, arguments.factor, arguments.region):
            valid = f"{version.valid_from or 'any'}..{version.valid_to or 'any'}"
            print(
                f"{version.region}\t{version.version}\t{version.value:f} {version.unit}\t{version.gas}"
                f"\t{valid}\tgrade {version.grade}\t{version.citation}\t{version.source_ref}"
            )
    return 0


def settle(arguments: argparse.Namespace, settings: Settings) -> int:
    """Settle a park in this process."""
    from parkcarbon_platform.errors import InvalidError
    from parkcarbon_platform.jobs.runtime import Runtime
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.services.ledger import settlement

    if (arguments.start is None) != (arguments.end is None):
        raise InvalidError("--from and --to go together.")
    runtime = Runtime(settings)
    with runtime.database as database:
        park = jobs.park_of(database, arguments.park)
        if arguments.start is not None:
            points = settlement.recalculate(database, park.id, arguments.start, arguments.end)
            print(f"{points} points will be computed again.")
        consumed = jobs.settle_park(database, park.id, runtime.announce, seconds=float("inf"))
    print(f"Settled {consumed} pieces of work.")
    return 0


def totals(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sums of a local day."""
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.services.ledger import totals as service
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        park = jobs.park_of(database, arguments.park)
        with database.tenant(park.id) as connection:
            found = service.day_totals(connection, arguments.day)
    if arguments.as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for row in found["sources"]:
        print(f"{row['enterprise'] or '-'}\t{row['source']}\t{row['carrier']}\t{row['kg_co2']:.3f} kg CO2")
    note = "" if found["complete"] else " (incomplete)"
    print(f"{park.code}\t{found['park']['mg_co2'] / 1e9:.3f} t CO2{note}")
    if found["unreported"]:
        print(f"not reported yet: {', '.join(found['unreported'])}")
    return 0


def sums(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compare the sums by day and month with the hours; exit code 2 where they differ."""
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.services.ledger import totals as service
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        park = jobs.park_of(database, arguments.park)
        with database.tenant(park.id) as connection:
            if arguments.rebuild:
                service.rebuild_sums(connection, park.id)
            different = service.unequal_sums(connection)
    if different:
        print(f"{different} sums are not what the hours add up to. Give --rebuild.")
        return 2
    print("Every day and month is the sum of its hours.")
    return 0


def hours(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compute the hours of the ledger again; exit code 2 where they differ and are not mended."""
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.services.ledger import rebuilding
    from parkcarbon_platform.services.ledger.settlement import utc_now
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        park = jobs.park_of(database, arguments.park)
        found = rebuilding.compare(
            database, park.id, arguments.start, arguments.end, utc_now(), mend=arguments.mend,
            told=lambda first: print(f"from {first.isoformat()}", file=sys.stderr),
        )  # fmt: skip
    done = "were written anew" if arguments.mend else "are not what their quarter hours give"
    print(
        f"{found.hours} hours of sources; {found.differing} {done}; {found.waiting} wait under a lock; "
        f"{found.unpriced} cannot be calculated."
    )
    return 2 if found.unpriced or (found.differing and not arguments.mend) else 0


def job_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print jobs of all parks."""
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        for park, job in jobs.every(database, arguments.state):
            print(f"{job.id}\t{park}\t{job.kind}\t{job.state}\t{job.attempts} attempts\t{job.error or ''}")
    return 0


def job_retry(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run a failed or dead job again at once."""
    from parkcarbon_platform.services import jobs
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        jobs.retry(database, arguments.id)
    print(f"Job {arguments.id} will run again.")
    return 0
