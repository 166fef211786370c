"""Links for screens, and what a screen is told."""

from datetime import datetime

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.wall_links import WallLinkRow
from pydantic import BaseModel, ConfigDict, Field


class WantedWallLink(BaseModel):
    """A link for a screen."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=60, description="where the screen hangs")
    expires_at: int = Field(ge=0, le=253_402_300_799_000, description="ms")


class WallLink(BaseModel):
    """A link, without its token."""

    id: int
    name: str
    created_by: str
    created_at: int
    expires_at: int
    revoked_at: int | None
    revoked_by: str | None


class WallLinks(BaseModel):
    """The links of the park, the newest first."""

    links: list[WallLink]
    cursor: str | None = Field(description="of the next page; null: there is none")


class MadeWallLink(BaseModel):
    """The token that goes behind the # of the link: shown now and never again."""

    token: str


class WallToken(BaseModel):
    """What stands behind the # of a link."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=200)


class WallPark(BaseModel):
    """The park that a screen shows."""

    code: str
    name_zh: str
    name_en: str
    timezone: str


def link(row: WallLinkRow) -> WallLink:
    """The schema of a link."""
    return WallLink(
        id=row.id, name=row.name, created_by=row.created_by, created_at=_ms(row.created_at) or 0,
        expires_at=_ms(row.expires_at) or 0, revoked_at=_ms(row.revoked_at), revoked_by=row.revoked_by,
    )  # fmt: skip


def park(row: WallLinkRow) -> WallPark:
    """The schema of a screen's park."""
    return WallPark(
        code=row.park_code, name_zh=row.park_name_zh, name_en=row.park_name_en, timezone=row.timezone
    )


def _ms(time: datetime | None) -> int | None:
    return None if time is None else localtime.to_ms(time)
