"""What an edge says to be enrolled, and what it is given."""

from parkcarbon_platform.services.connecting.edges import Enrolment
from pydantic import BaseModel, ConfigDict, Field


class Enrol(BaseModel):
    """A token, and the machine that uses it; edges of before use a client id of their own making."""

    model_config = ConfigDict(extra="forbid")

    token: str = Field(min_length=1, max_length=200)
    host: str = Field(min_length=1, max_length=255)
    version: str = Field(min_length=1, max_length=64)
    takes_client_id: bool = False


class Uplink(BaseModel):
    """How to log in at the broker; `ca_pem` is null where a public authority signs its certificate."""

    url: str
    username: str
    client_id: str
    password: str
    ca_pem: str | None


class Enrolled(BaseModel):
    """All that an edge needs to begin; what it reads comes with its configuration."""

    park: str
    edge: str
    partition: str
    uplink: Uplink


def enrolled(made: Enrolment) -> Enrolled:
    """The schema of an enrolment."""
    given = made.uplink
    uplink = Uplink(
        url=given.url, username=given.username, client_id=given.client_id, password=given.password,
        ca_pem=given.ca_pem,
    )  # fmt: skip
    return Enrolled(park=made.park, edge=made.edge, partition=made.partition, uplink=uplink)
