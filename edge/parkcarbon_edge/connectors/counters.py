"""How likely a value is a counter, by unit, name, type and how it moves. Nothing here asks a source."""

import re
from collections.abc import Sequence
from itertools import pairwise

from parkcarbon_edge.connectors.units import unit_in_name
from parkcarbon_edge.survey import Node, Quantity, Reason, Suggestion

COUNTER_UNITS = ("energy", "volume", "mass", "reactive_energy")
LIKELY = 50
COUNTER_NAME = re.compile(
    r"energy|counter|total|register|import|export|consum|cumul|reading|zähler|arbeit|compteur|énergie|"
    r"\b[12]\.8\.[0-4]\b|电能|电量|能耗|累计|累积|表底|示数|正向|反向|流量计总",
    re.I,
)
GAUGE_NAME = re.compile(
    r"power|voltage|current\b|temperature|pressure|demand|frequency|factor|setpoint|limit|alarm|status|"
    r"flow\s*rate|leistung|spannung|strom\b|功率|电压|电流|温度|压力|频率|需量|因数|瞬时|设定|报警",
    re.I,
)
INTEGERS = ("Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64")
NUMBERS = (*INTEGERS, "SByte", "Byte", "Float", "Double", "Decimal", "Number", "Integer", "UInteger")


def judge(node: Node) -> tuple[Quantity, list[Reason]]:
    """What a node may count, and what speaks for and against it, before it has been watched."""
    reasons: list[Reason] = []
    unit = node.unit or unit_in_name(node.name)
    quantity: Quantity = unit.quantity if unit else "unknown"
    if unit is not None and quantity in COUNTER_UNITS:
        where = "its unit is" if node.unit else "its name says"
        reasons.append(Reason("unit_counts", f"{where} {unit.symbol}: {quantity.replace('_', ' ')}", 40))
    elif unit is not None and quantity == "other":
        reasons.append(Reason("unit_gauges", f"its unit is {unit.symbol}: no quantity that is counted", -60))
    text = " ".join([*node.path[-2:], node.description or ""])
    said = COUNTER_NAME.search(text)
    if said:
        reasons.append(Reason("name_counts", f"'{said[0]}' is said of it", 25))
    said = GAUGE_NAME.search(node.name)
    if said:
        reasons.append(Reason("name_gauges", f"'{said[0]}' is said of it", -30))
    reasons += _by_value(node)
    return quantity, reasons


def _by_value(node: Node) -> list[Reason]:
    reasons = []
    if node.has_history:
        reasons.append(Reason("has_history", "the server keeps its history", 5))
    if node.type in INTEGERS or node.type == "Double":
        reasons.append(Reason("type_fine", f"its type {node.type} holds large registers", 5))
    if node.type == "Boolean" or (node.type is not None and node.type not in NUMBERS):
        reasons.append(Reason("type_no_number", f"its type {node.type} is no number", -100))
    if node.quality:
        reasons.append(Reason("bad_now", f"its value is {node.status} now", -10))
    elif isinstance(node.value, int | float) and node.value < 0:
        reasons.append(Reason("negative", "its value is negative", -30))
    elif isinstance(node.value, int | float) and node.value > 0:
        reasons.append(Reason("positive", "its value is good and positive", 5))
    return reasons


def watched(values: Sequence[float]) -> Reason | None:
    """What a short watch shows; None where there is too little to tell."""
    if len(values) < 2:
        return None
    steps = [after - before for before, after in pairwise(values)]
    if any(step < 0 for step in steps):
        return Reason("falls", "its value fell while it was watched", -50)
    if any(step > 0 for step in steps):
        return Reason("rises", "its value only rose while it was watched", 25)
    return Reason("still", "its value stood still while it was watched", 0)


def score(reasons: Sequence[Reason]) -> int:
    """0 to 100."""
    return max(0, min(100, sum(reason.weight for reason in reasons)))


def suggestion(node: Node, values: Sequence[float] = ()) -> Suggestion:
    """The judgement of a node whose values, if any, were read one after another."""
    quantity, reasons = judge(node)
    moved = watched(values)
    if moved is not None:
        reasons.append(moved)
    return Suggestion(node=node, score=score(reasons), quantity=quantity, reasons=reasons)
