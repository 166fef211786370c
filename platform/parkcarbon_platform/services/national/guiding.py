"""The five guiding indicators of a year: metered, or entered with evidence, which goes before."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.zero_carbon import indicators
from parkcarbon_platform.calculation.zero_carbon.indicators import Indicator, ProductEnergy, Share
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs import resources
from parkcarbon_platform.services.national import entries, settings
from parkcarbon_platform.services.national.entries import EntryRow
from parkcarbon_platform.services.national.models import ZeroCarbonIndicator
from parkcarbon_platform.services.national.years import Year
from parkcarbon_platform.storage.database import Connection

PRODUCT = "product:"
# Each of the metered ones with the carriers of its part and whole; water's whole is both of them.
METERED = {
    "solid_waste": ("solid_waste_used", "solid_waste"),
    "waste_heat": ("waste_heat", "waste_heat_available"),
    "water_reuse": ("water_reused", "water"),
}
UNITS = {"solid_waste": "t", "waste_heat": "GJ", "water_reuse": "m3"}
# Entered amounts as integers: a millionth of their unit.
FINE = 10**6
Metered = Mapping[str, tuple[Fraction, Fraction]]


def guiding(connection: Connection, year: Year) -> list[ZeroCarbonIndicator]:
    """All five, and each product and kind of waste heat that was entered."""
    entered = entries.of_year(connection, year.year)
    metered = _metered(connection, year)
    found = [_clean(year), _products(entered)]
    for code in ("solid_waste", "water_reuse"):
        found.append(_used(code, [code], entered, metered))
    found.append(_used("waste_heat", list(entries.HEATS), entered, metered))
    return found + [_detail(row) for code, row in sorted(entered.items()) if code.startswith(PRODUCT)]


def core(year: Year) -> ZeroCarbonIndicator:
    """The core indicator, with its numerator [t] and denominator [tce]."""
    chosen = settings.as_calculated(year.chosen)
    if year.energy is None:
        return told(Indicator("core", None, None, "unknown"), "none")
    found = indicators.core(year.result, year.energy, chosen)
    tce = year.tce
    return told(
        found, "computed" if found.value is not None else "none",
        part=f"{Decimal(year.result.total_mg).scaleb(-9):f}",
        whole=None if tce is None else f"{float(tce):.3f}", unit="t/tce",
    )  # fmt: skip


def direct(year: Year) -> ZeroCarbonIndicator:
    """The share of direct green supply in the electricity used."""
    if year.energy is None:
        return told(Indicator("direct_supply", None, Fraction(year.chosen.direct_share), "unknown"), "none")
    found = indicators.direct_supply(year.energy, settings.as_calculated(year.chosen))
    direct_wh = year.energy.direct_wh + (year.energy.onsite_wh if year.chosen.onsite_direct else 0)
    return told(
        found, "computed" if found.value is not None else "none", part=_mwh(direct_wh),
        whole=_mwh(year.energy.electricity_wh), unit="MWh",
    )  # fmt: skip


def _clean(year: Year) -> ZeroCarbonIndicator:
    if year.energy is None:
        return told(Indicator("clean_energy", None, indicators.LEAST["clean_energy"], "unknown"), "none")
    found = indicators.clean_energy(year.energy, settings.as_calculated(year.chosen))
    green = year.energy.direct_wh + year.energy.certified_wh + year.energy.onsite_wh
    is_of_energy = year.chosen.clean_share == "energy"
    return told(
        found, "computed" if found.value is not None else "none", part=_mwh(green),
        whole=None if is_of_energy else _mwh(year.energy.electricity_wh), unit="MWh",
    )  # fmt: skip


def _products(entered: Mapping[str, EntryRow]) -> ZeroCarbonIndicator:
    given = [
        ProductEnergy(code.removeprefix(PRODUCT), row.part, row.whole)
        for code, row in sorted(entered.items())
        if code.startswith(PRODUCT)
    ]
    reached = sum(one.value <= one.limit for one in given if one.value is not None and one.limit is not None)
    return told(
        indicators.products(given), "entered" if given else "none", part=str(reached), whole=str(len(given)),
        unit="products",
    )  # fmt: skip


def _detail(row: EntryRow) -> ZeroCarbonIndicator:
    """One product: its energy by unit, and the limit of grade 2."""
    assert row.part is not None
    assert row.whole is not None
    verdict: indicators.Verdict = "met" if row.part <= row.whole else "missed"
    found = Indicator(row.code, Fraction(row.part), Fraction(row.whole), verdict)
    return told(found, "entered", row=row, unit=row.unit)


def _used(
    code: str, parts: list[str], entered: Mapping[str, EntryRow], metered: Metered
) -> ZeroCarbonIndicator:
    shares, row = [], None
    part = whole = Fraction(0)
    for name in parts:
        if name in entered:
            row = entered[name]
            assert row.part is not None
            assert row.whole is not None
            pair = (Fraction(row.part), Fraction(row.whole))
        elif name in metered:
            pair = metered[name]
        else:
            continue
        part, whole = part + pair[0], whole + pair[1]
        shares.append(Share(round(pair[0] * FINE), round(pair[1] * FINE)))
    found = indicators.used(code, shares)
    origin = "none" if not shares else "metered" if row is None else "entered"
    return told(
        found, origin, row=row, part=_amount(part) if shares else None,
        whole=_amount(whole) if shares else None, unit=UNITS[code],
    )  # fmt: skip


def _metered(connection: Connection, year: Year) -> dict[str, tuple[Fraction, Fraction]]:
    """Parts and wholes of the year so far, where both are metered, in the unit that people read."""
    end = min(year.end, localtime.quarter_start(localtime.now()))
    if end <= year.start:
        return {}
    overview = resources.overview(connection, year.start, end)
    sums = {
        one.kind.carrier: Fraction(one.year.quantity, one.per_unit)
        for one in overview.resources
        if one.year.quantity
    }
    found = {}
    for code, (part, whole) in METERED.items():
        if whole in sums:
            used = sums.get(part, Fraction(0)) if part in sums else None
            if used is not None:
                found[code] = (used, sums[whole] + used if code == "water_reuse" else sums[whole])
    return found


def told(
    found: Indicator, origin: str, *, row: EntryRow | None = None, part: str | None = None,
    whole: str | None = None, unit: str = "",
) -> ZeroCarbonIndicator:  # fmt: skip
    """As shown."""
    return ZeroCarbonIndicator.model_validate(
        {
            "code": found.code,
            "value": None if found.value is None else float(found.value),
            "limit": None if found.limit is None else float(found.limit),
            "verdict": found.verdict,
            "origin": origin,
            "part": f"{row.part:f}" if row is not None and part is None else part,
            "whole": f"{row.whole:f}" if row is not None and whole is None else whole,
            "unit": unit,
            "evidence": None if row is None else row.evidence_id,
            "evidence_name": None if row is None else row.evidence,
            "note": "" if row is None else row.note,
            "author": "" if row is None else row.author,
        }
    )


def _mwh(watt_hours: int) -> str:
    return f"{Decimal(watt_hours).scaleb(-6):f}"


def _amount(value: Fraction) -> str:
    return f"{(Decimal(round(value * 10**6)) / 10**6).normalize():f}"
