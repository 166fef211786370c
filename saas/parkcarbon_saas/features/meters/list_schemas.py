"""Meters a page at a time."""

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meters import listing
from pydantic import BaseModel

from parkcarbon_saas.features.meters import schemas


class MeterCounts(BaseModel):
    """How many there are, whatever is asked for; `silent`: late, silent or bad."""

    devices: int
    points: int
    silent: int
    findings: int
    virtual: int


class MeterList(BaseModel):
    """The meters of the park, as far as one may see them and they are asked for, or a page of them.

    `total`: how many are asked for, on all pages; `carriers`: of all meters. `cursor` where there are more; a
    page has the devices of its points.
    """

    time: int
    devices: list[schemas.Device]
    points: list[schemas.MeterPoint]
    enterprises: list[schemas.Named]
    total: int
    counts: MeterCounts
    carriers: list[str]
    cursor: str | None


def meters(page: listing.Page, cursor: str | None = None) -> MeterList:
    """The schema of the page of meters."""
    counts = page.counts
    return MeterList(
        time=to_ms(page.time),
        devices=[schemas.device(d) for d in page.devices],
        points=[schemas.meter_point(p) for p in page.points],
        enterprises=[schemas.named(e) for e in page.enterprises],
        total=page.total,
        counts=MeterCounts(
            devices=counts.devices, points=counts.points, silent=counts.silent, findings=counts.findings,
            virtual=counts.virtual,
        ),
        carriers=page.carriers,
        cursor=cursor,
    )  # fmt: skip
