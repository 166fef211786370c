"""The people of a park and the tokens of its programs."""

from datetime import datetime
from typing import Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.people import MemberRow, Membership, NewToken, TokenRow
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Role = Literal["operator", "enterprise", "verifier"]
LOGIN = r"^[a-z0-9][a-z0-9._@-]{1,62}$"


class WantedRole(BaseModel):
    """As what somebody is let in."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    enterprise: str | None = Field(default=None, pattern=CODE)
    approves: bool = Field(default=False, description="enterprise: may approve what others entered")

    def membership(self, park_id: int, park: str) -> Membership:
        """For the platform."""
        return Membership(park_id, park, self.role, self.enterprise, self.approves)


class NewMember(WantedRole):
    """Somebody to let in."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(pattern=LOGIN)
    name: str = Field(min_length=1, max_length=100)
    locale: Literal["zh-CN", "en"] = "zh-CN"


class Member(BaseModel):
    """A member of the park."""

    login: str
    name: str
    locale: str
    role: Role
    enterprise: str | None
    approves: bool
    is_admin: bool
    disabled: bool
    has_password: bool
    invited_until: int | None = Field(description="ms; an open invitation")
    sessions: int
    has_second_factor: bool


class Members(BaseModel):
    """Everybody in the park, by log-in name."""

    members: list[Member]
    cursor: str | None = Field(description="of the next page; null: there is none")


class Invited(BaseModel):
    """Somebody was let in; `token` is for the link, shown once, null for who has a password already."""

    login: str
    token: str | None


class AccountState(BaseModel):
    """Whether an account is locked."""

    model_config = ConfigDict(extra="forbid")

    disabled: bool


class WantedToken(BaseModel):
    """A token for a program."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")
    role: Role
    enterprise: str | None = Field(default=None, pattern=CODE)
    scope: Literal["read", "write"] = "read"
    expires_at: int = Field(ge=0, le=253_402_300_799_000, description="ms")

    def wanted(self) -> NewToken:
        """For the platform."""
        return NewToken(self.name, self.role, self.scope, self.enterprise, localtime.from_ms(self.expires_at))


class ApiToken(BaseModel):
    """A token, without the token."""

    id: int
    name: str
    role: Role
    enterprise: str | None
    scope: Literal["read", "write"]
    created_by: str
    created_at: int
    expires_at: int
    revoked_at: int | None
    revoked_by: str | None
    is_backed: bool = Field(description="its maker may still enter the park as operator; else it rests")


class ApiTokens(BaseModel):
    """The tokens of the park, the newest first."""

    tokens: list[ApiToken]
    cursor: str | None = Field(description="of the next page; null: there is none")


class MadeToken(BaseModel):
    """The token: shown now and never again."""

    token: str


def member(row: MemberRow) -> Member:
    """The schema of a member."""
    return Member.model_validate(
        {
            "login": row.login, "name": row.name, "locale": row.locale, "role": row.role,
            "enterprise": row.enterprise, "approves": row.approves, "is_admin": row.is_admin,
            "disabled": row.disabled_at is not None, "has_password": row.has_password,
            "invited_until": _ms(row.invited_until), "sessions": row.sessions,
            "has_second_factor": row.has_second_factor,
        }
    )  # fmt: skip


def token(row: TokenRow) -> ApiToken:
    """The schema of a token."""
    return ApiToken.model_validate(
        {
            "id": row.id, "name": row.name, "role": row.role, "enterprise": row.enterprise,
            "scope": row.scope,
            "created_by": row.created_by, "created_at": _ms(row.created_at),
            "expires_at": _ms(row.expires_at),
            "revoked_at": _ms(row.revoked_at), "revoked_by": row.revoked_by,
            "is_backed": row.is_backed,
        }
    )  # fmt: skip


def _ms(time: datetime | None) -> int | None:
    return None if time is None else localtime.to_ms(time)
