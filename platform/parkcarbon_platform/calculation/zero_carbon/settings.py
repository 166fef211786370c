"""What the rules of national zero-carbon parks print, and what they leave open.

Source: 发改环资〔2025〕910号, annexes 3 (indicators) and 4 (accounting method). What is printed is a default;
what is open has no value until somebody sets one, with a note.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ANNEX_3 = "国家级零碳园区建设指标体系（试行）, 发改环资〔2025〕910号 附件3"
ANNEX_4 = "零碳园区碳排放核算方法（试行）, 发改环资〔2025〕910号 附件4"
# Parks below 200,000 tce a year have no printed limit, those from 1,000,000 on another one.
SMALLEST_TCE, LARGE_TCE = 200_000, 1_000_000
MIDDLE_LIMIT, LARGE_LIMIT = Decimal("0.2"), Decimal("0.3")  # t CO2 per tce

CleanShare = Literal["unset", "electricity", "energy"]
Exports = Literal["own_first", "grid"]


@dataclass(frozen=True, slots=True)
class Settings:
    """A version of the settings.

    `grid_kg_per_kwh`: the fossil-only factor; the annex prints 0.8325 and not whether it moves with the year.
    `heat_kg_per_gj`: fossil heat where none is measured. `equivalent_kgce_per_kwh`: standard coal of a
    kilowatt hour in equivalent value, of which no number is printed (None: no core indicator).
    `small_limit`: the limit below 200,000 tce [t CO2 per tce], not printed either. `clean_share`: which
    formula the share of clean energy has. `vintage_months`: how old a certificate's generation may be; None
    for any age. `direct_share`: the least direct green supply of the electricity used (“原则上不低于 50%”).
    `is_onsite_direct`: whether own generation of sun, wind or water that is used on the spot is direct supply
    (None: nobody said, then it is not). `exports`: of what power goes out where there is such generation, of
    it first (at 0, which earns nothing), or of the grid's.
    """

    grid_kg_per_kwh: Decimal = Decimal("0.8325")
    heat_kg_per_gj: Decimal = Decimal(110)
    equivalent_kgce_per_kwh: Decimal | None = None
    small_limit: Decimal | None = None
    clean_share: CleanShare = "unset"
    vintage_months: int | None = None
    direct_share: Decimal = Decimal("0.5")
    is_onsite_direct: bool | None = None
    exports: Exports = "own_first"
