"""A plan as a spreadsheet, in Chinese or English: every year as numbers, inputs, and what it is bound to."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.plan import pathway, portfolio
from parkcarbon_platform.reports.plan.figures import Figures
from parkcarbon_platform.reports.plan.report import facts
from parkcarbon_platform.reports.plan.wording import Wording

Row = Sequence[object]
HEAD = PatternFill("solid", start_color="EEF3F4")
# A sheet's name holds 31 characters and none of these.
LONGEST_NAME, FORBIDDEN = 31, str.maketrans("", "", "[]:*?/\\")


def build(figures: Figures, language: Language) -> bytes:
    """The workbook."""
    say = Wording(figures, language)
    book = Workbook()
    book.remove(book.worksheets[0])
    module = pathway if figures.kind == "pathway" else portfolio
    said = module.answers(say)
    _sheet(book, say.text("plan"), [*facts(say), *((line,) for line in said.paragraphs)], header=False)
    if figures.kind == "pathway":
        _pathway(book, say)
    else:
        _portfolio(book, say)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pathway(book: Workbook, say: Wording) -> None:
    result = say.figures.result
    percent = [f"{say.text('total')} {p} % t" for p in result["percentiles"]]
    heads = [f"{say.text(key)} t" for key in ("total", "net")] + [f"{say.text('energy')}".replace("TJ", "GJ")]
    rows: list[Row] = [[say.text("scenario"), say.text("year"), *heads, say.text("share"), *percent]]
    peaks: list[Row] = [[say.text("scenario"), say.text("year"), say.text("part_of_draws")]]
    for path in result["paths"]:
        name = say.named(path["scenario"])
        for i, year in enumerate(result["years"]):
            own = [path[key][i] for key in ("total", "net", "energy", "electricity_share")]
            rows.append([name, year, *own, *(band[i] for band in path["bands"])])
        peaks += [[name, int(year), share] for year, share in sorted(path["peaks"].items())]
        peaks.append([name, say.text("no_peak"), path["no_peak"]])
    _sheet(book, _title(say, "paths"), rows)
    _sheet(book, _title(say, "peaks"), peaks)
    if result["wedges"]:
        _sheet(book, _title(say, "wedges"), _wedges(say))
    if say.figures.asked.get("elasticities"):
        _tables(book, say, "elasticities", pathway.elasticities(say))
    _tables(book, say, "levers", pathway.levers(say))


def _wedges(say: Wording) -> list[Row]:
    result = say.figures.result
    aspects = list(result["wedges"][0]["by_aspect"])
    rows: list[Row] = [[say.text("scenario"), say.text("year"), *(f"{say.text(a)} t" for a in aspects)]]
    for one in result["wedges"]:
        title = f"{say.named(one['before'])} → {say.named(one['after'])}"
        for i, year in enumerate(result["years"]):
            rows.append([title, year, *(one["by_aspect"][aspect][i] for aspect in aspects)])
    return rows


def _portfolio(book: Workbook, say: Wording) -> None:
    result = say.figures.result
    heads = [f"{say.text(key)} t" for key in ("baseline", "left", "cap")]
    rows: list[Row] = [[say.text("year"), *heads, "capital yuan", "yearly yuan"]]
    columns = [result[key] for key in ("years", "baseline", "emissions", "cap", "capital", "yearly")]
    rows += [list(row) for row in zip(*columns, strict=True)]
    _sheet(book, _title(say, "portfolio"), rows)
    built: list[Row] = [[say.text("measure"), say.text("year"), say.text("part_built")]]
    built += [[say.named(one["measure"]), one["year"], one["share"]] for one in result["built"]]
    _sheet(book, _title(say, "built"), built)
    _tables(book, say, "policies", portfolio.policies(say))
    _tables(book, say, "measures", portfolio.measures(say))


def _tables(book: Workbook, say: Wording, key: str, section: Any) -> None:  # noqa: ANN401  # a Section
    """A section's paragraphs and tables, one below the other."""
    rows: list[Row] = [(line,) for line in section.paragraphs]
    for table in section.tables:
        rows += [(table.caption,)] if table.caption else []
        rows += [[column.title for column in table.columns], *table.rows]
    _sheet(book, _title(say, key), rows, header=False)


def _title(say: Wording, key: str) -> str:
    """A section's title without its number."""
    text = say.text(key)
    return text.split("、")[-1] if say.language == "zh" else text.lstrip("0123456789 ")


def _sheet(book: Workbook, title: str, rows: Sequence[Row], *, header: bool = True) -> None:
    sheet: Any = book.create_sheet(title.translate(FORBIDDEN)[:LONGEST_NAME])
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    if header:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = HEAD
        sheet.freeze_panes = "A2"
    for place in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 22


def _safe(cell: object) -> object:
    # A name is text even where it begins like a formula.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell
