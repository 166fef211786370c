"""Plans of a site: an image, and shapes on it; each save is a version, the newest counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


class ImageRow(NamedTuple):
    """An image without its content."""

    id: int
    media_type: str
    width: int
    height: int
    size: int
    sha256: bytes
    author: str
    created_at: datetime


class PlanRow(NamedTuple):
    """A version; without an image there is no plan any more."""

    id: int
    image_id: int | None
    author: str
    created_at: datetime


class ShapeRow(NamedTuple):
    """A shape, whose it is, and its corners."""

    enterprise_id: int | None
    kind: str
    code: str
    corners: list[list[int]]


def lock(connection: Connection) -> None:
    """One who saves at a time."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('plan:' || core.current_park(), 0))")


def newest(connection: Connection) -> PlanRow | None:
    """The version that counts."""
    cursor = connection.cursor(row_factory=class_row(PlanRow))
    return cursor.execute(
        "SELECT id, image_id, author, created_at FROM core.site_plan ORDER BY id DESC LIMIT 1"
    ).fetchone()


def shapes(connection: Connection, plan_id: int) -> list[ShapeRow]:
    """The shapes of a version that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(ShapeRow))
    return cursor.execute(
        """SELECT enterprise_id, kind, code, corners FROM core.site_plan_shape
           WHERE plan_id = %s ORDER BY number""",
        (plan_id,),
    ).fetchall()


def image(connection: Connection, image_id: int) -> ImageRow | None:
    """An image of the park."""
    cursor = connection.cursor(row_factory=class_row(ImageRow))
    return cursor.execute(
        """SELECT id, media_type, width, height, size, sha256, author, created_at
           FROM core.site_plan_image WHERE id = %s""",
        (image_id,),
    ).fetchone()


def content(connection: Connection, image_id: int) -> bytes:
    """The bytes of an image that there is."""
    row = connection.execute("SELECT content FROM core.site_plan_image WHERE id = %s", (image_id,)).fetchone()
    assert row is not None
    return bytes(row[0])


def add_image(
    connection: Connection, park_id: int, *, media_type: str, width: int, height: int, sha256: bytes,
    content: bytes, author: str,
) -> int:  # fmt: skip
    """Keep an image; its id."""
    row = connection.execute(
        """INSERT INTO core.site_plan_image (park_id, media_type, width, height, size, sha256, content,
             author) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, media_type, width, height, len(content), sha256, content, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def add(
    connection: Connection, park_id: int, image_id: int | None, rows: Sequence[ShapeRow], author: str
) -> int:
    """A new version with all its shapes; its id."""
    row = connection.execute(
        "INSERT INTO core.site_plan (park_id, image_id, author) VALUES (%s, %s, %s) RETURNING id",
        (park_id, image_id, author),
    ).fetchone()
    assert row is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.site_plan_shape (plan_id, number, park_id, enterprise_id, kind, code, corners)
               VALUES (%s, %s, %s, %s, %s, %s, %s)""",
            [
                (row[0], number, park_id, s.enterprise_id, s.kind, s.code, Jsonb(s.corners))
                for number, s in enumerate(rows)
            ],
        )
    return int(row[0])
