"""What a park file says that people decide: which factor sets are in force, and targets."""

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.ledger import restating
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.storage import adoptions, factors, invalidations, parks, planning
from parkcarbon_platform.storage.database import Connection

AUTHOR = REASON = "park file"


def apply(connection: Connection, park_id: int, park: ParkFile) -> int:
    """Put them in force where they are not; how many rows are new."""
    return _factor_sets(connection, park_id, park) + _targets(connection, park_id, park)


def _factor_sets(connection: Connection, park_id: int, park: ParkFile) -> int:
    wanted = park.factor_sets
    if wanted is None or wanted == adoptions.newest(connection):
        return 0
    unknown = sorted(set(wanted) - {found.code for found in factors.sets(connection)})
    if unknown or not wanted or len(set(wanted)) != len(wanted):
        problem = f"there is no set {', '.join(unknown)}" if unknown else "no set, or one twice"
        raise InvalidError(
            f"factor_sets: {problem}.",
            remedy="Name sets that are loaded, each once: `parkcarbon factors sets PARK` shows them.",
        )  # fmt: skip
    invalidations.lock(connection, park_id)
    adoptions.add(connection, park_id, wanted, reason=REASON, author=AUTHOR)
    restating.reprice_provisional(connection, localtime.now(), REASON)
    return 1


def _targets(connection: Connection, park_id: int, park: ParkFile) -> int:
    known = {(row.enterprise, row.kind, row.year): row.value for row in planning.targets(connection)}
    new = [t for t in park.targets if known.get((t.enterprise, t.kind, t.year)) != t.value]
    owners = parks.ids(connection, "enterprise")
    rows = [(None if t.enterprise is None else owners[t.enterprise], t.kind, t.year, t.value) for t in new]
    planning.add_targets(connection, park_id, rows, plan_id=None, note=REASON, author=AUTHOR)
    return len(new)
