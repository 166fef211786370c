"""Many meters from a file: every mistake with its row, a dry run first, and all rows or none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.meters import meter_columns as columns
from parkcarbon_platform.services.parks import park_rules
from parkcarbon_platform.services.parks.park_file import (
    Binding,
    Device,
    Edge,
    Enterprise,
    Item,
    Node,
    Park,
    ParkFile,
    Point,
)
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.services.tables import tables
from parkcarbon_platform.services.tables.tables import RowError
from parkcarbon_platform.storage import invalidations, parks
from parkcarbon_platform.storage import live as live_storage
from parkcarbon_platform.storage import meters as storage
from parkcarbon_platform.storage.database import Connection

__all__ = ["Change", "Outcome", "Result", "Row", "RowError", "apply", "codes_in_use"]

T = TypeVar("T", Device, Point)
Done = Literal["created", "changed", "unchanged"]
LISTS: Mapping[str, columns.Of] = {"devices": "device", "points": "point", "bindings": "binding"}

MAX_ROWS = 5000
# A mistake of the merged park: which list, which item, which field.
PLACE = re.compile(r"^(devices|points|bindings)\[(\d+)\]\.(\w+)")
RULES = (park_rules.references, park_rules.trees, park_rules.points)
RULE_OF_FIELD = {
    "unit": "unit", "kind": "kind", "multiplier": "positive", "max_rate": "positive",
    "reference_state": "choice",
}  # fmt: skip
# Changing these changes the intervals already computed.
COMPUTED_WITH = ("digits", "max_rate", "expected_period_s")


class Row(NamedTuple):
    """A row of the file by its number there, and its cells by column."""

    number: int
    cells: Mapping[str, str]


class Change(NamedTuple):
    """A cell that differs from what is stored."""

    column: str
    before: str
    after: str


class Outcome(NamedTuple):
    """What a row does."""

    row: int
    device: str
    point: str | None
    outcome: Done
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Result:
    """What an import does, or did; with errors nothing was written. `recompute` are ids of points."""

    rows: list[Outcome]
    errors: list[RowError]
    recompute: list[int] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)


@dataclass(slots=True)
class Known:
    """The park as it is, as far as the one who imports sees it."""

    park: Park
    enterprises: list[Enterprise]
    nodes: list[Node]
    edges: list[Edge]
    devices: dict[str, Device]
    points: dict[str, Point]
    bindings: dict[tuple[str, str], str | None]
    ids: dict[str, int]


@dataclass(slots=True)
class Wanted:
    """What the rows ask for, each with its row."""

    devices: dict[str, tuple[int, Device]] = field(default_factory=dict)
    points: dict[str, tuple[int, Point]] = field(default_factory=dict)
    bindings: dict[tuple[str, str], tuple[int, Binding]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


def rows_of(content: bytes) -> list[Row]:
    """The rows of a file, without remarks."""
    read = tables.read(content, columns.TABLE, most_rows=MAX_ROWS)
    rows = [Row(r.number, {name: text or "" for name, text in r.values.items()}) for r in read.rows]
    return [row for row in rows if not row.cells["device"].startswith(columns.REMARK)]


def codes_in_use(connection: Connection) -> frozenset[str]:
    """The codes of every device and point of the park, whosoever they are."""
    return frozenset(parks.ids(connection, "device")) | frozenset(parks.ids(connection, "point"))


def apply(
    connection: Connection, park_id: int, rows: Sequence[Row], *,
    enterprise: str | None = None, in_use: frozenset[str] = frozenset(), dry_run: bool = False,
) -> Result:  # fmt: skip
    """Create or change the meters and points of the rows.

    `enterprise` is that of an enterprise user, who gets no others; `in_use` are codes they may not see.
    """
    if not rows:
        raise InvalidError("The file has no rows.", remedy="Fill in the template below its first lines.")
    known = load(connection)
    wanted = read(rows, known, enterprise)
    errors = wanted.errors + list(mistakes(connection, known, wanted, in_use))
    outcomes = list(outcomes_of(rows, known, wanted))
    if errors or dry_run:
        return Result(outcomes, sorted(errors, key=lambda e: e.row))
    write(connection, park_id, known, wanted)
    touched = {o.point for o in outcomes if any(c.column in COMPUTED_WITH for c in o.changes)}
    return Result(outcomes, [], [known.ids[code] for code in touched if code in known.ids])


def recompute(connection: Connection, point_ids: Sequence[int]) -> int:
    """Let the intervals of these points be computed again, as far back as they have readings."""
    return invalidations.whole_points(connection, point_ids, "definition")


def load(connection: Connection) -> Known:
    """The park as the transaction sees it."""
    park = live_storage.park(connection)
    assert park is not None
    rows = storage.points(connection)
    mine = {p.id: p.code for p in rows}
    return Known(
        park=Park(code=park.code, name_zh=park.name_zh, name_en=park.name_en, timezone=park.timezone,
                  grid_region=park.grid_region),
        enterprises=[Enterprise(code=c, name_zh=c, name_en=c) for c in parks.ids(connection, "enterprise")],
        nodes=[Node(code=c, name_zh=c, name_en=c, kind="site") for c in parks.ids(connection, "node")],
        edges=[Edge(code=c, name_zh=c, name_en=c) for c in parks.ids(connection, "edge")],
        devices={d.code: device_item(d) for d in storage.devices(connection)},
        points={p.code: point_item(p) for p in rows if p.kind != "virtual"},
        bindings={(b.edge, b.key): mine.get(b.point_id) for b in storage.bindings(connection)},
        ids={code: point_id for point_id, code in mine.items()},
    )  # fmt: skip


def device_item(row: storage.DeviceRow) -> Device:
    """A stored meter as an item of a park file."""
    return Device(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, enterprise=row.enterprise, node=row.node,
        serial=row.serial,
    )  # fmt: skip


def point_item(row: storage.MeterPointRow) -> Point:
    """A stored point as an item of a park file; the database holds what the types ask for."""
    same = ("code", "name_zh", "name_en", "device", *provisioning.DEFINITION, "digits", "max_rate",
            "expected_period_s", "parent", "reference_state")  # fmt: skip
    return Point(**{name: getattr(row, name) for name in same})


def read(rows: Sequence[Row], known: Known, enterprise: str | None) -> Wanted:
    """The items that the rows ask for."""
    wanted = Wanted()
    for row in rows:
        cells = row.cells
        point_code = cells.get("point", "").strip()
        stored = known.points.get(point_code)
        device_code = cells.get("device", "").strip() or (stored.device if stored else "")
        device = read_device(row, device_code, known, wanted, enterprise)
        keep(wanted, wanted.devices, row.number, device, of="device")
        if point_code:
            base = fields_of(stored) if stored else {}
            given = columns.fields(cells, "point", base | {"code": point_code, "device": device_code})
            point = columns.convert(row.number, "point", given, Point)
            keep(wanted, wanted.points, row.number, point, of="point")
            wanted.errors += fixed(row, stored, device_code)
        elif device_code in known.devices or any(
            cells.get(c.name) for c in columns.COLUMNS if c.of == "point"
        ):
            message = "A row needs a point, unless it only adds a device."
            wanted.errors.append(RowError(row.number, "point", "", "needed", message))
        read_binding(row, point_code, known, wanted)
    return wanted


def read_device(
    row: Row, code: str, known: Known, wanted: Wanted, enterprise: str | None
) -> Device | RowError:
    """The device of a row; what the row leaves out is as stored, or as an earlier row has it."""
    stored = known.devices.get(code)
    earlier = wanted.devices[code][1] if code in wanted.devices else stored
    base = fields_of(earlier) if earlier else {"enterprise": enterprise}
    given = columns.fields(row.cells, "device", base | ({"code": code} if code else {}))
    owner = given.get("enterprise")
    if enterprise is not None and owner != enterprise:
        return RowError(row.number, "enterprise", str(owner or ""), "other_enterprise",
                        f"Only meters of {enterprise} can be imported by its people.")  # fmt: skip
    if stored and owner != stored.enterprise:
        return RowError(row.number, "enterprise", str(owner or ""), "fixed",
                        "A meter stays with its enterprise; its history belongs there.")  # fmt: skip
    return columns.convert(row.number, "device", given, Device)


def fixed(row: Row, stored: Point | None, device: str) -> Iterator[RowError]:
    """A point stays with its device."""
    if stored and stored.device != device:
        message = f"{stored.code} belongs to {stored.device}; a replaced meter is an event of its point."
        yield RowError(row.number, "device", device, "fixed", message)


def read_binding(row: Row, point: str, known: Known, wanted: Wanted) -> None:
    """The gateway's key for the row's point."""
    given = columns.fields(row.cells, "binding", {})
    if not given:
        return
    binding = columns.convert(row.number, "binding", given | {"point": point}, Binding)
    if isinstance(binding, RowError):
        wanted.errors.append(binding)
        return
    place = (binding.edge, binding.key)
    holder = known.bindings.get(place, point)
    if holder != point or place in wanted.bindings:
        message = f"{binding.edge} delivers another point under this key."
        wanted.errors.append(RowError(row.number, "key", binding.key, "taken", message))
    else:
        wanted.bindings[place] = (row.number, binding)


def keep(wanted: Wanted, into: dict[str, tuple[int, T]], number: int, item: T | RowError, *, of: str) -> None:
    """Note an item or its mistake; one that stands twice must say the same (a device) or is refused."""
    if isinstance(item, RowError):
        wanted.errors.append(item)
        return
    first, before = into.setdefault(item.code, (number, item))
    if first == number or (of == "device" and before == item):
        return
    message = f"Row {first} has {item.code} already, {'with other words' if of == 'device' else 'too'}."
    wanted.errors.append(RowError(number, of, item.code, "duplicate", message))


def mistakes(
    connection: Connection, known: Known, wanted: Wanted, in_use: frozenset[str]
) -> Iterator[RowError]:
    """What contradicts the park or the stored readings."""
    park, numbers = merged(known, wanted)
    for problem in (p for rule in RULES for p in rule(park)):
        if (place := PLACE.match(problem.path)) is None:
            continue
        kind, index, name = place[1], int(place[2]), place[3]
        if index >= len(numbers[kind]):
            continue  # of what was there before
        row = numbers[kind][index]
        of = LISTS[kind]
        item: Item | Binding = getattr(park, kind)[index]
        rule = "circle" if "ancestor" in problem.problem else RULE_OF_FIELD.get(name, "unknown")
        yield RowError(row, columns.column_of(of, name), str(getattr(item, name) or ""), rule,
                       f"{problem.problem}. {problem.remedy}.")  # fmt: skip
    for of, found in (("device", wanted.devices), ("point", wanted.points)):
        mine = known.devices.keys() | known.points.keys()
        for code, (row, _) in found.items():
            if code in in_use and code not in mine:
                yield RowError(row, of, code, "taken", f"The code {code} is in use in this park.")
    for code, names in provisioning.new_meanings(connection, [p for _, p in wanted.points.values()]):
        row, point = wanted.points[code]
        for name in names:
            message = (
                f"{code} has readings; its {name} cannot change. Record a meter event, or use a new point."
            )
            yield RowError(row, name, str(getattr(point, name)), "has_readings", message)


def merged(known: Known, wanted: Wanted) -> tuple[ParkFile, dict[str, list[int]]]:
    """The park as it would be, the file's items first, and their rows."""
    devices, points, bindings = wanted.devices, wanted.points, wanted.bindings
    park = ParkFile(
        schema="parkcarbon/park/v1", park=known.park, enterprises=known.enterprises, nodes=known.nodes,
        edges=known.edges,
        devices=[d for _, d in devices.values()] + [d for c, d in known.devices.items() if c not in devices],
        points=[p for _, p in points.values()] + [p for c, p in known.points.items() if c not in points],
        bindings=[b for _, b in bindings.values()],
    )  # fmt: skip
    numbers = {
        "devices": [n for n, _ in devices.values()], "points": [n for n, _ in points.values()],
        "bindings": [n for n, _ in bindings.values()],
    }  # fmt: skip
    return park, numbers


def outcomes_of(rows: Sequence[Row], known: Known, wanted: Wanted) -> Iterator[Outcome]:
    """What each row does; a device counts in the first row that has it."""
    bound = {row for place, (row, _) in wanted.bindings.items() if place not in known.bindings}
    for row in rows:
        number = row.number
        device = next((d for n, d in wanted.devices.values() if n == number), None)
        point = next((p for n, p in wanted.points.values() if n == number), None)
        if device is None and point is None:
            continue
        code = point.device if point else device.code if device else ""
        stored = known.points.get(point.code) if point else known.devices.get(code)
        changes = []
        if device and code in known.devices:
            changes += differences("device", known.devices[code], device)
        if point and isinstance(stored, Point):
            changes += differences("point", stored, point)
        if stored is not None and number in bound:
            changes.append(Change("key", "", row.cells.get("key", "")))
        outcome: Done = "created" if stored is None else "changed" if changes else "unchanged"
        yield Outcome(number, code, point.code if point else None, outcome, changes)


def differences(of: columns.Of, before: Device | Point, after: Device | Point) -> list[Change]:
    """The columns in which an item differs from the stored one."""
    return [
        Change(c.name, shown(getattr(before, c.field)), shown(getattr(after, c.field)))
        for c in columns.COLUMNS
        if c.of == of and getattr(before, c.field) != getattr(after, c.field)
    ]


def shown(value: object) -> str:
    """A value as a cell."""
    return "" if value is None else str(value)


def fields_of(item: Device | Point) -> dict[str, object]:
    """An item's fields by name."""
    return {name: getattr(item, name) for name in item.__struct_fields__}


def write(connection: Connection, park_id: int, known: Known, wanted: Wanted) -> None:
    """Write the items in the order in which they refer to each other."""
    devices, points = [d for _, d in wanted.devices.values()], [p for _, p in wanted.points.values()]
    provisioning.write_devices(connection, park_id, devices)
    owners = {d.code: d.enterprise for d in [*known.devices.values(), *devices]}
    provisioning.write_points(connection, park_id, points, owners)
    stored = known.points
    moved = [p for p in points if p.code not in stored or p.parent != stored[p.code].parent]
    provisioning.hang(connection, moved)
    provisioning.bind(connection, park_id, [b for _, b in wanted.bindings.values()])
