"""The live frame (contracts, §7), the snapshot and the 24-hour line."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Rate = Annotated[int, Field(description="g/h")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Now(_Part):
    """The rate now, that of the same quarter hour yesterday (since `yesterday_start` [ms]), live coverage."""

    value: Rate
    yesterday: Rate | None
    yesterday_start: int | None
    live_share: float | None


class Today(_Part):
    """The local day so far [g]."""

    value: int
    as_of: int
    yesterday: int | None
    estimated_share: float
    fallback: bool


class Intensity(_Part):
    """g of CO2 a kWh of electricity used."""

    value: float | None


class Slice(_Part):
    """One part of the rate."""

    key: str
    value: Rate


class EnterpriseSlice(Slice):
    """One enterprise's part."""

    name_zh: str
    name_en: str


class Flow(_Part):
    """One ribbon of the Sankey; enterprise null is unallocated."""

    carrier: str
    scene: str
    enterprise: str | None
    value: Rate


class LatePoint(_Part):
    """A point that is late, and when it last spoke [ms]."""

    point: str
    name_zh: str
    name_en: str
    last: int | None


class Meters(_Part):
    """How many points are heard; the longest silent of the others."""

    online: int
    total: int
    late: list[LatePoint]


class Frame(_Part):
    """One second of the live page: also the data of each `frame` event of the stream."""

    v: Literal[1]
    park: str
    audience: str
    seq: int
    time: int
    data_time: int | None
    gas: str
    totals: str
    now: Now
    today: Today
    intensity: Intensity
    scopes: list[Slice]
    enterprises: list[EnterpriseSlice]
    transfers: Rate
    unallocated: Rate
    scenes: list[Slice]
    carriers: list[Slice]
    flows: list[Flow]
    meters: Meters


class Live(BaseModel):
    """The newest frame and the last ten minutes of [ms, g/h]."""

    frame: Frame
    trace: list[tuple[int, int]]


class Quarter(BaseModel):
    """A quarter hour of the line; `start` in ms."""

    start: int
    g_per_h: int
    estimated: bool


class Day(BaseModel):
    """Today's and yesterday's line, in the park's local days."""

    resolution_s: int
    today: list[Quarter]
    yesterday: list[Quarter]
