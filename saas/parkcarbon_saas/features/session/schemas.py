"""What log-in takes and gives."""

from typing import Literal

from parkcarbon_platform.services.access.identity import MembershipRow, SessionRow
from parkcarbon_platform.services.directory.entries import ElsewhereRow
from pydantic import BaseModel, ConfigDict, Field


class LogIn(BaseModel):
    """Credentials."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(min_length=1, max_length=128)
    password: str = Field(min_length=1, max_length=256)
    code: str = Field(default="", max_length=40, description="second factor: of the app, or a recovery code")


class User(BaseModel):
    """The one who is logged in."""

    login: str
    name: str
    locale: str
    is_admin: bool


class Park(BaseModel):
    """A park that one may enter."""

    code: str
    name_zh: str
    name_en: str
    timezone: str
    state: Literal["active", "suspended", "archived"] = Field(description="only an active one is changed")
    ruleset: str | None = Field(description="by which rules its inventories are made first")
    gwp: str = Field(description="by which set of potentials gases count where nobody chooses another")


class Enterprise(BaseModel):
    """The enterprise that one is confined to."""

    code: str
    name_zh: str
    name_en: str


class Membership(BaseModel):
    """A park, and as what one enters it."""

    park: Park
    role: Literal["operator", "enterprise", "verifier"]
    enterprise: Enterprise | None
    approves: bool = Field(description="may approve what others entered")
    needs_second_factor: bool = Field(description="closed until a second factor is shown")


class ParkElsewhere(BaseModel):
    """A park that another platform holds; there one logs in anew."""

    code: str
    name_zh: str
    name_en: str
    url: str = Field(description="of the platform, without a path")


class Session(BaseModel):
    """The session: who, the token for unsafe methods, and where one may go."""

    user: User
    csrf: str
    second_factor: bool = Field(description="shown when the session began")
    memberships: list[Membership]
    elsewhere: list[ParkElsewhere]


def membership(row: MembershipRow, *, shown: bool = True) -> Membership:
    """The schema of a membership."""
    enterprise = None
    if row.enterprise_code is not None:
        enterprise = Enterprise(
            code=row.enterprise_code,
            name_zh=row.enterprise_name_zh or "",
            name_en=row.enterprise_name_en or "",
        )
    park = Park.model_validate(
        {
            "code": row.park_code, "name_zh": row.park_name_zh, "name_en": row.park_name_en,
            "timezone": row.timezone, "state": row.park_state, "ruleset": row.ruleset, "gwp": row.gwp,
        }
    )  # fmt: skip
    return Membership.model_validate(
        {"park": park, "role": row.role, "enterprise": enterprise, "approves": row.approves,
         "needs_second_factor": row.needs_second_factor and not shown}
    )  # fmt: skip


def session(row: SessionRow, memberships: list[MembershipRow], elsewhere: list[ElsewhereRow]) -> Session:
    """The schema of a session."""
    return Session(
        user=User(login=row.login, name=row.name, locale=row.locale, is_admin=row.is_admin),
        csrf=row.csrf,
        second_factor=row.second_factor,
        memberships=[membership(m, shown=row.second_factor) for m in memberships],
        elsewhere=[
            ParkElsewhere(code=e.code, name_zh=e.name_zh, name_en=e.name_en, url=e.url) for e in elsewhere
        ],
    )
