"""Files of tables as rows of text: CSV in the encodings that spreadsheets write, and xlsx."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

BOM = "\ufeff".encode()
# Unpacked; a sheet of 20,000 rows and 20 columns has 20 MB. Texts and styles are held in memory as a whole.
LARGEST_UNPACKED_BYTES = 128 << 20
LARGEST_TEXTS_BYTES = 32 << 20
LARGEST_REST_BYTES = 8 << 20
MOST_PARTS = 1_000
MOST_COLUMNS = 200
# Whoever reads keeps the rows: 4 MB of zeros unpack to millions of cells, each 60 bytes and more.
MOST_CELLS = 1_000_000
# A row may claim any number, and every one before it is made up: a file of 1 kB could name two milliards.
LAST_ROW = 100_000
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})([.][0-9]{1,15})?")
LONGEST_LIST = 255  # of the choices of a cell in Excel, with their commas
TEMPLATE_ROWS = 5_000

BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error)


class UnreadableError(ValueError):
    """The bytes are no table."""


def read_csv(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file in UTF-8, or in GB 18030 as Chinese spreadsheets save it."""
    told = _decoded(content)
    first = told.partition("\n")[0]
    # The separator of the header, which holds no free text.
    separator = max(",;\t", key=first.count)
    try:
        yield from _bounded(csv.reader(io.StringIO(told, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableError(f"The file is no CSV: {error}.") from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            told = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in told:
            return told
    raise UnreadableError("The file is neither xlsx nor text in UTF-8 or GB 18030.")


def read_xlsx(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, down to `LAST_ROW`."""
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions of other programs, which are left out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
            yield from _bounded([_text(cell) for cell in row] for row in rows)
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, IndexError, ValueError) as error:
        raise UnreadableError("The file is no xlsx that can be read.") from error


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise UnreadableError("The table has too many cells.")
        yield row


def _check_size(content: bytes) -> None:
    """Refuse what would fill the memory once unpacked; an entry is unpacked no further than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            sizes = {"sheets": 0, "texts": 0, "rest": 0}
            for entry in entries:
                sizes[_kind(entry.filename)] += entry.file_size
            is_small = (
                len(entries) <= MOST_PARTS
                and sizes["sheets"] <= LARGEST_UNPACKED_BYTES
                and sizes["texts"] <= LARGEST_TEXTS_BYTES
                and sizes["rest"] <= LARGEST_REST_BYTES
            )
            # No program writes a document type into one: it would only make entities grow.
            is_plain = is_small and not any(b"<!DOCTYPE" in archive.open(e).read(1024) for e in entries)
    except BROKEN as error:
        raise UnreadableError("The file is no xlsx that can be read.") from error
    if not is_small:
        raise UnreadableError("The file is too large when unpacked.")
    if not is_plain:
        raise UnreadableError("The file is no xlsx that can be read.")


def _kind(name: str) -> str:
    if name.startswith("xl/worksheets/"):
        return "sheets"
    return "texts" if name == "xl/sharedStrings.xml" else "rest"


def _text(cell: Any) -> str:  # noqa: ANN401  # whatever openpyxl makes of a cell
    if cell is None:
        return ""
    if isinstance(cell, float):
        return format(cell, ".15g")  # what Excel shows and keeps
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def write_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file that Excel reads as UTF-8."""
    return BOM + csv_rows(rows)


def csv_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows in the middle of such a file."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula; signs and numbers stay as they are.

    >>> [plain(text) for text in ("=1+1", "+", "-12.5", "@a", "a=b")]
    ["'=1+1", '+', '-12.5', "'@a", 'a=b']
    """
    is_harmless = len(text) < 2 or text[0] not in "=+-@\t\r" or NUMBER.fullmatch(text)
    return text if is_harmless else f"'{text}"


def write_rows(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    """An xlsx of one sheet: a header and rows of what people wrote, numbers as numbers."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    _write(sheet, [rows[0]], [max(14, 2 * len(text) + 4) for text in rows[0]])
    for row in rows[1:]:
        sheet.append([_cell(text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str) -> float | str:
    """A number where the text is how one is written: "007" and "1e5" are serial numbers, "nan" is a word."""
    return float(text) if NUMBER.fullmatch(text) else plain(ILLEGAL_CHARACTERS_RE.sub("", text))


def write_template(
    title: str,
    header: Sequence[str],
    help_title: str,
    help_rows: Sequence[Sequence[str]],
    choices: Mapping[int, Sequence[str]],
) -> bytes:
    """An xlsx with an empty table and a help sheet; `choices`, by number of the column, become lists."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    _write(sheet, [header], [max(14, 2 * len(text) + 4) for text in header])
    for number, allowed in choices.items():
        listed = ",".join(allowed)
        if len(listed) <= LONGEST_LIST and not any("," in text for text in allowed):
            letter = get_column_letter(number + 1)
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{TEMPLATE_ROWS}")
    _write(book.create_sheet(help_title), help_rows, [24, 10, 60, 60, 24])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Any, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:  # noqa: ANN401  # openpyxl has no types
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="E8F0EC")
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row_cells in sheet.iter_rows():
        for cell in row_cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
