"""Sheets of workbooks: tables with a head, and texts that stay texts."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from parkcarbon_platform.reports.inventory.workbook import plain

HEAD = PatternFill("solid", fgColor="EEF3F4")


class Formula(str):
    """A text that a spreadsheet shall compute; no other text is one, whatever it begins with."""

    __slots__ = ()


def begun(title: str) -> tuple[Workbook, Worksheet]:
    """A workbook, and its first sheet."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = title
    return book, first


def fields(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> Iterable[tuple[object, ...]]:
    """These fields of each row."""
    return (tuple(row[name] for name in names) for row in rows)


def table(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table that begins in the first row."""
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for row in rows:
        sheet.append([_cell(value) for value in row])
    sheet.freeze_panes = "A2"


def _cell(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Formula) else value


def saved(book: Workbook) -> bytes:
    """As a file."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
