"""Tables that people bring: any columns, the first row names them; and templates with example rows."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parkcarbon_platform.services.tables import table_files
from parkcarbon_platform.services.tables.table_values import CellError, decimal
from parkcarbon_platform.services.tables.tables import TableError

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS, MOST_COLUMNS = 5_000, 60
LONGEST_NAME, LONGEST_CELL = 80, 80
Cell = float | str | None
_number = decimal(places=18)

# Example rows of each kind: what a template holds, and what its numbers mean.
EXAMPLES: dict[str, list[list[str]]] = {
    "lmdi": [
        ["period", "enterprise", "output", "energy_intensity", "emission_factor"],
        ["2024", "a", "1000", "0.30", "2.10"],
        ["2024", "b", "500", "0.20", "2.60"],
        ["2025", "a", "1080", "0.28", "2.05"],
        ["2025", "b", "520", "0.19", "2.60"],
    ],
    "stirpat": [
        ["month", "emissions", "output", "electricity_share", "energy_intensity"],
        *[
            [f"2025-{i + 1:02}", str(e), str(o), str(s), str(g)]
            for i, (e, o, s, g) in enumerate(
                zip(
                    (812, 760, 845, 868, 880, 905, 940, 951, 890, 872, 861, 858),
                    (1010, 930, 1065, 1100, 1130, 1160, 1195, 1210, 1150, 1125, 1105, 1098),
                    (36.1, 36.4, 36.2, 36.9, 37.3, 38.0, 38.6, 38.8, 37.9, 37.2, 36.8, 36.5),
                    (29.1, 29.4, 28.9, 28.6, 28.4, 28.5, 28.6, 28.5, 28.2, 28.3, 28.4, 28.5),
                    strict=True,
                )
            )
        ],
    ],
    "decoupling": [
        ["year", "emissions", "output"],
        ["2023", "98.2", "1040"],
        ["2024", "99.5", "1101"],
        ["2025", "99.1", "1162"],
    ],
}


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and rows of numbers, texts or nothing."""

    columns: list[str]
    rows: list[list[Cell]]

    def numeric(self) -> list[bool]:
        """Which columns hold numbers alone, and at least one."""
        found = []
        for j in range(len(self.columns)):
            cells = [row[j] for row in self.rows if row[j] is not None]
            found.append(bool(cells) and all(isinstance(cell, float) for cell in cells))
        return found

    def data(self) -> dict[str, Any]:
        """As it is stored."""
        return {"columns": self.columns, "rows": self.rows}


def read(content: bytes) -> Table:
    """A CSV or xlsx file; raises TableError."""
    reader = table_files.read_xlsx if content.startswith(b"PK") else table_files.read_csv
    lines = []
    try:
        for row in reader(content):
            if any(cell.strip() for cell in row):
                lines.append([cell.strip() for cell in row])
            if len(lines) > MOST_ROWS + 1:
                break
    except table_files.UnreadableError as error:
        raise TableError(str(error)) from error
    if len(lines) < 2:
        raise TableError("The file has no rows below its header.")
    header = lines[0]
    while header and not header[-1]:
        header.pop()
    return check(header, [[*row, *[""] * len(header)][: len(header)] for row in lines[1:]])


def check(columns: list[str], rows: list[list[Any]]) -> Table:
    """Names that differ and cells of numbers or short texts; raises TableError."""
    if not 1 <= len(columns) <= MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise TableError(
            f"A table has 1 to {MOST_COLUMNS} columns and at most {MOST_ROWS:,} rows.",
            remedy="Leave out what is not needed.",
        )
    if len(set(columns)) < len(columns) or not all(c and len(c) <= LONGEST_NAME for c in columns):
        raise TableError("Every column needs a name of its own.", columns=columns[:20])
    if any(len(row) != len(columns) for row in rows):
        raise TableError("Every row has as many cells as there are columns.")
    return Table(columns, [[_cell(value) for value in row] for row in rows])


def _cell(value: Any) -> Cell:  # noqa: ANN401  # what a file or a request has
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TableError("A cell holds a number, a text or nothing.")
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise TableError("A number is finite.")
        return float(value)
    try:
        return float(_number(value))
    except CellError:
        return value[:LONGEST_CELL]


def template(kind: str, form: str) -> bytes:
    """The example of a kind of analysis as a file to fill in."""
    rows = EXAMPLES[kind]
    return table_files.write_csv(rows) if form == "csv" else table_files.write_rows(kind, rows)


def frame(data: dict[str, Any], numbers: list[str], labels: list[str]) -> "pd.DataFrame":
    """Stored data as a frame: `numbers` as floats, `labels` as texts; raises TableError."""
    import pandas as pd

    columns: list[str] = data["columns"]
    missing = [name for name in (*numbers, *labels) if name not in columns]
    if missing:
        raise TableError(f"The table has no column {', '.join(missing)}.", missing=missing)
    found: dict[str, list[Any]] = {}
    for name in (*labels, *numbers):
        cells = [row[columns.index(name)] for row in data["rows"]]
        if name in numbers:
            wrong = [i for i, cell in enumerate(cells) if isinstance(cell, str)]
            if wrong:
                raise TableError(
                    f"{name} is {cells[wrong[0]]!r} in row {wrong[0] + 2}: a number is needed.",
                    remedy="Correct the cell, or leave it empty.",
                    row=wrong[0] + 2,
                    column=name,
                )
            found[name] = [math.nan if cell is None else cell for cell in cells]
        else:
            found[name] = [_label(cell) for cell in cells]
    return pd.DataFrame(found)


def _label(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else str(cell)
    return cell or ""
