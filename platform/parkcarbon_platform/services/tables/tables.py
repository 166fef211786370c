"""Tables that people fill in: CSV or xlsx in, typed rows and errors by row and column out; templates.

One description (`Column`) makes the template, its help sheet and the reader, so that they cannot differ.
Row numbers are those that a spreadsheet shows: the header is row 1. Cells are read as text first, and numbers
are exact: Excel keeps 15 significant digits, and these are read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.tables import table_files
from parkcarbon_platform.services.tables.table_values import CellError
from parkcarbon_platform.services.tables.table_values import plain as _plain

__all__ = ["CellError", "Column", "Format", "Outcome", "Row", "RowError", "Table", "read", "template"]

Format = Literal["csv", "xlsx"]
Language = Literal["zh-CN", "en"]
MOST_ROWS = 20_000
MOST_ERRORS = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, its header in both languages, and how its cells are read.

    `parse` takes the text of a cell, without blanks around it and never empty, and returns the value or
    raises `CellError`. `choices` are offered as a list in the spreadsheet and named in the help.
    """

    name: str
    zh: str
    en: str
    parse: Callable[[str], Any] = _plain
    required: bool = True
    help_zh: str = ""
    help_en: str = ""
    example: str = ""
    choices: Sequence[str] = ()

    def headers(self) -> set[str]:
        """What the header may say."""
        return {_folded(text) for text in (self.name, self.zh, self.en)}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one place; `column` is the name of the column, empty for the whole row."""

    row: int
    column: str
    value: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file and its values by column name; None where an optional cell is empty."""

    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401  # what the column's `parse` returned
        return self.values[column]

    def error(self, column: str, code: str, message: str) -> RowError:
        """An error that only the row's meaning shows: an unknown code, an overlap."""
        value = self.values.get(column)
        return RowError(self.number, column, "" if value is None else str(value), code, message)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows without an error, and the errors of the others."""

    rows: list[Row]
    errors: list[RowError]


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do: all rows or none."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


class TableError(InvalidError):
    """The file is no table that can be read."""

    code = "table"
    remedy = "Fill in the template and save it as xlsx, or as CSV with UTF-8."


def read(content: bytes, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> Table:
    """The rows of a file, CSV or the first sheet of an xlsx: what it is shows in its first bytes."""
    lines = _lines(content)
    header = next(lines, None)
    if header is None:
        raise TableError("The file has no rows.")
    places = _places(header[1], columns)
    table = Table([], [])
    count = 0
    for number, cells in lines:
        if not any(cells):
            continue
        count += 1
        if count > most_rows:
            raise TableError(f"The file has more than {most_rows:,} rows.", remedy="Split it.")
        _add(table, number, cells, places)
        if len(table.errors) >= MOST_ERRORS:
            break
    return table


def template(columns: Sequence[Column], form: Format, language: Language = "zh-CN") -> bytes:
    """An empty table to fill in; an xlsx explains every column on its second sheet."""
    zh = language == "zh-CN"
    header = [column.zh if zh else column.en for column in columns]
    if form == "csv":
        return table_files.write_csv([header])
    return table_files.write_template(
        "数据" if zh else "Data",
        header,
        "说明" if zh else "Help",
        _help(columns, zh=zh),
        {number: column.choices for number, column in enumerate(columns) if column.choices},
    )


def _help(columns: Sequence[Column], *, zh: bool) -> list[list[str]]:
    yes, no = ("是", "否") if zh else ("yes", "no")
    title = (
        ["列", "必填", "说明", "可选值", "示例"]
        if zh
        else ["Column", "Needed", "Meaning", "Choices", "Example"]
    )
    rows = [
        [
            column.zh if zh else column.en,
            yes if column.required else no,
            column.help_zh if zh else column.help_en,
            ", ".join(column.choices),
            column.example,
        ]
        for column in columns
    ]
    return [title, *rows]


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        cells = table_files.read_xlsx(content) if content.startswith(b"PK") else table_files.read_csv(content)
        for number, row in enumerate(cells, start=1):
            yield number, [cell.strip() for cell in row]
    except table_files.UnreadableError as error:
        raise TableError(str(error)) from error


def _folded(header: str) -> str:
    return header.strip().strip("*").strip().casefold()


def _places(header: Sequence[str], columns: Sequence[Column]) -> dict[str, tuple[Column, int | None]]:
    """Where each column stands. Unknown headers are refused: a misspelt one would be a silent loss."""
    told = [_folded(text) for text in header]
    while told and not told[-1]:
        told.pop()
    places: dict[str, tuple[Column, int | None]] = {}
    for column in columns:
        found = [i for i, text in enumerate(told) if text in column.headers()]
        if len(found) > 1:
            raise TableError(f"The column {column.name} is there {len(found)} times.", column=column.name)
        if not found and column.required:
            raise TableError(f"The column {column.zh} ({column.en}) is missing.", column=column.name)
        places[column.name] = (column, found[0] if found else None)
    known = {place for _, place in places.values()}
    strange = [header[i] for i in range(len(told)) if i not in known]
    if strange:
        name = strange[0] or "without a header"
        raise TableError(f"There is no column {name} in the template.", column=strange[0])
    return places


def _add(
    table: Table, number: int, cells: Sequence[str], places: Mapping[str, tuple[Column, int | None]]
) -> None:
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    for name, (column, place) in places.items():
        text = cells[place] if place is not None and place < len(cells) else ""
        try:
            values[name] = _value(column, text)
        except CellError as error:
            errors.append(RowError(number, name, text, error.code, error.message))
    if errors:
        table.errors.extend(errors)
    else:
        table.rows.append(Row(number, values))


def _value(column: Column, text: str) -> Any:  # noqa: ANN401  # what the column's `parse` returns
    if text:
        return column.parse(text)
    if column.required:
        raise CellError("missing", "The cell is empty.")
    return None
