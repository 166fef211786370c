"""Meters a page at a time: those that are asked for, in their order, and what a page tells of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meters.meters import Meter, Meters
from parkcarbon_platform.storage.meters import DeviceRow

Show = Literal["all", "silent", "findings", "virtual"]
Sort = Literal["code", "age", "findings"]
# Where a point has no enterprise it is the park's own.
OF_THE_PARK = "-"
SILENT = frozenset(("late", "silent", "bad"))
ERROR_WEIGHT = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which meters: with all of the words in codes, names or serial number, of a carrier, of an enterprise,
    as one wants to see; behind a weight and a code, or without the first `skip`, no more than so many.

    By age places are counted: a minute later every meter that speaks has another time, and would be behind
    any time that a page ended with.
    """

    words: tuple[str, ...] = ()
    carrier: str | None = None
    enterprise: str | None = None
    show: Show = "all"
    sort: Sort = "code"
    after: tuple[int, str] | None = None
    skip: int = 0
    limit: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether some meters are not asked for."""
        return bool(self.words or self.carrier or self.enterprise or self.show != "all")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are whatever is asked for."""

    devices: int
    points: int
    silent: int
    findings: int
    virtual: int


@dataclass(frozen=True, slots=True)
class Page:
    """Meters in the order asked for with their devices; how many are asked for; what there is of all."""

    meters: Meters
    total: int
    counts: Counts
    carriers: list[str]
    has_more: bool


def page(every: Meters, asked: Asked) -> Page:
    """Of all meters the page that is asked for. A device without a point is on the last page of all."""
    devices = {device.code: device for device in every.devices}
    found = [meter for meter in every.points if _fits(meter, devices.get(meter.row.device or ""), asked)]
    found.sort(key=lambda meter: (_order(meter, asked.sort), meter.row.code))
    behind = found[asked.skip :] if asked.after is None else [m for m in found if _is_behind(m, asked)]
    shown = behind if asked.limit is None else behind[: asked.limit]
    has_more = len(shown) < len(behind)
    return Page(
        replace(every, points=shown, devices=_devices(every, shown, with_bare=not has_more, asked=asked)),
        len(found),
        Counts(
            len(every.devices), len(every.points), _count(every, "silent"), _count(every, "findings"),
            _count(every, "virtual"),
        ),
        sorted({meter.row.carrier for meter in every.points}),
        has_more,
    )  # fmt: skip


def weight(meter: Meter) -> int:
    """How much a meter's open findings weigh: what errors there are comes before how many findings."""
    return ERROR_WEIGHT * meter.findings.get("error", 0) + sum(meter.findings.values())


def _order(meter: Meter, sort: Sort) -> int:
    if sort == "age":
        return localtime.to_ms(meter.last.time) if meter.last else 0
    if sort == "findings":
        return -weight(meter)
    return 0


def _is_behind(meter: Meter, asked: Asked) -> bool:
    assert asked.after is not None
    heavy, code = asked.after
    return (_order(meter, asked.sort), meter.row.code) > (-heavy, code)


def _count(every: Meters, show: Show) -> int:
    return sum(_is_shown(meter, show) for meter in every.points)


def _is_shown(meter: Meter, show: Show) -> bool:
    if show == "silent":
        return meter.state in SILENT
    if show == "findings":
        return any(meter.findings.values())
    return show == "all" or meter.row.kind == "virtual"


def _fits(meter: Meter, device: DeviceRow | None, asked: Asked) -> bool:
    row = meter.row
    if not _is_shown(meter, asked.show) or (asked.carrier and row.carrier != asked.carrier):
        return False
    if asked.enterprise and (row.enterprise or OF_THE_PARK) != asked.enterprise:
        return False
    if not asked.words:
        return True
    named = (device.name_zh, device.name_en, device.serial or "") if device else ()
    said = " ".join((row.code, row.name_zh, row.name_en, *named)).lower()
    return all(word.lower() in said for word in asked.words)


def _devices(every: Meters, shown: Sequence[Meter], *, with_bare: bool, asked: Asked) -> list[DeviceRow]:
    of_shown = {meter.row.device for meter in shown}
    of_any = {meter.row.device for meter in every.points}
    return [
        device
        for device in every.devices
        if device.code in of_shown or (with_bare and not asked.is_filtered and device.code not in of_any)
    ]
