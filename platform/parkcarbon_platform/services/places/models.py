"""Places as they are sent and shown: joules and milligrams of CO2, whole numbers that add up."""

from typing import Literal

from pydantic import BaseModel, Field

Kind = Literal["park", "enterprise", "node", "meter"]
Status = Literal["complete", "estimated", "partial", "none", "withheld"]
Grain = Literal["hour", "day", "week", "month"]
Measure = Literal["carbon", "energy"]
By = Literal["child", "carrier"]


class PlaceName(BaseModel):
    """A place by kind and code; `sort` of a node: building, workshop, line ..., of a meter its carrier."""

    kind: Kind
    code: str
    name_zh: str
    name_en: str
    sort: str = ""


class PlaceAmount(BaseModel):
    """Energy [J] and CO2 [mg] of a period; null where it is not told, or nobody knows the heat value."""

    joules: int | None
    co2_mg: int | None
    estimated_share: float
    coverage: float | None = Field(description="of the meters, by time; null without meters")
    status: Status
    lacking: list[str] = Field(description="carriers without a heat value: their energy is not in it")


class PlaceRow(BaseModel):
    """A place of the tree; `spark` is its CO2, of meters of what is no energy null."""

    place: PlaceName
    parent: str | None = Field(description="kind/code of the place that it is shown below")
    amount: PlaceAmount
    spark: list[int]


class PlaceTree(BaseModel):
    """The tree of local days [from, to): each place after the one that it is below."""

    first: str
    until_day: str
    as_of: int = Field(description="ms")
    step: Grain = Field(description="of the sparklines")
    starts: list[int] = Field(description="ms")
    rows: list[PlaceRow]
    withheld: list[str] = Field(description="enterprises that keep their intervals to themselves")


class PlaceComparison(BaseModel):
    """As many days of now, of the period before and of a year before, days that run still left out."""

    days: int
    now: PlaceAmount
    before: PlaceAmount
    year_before: PlaceAmount
    before_from: str
    year_before_from: str


class PlaceSeries(BaseModel):
    """A layer of the stack [mg or J a step]; `others` and `remainder` are no place of their own."""

    key: str
    sort: Literal["child", "carrier", "others", "remainder", "transfers"]
    place: PlaceName | None
    values: list[int]


class PlaceChild(BaseModel):
    """A part of the place; `change` of the measure against the period before, days against days."""

    place: PlaceName
    amount: PlaceAmount
    change: float | None


class PlaceTerm(BaseModel):
    """What the amount is added up from: sign × quantity [unit], and what that is."""

    kind: Literal["point", "source"]
    code: str
    name_zh: str
    name_en: str
    sign: int
    quantity: int
    unit: str
    joules: int | None
    co2_mg: int


class PlaceLike(BaseModel):
    """A place of the same sort, for comparison."""

    place: PlaceName
    amount: PlaceAmount
    change: float | None


class PlaceDetail(BaseModel):
    """A park, enterprise, node or meter: amount = Σ children − transfers + remainder, in every step."""

    place: PlaceName
    enterprise: str | None
    crumbs: list[PlaceName] = Field(description="from the top down, without the place itself")
    first: str
    until_day: str
    as_of: int = Field(description="ms")
    amount: PlaceAmount
    quantity: int | None = Field(description="of a meter, in its base unit")
    unit: str | None
    comparison: PlaceComparison | None = Field(description="null while no day of the period is past")
    grain: Grain
    measure: Measure
    by: By
    starts: list[int] = Field(description="ms")
    estimated: list[bool] = Field(description="by step: something that is counted in it is estimated")
    series: list[PlaceSeries]
    children: list[PlaceChild]
    transfers: PlaceAmount | None = Field(description="of a park: bought inside it, to be taken off")
    remainder: PlaceAmount = Field(description="what no child measures")
    terms: list[PlaceTerm]
    likes: list[PlaceLike] = Field(description="the largest, with the place itself")
    rank: int | None = Field(description="by energy among all of the same sort that are told; null if kept")
    like_count: int = Field(description="how many these are, also those that are not listed")
    is_shared: bool = Field(description="others' meters, which one does not see, hang below one of these")
    is_hourly: bool = Field(description="whether hours may be shown")


class PlaceHeat(BaseModel):
    """Hours of local days: 24 values a day [mg or J]; null where nothing is known, and no 25th hour."""

    place: PlaceName
    measure: Measure
    days: list[str]
    values: list[list[int | None]]
    is_withheld: bool
