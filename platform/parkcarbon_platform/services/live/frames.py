"""Shapes that the live process writes and the API reads: the frame, and the terms behind its numbers."""

import msgspec

VERSION = 1
TRACE_LENGTH = 600
WATCH_SECONDS = 15
FRAME_SECONDS = 60
TERMS_SECONDS = 900
TOTALS_SECONDS = 3600  # where somebody watches
LATE_LISTED = 50
UNASSIGNED = "unassigned"
PUBLIC = "public"  # the audience of screens: the park, with names only of those who agreed

Struct = msgspec.Struct


class Now(Struct, frozen=True):
    """Emission rate [g/h], that of the same quarter hour yesterday (it began at `yesterday_start` [ms]),
    and the share of emissions that is covered live.
    """

    value: int
    yesterday: int | None
    yesterday_start: int | None
    live_share: float | None


class Today(Struct, frozen=True):
    """Settled and provisional hours of the local day so far [g]."""

    value: int
    as_of: int
    yesterday: int | None
    estimated_share: float
    fallback: bool


class Intensity(Struct, frozen=True):
    """g of CO2 a kWh of electricity used; None where unknown."""

    value: float | None


class Slice(Struct, frozen=True):
    """One part of the rate [g/h]."""

    key: str
    value: int


class EnterpriseSlice(Struct, frozen=True):
    """One enterprise's rate [g/h]."""

    key: str
    name_zh: str
    name_en: str
    value: int


class Flow(Struct, frozen=True):
    """One ribbon of the Sankey [g/h]; enterprise None is unallocated."""

    carrier: str
    scene: str
    enterprise: str | None
    value: int


class LatePoint(Struct, frozen=True):
    """A point that is late, and when it last spoke [ms]."""

    point: str
    name_zh: str
    name_en: str
    last: int | None


class Meters(Struct, frozen=True):
    """How many points are heard; `late` lists at most LATE_LISTED of the others, the longest silent first."""

    online: int
    total: int
    late: list[LatePoint]


class Frame(Struct, frozen=True):
    """Everything that the live page shows in one second (contracts, §7)."""

    v: int
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
    transfers: int
    unallocated: int
    scenes: list[Slice]
    carriers: list[Slice]
    flows: list[Flow]
    meters: Meters


class SceneSplit(Struct, frozen=True, array_like=True):
    """The part of a source's value that belongs to one scene."""

    scene: str
    share: str
    value: int


class PointTerm(Struct, frozen=True, array_like=True):
    """What one point contributed: the gauge as delivered, or its quantity in base units."""

    point_id: int
    weight: int
    value: float
    time: int


class SourceTerm(Struct, frozen=True):
    """One source: in a frame value [g/h] and quantity [base unit/h], in a total [g] and [base unit]."""

    source_id: int
    value: int
    quantity: int
    estimated: int
    factor_version_ids: list[int]
    fallback: bool
    scenes: list[SceneSplit]
    points: list[PointTerm]


class Terms(Struct, frozen=True):
    """The terms of one frame, or of one state of the totals, for Explain."""

    time: int
    from_time: int
    terms: list[SourceTerm]
    # Of a frame: self-generated (+) and delivered (-) power, which is used or not used but not purchased.
    own_power: list[PointTerm] = msgspec.field(default_factory=list)


def audience_name(enterprise_id: int | None) -> str:
    """Who a frame is for: the whole park, or one enterprise."""
    return "park" if enterprise_id is None else f"enterprise-{enterprise_id}"


def watch_key(park_id: int, audience: str) -> str:
    """Exists while somebody watches."""
    return f"pc:watch:{park_id}:{audience}"


def frame_key(park_id: int, audience: str) -> str:
    """Channel and key of the encoded frame."""
    return f"pc:frame:{park_id}:{audience}"


def trace_key(park_id: int, audience: str) -> str:
    """List of the last [time, g/h]."""
    return f"pc:trace:{park_id}:{audience}"


def terms_key(park_id: int, audience: str, seq: int) -> str:
    """The terms of one frame."""
    return f"pc:terms:{park_id}:{audience}:{seq}"


def totals_key(park_id: int, audience: str, totals: str) -> str:
    """The terms of one state of the totals."""
    return f"pc:totals:{park_id}:{audience}:{totals}"


def yesterday_key(park_id: int, audience: str, totals: str) -> str:
    """The terms of yesterday's same hours, with which that state of the totals was compared."""
    return f"pc:yesterday:{park_id}:{audience}:{totals}"
