"""When and why a computed point ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from parkcarbon_platform.services.localtime import from_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.meter_events.schemas import Reason


class Ending(BaseModel):
    """A point ends at the start of a quarter hour, or now."""

    model_config = ConfigDict(extra="forbid")

    time: int | None = Field(default=None, ge=0, le=4_102_444_800_000)
    reason: str = Reason

    def when(self) -> datetime | None:
        """As the platform takes it."""
        return None if self.time is None else from_ms(self.time)


class Ended(BaseModel):
    """From `at` on the point has no quarter hours; who said so, when, and why."""

    at: int
    author: str
    reason: str
    said_at: int


def ended(formula: Mapping[str, Any]) -> Ended | None:
    """The ending of a point, where it has one."""
    return Ended.model_validate(formula["ended"]) if "ended" in formula else None
