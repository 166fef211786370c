"""The quarantine: see, correct and replay, or dismiss what could not be stored.

Operators have all of their park, an enterprise what its own meters and edges sent (`enterprise_id`).
"""

import uuid
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.connecting import device_decode, messages
from parkcarbon_platform.storage import catalogue, edge_orders, parks, readings
from parkcarbon_platform.storage import quarantine as storage
from parkcarbon_platform.storage.catalogue import FreshCatalogue
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.delivery import Delivery, Envelope
from parkcarbon_platform.storage.quarantine import Group, Item

__all__ = [
    "Bulk",
    "Group",
    "Item",
    "Replayed",
    "StillBadError",
    "dismiss",
    "groups",
    "page",
    "page_of_nobody",
    "replay",
    "replay_all",
    "show",
]

# A replayed item is the only batch of a spool of its own, made from its id: replaying twice stores once.
REPLAYS = uuid.UUID("7e5a8f0e-6b1d-4f3b-9a5c-2f6c1d0b7a11")
PAGE = 50
AT_ONCE = 500  # items replayed by one call


class StillBadError(InvalidError):
    """What is replayed cannot be stored either."""

    code = "still_bad"
    remedy = "Correct the payload, the mapping of the device, or the binding of the key, and replay again."


class Bulk(NamedTuple):
    """What replaying many brought: items and readings stored, items that still cannot be, where to go on."""

    replayed: int
    readings: int
    still_bad: int
    following: int | None


class Replayed(NamedTuple):
    """What a replay brought: readings stored, and readings that went back into quarantine."""

    readings: int
    quarantined: int


def page(
    database: Database,
    park_id: int,
    *,
    enterprise_id: int | None = None,
    state: str | None = "open",
    before: int | None = None,
    limit: int = PAGE,
) -> list[Item]:
    """Items of a park, newest first, below the id `before`."""
    with database.tenant(park_id, enterprise_id) as connection:
        return storage.page(connection, park_id=park_id, state=state, before=before, limit=limit)


def page_of_nobody(database: Database, *, before: int | None = None, limit: int = PAGE) -> list[Item]:
    """Open items whose topic names no park; for the platform's operators."""
    with database.ingest.connection() as connection:
        return storage.page(connection, park_id=None, before=before, limit=limit)


def groups(database: Database, park_id: int, *, enterprise_id: int | None = None) -> list[Group]:
    """What waits, by sender and reason."""
    with database.tenant(park_id, enterprise_id) as connection:
        return storage.groups(connection)


def show(database: Database, park_id: int | None, item_id: int) -> Item:
    """One item of the park (None: of no known park)."""
    with database.ingest.connection() as connection:
        return found(connection, park_id, item_id)


def dismiss(
    database: Database, park_id: int | None, item_id: int, *, by: str, note: str,
    enterprise_id: int | None = None,
) -> None:  # fmt: skip
    """Decide that an item will not be stored, and say why."""
    admit(database, park_id, enterprise_id, item_id)
    if not note.strip():
        raise InvalidError("Dismissing needs a reason.", remedy="Write why in the note.")
    with database.ingest.connection() as connection:
        opened(connection, park_id, item_id)
        storage.resolve(connection, item_id, state="dismissed", by=by, note=note[:1000])
    audit.told(
        database, park_id, enterprise_id, table="quarantine", rows=[item_id],
        after={"state": "dismissed", "note": note[:1000]},
    )  # fmt: skip


def replay(
    database: Database, park_id: int | None, item_id: int, *, by: str,
    payload: bytes | None = None, point: str | None = None, enterprise_id: int | None = None,
) -> Replayed:  # fmt: skip
    """Store an item after all, the same way as any message.

    `payload` is a corrected one, `point` the code of a point to which the reading's key is bound. A single
    reading is a JSON array `[key, time ms, value, quality]`, a whole message a batch.
    """
    admit(database, park_id, enterprise_id, item_id)
    item = show(database, park_id, item_id)
    content = item.payload if payload is None else payload
    if point is not None:
        bind(database, item, content, point, enterprise_id)
    note = "with a corrected payload" if payload is not None else None
    known = catalogue.load(database.ingest)
    own = points_of(database, park_id, enterprise_id)
    done = store(database, item, content, known, by=by, note=note, own=own)
    audit.told(
        database, park_id, enterprise_id, table="quarantine", rows=[item_id],
        after={"state": "replayed", "note": note, "readings": done.readings},
    )  # fmt: skip
    return done


def replay_all(
    database: Database, park_id: int, *, by: str, reason: str | None = None, device: str | None = None,
    edge: str | None = None, after: int = 0, enterprise_id: int | None = None,
) -> Bulk:  # fmt: skip
    """Store what waits for one reason or of one sender, as it is; what still cannot be waits on.

    The oldest first and `AT_ONCE` at most: `following` is where the next call goes on.
    """
    with database.tenant(park_id, enterprise_id) as connection:
        items = storage.waiting(
            connection, reason=reason, device=device, edge=edge, after=after, limit=AT_ONCE
        )
    if not items:
        raise NotFoundError(
            "Nothing like that waits, or it cannot be replayed.", remedy="Load the page again."
        )
    known = catalogue.load(database.ingest)
    own = points_of(database, park_id, enterprise_id)
    replayed: list[int] = []
    brought = 0
    for item_id in items:
        item = show(database, park_id, item_id)
        try:
            done = store(database, item, item.payload, known, by=by, note=None, own=own)
        except (StillBadError, ConflictError):
            continue
        replayed.append(item_id)
        brought += done.readings
    audit.told(
        database, park_id, enterprise_id, table="quarantine", rows=replayed, after={"state": "replayed"}
    )
    following = items[-1] if len(items) == AT_ONCE else None
    return Bulk(len(replayed), brought, len(items) - len(replayed), following)


def points_of(database: Database, park_id: int | None, enterprise_id: int | None) -> frozenset[int] | None:
    """The points that an enterprise has; None: whoever asks is confined to none."""
    if enterprise_id is None or park_id is None:
        return None
    with database.tenant(park_id, enterprise_id) as connection:
        return frozenset(parks.ids(connection, "point").values())


def store(
    database: Database, item: Item, content: bytes, known: catalogue.Catalogue, *, by: str, note: str | None,
    own: frozenset[int] | None = None,
) -> Replayed:  # fmt: skip
    """Store the content of an item in one transaction with the decision on it.

    `own` are the only points that readings may be for: an enterprise's edge may have keys of others', too,
    and a person writes into a payload what they want.
    """
    with database.ingest.connection() as connection:
        opened(connection, item.park_id, item.id)
        delivery = prepare(item, content, known, datetime.now(UTC))
        if not len(delivery.readings):
            reasons = "; ".join(f"{q.reason}: {q.detail}" for q in delivery.quarantined[:5]) or "no readings"
            raise StillBadError(f"It still cannot be stored ({reasons}).", item=item.id)
        if own is not None and not own.issuperset(delivery.readings.points):
            raise StillBadError(
                "It has readings of meters that are not your enterprise's.",
                remedy="Leave them out, or ask an operator of the park to replay it.", item=item.id,
            )  # fmt: skip
        readings.store(connection, [delivery])
        storage.resolve(connection, item.id, state="replayed", by=by, note=note)
    return Replayed(len(delivery.readings), len(delivery.quarantined))


def prepare(item: Item, content: bytes, known: catalogue.Catalogue, now: datetime) -> Delivery:
    """The item as a delivery with a place of its own."""
    fresh = FreshCatalogue(lambda: known)
    fresh.missed()
    spool = str(uuid.uuid5(REPLAYS, str(item.id)))
    if item.reading_index is not None:
        content = b'{"v":1,"spool":"%s","seq":1,"prev":0,"readings":[%s]}' % (spool.encode(), content)
    if device_decode.place_of(item.topic) is not None:
        # A message without a time of its own has that of its receipt. It is stored again in any case: part of
        # it may be there already.
        delivery = messages.read(item.topic, content, item.received_at, fresh)
        delivery.once = False
        return delivery
    delivery = messages.read(item.topic, content, now, fresh)
    # Whatever place the content names: a cursor moved by it would let an edge forget what it holds.
    delivery.envelope = Envelope(spool, 1, 0)
    return delivery


def bind(database: Database, item: Item, content: bytes, point: str, enterprise_id: int | None) -> None:
    """Bind the key of a single reading to a point of its park, or of the enterprise."""
    if item.reading_index is None or item.park_id is None or item.edge_id is None:
        raise InvalidError("Only a single reading's key can be bound.", remedy="Leave the point out.")
    try:
        key = msgspec.json.decode(content)[0]
    except (msgspec.DecodeError, LookupError, TypeError):
        key = None
    if not isinstance(key, str):
        raise InvalidError("The reading has no key.", remedy="Correct the payload.")
    with database.tenant(item.park_id, enterprise_id) as connection:
        point_id = parks.ids(connection, "point").get(point)
        if point_id is None:
            raise NotFoundError(f"There is no point {point}.", point=point)
        former = edge_orders.bindings(connection, item.edge_id).get(key)
        if former is not None and former[1] is None:
            raise ConflictError(
                f"The key {key} stands for a point of another enterprise.",
                remedy="Ask an operator of the park.", key=key,
            )  # fmt: skip
        row = {"park_id": item.park_id, "edge_id": item.edge_id, "key": key, "point_id": point_id}
        parks.upsert(connection, "point_binding", [row], ("edge_id", "key"))


def admit(database: Database, park_id: int | None, enterprise_id: int | None, item_id: int) -> None:
    """Raises NotFoundError where the enterprise may not see the item."""
    if enterprise_id is None or park_id is None:
        return
    with database.tenant(park_id, enterprise_id) as connection:
        found(connection, park_id, item_id)


def found(connection: Connection, park_id: int | None, item_id: int, *, lock: bool = False) -> Item:
    """The item, if it is the park's."""
    item = storage.find(connection, item_id, lock=lock)
    if item is None or item.park_id != park_id:
        raise NotFoundError(f"There is no item {item_id} in quarantine.", item=item_id)
    return item


def opened(connection: Connection, park_id: int | None, item_id: int) -> Item:
    """The item, locked, if nobody has decided on it yet."""
    item = found(connection, park_id, item_id, lock=True)
    if item.state != "open":
        by = item.resolved_by or "somebody"
        raise ConflictError(f"The item was {item.state} by {by} already.", item=item_id, state=item.state)
    return item
