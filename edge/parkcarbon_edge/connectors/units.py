"""Engineering units as sources give them: UNECE common codes (recommendation 20), or just a symbol."""

import re
from typing import NamedTuple

from parkcarbon_edge.survey import Quantity, Unit


class Known(NamedTuple):
    """A unit of the table below."""

    symbol: str
    quantity: Quantity


# Code → symbol, by quantity. Units of energy, volume and mass can be a counter's; the others cannot.
SYMBOL_OF: dict[Quantity, dict[str, str]] = {
    "energy": {
        "WHR": "Wh", "KWH": "kWh", "MWH": "MWh", "GWH": "GWh", "D32": "TWh", "JOU": "J", "KJO": "kJ",
        "3B": "MJ", "GV": "GJ", "D30": "TJ", "BTU": "Btu", "E14": "kcal",
    },
    "reactive_energy": {"K3": "kvarh", "MAH": "Mvarh"},
    "volume": {
        "MTQ": "m³", "LTR": "L", "HLT": "hL", "MLT": "mL", "NM3": "Nm³", "SM3": "Sm³", "FTQ": "ft³",
    },
    "mass": {"GRM": "g", "KGM": "kg", "TNE": "t", "MGM": "mg", "KTN": "kt"},
    "other": {
        "WTT": "W", "KWT": "kW", "MAW": "MW", "A90": "GW", "D44": "var", "K5": "kvar", "D46": "VA",
        "KVA": "kVA", "MVA": "MVA", "VLT": "V", "KVT": "kV", "AMP": "A", "HTZ": "Hz", "CEL": "°C",
        "KEL": "K", "FAH": "°F", "MQH": "m³/h", "MQS": "m³/s", "E93": "kg/h", "E18": "t/h", "P16": "GJ/h",
        "BAR": "bar", "PAL": "Pa", "KPA": "kPa", "MPA": "MPa", "P1": "%", "HUR": "h", "SEC": "s",
        "MIN": "min", "RPM": "r/min", "MTR": "m",
    },
}  # fmt: skip
UNECE = {
    code: Known(symbol, quantity) for quantity, codes in SYMBOL_OF.items() for code, symbol in codes.items()
}
OTHER_NAMES: dict[Quantity, tuple[str, ...]] = {
    "energy": ("度", "千瓦时", "兆瓦时", "吉焦"),
    "volume": ("m3", "nm3", "sm3", "l", "立方米"),
    "mass": ("ton", "吨"),
    "other": ("m3/h", "nm3/h", "l/h"),
}
SYMBOLS: dict[str, Quantity] = {known.symbol.casefold(): known.quantity for known in UNECE.values()}
SYMBOLS |= {name: quantity for quantity, names in OTHER_NAMES.items() for name in names}
# Within a name, after a separator or a change of case: Energy_kWh, Total (MWh), EnergyKWH.
IN_NAME = re.compile(
    r"(?:^|[\s_.\-(\[/]|(?<=[a-z]))(kwh|mwh|gwh|wh|kvarh|gj|mj|kj|m3|m³|nm3|千瓦时|吉焦)(?![a-z])", re.I
)


def unece_code(unit_id: int) -> str | None:
    """The common code that OPC UA packs into an integer (Part 8, 5.6.4.3); None where it holds none."""
    if not 0 < unit_id < 1 << 32:
        return None
    text = unit_id.to_bytes(4, "big").lstrip(b"\0")
    return text.decode() if text.isalnum() and len(text) <= 3 else None


def unit_of(code: str | None, symbol: str) -> Unit | None:
    """The unit of a code and the symbol shown with it; None where there is neither."""
    known = UNECE.get(code or "")
    shown = symbol.strip() or (known.symbol if known else "") or (code or "")
    if not shown:
        return None
    quantity = known.quantity if known else SYMBOLS.get(shown.casefold(), "unknown")
    return Unit(code=code if known else None, symbol=shown, quantity=quantity)


def unit_in_name(name: str) -> Unit | None:
    """The unit that a tag's name ends in or holds, as many do that have no unit of their own."""
    found = IN_NAME.search(name)
    return unit_of(None, found[1]) if found else None
