"""One's own account."""

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.people import OpenSession
from pydantic import BaseModel, ConfigDict, Field


class Acceptance(BaseModel):
    """An invitation, and the password that goes with it from now on."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=256)


class Accepted(BaseModel):
    """The log-in name whose password was set."""

    login: str


class NewPassword(BaseModel):
    """The password of before, and the new one."""

    model_config = ConfigDict(extra="forbid")

    former: str = Field(min_length=1, max_length=256)
    password: str = Field(min_length=1, max_length=256)


class OpenSessionShown(BaseModel):
    """Where one is logged in; `key` names it and opens nothing."""

    key: str
    created_at: int
    expires_at: int
    address: str | None
    agent: str | None
    is_this: bool


class OpenSessions(BaseModel):
    """Where one is logged in, the newest first."""

    sessions: list[OpenSessionShown]


def session(row: OpenSession, this: str) -> OpenSessionShown:
    """The schema of a session."""
    return OpenSessionShown(
        key=row.key,
        created_at=localtime.to_ms(row.created_at),
        expires_at=localtime.to_ms(row.expires_at),
        address=row.address,
        agent=row.agent,
        is_this=row.key == this,
    )
