"""The verification workbook: items as numbers, every total a formula over them.

Masses are whole milligrams, which a spreadsheet adds up exactly below 2^53 (9 million tonnes; what is larger
stands as text, too, with all its digits); tonnes are a
formula over them. Beside each item stands activity × factor, computed in the sheet: it differs from the item
by the rounding of each hour to a milligram, and the sheet says by how much it may.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.totals import is_apart
from parkcarbon_platform.calculation.units import UnitError, factor_scale
from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.inventory.figures import Figures

EXACT = words.EXACT
# Factors by heat, and activities whose heat is in the fuel's own factor.
PER_HEAT, BURNT, MG_PER_KG = "kg/GJ", ("g", "mL"), 10**6
Heats = dict[tuple[str, date], set[Fraction]]
ITEMS, SCENES, FACTORS, SUMMARY, LACKS = "Items", "Scenes", "Factors", "Summary", "Checklist"
FINDINGS = "Verification"
HEAD = PatternFill("solid", fgColor="EEF3F4")
TEXTS = words.texts(__package__)
# Columns of the sheet of items that sums look for.
COLUMNS = (
    "source", "enterprise", "category", "carrier", "scope", "group", "month", "gas", "basis", "counts",
    "transfer", "quantity", "unit", "factor_id", "fallback", "gas_mg", "gwp", "co2e_mg", "by_factor_mg",
    "difference_mg", "allowed_mg", "ok", "exact",
)  # fmt: skip
AT = {name: get_column_letter(n + 1) for n, name in enumerate(COLUMNS)}


def build(figures: Figures, language: Language) -> bytes:
    """The workbook as xlsx."""
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = SUMMARY
    _items(book.create_sheet(ITEMS), figures)
    _scenes(book.create_sheet(SCENES), figures)
    _factors(book.create_sheet(FACTORS), figures)
    _lacks(book.create_sheet(LACKS), figures, language)
    if figures.inventory is not None:
        _findings(book.create_sheet(FINDINGS), figures, language)
    _summary(summary, figures, language)
    for sheet in book.worksheets:
        _dress(sheet)
    made = io.BytesIO()
    book.properties.created = book.properties.modified = figures.made_at.replace(tzinfo=None)
    book.save(made)
    return made.getvalue()


def _findings(sheet: Worksheet, figures: Figures, language: Language) -> None:
    """Each finding, then what was answered and whether it is resolved."""

    def word(key: str) -> str:
        return words.word(TEXTS, key, language)

    heads = ("finding", "kind", "finding_state", "figure", "note", "author", "role", "at")
    sheet.append([word(head) for head in heads])
    for found in figures.findings:
        state = word("finding_open" if found.is_open else "finding_resolved")
        for event in (found.raised, *found.replies):
            sheet.append((
                found.raised.id, word(f"said_{event.kind}"), state if event is found.raised else None,
                plain(event.figure or ""), plain(event.note), plain(event.author), event.role,
                event.at.strftime("%Y-%m-%d %H:%M UTC"),
            ))  # fmt: skip


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def month_number(day: str) -> int:
    """A month as a number: the text of one could be taken for a date.

    >>> month_number("2026-03-01")
    202603
    """
    return int(day[:4] + day[5:7])


def _items(sheet: Worksheet, figures: Figures) -> None:
    sheet.append(COLUMNS)
    heats = _heats(figures)
    for row, item in enumerate(figures.items, start=2):
        allowed = max(1, -(-item.expected_s // 3600)) / 2 + 1
        counts = "apart" if is_apart(item) else "total"
        scale = _scale(item, figures, heats)
        by_factor = None if scale is None else _by_factor(row, 1 + len(figures.factors), scale)
        compared = (f"=S{row}-P{row}", allowed, f'=IF(ABS(T{row})<=U{row},"ok","differs")')
        sheet.append((
            plain(item.source), plain(item.enterprise or ""), item.category, item.carrier, item.scope,
            figures.rules.group(item), month_number(item.month.isoformat()), item.gas, item.basis, counts,
            _deducted(item, figures), item.quantity, item.unit, item.factor_version,
            "yes" if item.fallback else "no", item.gas_mg, float(item.gwp),
            f"=ROUND(P{row}*Q{row},0)" if _is_exact(item) else item.co2e_mg,
            by_factor, *((None, None, None) if by_factor is None else compared),
            words.beyond((
                ("quantity", item.quantity), ("gas_mg", item.gas_mg), ("co2e_mg", item.co2e_mg),
            )) or None,
        ))  # fmt: skip


def _deducted(item: Item, figures: Figures) -> str:
    """Whether a park's total leaves it out, because it was bought inside."""
    return "yes" if item.internal_transfer and figures.enterprise is None else "no"


def _is_exact(item: Item) -> bool:
    """Whether a spreadsheet's rounding (half away from zero) gives the item's (half to even)."""
    product = Fraction(item.gas_mg) * Fraction(item.gwp)
    return abs(product) < EXACT and product % 1 != Fraction(1, 2)


def _by_factor(row: int, last: int, scale: Fraction) -> str:
    """Activity × factor [mg] in the sheet; the factor's value stands on its own sheet."""
    factor = f"INDEX({FACTORS}!F$2:F${last},MATCH(N{row},{FACTORS}!A$2:A${last},0))"
    return f"=ROUND(L{row}*{factor}*{scale.numerator}/{scale.denominator},0)"


def _scale(item: Item, figures: Figures, heats: Heats) -> Fraction | None:
    """mg a base unit of activity for one unit of the factor; None where the sheet cannot compute it."""
    factor = figures.factors.get(item.factor_version)
    if factor is None:
        return None
    if factor.unit == PER_HEAT and item.unit in BURNT:
        # CH4 and N2O of a fuel are told by its heat, which is that of the fuel's own factor.
        known = heats.get((item.source, item.month), set())
        return next(iter(known)) * MG_PER_KG if len(known) == 1 else None
    try:
        return factor_scale(factor.unit, item.unit)
    except UnitError:
        return None


def _heats(figures: Figures) -> Heats:
    """Heat [GJ a base unit] of what a source burnt in a month."""
    found: Heats = {}
    for item in figures.items:
        factor = figures.factors.get(item.factor_version)
        if factor is not None and factor.heat is not None:
            found.setdefault((item.source, item.month), set()).add(factor.heat)
    return found


def _scenes(sheet: Worksheet, figures: Figures) -> None:
    sheet.append(("source", "month", "gas", "basis", "counts", "transfer", "scene", "co2e_mg"))
    for item in figures.items:
        counts = "apart" if is_apart(item) else "total"
        transfer = _deducted(item, figures)
        for scene, value in item.scenes:
            sheet.append((
                plain(item.source), month_number(item.month.isoformat()), item.gas, item.basis, counts,
                transfer, scene, value,
            ))  # fmt: skip


def _factors(sheet: Worksheet, figures: Figures) -> None:
    sheet.append((
        "factor_id", "factor", "version", "region", "gas", "value", "unit", "set", "grade", "citation",
        "reference",
    ))  # fmt: skip
    for number in sorted(figures.factors):
        f = figures.factors[number]
        sheet.append((
            f.id, f.factor, plain(f.version), f.region, f.gas, float(f.value), f.unit, f.set_code, f.grade,
            plain(f.citation), plain(f.source_ref),
        ))  # fmt: skip


def _lacks(sheet: Worksheet, figures: Figures, language: Language) -> None:
    sheet.append(("severity", "check", "source", "months", "share", "count", "detail"))
    for lack in figures.lacks:
        months = ", ".join(f"{month:%Y-%m}" for month in lack.months)
        name = words.word(words.LACKS, lack.rule, language)
        sheet.append((
            lack.severity, name, plain(lack.source or ""), months, lack.share, lack.count, plain(lack.detail),
        ))  # fmt: skip


def _summary(sheet: Worksheet, figures: Figures, language: Language) -> None:
    """Each figure three times: by formula over the items, as the platform has it, and the difference."""

    def text(key: str, **values: object) -> str:
        return words.word(TEXTS, key, language).format(**values)

    sheet.append((text("title"), figures.park_code, figures.enterprise or "", figures.digest))
    sheet.append((text("ruleset"), words.named(figures.rules.name_zh, figures.rules.name_en, language)))
    sheet.append((text("period"), figures.start.isoformat(), figures.end.isoformat(), figures.timezone))
    sheet.append(
        ("basis", "dimension", "key", "by formula [mg]", "platform [mg]", "difference", "t", "exact")
    )
    last = max(2, 1 + len(figures.items))
    scenes = max(2, 1 + sum(len(item.scenes) for item in figures.items))
    for basis in figures.rules.bases:
        found = figures.totals[basis]
        rows = [("total", "all", _where(last, basis, transfer="no"), found.total)]
        if figures.enterprise is None:
            rows.append(("transfers", "all", _where(last, basis, transfer="yes"), found.transfers))
        for name in ("group", "scope", "category", "carrier", "gas", "month", "source"):
            for key, value in sorted(found.by[name].items()):
                rows.append((name, key, _where(last, basis, transfer="no", **{name: key}), value))
        for key, value in sorted(found.by["enterprise"].items()):
            rows.append(("enterprise", key, _where(last, basis, enterprise=key), value))
        for key, value in sorted(found.by["scene"].items()):
            rows.append(("scene", key, _of_scene(scenes, basis, key), value))
        for name, key, formula, value in rows:
            row = sheet.max_row + 1
            shown = month_number(key) if name == "month" else plain(key)
            sheet.append((basis, name, shown, formula, value, f"=D{row}-E{row}", f"=D{row}/10^9",
                          words.beyond((("mg", value),)) or None))  # fmt: skip
    if any(found.total >= words.EXACT for found in figures.totals.values()):
        sheet.append((text("exact_note"),))


def _where(last: int, basis: str, **wanted: str) -> str:
    """The sum of the items (rows 2 to `last`) of a basis, and of any, that count and have these values."""
    parts = ({"basis": b, "counts": "total", **wanted} for b in ("any", basis))
    return "=" + "+".join(_sumifs(ITEMS, last, AT, part) for part in parts)


def _of_scene(last: int, basis: str, scene: str) -> str:
    at = {"basis": "D", "counts": "E", "transfer": "F", "scene": "G", "co2e_mg": "H"}
    wanted = {"counts": "total", "transfer": "no", "scene": scene}
    return "=" + "+".join(_sumifs(SCENES, last, at, {"basis": b, **wanted}) for b in ("any", basis))


def _sumifs(sheet: str, last: int, at: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """The masses of a sheet whose rows have these values; ranges end where the rows do."""

    def column(name: str) -> str:
        return f"{sheet}!{at[name]}$2:{at[name]}${last}"

    criteria = [f'{column(name)},"{_quoted(_shown(name, value))}"' for name, value in wanted.items()]
    return f"SUMIFS({column('co2e_mg')},{','.join(criteria)})"


def _shown(name: str, key: str) -> str:
    """A key as it stands in the cells."""
    return str(month_number(key)) if name == "month" else plain(key)


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _dress(sheet: Worksheet) -> None:
    head = 4 if sheet.title == SUMMARY else 1
    for cell in sheet[head]:
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(vertical="top")
    sheet.freeze_panes = sheet.cell(row=head + 1, column=1).coordinate
    for n, width in enumerate(_widths(sheet), start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width


def _widths(sheet: Worksheet) -> Iterator[int]:
    for column in sheet.iter_cols(max_row=50, values_only=True):
        texts = [str(value) for value in column if value is not None and not str(value).startswith("=")]
        yield max(10, min(40, max(map(len, texts), default=8) + 2))
