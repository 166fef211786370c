"""From amounts to what is sent: names, status, and nothing of what an enterprise keeps to itself."""

from datetime import date, datetime
from typing import Any

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.ground import Ground, Sums
from parkcarbon_platform.services.places.models import Kind, Measure, PlaceAmount, PlaceName, Status

# Less than this of the time is worth a mark (ux: partial).
ENOUGH = 0.95


def status(found: Amount) -> Status:
    """How far what is told can be relied on."""
    if not found.has_data:
        return "none"
    if found.coverage is not None and found.coverage < ENOUGH:
        return "partial"
    return "estimated" if found.guessed else "complete"


def amount(found: Amount) -> PlaceAmount:
    """All steps together."""
    return PlaceAmount(
        joules=found.energy, co2_mg=found.carbon, estimated_share=round(found.estimated_share, 6),
        coverage=None if found.coverage is None else round(found.coverage, 6), status=status(found),
        lacking=sorted(found.lacking),
    )  # fmt: skip


def kept() -> PlaceAmount:
    """What an enterprise keeps to itself."""
    return PlaceAmount(
        joules=None, co2_mg=None, estimated_share=0, coverage=None, status="withheld", lacking=[]
    )


def values(found: Amount, measure: Measure) -> list[int]:
    """Step by step."""
    return found.co2_mg if measure == "carbon" else found.joules


def starts(sums: Sums) -> list[int]:
    """The beginnings of the steps [ms]."""
    zone = sums.span.timezone
    return [localtime.to_ms(_moment(start, zone)) for start in sums.starts]


def _moment(start: object, zone: str) -> datetime:
    if isinstance(start, datetime):
        return start
    assert isinstance(start, date)
    return localtime.day_start(start, zone)


def named(ground: Ground, kind: Kind, key: int) -> PlaceName:
    """A place by its id."""
    row: Any
    sort = ""
    if kind == "park":
        row = ground.park
    elif kind == "enterprise":
        row, sort = ground.enterprises[key], ground.enterprises[key].industry or ""
    elif kind == "node":
        row, sort = ground.nodes[key], ground.nodes[key].kind
    else:
        row, sort = ground.points[key], ground.points[key].carrier
    return PlaceName(kind=kind, code=row.code, name_zh=row.name_zh, name_en=row.name_en, sort=sort)
