"""Accuracy classes of meters and instrument transformers, as limits of their relative error.

A class promises limits and nothing between them, therefore the error is evenly spread between them
(GUM 4.3.7, JCGM 101 6.4.2). The limits are those at reference conditions between the flows, or currents, for
which the standard gives the class its name; what is measured outside of them, or by an instrument past its
calibration, may be farther off.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parkcarbon_platform.calculation.accounting.uncertainty.causes import Cause, Kind


@dataclass(frozen=True, slots=True)
class Limit:
    """Largest permissible error [%] and the standard that says so."""

    percent: Decimal
    citation: str


_ELECTRICITY = "IEC 62053-21, -22 (GB/T 17215.321, .322)"
_NUMBERED = {text: Limit(Decimal(text.rstrip("S")), _ELECTRICITY) for text in
             ("0.1S", "0.2S", "0.5S", "0.1", "0.2", "0.5", "1", "2", "3")}  # fmt: skip
_LETTERED = {
    letter: Limit(Decimal(percent), "GB/T 17215.321-2021, OIML R 46 (A, B, C also EN 50470-3)")
    for letter, percent in (("A", "2"), ("B", "1"), ("C", "0.5"), ("D", "0.2"), ("E", "0.1"))
}
# EN 1434-1: calculator 0.5 + ΔΘmin/ΔΘ, sensors 0.5 + 3 ΔΘmin/ΔΘ, flow 1 + 0.01, 2 + 0.02, 3 + 0.05 (qp/q),
# added up, at q = qp and ΔΘ = 10 ΔΘmin.
_HEAT = {
    name: Limit(Decimal(percent), "EN 1434-1, GB/T 32224, at nominal flow and ten times the least difference")
    for name, percent in (("1", "2.41"), ("2", "3.42"), ("3", "4.45"))
}
_GAS = {
    text: Limit(Decimal(text), "OIML R 137, GB/T 6968, from transitional to largest flow")
    for text in ("0.5", "1", "1.5")
}
_LARGEST_PERCENT = 10
_CURRENT = {text: Limit(Decimal(text.rstrip("S")), "IEC 61869-2 (GB/T 20840.2), ratio error") for text in
            ("0.1", "0.2S", "0.2", "0.5S", "0.5", "1", "3")}  # fmt: skip
_VOLTAGE = {
    text: Limit(Decimal(text), "IEC 61869-3 (GB/T 20840.3), ratio error")
    for text in ("0.1", "0.2", "0.5", "1", "3")
}


def meter_limit(accuracy_class: str | None, carrier: str) -> Limit | None:
    """What a meter's class says of a carrier; None where there is no class, or none of this name.

    >>> meter_limit("0.5S", "electricity").percent
    Decimal('0.5')
    """
    name = _normal(accuracy_class)
    if carrier == "electricity":
        return _NUMBERED.get(name) or _LETTERED.get(name)
    if carrier == "heat":
        return _HEAT.get(name)
    if carrier.endswith("gas") and name in _GAS:
        return _GAS[name]
    # Flow meters of steam and liquids, belt weighers (OIML R 50): the class is the largest error in percent.
    percent = _number(name)
    if percent is None or not 0 < percent <= _LARGEST_PERCENT:
        return None
    return Limit(percent, "Accuracy class as the largest relative error [%] (GB/T 13283, OIML R 50)")


def transformer_limit(accuracy_class: str | None, kind: Kind) -> Limit | None:
    """What the class of a current or voltage transformer says of its ratio; None where nobody knows."""
    table = _CURRENT if kind == "current_transformer" else _VOLTAGE
    return table.get(_normal(accuracy_class))


def cause_of(key: str, kind: Kind, limit: Limit | None) -> Cause:
    """The error of an instrument: evenly spread between its limits, or unknown."""
    if limit is None:
        return Cause(key, kind, None)
    share = float(limit.percent) / 100
    return Cause(key, kind, "uniform", -share, share, citation=limit.citation)


def _normal(text: str | None) -> str:
    """The class as tables write it: no blanks, no percent sign, no zeros that say nothing."""
    name = (text or "").strip().upper().removesuffix("%").removesuffix("级").strip()
    number = _number(name.removesuffix("S"))
    if number is None:
        return name
    return f"{number.normalize():f}" + ("S" if name.endswith("S") else "")


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
