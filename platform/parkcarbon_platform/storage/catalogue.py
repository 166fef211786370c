"""What the ingest must know to give a message its place: parks, edges and devices, and the points behind."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from parkcarbon_platform.storage.database import Connection, Pool
from parkcarbon_platform.storage.device_mappings import DeviceMapping, mapping_of


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a park and the points that its keys stand for."""

    park_id: int
    edge_id: int
    points: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Device:
    """A device of a park; how its messages are understood and the points that a mapping may name.

    `timed` are points of which a message has to say the time: a repeated amount would count twice.
    """

    park_id: int
    device_id: int
    version: int = 0
    mapping: DeviceMapping | None = None
    points: dict[str, int] = field(default_factory=dict)
    timed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Catalogue:
    """Parks by code; edges and devices by (park code, own code)."""

    parks: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    devices: dict[tuple[str, str], Device] = field(default_factory=dict)


def load(pool: Pool) -> Catalogue:
    """The catalogue as the database has it now.

    An archived park takes no readings: its messages are those of no known park, and wait in the quarantine.
    """
    with pool.connection() as connection:
        parks: dict[str, int] = dict(
            connection.execute(
                "SELECT code, id FROM core.park WHERE state IN ('active', 'suspended')"
            ).fetchall()
        )
        edges = {
            (park, edge): Edge(park_id, edge_id)
            for park, edge, park_id, edge_id in connection.execute(
                """SELECT p.code, e.code, p.id, e.id FROM core.edge e JOIN core.park p ON p.id = e.park_id
                   WHERE p.state IN ('active', 'suspended')"""
            )
        }
        by_id = {edge.edge_id: edge.points for edge in edges.values()}
        bindings = connection.execute("SELECT edge_id, key, point_id FROM core.point_binding")
        for edge_id, key, point_id in bindings:
            # An edge may have been added between the two queries; the next look finds it whole.
            by_id.get(edge_id, {})[key] = point_id
        return Catalogue(parks, edges, _devices(connection))


def _devices(connection: Connection) -> dict[tuple[str, str], Device]:
    """Every device; the points of those that have a mapping."""
    devices = {
        (park, device): Device(park_id, device_id)
        for park, device, park_id, device_id in connection.execute(
            """SELECT p.code, d.code, p.id, d.id FROM core.device d JOIN core.park p ON p.id = d.park_id
               WHERE p.state IN ('active', 'suspended')"""
        )
    }
    by_id = {device.device_id: device for device in devices.values()}
    for device_id, version, dialect, body in connection.execute(
        """SELECT DISTINCT ON (device_id) device_id, version, dialect, body FROM core.device_mapping
        ORDER BY device_id, version DESC"""
    ):
        if device_id in by_id:
            by_id[device_id].version, by_id[device_id].mapping = version, mapping_of(dialect, body)
    mapped = [device.device_id for device in devices.values() if device.version]
    for device_id, code, point_id, kind in connection.execute(
        "SELECT device_id, code, id, kind FROM core.point WHERE device_id = ANY(%s) AND kind <> 'virtual'",
        (mapped,),
    ):
        by_id[device_id].points[code] = point_id
        if kind == "interval":
            by_id[device_id].timed.add(code)
    return devices


def mark(pool: Pool) -> object:
    """Something that is another once a mapping was saved: cheap enough to be asked often."""
    with pool.connection() as connection:
        return connection.execute("SELECT count(*) FROM core.device_mapping").fetchone()


class FreshCatalogue:
    """A catalogue that is read again when something is missing in it, but not more often than `every_s` [s].

    So a newly applied park works at once, and a message about nothing costs a query at most that often.
    """

    def __init__(
        self,
        read: Callable[[], Catalogue],
        *,
        every_s: float = 0.2,
        clock: Callable[[], float] = time.monotonic,
        mark: Callable[[], object] = lambda: None,
    ) -> None:
        """`mark` gives another value where what was read is known to be out of date."""
        self._mark = mark
        self._marked: object = None
        self._read = read
        self._every_s = every_s
        self._clock = clock
        self._read_at = self._looked_at = float("-inf")
        self.current = Catalogue()

    def missed(self) -> bool:
        """Something was not found: read again unless that was done just now; True where it was read."""
        now = self._clock()
        if now - self._read_at < self._every_s:
            return False
        self.current = self._read()
        self._read_at = now
        return True

    def look(self) -> bool:
        """Read again where the mark has changed, unless that was asked just now; True where it was read."""
        now = self._clock()
        if now - self._looked_at < self._every_s:
            return False
        self._looked_at = now
        marked = self._mark()
        if marked == self._marked:
            return False
        self.current = self._read()
        self._read_at, self._marked = now, marked
        return True

    def look_again(self) -> None:
        """The next `look` asks, however short the last one is ago."""
        self._looked_at = float("-inf")

    def forget(self) -> None:
        """What it says has proved wrong: the next miss, which is the next question, reads again."""
        self.current = Catalogue()
        self._read_at = float("-inf")
