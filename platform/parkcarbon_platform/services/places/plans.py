"""The plan of a site: an image of the park's own with shapes that say where enterprises and places are.

It is saved whole, as a new version; who saves says which version they had, so that nobody undoes another's.
"""

import hashlib
from collections.abc import Container, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from parkcarbon_platform.calculation.places import polygons
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.places import images
from parkcarbon_platform.storage import live, places
from parkcarbon_platform.storage import site_plans as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.site_plans import ImageRow, ShapeRow

LARGEST_BYTES = images.LARGEST_BYTES
MEDIA_TYPES = images.MEDIA_TYPES
MOST_SHAPES = 300


class PlanShapeError(InvalidError):
    """A shape cannot be drawn, or names no place."""

    code = "plan_shape"
    remedy = (
        f"Give each shape {polygons.FEWEST} to {polygons.MOST} corners within the image whose sides do not "
        "cross, and a place of its own."
    )


class PlanChangedError(ConflictError):
    """Somebody saved the plan meanwhile."""

    code = "plan_changed"
    remedy = "Look at the plan as it is now, and draw your change once more."


class PlanShape(BaseModel):
    """Where a place is; corners in 1/10000 of the width and height of the image, from its upper left."""

    kind: Literal["enterprise", "node"]
    code: str = Field(max_length=63)
    corners: list[tuple[int, int]] = Field(max_length=1000)


class PlanImage(BaseModel):
    """An image."""

    id: int
    media_type: str
    width: int
    height: int
    size: int
    author: str
    saved_at: int = Field(description="ms")


class PlanBody(BaseModel):
    """A plan to be saved: `version` is the one that it was drawn on, `image` null takes the plan away."""

    version: int
    image: int | None
    shapes: list[PlanShape] = Field(max_length=MOST_SHAPES)


class SitePlan(BaseModel):
    """The plan as it is; version 0 and no image where there is none."""

    version: int
    image: PlanImage | None
    shapes: list[PlanShape]
    author: str | None
    saved_at: int | None = Field(description="ms")


def read(connection: Connection) -> SitePlan:
    """The plan with the shapes that the transaction sees."""
    found = storage.newest(connection)
    if found is None:
        return SitePlan(version=0, image=None, shapes=[], author=None, saved_at=None)
    image = None if found.image_id is None else storage.image(connection, found.image_id)
    shapes = [] if image is None else storage.shapes(connection, found.id)
    return SitePlan(
        version=found.id, image=None if image is None else _image(image),
        shapes=[PlanShape.model_validate(row._asdict()) for row in shapes], author=found.author,
        saved_at=localtime.to_ms(found.created_at),
    )  # fmt: skip


def add_image(connection: Connection, park_id: int, content: bytes, author: str) -> PlanImage:
    """Keep an image to draw on; it is no plan until one is saved with it."""
    seen = images.look_at(content)
    image_id = storage.add_image(
        connection, park_id, **seen._asdict(), sha256=hashlib.sha256(content).digest(), content=content,
        author=author,
    )  # fmt: skip
    return _image(_found(connection, image_id))


def image(connection: Connection, image_id: int) -> tuple[ImageRow, bytes]:
    """An image with its bytes."""
    return _found(connection, image_id), storage.content(connection, image_id)


def save(connection: Connection, park_id: int, body: PlanBody, author: str) -> SitePlan:
    """A new version; raises PlanChangedError, PlanShapeError, NotFoundError."""
    storage.lock(connection)
    former = storage.newest(connection)
    if body.version != (0 if former is None else former.id):
        raise PlanChangedError("The plan was saved by somebody else meanwhile.", version=body.version)
    if body.image is None and body.shapes:
        raise PlanShapeError("Shapes without an image.", remedy="Upload an image first.")
    if body.image is not None:
        _found(connection, body.image)
    storage.add(connection, park_id, body.image, _checked(connection, body.shapes), author)
    return read(connection)


def _checked(connection: Connection, shapes: Sequence[PlanShape]) -> list[ShapeRow]:
    owners: dict[tuple[str, str], int | None] = {
        ("node", row.code): row.enterprise_id for row in places.nodes(connection)
    }
    owners |= {("enterprise", row.code): row.id for row in live.enterprises(connection)}
    found: dict[tuple[str, str], ShapeRow] = {}
    for number, shape in enumerate(shapes, 1):
        key = (shape.kind, shape.code)
        fault = polygons.fault(shape.corners) or _place_fault(key, owners, found)
        if fault is not None:
            raise PlanShapeError(
                f"Shape {number} ({shape.kind} {shape.code}): {fault}.", number=number, place=shape.code,
                fault=fault,
            )  # fmt: skip
        found[key] = ShapeRow(owners[key], shape.kind, shape.code, [list(corner) for corner in shape.corners])
    return list(found.values())


def _place_fault(
    key: tuple[str, str], known: Container[tuple[str, str]], drawn: Container[tuple[str, str]]
) -> str | None:
    if key not in known:
        return "unknown_place"
    return "twice" if key in drawn else None


def _found(connection: Connection, image_id: int) -> ImageRow:
    row = storage.image(connection, image_id)
    if row is None:
        raise NotFoundError(f"There is no image {image_id}.", remedy="Upload it first.", image=image_id)
    return row


def _image(row: ImageRow) -> PlanImage:
    return PlanImage(
        id=row.id, media_type=row.media_type, width=row.width, height=row.height, size=row.size,
        author=row.author, saved_at=localtime.to_ms(row.created_at),
    )  # fmt: skip
