"""What no sub-meter measures, over time. Times are ms since the epoch, amounts are in the base unit."""

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meters import remainders as service
from parkcarbon_platform.services.meters.grains import Bucket, Step
from pydantic import BaseModel, Field

from parkcarbon_saas.features.meters.schemas import Named


class RemainderAmount(BaseModel):
    """A step: `amount_base` = parent + generation − children; below zero there is more below than above.

    `covered_s` is the least of all meters; not `comparable`: some of them lack a part that others have, or
    others' sub-meters are below it.
    """

    start: int
    amount_base: int
    parent_base: int
    generation_base: int
    children_base: int
    estimated_base: int = Field(description="Σ estimated of all meters, at most all of it")
    covered_s: int
    comparable: bool
    contradiction: bool = Field(description="below zero by more than meters may be off")


class Remainder(BaseModel):
    """The remainder of a meter, and the meters that make it."""

    parent: Named
    unit: str
    step: Step
    bucket: Bucket = Field(description="ISO 8601: the step, or coarser where `max_points` says so")
    base_unit: str
    generation: list[Named]
    children: list[Named]
    contradiction: bool = Field(description="of the whole span")
    shared: bool = Field(description="others' sub-meters are below it, too: no step is comparable")
    amounts: list[RemainderAmount]


def remainder(step: Step, found: service.Remainder) -> Remainder:
    """The schema of a remainder."""
    return Remainder(
        parent=_named(found.parent), unit=found.parent.unit, step=step, bucket=found.grain.bucket,
        base_unit=found.base.name,
        generation=[_named(p) for p in found.generation], children=[_named(p) for p in found.children],
        contradiction=found.is_contradiction, shared=found.is_shared,
        amounts=[_amount(row, found) for row in found.rows],
    )  # fmt: skip


def _named(point: service.MeteredRow) -> Named:
    return Named(code=point.code, name_zh=point.name_zh, name_en=point.name_en)


def _amount(row: service.RemainderRow, found: service.Remainder) -> RemainderAmount:
    amount = int(row.remainder)
    return RemainderAmount(
        start=to_ms(row.start), amount_base=amount, parent_base=int(row.parent),
        generation_base=int(row.generation), children_base=int(row.children),
        estimated_base=min(int(row.estimated), abs(amount)), covered_s=row.covered_s,
        comparable=row.is_comparable and not found.is_shared, contradiction=service.contradicts([row]),
    )  # fmt: skip
