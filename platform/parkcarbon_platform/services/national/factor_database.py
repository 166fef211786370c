"""The second edition of the national factor database: imported row by row, kept as a factor set of the park.

It is not published as a file that could ship with the platform. A value that is stored never changes: another
value of the same factor, region and gas needs another version.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.gases import CO2, GASES
from parkcarbon_platform.calculation.accounting.sources.fuel_combustion import calc_emission_factor
from parkcarbon_platform.calculation.units import UnitError, factor_scale
from parkcarbon_platform.factors import regions
from parkcarbon_platform.factors.resolver import FactorMissingError, Version, resolve
from parkcarbon_platform.services.tables import table_values, tables
from parkcarbon_platform.services.tables.table_values import CellError
from parkcarbon_platform.services.tables.tables import Column, Outcome, Row, RowError
from parkcarbon_platform.storage import factors as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import StoredVersion, VersionRow

__all__ = ["COLUMNS", "SET", "Edition", "load", "read"]

SET = "efdb-v2"
EDITION = "v2"
UNITS = ("kg/t", "kg/m3", "kg/kg", "kg/L", "kg/GJ", "kg/kWh")
STATES = ("293.15K_101.325kPa", "273.15K_101.325kPa")
# How far a printed factor may be from what its own parts come to: they are printed with four digits.
PARTS_OFF = Fraction(1, 200)


def _factor(cell: str) -> str:
    if not cell.startswith(("fuel.", "process.", "carbon.", "purchased_heat")) or " " in cell:
        raise CellError("factor", "A factor is named fuel.…, process.…, carbon.… or purchased_heat.")
    return cell


_exact = table_values.decimal(least=Decimal(0), places=10)


def _same(values: tuple[str, ...]) -> dict[str, str]:
    return {value: value for value in values}


COLUMNS = [
    Column("factor", "因子编码", "Factor", _factor, example="fuel.natural_gas",
           help_zh="本平台的因子编码，与排放源所用一致", help_en="Code as the emission sources use it"),
    Column("name_zh", "中文名", "Chinese name", table_values.text(), example="天然气"),
    Column("name_en", "英文名", "English name", table_values.text(), required=False, example="Natural gas"),
    Column("gas", "气体", "Gas", table_values.choice(_same(GASES)), required=False, example="CO2",
           help_zh="留空为 CO2", help_en="Empty: CO2"),
    Column("region", "适用地区", "Region", table_values.text(40), required=False, example="CN",
           help_zh="留空为全国（CN）", help_en="Empty: the whole country (CN)"),
    Column("value", "数值", "Value", _exact, example="2.154"),
    Column("unit", "单位", "Unit", table_values.choice(_same(UNITS)), choices=UNITS, example="kg/m3"),
    Column("net_calorific_value", "低位发热量", "Net calorific value", _exact, required=False,
           help_zh="GJ/t 或 GJ/10^4 m3；与后两列一起给出时核对数值",
           help_en="GJ/t or GJ/10^4 m3; with the next two columns the value is checked against them"),
    Column("carbon_content", "单位热值含碳量", "Carbon content", _exact, required=False,
           help_zh="tC/GJ", help_en="tC/GJ"),
    Column("oxidation", "碳氧化率", "Oxidation", _exact, required=False, help_zh="0–1", help_en="0 to 1"),
    Column("valid_from", "起始日", "Valid from", table_values.day, required=False),
    Column("valid_to", "截止日", "Valid to", table_values.day, required=False),
    Column("reference_state", "气体参比状态", "Reference state", table_values.choice(_same(STATES)),
           required=False, choices=STATES, help_zh="kg/m3 的气体必填", help_en="Needed for gases in kg/m3"),
    Column("version", "版本", "Version", table_values.text(40), required=False, example="v2",
           help_zh="留空为 v2；数值更正时换一个版本", help_en="Empty: v2; another where corrected"),
    Column("citation", "出处", "Citation", table_values.text(500), example="国家温室气体排放因子数据库",
           help_zh="表号、页码或网址", help_en="Table, page or address"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """The values that the park has imported, ready to be asked."""

    stored: dict[int, StoredVersion]
    versions: tuple[Version, ...]

    def find(self, factor: str, region: str, day: date, base: str) -> StoredVersion | None:
        """The CO2 value of a factor for an activity in `base` units; None where it has none that fits."""
        try:
            found = resolve(self.versions, factor, regions.chain(region), day)
        except FactorMissingError:
            return None
        row = self.stored[found.version.id]
        try:
            factor_scale(row.unit, base)
        except UnitError:
            return None
        return row


def read(connection: Connection) -> Edition:
    """What the park has of it; nothing before anything was imported."""
    rows = storage.versions(connection, SET)
    return Edition({row.id: row for row in rows}, tuple(_version(row) for row in rows))


def _version(row: StoredVersion) -> Version:
    return Version(
        row.id, row.factor, row.region, row.version, row.gas, row.value, row.unit, row.valid_from,
        row.valid_to, row.grade, row.reference_state,
    )  # fmt: skip


def load(connection: Connection, park_id: int, content: bytes, *, dry_run: bool) -> Outcome:
    """Keep the rows of a file, all of them or none; what is there already stays as it is."""
    table = tables.read(content, COLUMNS)
    outcome = Outcome(errors=list(table.errors))
    known = {_key(row): row for row in storage.versions(connection, SET)}
    seen: dict[tuple[str, str, str, str], int] = {}
    new: list[VersionRow] = []
    for row in table.rows:
        made = _row(row)
        fault = _fault(row, made) or _clash(row, made, known.get(_key(made)), seen)
        seen.setdefault(_key(made), row.number)
        if fault is not None:
            outcome.errors.append(fault)
        elif _key(made) in known:
            outcome.unchanged += 1
        else:
            new.append(made)
    outcome.errors.sort(key=lambda error: error.row)
    outcome.created = len(new)
    if not outcome.errors and not dry_run:
        for made in new:
            storage.add_own(connection, park_id, None, made, SET)
    return outcome


def _key(row: VersionRow | StoredVersion) -> tuple[str, str, str, str]:
    return (row.factor, row.region, row.version, row.gas)


def _row(row: Row) -> VersionRow:
    components: dict[str, object] = {"name_zh": row["name_zh"], "name_en": row["name_en"] or row["name_zh"]}
    if row["net_calorific_value"] is not None:
        components["net_calorific_value"] = {
            "value": str(row["net_calorific_value"]), "unit": f"GJ/{_per(row)}", "citation": row["citation"],
        }  # fmt: skip
    return VersionRow(
        factor=row["factor"], version=row["version"] or EDITION, gas=row["gas"] or CO2, value=row["value"],
        unit=row["unit"], region=(row["region"] or "CN").upper(), valid_from=row["valid_from"],
        valid_to=row["valid_to"], reference_state=row["reference_state"], components=components,
        citation=row["citation"], source_ref="imported by the park", grade="A",
    )  # fmt: skip


def _per(row: Row) -> str:
    return "10^4 m3" if row["unit"] == "kg/m3" else "t"


def _fault(row: Row, made: VersionRow) -> RowError | None:
    if made.unit == "kg/m3" and made.factor.startswith("fuel.") and made.reference_state is None:
        return row.error("reference_state", "needed", "A volume of gas needs its reference state.")
    if made.valid_from is not None and made.valid_to is not None and made.valid_to < made.valid_from:
        return row.error("valid_to", "order", "It ends before it begins.")
    parts = [row[name] for name in ("net_calorific_value", "carbon_content", "oxidation")]
    if any(part is not None for part in parts[1:]) and None in parts:
        return row.error("net_calorific_value", "parts", "Give all three parts, or only the heat value.")
    if parts[2] is not None and parts[2] > 1:
        return row.error("oxidation", "number", "An oxidation is at most 1.")
    if None not in parts and made.unit in ("kg/t", "kg/m3"):
        whole = Fraction(calc_emission_factor(parts[0], parts[1], parts[2], _per(row)))
        if abs(Fraction(made.value) - whole) > whole * PARTS_OFF:
            said = f"Its parts come to {float(whole):.6g} {made.unit}."
            return row.error("value", "parts", said)
    return None


def _clash(
    row: Row, made: VersionRow, stored: StoredVersion | None, seen: dict[tuple[str, str, str, str], int]
) -> RowError | None:
    if _key(made) in seen:
        return row.error("factor", "twice", f"It stands in row {seen[_key(made)]} already.")
    if stored is None:
        return None
    facts = (stored.value, stored.unit, stored.valid_from, stored.valid_to, stored.reference_state)
    if facts != (made.value, made.unit, made.valid_from, made.valid_to, made.reference_state):
        said = f"{stored.value.normalize():f} {stored.unit} is stored: give the correction another version."
        return row.error("value", "changed", said)
    return None
