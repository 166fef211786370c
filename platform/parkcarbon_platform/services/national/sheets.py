"""Workbooks of the national rules: a year by the method, with formulas that recompute it; the functions."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from parkcarbon_platform.calculation.units import factor_scale
from parkcarbon_platform.calculation.zero_carbon.differences import CAUSES
from parkcarbon_platform.calculation.zero_carbon.method import GROUPS, OUT
from parkcarbon_platform.reports.inventory.workbook import plain
from parkcarbon_platform.services.national.models import (
    ParkFunctions,
    ZeroCarbonComparison,
    ZeroCarbonDecided,
    ZeroCarbonLine,
    ZeroCarbonYear,
)
from parkcarbon_platform.storage.functions import Evidence

Language = Literal["zh-CN", "en"]
HEAD = PatternFill("solid", fgColor="EEF3F4")
TEXTS: dict[str, tuple[str, str]] = {
    "summary": ("汇总", "Summary"), "lines": ("计算明细", "Lines"), "energy": ("能源消费", "Energy"),
    "indicators": ("指标", "Indicators"), "compared": ("口径差异", "Differences"),
    "settings": ("参数", "Settings"), "findings": ("待处理", "Findings"), "functions": ("功能", "Functions"),
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


class Formula(str):
    """A text that a spreadsheet shall compute; no other text is one, whatever it begins with."""

    __slots__ = ()


def _fields(rows: Iterable[object], names: Sequence[str]) -> Iterable[tuple[object, ...]]:
    return (tuple(getattr(row, name) for name in names) for row in rows)


def of_year(
    found: ZeroCarbonYear, compared: ZeroCarbonComparison, decided: ZeroCarbonDecided, language: Language
) -> bytes:
    """A year: totals are formulas over the lines, and each line is recomputed from its amount and factor."""
    told = 0 if language == "zh-CN" else 1
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = TEXTS["summary"][told]
    lines = book.create_sheet(TEXTS["lines"][told])
    _table(lines, COLUMNS, (_line(n, one, told) for n, one in enumerate(found.lines, start=2)))
    _summary(first, found, lines.title, told)
    coal = found.energy.lines if found.energy else []
    _table(book.create_sheet(TEXTS["energy"][told]), ENERGY, _fields(coal, ENERGY))
    told_of = (found.core, found.direct, *found.guiding)
    _table(book.create_sheet(TEXTS["indicators"][told]), INDICATORS, _fields(told_of, INDICATORS))
    _table(
        book.create_sheet(TEXTS["compared"][told]),
        ("ruleset", "basis", "source", "before_mg", *CAUSES, "after_mg"),
        (
            (b.ruleset, b.basis, s.source, s.before_mg, *(s.causes[c] for c in CAUSES), s.after_mg)
            for b in compared.beside
            for s in b.sources
        ),
    )
    values = decided.settings.model_dump(mode="json").items()
    state = {name: TEXTS["yes" if name in decided.open else "no"][told] for name, _ in values}
    _table(
        book.create_sheet(TEXTS["settings"][told]),
        ("setting", "value", "open"),
        ((name, str(value), state[name]) for name, value in values),
    )
    _table(book.create_sheet(TEXTS["findings"][told]), FINDINGS, _fields(found.findings, FINDINGS))
    return _saved(book)


def _line(row: int, one: ZeroCarbonLine, told: int) -> tuple[object, ...]:
    each = Fraction(one.factor) * factor_scale(one.factor_unit, one.unit)
    sign = "-" if one.flow in OUT else ""
    return (
        one.source, (one.name_zh, one.name_en)[told], one.enterprise, one.group, one.flow, one.quantity,
        one.unit, float(one.factor), one.factor_unit, one.evidence, ", ".join(one.numbers), one.factor_from,
        one.citation, float(each), one.mg, Formula(f"={sign}ROUND(F{row}*N{row},0)"),
    )  # fmt: skip


def _summary(sheet: Worksheet, found: ZeroCarbonYear, lines: str, told: int) -> None:
    last = max(2, len(found.lines) + 1)
    sheet.append([TEXTS["year"][told], found.year])
    sheet.append([TEXTS["days"][told], f"{found.days} / {found.of_days}"])
    sheet.append([TEXTS["provisional"][told], TEXTS["yes" if found.provisional else "no"][told]])
    groups = tuple(dict.fromkeys(GROUPS.values()))
    for group in groups:
        sheet.append([group, f"=SUMIF('{lines}'!D2:D{last},\"{group}\",'{lines}'!O2:O{last})/{MG_PER_T}"])
    start = sheet.max_row - len(groups) + 1
    sheet.append([TEXTS["total"][told], f"=SUM(B{start}:B{sheet.max_row})"])
    sheet.append(["mg", f"=SUM('{lines}'!O2:O{last})"])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 24


def of_functions(found: ParkFunctions, pieces: dict[str, list[Evidence]], language: Language) -> bytes:
    """The functions with their state, and a sheet of all pieces of evidence."""
    told = 0 if language == "zh-CN" else 1
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = TEXTS["functions"][told]
    _table(
        first, ("number", "code", "name_zh", "name_en", "state", "page", "fact", "count", "last", "needed"),
        (
            (f.number, f.code, f.name_zh, f.name_en, f.state, f.page, fact.code, fact.count,
             _time(fact.last), fact.needed)
            for f in found.functions
            for fact in f.facts
        ),
    )  # fmt: skip
    every = ((code, piece) for code, rows in pieces.items() for piece in rows)
    _table(
        book.create_sheet("Evidence"),
        ("fact", "name", "time", "detail"),
        ((code, one.name, one.time and one.time.isoformat(), one.detail) for code, one in every),
    )
    return _saved(book)


def _time(moment: int | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment / 1000, UTC).isoformat()


def _table(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for row in rows:
        sheet.append([_cell(value) for value in row])
    sheet.freeze_panes = "A2"


def _cell(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Formula) else value


def _saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
