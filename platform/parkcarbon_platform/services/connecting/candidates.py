"""Which numbers of a message are likely a meter's: for whoever writes a mapping. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from parkcarbon_edge import wire

from parkcarbon_platform.services.connecting.dialects.base import Leaf
from parkcarbon_platform.storage.device_mappings import PointFacts

AMOUNT_NAME = re.compile(
    r"energy|total|register|import|export|consum|cumul|reading|counter|\be[pa]\b|\bep[it]|epi|ept|"
    r"\b[12]\.8\.[0-4]\b|电能|电量|能耗|累计|累积|表底|示数|正向|反向",
    re.I,
)
RATE_NAME = re.compile(r"power|active|demand|\bp\b|flow|功率|瞬时|流量", re.I)
OTHER_NAME = re.compile(
    r"volt|curr|freq|factor|cos|phase|angle|temp|humid|rssi|signal|battery|status|alarm|error|version|"
    r"seq|count\b|\bid\b|addr|lat|lon|电压|电流|频率|因数|温度|湿度|信号|状态|告警",
    re.I,
)
TIME_NAME = re.compile(r"(^|[._'\"\]])(t|ts|time|timestamp|date|at|时间)(['\"\]]|$)", re.I)
# Units of one letter end many words ("import", "kw"): they stand apart, or not at all.
UNIT_IN_NAME = re.compile(
    r"(?:(?:^|[\s_.\-(\[/'\"])|(?<=[a-z])(?![wt](?![a-z])))"
    r"(kwh|mwh|wh|kvarh|gj|mj|m3/h|t/h|kg/h|m3|m³|kw|mw|w|t|kg|千瓦时|度|千瓦)(?![a-z])",
    re.I,
)
QUANTITY_OF_UNIT = {
    "kwh": "energy", "mwh": "energy", "wh": "energy", "gj": "energy", "mj": "energy", "千瓦时": "energy",
    "度": "energy", "kvarh": "reactive_energy", "m3": "volume", "m³": "volume", "t": "mass", "kg": "mass",
    "kw": "power", "mw": "power", "w": "power", "千瓦": "power", "m3/h": "volume_flow", "t/h": "mass_flow",
    "kg/h": "mass_flow",
}  # fmt: skip
WORDS = {"reactive_energy": re.compile(r"reactive|var|无功", re.I), "energy": AMOUNT_NAME, "power": RATE_NAME}
LIKELY = 30


class Reason(NamedTuple):
    """What speaks for a number, or against it."""

    code: str
    message: str
    weight: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of a message: how likely a meter's it is (0 to 100), and which point it may be."""

    path: str
    value: wire.Value
    point: str | None
    score: int
    reasons: Sequence[Reason]


def rank(
    leaves: Sequence[Leaf], earlier: Sequence[Mapping[str, wire.Value]], points: Sequence[PointFacts],
    mapped: Mapping[str, str],
) -> list[Candidate]:  # fmt: skip
    """The numbers of a message, the likeliest first.

    `earlier` are the same paths in messages before it, the oldest first; `mapped` are points by path.
    """
    judged = [(leaf, _reasons(leaf, earlier)) for leaf in leaves]
    scores = {leaf.path: _score(reasons) for leaf, reasons in judged}
    chosen = _points(judged, points, mapped)
    found = [
        Candidate(leaf.path, leaf.value, chosen.get(leaf.path), scores[leaf.path], reasons)
        for leaf, reasons in judged
    ]
    return sorted(found, key=lambda c: -c.score)


def _score(reasons: Sequence[Reason]) -> int:
    return max(0, min(100, sum(reason.weight for reason in reasons)))


def _reasons(leaf: Leaf, earlier: Sequence[Mapping[str, wire.Value]]) -> list[Reason]:
    found: list[Reason] = []
    name = leaf.path
    if (unit := unit_in(name)) is not None:
        found.append(Reason("unit", f"its name says {unit}", 35))
    if said := AMOUNT_NAME.search(name):
        found.append(Reason("name_amount", f"'{said[0]}' is said of an amount", 30))
    elif said := RATE_NAME.search(name):
        found.append(Reason("name_rate", f"'{said[0]}' is said of a rate", 20))
    if said := OTHER_NAME.search(name):
        found.append(Reason("name_other", f"'{said[0]}' is said of something else", -40))
    if TIME_NAME.search(name):
        found.append(Reason("name_time", "it looks like a time", -80))
    number = decimal(leaf.value)
    if number is not None and number > 0:
        found.append(Reason("positive", "it is above zero", 10))
    elif number is not None and number < 0:
        found.append(Reason("negative", "it is negative", -15))
    moved = _moved(
        [v for v in (decimal(m.get(name)) for m in earlier) if v is not None] + [number or Decimal(0)]
    )
    return found + ([moved] if moved else [])


def _moved(values: Sequence[Decimal]) -> Reason | None:
    steps = [after - before for before, after in pairwise(values)]
    if not steps:
        return None
    if any(step < 0 for step in steps):
        return Reason("falls", "it fell since earlier messages: a rate or a state", -10)
    if any(step > 0 for step in steps):
        return Reason("rises", "it only rose since earlier messages, as a register does", 25)
    return Reason("still", "it has not moved since earlier messages", 0)


def _points(
    judged: Sequence[tuple[Leaf, list[Reason]]], points: Sequence[PointFacts], mapped: Mapping[str, str]
) -> dict[str, str]:
    """Which point each path may be: as mapped, else the best that fits by unit, words and movement."""
    chosen = {leaf.path: mapped[leaf.path] for leaf, _ in judged if leaf.path in mapped}
    fits = [
        (_fit(leaf, reasons, point), leaf.path, point.code)
        for leaf, reasons in judged
        for point in points
        if _score(reasons) >= LIKELY and point.code not in mapped.values()
    ]
    taken = set(chosen.values())
    for fit, path, code in sorted(fits, key=lambda f: -f[0]):
        if fit > 0 and path not in chosen and code not in taken:
            chosen[path] = code
            taken.add(code)
    return chosen


def _fit(leaf: Leaf, reasons: Sequence[Reason], point: PointFacts) -> int:
    unit = unit_in(leaf.path)
    fit = 0
    if unit is not None:
        quantity = QUANTITY_OF_UNIT[unit.lower()]
        fit += 40 if quantity == point.quantity else -100
        fit += 20 if unit.lower().replace("³", "3") == point.unit.lower() else 0
    words = WORDS.get(point.quantity)
    fit += 30 if words is not None and words.search(leaf.path) else 0
    if point.quantity != "reactive_energy" and WORDS["reactive_energy"].search(leaf.path):
        fit -= 100
    codes = {reason.code for reason in reasons}
    if point.kind == "register":
        fit += 20 * ("rises" in codes) - 100 * ("falls" in codes)
    parts = {part for part in re.split(r"[^a-z]+", leaf.path.lower()) if len(part) > 3}
    fit += 15 * len(parts & set(point.code.split("-")))
    return fit + 5 * ("name_amount" in codes) * (point.kind != "gauge")


def unit_in(name: str) -> str | None:
    """The unit that a name says."""
    found = UNIT_IN_NAME.search(name)
    return found[1] if found else None


def decimal(value: wire.Value) -> Decimal | None:
    """A value as a decimal; None where it is no number."""
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    # Beyond that it is no meter's, and a difference of two may not exist.
    return number if number.is_finite() and abs(number.adjusted()) <= 400 else None
