"""Edges and their log-ins. Times are ms since the epoch; passwords and tokens are shown once."""

from datetime import datetime
from typing import Any

from parkcarbon_platform.services.connecting.broker_logins import Credentials, LoginRow
from parkcarbon_platform.services.connecting.edges import EdgeRow, NewToken, commands
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE


class NewEdge(BaseModel):
    """An edge to be made; without an enterprise the park's own, for an enterprise user their own."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=CODE)
    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    enterprise: str | None = Field(default=None, pattern=CODE)


class Enrolled(BaseModel):
    """On which machine the edge was enrolled last."""

    at: int
    host: str
    version: str


class Login(BaseModel):
    """The password that is good now."""

    name: str
    since: int
    by: str


class Edge(BaseModel):
    """An edge, as the platform knows it and as it last said of itself."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    created_at: int
    created_by: str | None
    enrolled: Enrolled | None
    login: Login | None
    token_expires_at: int | None = Field(description="of the token that waits to be used")
    state: dict[str, Any] | None
    state_at: int | None


class Edges(BaseModel):
    """The edges that one may see, by code."""

    edges: list[Edge]
    cursor: str | None = Field(description="of the next page; null: there is none")


class Commands(BaseModel):
    """What to type on the gateway, in this order."""

    pip: str
    enrol: str
    service: str


class Token(BaseModel):
    """A token that enrols the edge once, and how."""

    token: str
    expires_at: int
    broker: str = Field(description="the address at which the gateway must reach the broker")
    commands: Commands


class BrokerLogin(BaseModel):
    """How to log in at the broker; `ca_pem` is null where a public authority signs its certificate."""

    url: str
    username: str
    client_id: str
    password: str
    ca_pem: str | None


class DeviceLogin(BaseModel):
    """What client id the device sends; without one it is to send its log-in name."""

    model_config = ConfigDict(extra="forbid")

    client_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]{1,64}$")


class LoginRecord(BaseModel):
    """A password that a device has or had."""

    name: str
    client_id: str
    since: int
    by: str
    until: int | None
    ended_by: str | None


class LoginRecords(BaseModel):
    """The newest first."""

    logins: list[LoginRecord]


def _ms(time: datetime | None) -> int | None:
    return None if time is None else to_ms(time)


def edge(row: EdgeRow) -> Edge:
    """The schema of an edge."""
    enrolled = login = None
    if row.enrolled_at is not None:
        enrolled = Enrolled(
            at=to_ms(row.enrolled_at), host=row.enrolled_host or "", version=row.enrolled_version or ""
        )
    if row.login is not None and row.login_since is not None:
        login = Login(name=row.login, since=to_ms(row.login_since), by=row.login_by or "")
    return Edge(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, enterprise=row.enterprise,
        created_at=to_ms(row.created_at), created_by=row.created_by, enrolled=enrolled, login=login,
        token_expires_at=_ms(row.token_expires_at), state=None if row.state is None else dict(row.state),
        state_at=_ms(row.state_at),
    )  # fmt: skip


def token(made: NewToken, platform_url: str, broker: str) -> Token:
    """The schema of a token; `platform_url` is where the gateway finds this API."""
    typed = commands(made.token, platform_url)
    shown = Commands(pip=typed.pip, enrol=typed.enrol, service=typed.service)
    return Token(token=made.token, expires_at=to_ms(made.expires_at), broker=broker, commands=shown)


def credentials(given: Credentials) -> BrokerLogin:
    """The schema of a log-in."""
    return BrokerLogin(
        url=given.url, username=given.username, client_id=given.client_id, password=given.password,
        ca_pem=given.ca_pem,
    )  # fmt: skip


def record(row: LoginRow) -> LoginRecord:
    """The schema of a record."""
    return LoginRecord(
        name=row.login, client_id=row.client_id, since=to_ms(row.created_at), by=row.created_by,
        until=_ms(row.ended_at), ended_by=row.ended_by,
    )  # fmt: skip
