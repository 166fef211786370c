"""Tables of energy and emissions as a workbook: the lines as whole numbers, every sum a formula over them."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from parkcarbon_platform.reports import words
from parkcarbon_platform.reports.document import Language, Section
from parkcarbon_platform.reports.energy_tables import report
from parkcarbon_platform.reports.energy_tables.figures import SIGNS, Figures
from parkcarbon_platform.reports.inventory.workbook import plain

HEAD = PatternFill("solid", fgColor="EEF3F4")
ENERGY, EMISSIONS, SUMMARY = "Energy", "Emissions", "Summary"
ENERGY_COLUMNS = (
    "code", "name", "enterprise", "carrier", "role", "sign", "quantity", "unit", "coefficient", "g_per_unit",
    "coal_g", "recomputed_g", "ok", "citation", "exact",
)  # fmt: skip
EMISSION_COLUMNS = ("name", "category", "gas", "quantity", "unit", "factor", "mg", "citation", "exact")


def build(figures: Figures, language: Language) -> bytes:
    """The workbook."""
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = SUMMARY
    _energy(book.create_sheet(ENERGY), figures, language)
    _emissions(book.create_sheet(EMISSIONS), figures, language)
    _summary(summary, figures, language)
    for section in report.document(figures, language).sections:
        _section(book, section)
    for sheet in book.worksheets:
        for number in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 20
    made = io.BytesIO()
    book.properties.created = book.properties.modified = figures.made_at.replace(tzinfo=None)
    book.save(made)
    return made.getvalue()


def _energy(sheet: Worksheet, figures: Figures, language: Language) -> None:
    """Lines; beside each its coal stands once more, computed from amount and coefficient."""
    rows = (
        (
            plain(one.code), plain(words.named(one.name_zh, one.name_en, language)), one.enterprise,
            one.carrier, one.role, SIGNS[one.role], one.quantity, one.unit, one.coefficient, float(one.each),
            one.coal_g, f"=ROUND(G{n}*J{n},0)", f'=IF(ABS(K{n}-L{n})<=1,"ok","differs")', plain(one.citation),
            words.beyond((("quantity", one.quantity), ("coal_g", one.coal_g))) or None,
        )
        for n, one in enumerate(figures.energy, start=2)
    )  # fmt: skip
    _table(sheet, ENERGY_COLUMNS, rows)


def _emissions(sheet: Worksheet, figures: Figures, language: Language) -> None:
    rows = (
        (
            plain(words.named(one.name_zh, one.name_en, language)), one.category, one.gas, one.quantity,
            one.unit, one.factor, one.mg, plain(one.citation),
            words.beyond((("quantity", one.quantity), ("mg", one.mg))) or None,
        )
        for one in figures.emissions
    )  # fmt: skip
    _table(sheet, EMISSION_COLUMNS, rows)


def _summary(sheet: Worksheet, figures: Figures, language: Language) -> None:
    """Sums of the lines: of each carrier [g of coal], of each category [mg]."""
    last = max(2, len(figures.energy) + 1)
    sheet.append(["", "key", "sum", words.word(report.TEXTS, "unit", language)])
    for carrier in dict.fromkeys(one.carrier for one in figures.energy):
        one = f"({ENERGY}!D2:D{last}=B{sheet.max_row + 1})*{ENERGY}!F2:F{last}*{ENERGY}!K2:K{last}"
        sheet.append([words.word(words.CARRIERS, carrier, language), carrier, f"=SUMPRODUCT({one})", "g ce"])
    whole = f"=SUMPRODUCT({ENERGY}!F2:F{last},{ENERGY}!K2:K{last})"
    sheet.append([words.word(report.TEXTS, "used", language), "energy", whole, "g ce"])
    end = max(2, len(figures.emissions) + 1)
    for category in dict.fromkeys(one.category for one in figures.emissions):
        told = words.word(words.CATEGORIES, category, language)
        of = f"=SUMIF({EMISSIONS}!B2:B{end},B{sheet.max_row + 1},{EMISSIONS}!G2:G{end})"
        sheet.append([told, category, of, "mg"])
    sheet.append(
        [words.word(report.TEXTS, "emitted", language), "emissions", f"=SUM({EMISSIONS}!G2:G{end})", "mg"]
    )
    sheet.append([words.word(report.TEXTS, "style", language)])
    sheet.append([words.word(report.TEXTS, "exact_note", language)])
    _head(sheet)


def _section(book: Workbook, section: Section) -> None:
    """A table of the report, as it is read."""
    sheet = book.create_sheet(section.title[:31])
    for paragraph in section.paragraphs:
        sheet.append([paragraph])
    for table in section.tables:
        sheet.append([column.title for column in table.columns])
        for row in table.rows:
            sheet.append([plain(cell) for cell in row])


def _table(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    _head(sheet)
    sheet.freeze_panes = "A2"


def _head(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
