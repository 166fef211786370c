"""What an inventory was computed from: digests of readings and hours, kept with it when it was computed."""

from collections.abc import Sequence

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.exports import Digest
from parkcarbon_platform.storage.inventories import InventoryRow

READING, HOUR, ARCHIVED = "reading", "hour", "archived"


def keep(
    connection: Connection, park_id: int, row: InventoryRow, what: str, digests: Sequence[Digest]
) -> None:
    """Write them down, once."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.inventory_digest (inventory_id, park_id, enterprise_id, what, code, month,
                 rows, quantity, sha256) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                (row.id, park_id, row.enterprise_id, what, d.code, d.month, d.rows, d.quantity, d.sha256)
                for d in digests
            ],
        )


def kept(connection: Connection, inventory_id: int, what: str) -> list[Digest]:
    """Those of an inventory, by code and month; none of one from before they were kept."""
    cursor = connection.cursor(row_factory=class_row(Digest))
    return cursor.execute(
        """SELECT code, month, rows, quantity, sha256 FROM core.inventory_digest
        WHERE inventory_id = %s AND what = %s ORDER BY code, month""",
        (inventory_id, what),
    ).fetchall()
