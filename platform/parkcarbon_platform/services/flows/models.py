"""Energy flows as they are sent and shown: joules, grams of coal and milligrams of CO2, all whole numbers."""

from typing import Literal

from pydantic import BaseModel, Field

from parkcarbon_platform.calculation.flows.graph import Sort, Stage


class FlowAmount(BaseModel):
    """Energy [J], in standard coal by calorific value [g], the CO2 that comes with it [mg]."""

    joules: int
    coal_g: int
    co2_mg: int


class FlowNode(BaseModel):
    """A node; `subject` is the carrier, enterprise or point that it is of, with its names."""

    key: str
    sort: Sort
    stage: Stage
    subject: str
    name_zh: str
    name_en: str
    amount: FlowAmount


class FlowTerm(BaseModel):
    """Something measured that flows are added up from: amount × heat value, and where that is from.

    `quantity` is null where it is not told.
    """

    key: str
    kind: Literal["source", "point"]
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    points: list[str] = Field(description="the points of a source")
    quantity: int | None
    unit: str
    joules_per_unit: str | None
    heat_from: Literal["unit", "factor", "standard_coal", "none"]
    coal_factor: str | None
    coal_unit: str | None
    citation: str
    estimated: int
    amount: FlowAmount


class FlowPart(BaseModel):
    """A term in a link, as it is counted there."""

    term: str
    sign: int


class FlowLink(BaseModel):
    """What flows between nodes; `rule`: the sum of its terms, a share of them, or what the others leave."""

    start: str
    end: str
    carrier: str
    amount: FlowAmount
    rule: Literal["sum", "share", "difference"]
    parts: list[FlowPart]


class FlowRow(BaseModel):
    """The balance of a carrier: bought + inside + generated + recovered + converted = to_conversion + used +
    delivered + left + lost + unmetered."""

    carrier: str
    bought: FlowAmount
    inside: FlowAmount
    generated: FlowAmount
    recovered: FlowAmount
    converted: FlowAmount
    to_conversion: FlowAmount
    used: FlowAmount
    delivered: FlowAmount
    left: FlowAmount
    lost: FlowAmount
    unmetered: FlowAmount


class FlowConversion(BaseModel):
    """What an enterprise converts: what is put in less what is got out is lost."""

    enterprise: str
    name_zh: str
    name_en: str
    put_in: FlowAmount
    got_out: FlowAmount
    lost: FlowAmount


class FlowTransfer(BaseModel):
    """What an enterprise hands to others or takes from them inside the park, by its own meters."""

    carrier: str
    enterprise: str
    name_zh: str
    name_en: str
    role: Literal["supplies", "takes"]
    amount: FlowAmount
    parts: list[FlowPart]


FlowCode = Literal[
    "imbalance", "more_used_than_supplied", "conversion_gain", "no_heat_value", "coal_missing",
    "sub_meters_withheld", "nothing_measured",
]  # fmt: skip


class FlowFinding(BaseModel):
    """What is lacking or contradicts itself: a code, and what it is about."""

    code: FlowCode
    subject: str


class EnergyFlows(BaseModel):
    """The flows of local days [from, to): the diagram, the balance, what was measured for it.

    `input` = `output` + `losses` + `unmetered`. `until` is the end of the last hour that is settled or on its
    way, `provisional` how many hours may change still.
    """

    enterprise: str | None
    first: str = Field(description="local day")
    until_day: str = Field(description="local day, not included")
    as_of: int = Field(description="ms")
    until: int | None = Field(description="ms")
    provisional: int
    estimated_share: float
    input: FlowAmount
    output: FlowAmount
    losses: FlowAmount
    unmetered: FlowAmount
    nodes: list[FlowNode]
    links: list[FlowLink]
    rows: list[FlowRow]
    total: FlowRow
    conversions: list[FlowConversion]
    transfers: list[FlowTransfer]
    terms: list[FlowTerm]
    findings: list[FlowFinding]
