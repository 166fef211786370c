"""The faults of a running simulation: a file in its folder, written by a command, watched by the servers."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from parkcarbon_simulators.faults import KINDS, Fault, Meter, Shown
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point

NAME = "faults.json"
_log = logging.getLogger(__name__)


def read(folder: Path) -> list[Fault]:
    """The faults of a folder, also those that are over."""
    path = folder / NAME
    if not path.is_file():
        return []
    return [Fault(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def write(folder: Path, faults: Iterable[Fault]) -> None:
    """Make these the faults of a folder, in one step for whoever reads."""
    path = folder / NAME
    part = path.with_suffix(".part")
    part.write_text(json.dumps([asdict(f) for f in faults], indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def add(folder: Path, fault: Fault, now_s: float) -> None:
    """A point has one fault at a time: an earlier one of the same point ends. Those that are over go."""
    others = [f for f in read(folder) if f.point != fault.point and (f.end_s is None or f.end_s > now_s)]
    write(folder, [*others, fault])


def clear(folder: Path, points: Iterable[str] = ()) -> int:
    """End the faults of these points, without any the faults of all; how many."""
    chosen = set(points)
    found = read(folder)
    kept = [f for f in found if chosen and f.point not in chosen]
    write(folder, kept)
    return len(found) - len(kept)


class Faults:
    """What the points of a plant show while they have faults.

    Args:
        folder: where the file is, or None where nothing ever goes wrong.
    """

    def __init__(self, plant: Plant, folder: Path | None = None) -> None:
        self._plant, self._folder = plant, folder
        self._modified_ns = 0
        self._by_point: dict[str, Fault] = {}

    def look(self) -> None:
        """Read the file again where it has changed; a file that cannot be read changes nothing."""
        if self._folder is None:
            return
        try:
            modified_ns = (self._folder / NAME).stat().st_mtime_ns
        except FileNotFoundError:
            self._by_point, self._modified_ns = {}, 0
            return
        if modified_ns == self._modified_ns:
            return
        self._modified_ns = modified_ns
        try:
            self._by_point = {f.point: f for f in read(self._folder) if f.name in KINDS}
        except (ValueError, TypeError) as error:
            _log.warning("%s is left out: %s", self._folder / NAME, error)
            return
        names = [f"{f.name} of {f.point}" for f in self._by_point.values()]
        _log.info("faults: %s", ", ".join(names) or "none")

    def shown(self, point: Point, now_s: float) -> list[Shown] | None:
        """What a point shows instead of the truth, in the order of delivery; None: the truth."""
        fault = self._by_point.get(point.code)
        if fault is None or not fault.lasts(now_s):
            return None
        return KINDS[fault.name].show(Meter(point, self._true(point)), fault, now_s)

    def last_before(self, point: Point, now_s: float) -> Shown:
        """The last true reading before the fault began: what a server still holds of a silent meter."""
        fault = self._by_point.get(point.code)
        start_s = now_s if fault is None else fault.start_s
        time_s = start_s // point.period_s * point.period_s
        return Shown(self._true(point)(time_s), time_s)

    def _true(self, point: Point) -> Callable[[float], float]:
        return lambda time_s: float(self._plant.served([point.code], np.asarray([time_s]))[point.code][0])
