"""What the ingest must know to give a message its place: parks, edges and the points behind their keys."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from parkcarbon_platform.storage.database import Pool


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of a park and the points that its keys stand for."""

    park_id: int
    edge_id: int
    points: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """Parks by code and edges by (park code, edge code)."""

    parks: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)


def load(pool: Pool) -> Catalogue:
    """The catalogue as the database has it now."""
    with pool.connection() as connection:
        parks: dict[str, int] = dict(connection.execute("SELECT code, id FROM core.park").fetchall())
        edges = {
            (park, edge): Edge(park_id, edge_id)
            for park, edge, park_id, edge_id in connection.execute(
                "SELECT p.code, e.code, p.id, e.id FROM core.edge e JOIN core.park p ON p.id = e.park_id"
            )
        }
        by_id = {edge.edge_id: edge.points for edge in edges.values()}
        bindings = connection.execute("SELECT edge_id, key, point_id FROM core.point_binding")
        for edge_id, key, point_id in bindings:
            # An edge may have been added between the two queries; the next look finds it whole.
            by_id.get(edge_id, {})[key] = point_id
    return Catalogue(parks, edges)


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
    ) -> None:
        self._read = read
        self._every_s = every_s
        self._clock = clock
        self._read_at = float("-inf")
        self.current = Catalogue()

    def missed(self) -> bool:
        """Something was not found: read again unless that was done just now; True where it was read."""
        now = self._clock()
        if now - self._read_at < self._every_s:
            return False
        self.current = self._read()
        self._read_at = now
        return True

    def forget(self) -> None:
        """What it says has proved wrong: the next miss, which is the next question, reads again."""
        self.current = Catalogue()
        self._read_at = float("-inf")
