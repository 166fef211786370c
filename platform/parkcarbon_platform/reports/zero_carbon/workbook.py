"""A year by the national method as a workbook that recomputes itself: totals and lines are formulas."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from parkcarbon_platform.calculation.units import factor_scale
from parkcarbon_platform.calculation.zero_carbon.differences import CAUSES
from parkcarbon_platform.calculation.zero_carbon.method import GROUPS, OUT
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.sheets import Formula, begun, fields, saved, table
from parkcarbon_platform.reports.zero_carbon.figures import Figures

TEXTS: dict[str, tuple[str, str]] = {
    "summary": ("汇总", "Summary"), "lines": ("计算明细", "Lines"), "energy": ("能源消费", "Energy"),
    "indicators": ("指标", "Indicators"), "compared": ("口径差异", "Differences"),
    "settings": ("参数", "Settings"), "findings": ("待处理", "Findings"),
    "year": ("年份", "Year"), "total": ("合计（吨 CO2）", "Total [t CO2]"),
    "provisional": ("暂定：国家因子库第二版尚未导入", "Provisional: national factors not loaded"),
    "yes": ("是", "yes"), "no": ("否", "no"), "days": ("有数据的天数", "Days with data"),
}  # fmt: skip
COLUMNS = (
    "source", "name", "enterprise", "group", "flow", "quantity", "unit", "factor", "factor_unit", "evidence",
    "numbers", "factor_from", "citation", "mg_per_unit", "mg", "recomputed_mg",
)  # fmt: skip
ENERGY = (
    "code",
    "carrier",
    "role",
    "quantity",
    "unit",
    "coefficient",
    "coefficient_unit",
    "coal_g",
    "citation",
)
INDICATORS = (
    "code", "value", "limit", "verdict", "origin", "part", "whole", "unit", "evidence_name", "note", "author",
)  # fmt: skip
FINDINGS = ("code", "subject", "detail")
MG_PER_T = 10**9
Row = Mapping[str, Any]


def build(figures: Figures, language: Language) -> bytes:
    """A year: totals are formulas over the lines, and each line is recomputed from its amount and factor."""
    told = 0 if language == "zh" else 1
    year, decided = figures.year, figures.decided
    book, first = begun(TEXTS["summary"][told])
    lines = book.create_sheet(TEXTS["lines"][told])
    table(lines, COLUMNS, (_line(n, one, told) for n, one in enumerate(year["lines"], start=2)))
    _summary(first, year, lines.title, told)
    coal = year["energy"]["lines"] if year["energy"] else []
    table(book.create_sheet(TEXTS["energy"][told]), ENERGY, fields(coal, ENERGY))
    told_of = (year["core"], year["direct"], *year["guiding"])
    table(book.create_sheet(TEXTS["indicators"][told]), INDICATORS, fields(told_of, INDICATORS))
    table(
        book.create_sheet(TEXTS["compared"][told]),
        ("ruleset", "basis", "source", "before_mg", *CAUSES, "after_mg"),
        (
            (b["ruleset"], b["basis"], s["source"], s["before_mg"], *(s["causes"][c] for c in CAUSES),
             s["after_mg"])
            for b in figures.compared["beside"]
            for s in b["sources"]
        ),
    )  # fmt: skip
    values = decided["settings"].items()
    state = {name: TEXTS["yes" if name in decided["open"] else "no"][told] for name, _ in values}
    table(
        book.create_sheet(TEXTS["settings"][told]),
        ("setting", "value", "open"),
        ((name, str(value), state[name]) for name, value in values),
    )
    table(book.create_sheet(TEXTS["findings"][told]), FINDINGS, fields(year["findings"], FINDINGS))
    return saved(book)


def _line(row: int, one: Row, told: int) -> tuple[object, ...]:
    each = Fraction(one["factor"]) * factor_scale(one["factor_unit"], one["unit"])
    sign = "-" if one["flow"] in OUT else ""
    return (
        one["source"], (one["name_zh"], one["name_en"])[told], one["enterprise"], one["group"], one["flow"],
        one["quantity"], one["unit"], float(one["factor"]), one["factor_unit"], one["evidence"],
        ", ".join(one["numbers"]), one["factor_from"], one["citation"], float(each), one["mg"],
        Formula(f"={sign}ROUND(F{row}*N{row},0)"),
    )  # fmt: skip


def _summary(sheet: Worksheet, year: Row, lines: str, told: int) -> None:
    last = max(2, len(year["lines"]) + 1)
    sheet.append([TEXTS["year"][told], year["year"]])
    sheet.append([TEXTS["days"][told], f"{year['days']} / {year['of_days']}"])
    sheet.append([TEXTS["provisional"][told], TEXTS["yes" if year["provisional"] else "no"][told]])
    groups = tuple(dict.fromkeys(GROUPS.values()))
    for group in groups:
        sheet.append([group, f"=SUMIF('{lines}'!D2:D{last},\"{group}\",'{lines}'!O2:O{last})/{MG_PER_T}"])
    start = sheet.max_row - len(groups) + 1
    sheet.append([TEXTS["total"][told], f"=SUM(B{start}:B{sheet.max_row})"])
    sheet.append(["mg", f"=SUM('{lines}'!O2:O{last})"])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 24
