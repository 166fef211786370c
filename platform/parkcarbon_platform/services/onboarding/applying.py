"""What applying a park file would do, shown before it is done.

The plan is no guess: the file is applied in a transaction that is taken back, and what the park would be is
compared with what it is and with what the file says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from parkcarbon_platform.errors import NotFoundError, PlatformError
from parkcarbon_platform.services.onboarding import current, differing
from parkcarbon_platform.services.onboarding.differing import Difference
from parkcarbon_platform.services.parks import park_rules
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.services.provisioning.provisioning import Applied
from parkcarbon_platform.storage import emission_sources, endings, parks
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.parks import ParkRow

__all__ = ["Applied", "Conflict", "Kept", "Plan", "apply", "clone", "export", "plan"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What keeps the file from being applied, and what to do about it."""

    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says and the park keeps as people made it.

    `reason`: `edited` in the web, `configured` at its edge, `ended`, or `stays`: a rule of its own keeps it.
    """

    difference: Difference
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file does: `differences` happen, `kept` do not; what is `unmentioned` in it stays."""

    park: str
    is_new: bool
    differences: list[Difference]
    kept: list[Kept]
    unmentioned: dict[str, int]
    conflicts: list[Conflict]

    @property
    def is_empty(self) -> bool:
        """Whether applying changes nothing."""
        return not self.differences and not self.conflicts


class _TakenBack(Exception):  # noqa: N818  # no error: the way out of a transaction that shall leave nothing
    pass


def find(database: Database, code: str) -> ParkRow | None:
    """The park with a code."""
    try:
        return provisioning.find(database, code)
    except NotFoundError:
        return None


def export(database: Database, code: str) -> ParkFile:
    """The park file of a park; raises NotFoundError."""
    return current.of(database, provisioning.find(database, code).id)


def plan(database: Database, wanted: ParkFile) -> Plan:
    """What applying the file would do; raises InvalidParkError for a file that contradicts itself."""
    park_rules.check(wanted)
    found = find(database, wanted.park.code)
    if found is None:
        return Plan(wanted.park.code, True, differing.between(None, wanted), [], {}, [])
    before = current.of(database, found.id)
    conflicts: list[Conflict] = []
    after, reasons = before, dict[tuple[str, str], str]()
    try:
        with database.tenant(found.id) as connection:
            conflicts = _new_meanings(connection, wanted)
            if not conflicts:
                reasons = _reasons(connection, wanted)
                provisioning.apply_inside(connection, found.id, wanted)
                after = current.within(connection)
            raise _TakenBack
    except _TakenBack:
        pass
    except PlatformError as error:
        conflicts = [Conflict(error.message, error.advice)]
    people = {user.login: user for user in before.users} | {user.login: user for user in wanted.users}
    after = msgspec.structs.replace(after, users=list(people.values()))
    changes = [] if conflicts else differing.between(before, after)
    return Plan(
        wanted.park.code, False, changes, [] if conflicts else _kept(wanted, after, reasons),
        _unmentioned(before, wanted), conflicts,
    )  # fmt: skip


def apply(database: Database, wanted: ParkFile, passwords: Mapping[str, str] | None = None) -> Applied:
    """Apply the file."""
    return provisioning.apply(database, wanted, passwords)


def _new_meanings(connection: Connection, wanted: ParkFile) -> list[Conflict]:
    """Every point whose readings would mean something else, not only the first."""
    return [
        Conflict(
            f"{code} has readings; its {', '.join(what)} cannot change.",
            "Record a meter event for a new multiplier, or give the new meaning a new point code.",
        )
        for code, what in provisioning.new_meanings(connection, wanted.points)
    ]


def _reasons(connection: Connection, wanted: ParkFile) -> dict[tuple[str, str], str]:
    """Why parts of the file are not applied."""
    found = {("sources", code): "edited" for code in emission_sources.edited(connection)}
    edges = {row_id: code for code, row_id in parks.ids(connection, "edge").items()}
    found |= {
        ("bindings", f"{edges[edge]}/{key}"): "configured" for edge, key in parks.configured_keys(connection)
    }
    known, ended = parks.ids(connection, "point"), endings.ended(connection)
    for section in ("virtual_points", "conversions", "record_points"):
        found |= {
            (section, point.code): "ended"
            for point in getattr(wanted, section)
            if known.get(point.code) in ended
        }
    return found


def _kept(wanted: ParkFile, after: ParkFile, reasons: Mapping[tuple[str, str], str]) -> list[Kept]:
    """What the file says and the park would not be."""
    named = differing.parts(wanted).keys()
    found = [d for d in differing.between(after, wanted) if (d.section, d.key) in named]
    kept = []
    for one in found:
        # What the file leaves open of the park's profile stays: it says nothing else.
        is_open = one.section == "park" and all(field.after is None for field in one.fields)
        if one.action == "changed" and is_open:
            continue
        default = "edited" if one.section == "tariffs" else "stays"
        reason = reasons.get((one.section, one.key), default)
        kept.append(Kept(one, reason))
    return kept


def _unmentioned(before: ParkFile, wanted: ParkFile) -> dict[str, int]:
    """How many parts of each list are not in the file: nothing is deleted for not being there.

    Bindings are: a key that the file does not name stands for nothing, but at edges that people configure.
    """
    missing = differing.parts(before).keys() - differing.parts(wanted).keys()
    counts: dict[str, int] = {}
    for section, _ in missing:
        if section not in ("bindings", "park", "factor_sets"):
            counts[section] = counts.get(section, 0) + 1
    return dict(sorted(counts.items()))


def clone(park: ParkFile, code: str, name_zh: str, name_en: str, *, with_people: bool = False) -> ParkFile:
    """The file of another park made as this one is: without its serial numbers, past divisions and people."""
    replace = msgspec.structs.replace
    return replace(
        park,
        park=replace(park.park, code=code, name_zh=name_zh, name_en=name_en),
        devices=[replace(device, serial=None) for device in park.devices],
        allocations=[a for a in park.allocations if a.valid_to is None],
        users=park.users if with_people else [],
    )
