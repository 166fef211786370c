"""A small park in a real database, and batches for it."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
from parkcarbon_edge import wire
from parkcarbon_platform.services.connecting import decode
from parkcarbon_platform.services.parks.park_file import ParkFile
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage import catalogue
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_platform.storage.delivery import Delivery

from tests.support import park as parks
from tests.support.stack import Database

RECEIVED = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOON_MS = int(RECEIVED.timestamp() * 1000)


def pools(database: Database) -> Pools:
    """The platform's pools on a test database."""
    return Pools(database.app_url, database.directory_url, database.ingest_url, size=4)


def apply(database: Database, content: dict[str, Any], passwords: dict[str, str] | None = None) -> int:
    """Apply a park file; the park's id."""
    with pools(database) as opened:
        return provisioning.apply(opened, msgspec.convert(content, ParkFile), passwords).park_id


@dataclass
class Sender:
    """An edge that numbers its batches as a spool would."""

    park: str = parks.PARK
    edge: str = parks.EDGE
    spool: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq: int = 0

    @property
    def address(self) -> wire.Address:
        return wire.Address(parks.partition(self.park), self.park, self.edge)

    @property
    def topic(self) -> str:
        return self.address.topic("up")

    def batch(self, *readings: tuple[Any, ...], gaps: tuple[tuple[Any, ...], ...] = ()) -> bytes:
        """The next batch in order."""
        self.seq += 1
        return self.at(self.seq, self.seq - 1, *readings, gaps=gaps)

    def at(
        self, seq: int, prev: int, *readings: tuple[Any, ...], gaps: tuple[tuple[Any, ...], ...] = ()
    ) -> bytes:
        """A batch with a place of one's choice, however wrong its content."""
        frame = {"v": 1, "spool": self.spool, "seq": seq, "prev": prev, "readings": readings, "gaps": gaps}
        return msgspec.json.encode(frame)


def read_catalogue(database: Database) -> catalogue.FreshCatalogue:
    """The catalogue of a test database, read now."""
    with pools(database) as opened:
        loaded = catalogue.load(opened.ingest)
    known = catalogue.FreshCatalogue(lambda: loaded)
    known.missed()
    return known


def delivered(known: catalogue.FreshCatalogue, sender: Sender, payload: bytes) -> Delivery:
    """The message as the ingest sees it."""
    return decode.decode(sender.topic, payload, RECEIVED, known)


def rows(database: Database, query: str, *arguments: object) -> list[tuple[Any, ...]]:
    """Ask the database as its owner."""
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(query, arguments).fetchall()
