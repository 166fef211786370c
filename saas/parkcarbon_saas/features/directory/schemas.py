"""What one platform of a directory asks another."""

from typing import Annotated, Literal

from parkcarbon_platform.services.directory.checking import MOST_PARKS
from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]


class Question(BaseModel):
    """Parks, by code."""

    model_config = ConfigDict(extra="forbid")

    parks: list[Code] = Field(max_length=MOST_PARKS)


class Held(BaseModel):
    """Those of them that this platform holds, and their states; `proof`: that it has the key."""

    held: dict[str, Literal["active", "suspended", "archived"]]
    proof: str
