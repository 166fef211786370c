"""Health."""

from typing import Literal

from pydantic import BaseModel


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """Whether the servers that are needed answer."""

    ready: bool
    database: bool
    cache: bool
    broker: bool
