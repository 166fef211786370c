"""Meters a page at a time: those that are asked for, in their order, and what a page tells of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meters import meters
from parkcarbon_platform.services.meters.meters import Judged, Meter, Meters
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow
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
    of one device, as one wants to see; behind a weight and a code, or without the first `skip`, no more than
    so many.

    By age places are counted: a minute later every meter that speaks has another time, and would be behind
    any time that a page ended with.
    """

    words: tuple[str, ...] = ()
    carrier: str | None = None
    enterprise: str | None = None
    device: str | None = None
    show: Show = "all"
    sort: Sort = "code"
    after: tuple[int, str] | None = None
    skip: int = 0
    limit: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether some meters are not asked for."""
        return bool(self.words or self.carrier or self.enterprise or self.device or self.show != "all")


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

    time: datetime
    points: list[Meter]
    devices: list[DeviceRow]
    enterprises: list[EnterpriseRow]
    total: int
    counts: Counts
    carriers: list[str]
    has_more: bool


def page(connection: Connection, asked: Asked, now: datetime) -> Page:
    """The page that is asked for: all are judged, and only what is shown is read whole. A device without a
    point is on the last page of all."""
    every = meters.every(connection, now)
    found = chosen(every, asked)
    behind = found[asked.skip :] if asked.after is None else [m for m in found if _is_behind(m, asked)]
    shown = behind if asked.limit is None else behind[: asked.limit]
    has_more = len(shown) < len(behind)
    return Page(
        now, meters.whole(connection, shown), _devices(every, shown, with_bare=not has_more, asked=asked),
        every.enterprises, len(found),
        Counts(
            len(every.devices), len(every.points), _count(every, "silent"), _count(every, "findings"),
            _count(every, "virtual"),
        ),
        sorted({one.key.carrier for one in every.points}),
        has_more,
    )  # fmt: skip


def chosen(every: Meters, asked: Asked) -> list[Judged]:
    """Those of all that are asked for, in their order."""
    devices = {device.id: device for device in every.devices}
    owners = {owner.id: owner.code for owner in every.enterprises}
    found = [
        one for one in every.points
        if _fits(one, owners.get(one.key.enterprise_id or 0), devices.get(one.key.device_id or 0), asked)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (_order(one, asked.sort), one.key.code))


def weight(meter: Judged | Meter) -> int:
    """How much a meter's open findings weigh: what errors there are comes before how many findings."""
    return ERROR_WEIGHT * meter.findings.get("error", 0) + sum(meter.findings.values())


def _order(meter: Judged, sort: Sort) -> int:
    if sort == "age":
        return localtime.to_ms(meter.last.time) if meter.last else 0
    if sort == "findings":
        return -weight(meter)
    return 0


def _is_behind(meter: Judged, asked: Asked) -> bool:
    assert asked.after is not None
    heavy, code = asked.after
    return (_order(meter, asked.sort), meter.key.code) > (-heavy, code)


def _count(every: Meters, show: Show) -> int:
    return sum(_is_shown(meter, show) for meter in every.points)


def _is_shown(meter: Judged, show: Show) -> bool:
    if show == "silent":
        return meter.state in SILENT
    if show == "findings":
        return any(meter.findings.values())
    return show == "all" or meter.key.kind == "virtual"


def _fits(meter: Judged, owner: str | None, device: DeviceRow | None, asked: Asked) -> bool:
    key = meter.key
    if not _is_shown(meter, asked.show) or (asked.carrier and key.carrier != asked.carrier):
        return False
    if asked.device and (device is None or device.code != asked.device):
        return False
    if asked.enterprise and (owner or OF_THE_PARK) != asked.enterprise:
        return False
    if not asked.words:
        return True
    named = (device.name_zh, device.name_en, device.serial or "") if device else ()
    said = " ".join((key.code, key.name_zh, key.name_en, *named)).lower()
    return all(word.lower() in said for word in asked.words)


def _devices(every: Meters, shown: Sequence[Judged], *, with_bare: bool, asked: Asked) -> list[DeviceRow]:
    of_shown = {one.key.device_id for one in shown}
    of_any = {one.key.device_id for one in every.points}
    return [
        device
        for device in every.devices
        if device.id in of_shown
        or device.code == asked.device
        or (with_bare and not asked.is_filtered and device.id not in of_any)
    ]
