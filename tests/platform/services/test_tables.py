"""Tables that people fill in: as Excel and Chinese spreadsheets write them, with errors where they stand."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from parkcarbon_platform.services.tables import table_values, tables
from parkcarbon_platform.services.tables.table_values import CellError

CARRIERS = {"electricity": "electricity", "电力": "electricity", "steam": "steam", "蒸汽": "steam"}
COLUMNS = [
    tables.Column("month", "月份", "Month", table_values.month, example="2025-03"),
    tables.Column("carrier", "能源品种", "Carrier", table_values.choice(CARRIERS), choices=("电力", "蒸汽")),
    tables.Column("amount", "数量", "Amount", table_values.decimal(least=Decimal(0))),
    tables.Column("note", "备注", "Note", table_values.text(10), required=False, help_zh="可不填"),
]


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def found(content: bytes) -> list[tuple[Any, ...]]:
    table = tables.read(content, COLUMNS)
    assert table.errors == []
    return [tuple(row.values.values()) for row in table.rows]


MARCH = (date(2025, 3, 1), "electricity", Decimal("1234.5"), None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_spreadsheets_save_it(encoding: str, separator: str) -> None:
    lines = [["月份", "能源品种", "数量", "备注"], ["2025年3月", "电力", '"1,234.5"', ""]]
    assert found("\r\n".join(map(separator.join, lines)).encode(encoding)) == [MARCH]


def test_xlsx_as_excel_keeps_it() -> None:
    march = datetime(2025, 3, 1)  # noqa: DTZ001  # a spreadsheet knows no time zones
    content = workbook(
        ["Amount", "Carrier", "Month"], [1234.5, "Electricity", march], [None, None, None],
        [0.1 + 0.2, "蒸汽", 202504],
    )  # fmt: skip
    assert found(content) == [MARCH, (date(2025, 4, 1), "steam", Decimal("0.3"), None)]


def test_errors_stand_where_the_spreadsheet_shows_them() -> None:
    content = "month,carrier,amount,note\n2025-13,电力,1,\n\n2025-01,煤,-1,a very long note\n2025-02,蒸汽,,\n"
    table = tables.read(content.encode(), COLUMNS)
    assert table.rows == []
    assert [(e.row, e.column, e.value, e.code) for e in table.errors] == [
        (2, "month", "2025-13", "month"),
        (4, "carrier", "煤", "choice"),
        (4, "amount", "-1", "range"),
        (4, "note", "a very long note", "too_long"),
        (5, "amount", "", "missing"),
    ]
    assert all(e.message for e in table.errors)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no rows"),
        (b"month,carrier\n", "missing"),
        (b"month,carrier,amount,amuont\n", "amuont"),
        (b"month,carrier,amount,amount\n", "2 times"),
        (b"PK\x03\x04 nothing", "no xlsx"),
        (b"\x00\x01\x02", "neither"),
        (b'month,carrier,amount\n"2025', "no CSV"),
    ],
)
def test_what_is_no_table(content: bytes, says: str) -> None:
    with pytest.raises(tables.TableError, match=says):
        tables.read(content, COLUMNS)


def test_a_file_with_too_many_rows_is_refused() -> None:
    content = b"month,carrier,amount\n" + b"2025-01,steam,1\n" * 4
    assert len(tables.read(content, COLUMNS, most_rows=4).rows) == 4
    with pytest.raises(tables.TableError, match="more than 3 rows"):
        tables.read(content, COLUMNS, most_rows=3)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_is_an_empty_table(form: tables.Format, language: tables.Language) -> None:
    assert found(tables.template(COLUMNS, form, language)) == []


def test_the_template_explains_and_offers() -> None:
    book = load_workbook(io.BytesIO(tables.template(COLUMNS, "xlsx", "zh-CN")))
    data, explained = book.worksheets
    assert [cell.value for cell in data[1]] == ["月份", "能源品种", "数量", "备注"]
    assert [rule.formula1 for rule in data.data_validations.dataValidation] == ['"电力,蒸汽"']
    assert [cell.value for cell in explained[5]][:3] == ["备注", "否", "可不填"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_numbers_are_exact(number: Decimal) -> None:
    parse = table_values.decimal()
    assert parse(str(number)) == number
    assert parse(f"{number:,f}") == number


@pytest.mark.parametrize("text", ["1,23", "1.2.3", "abc", "1e999", "nan", "", "--1", "1" * 60])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(CellError):
        table_values.decimal()(text)


@pytest.mark.parametrize(
    "text",
    ["2025-3", "2025/03", "2025.3", "202503", "2025年3月", "2025年03月", "２０２５年３月", "2025-03-17"],
)
def test_a_month_as_people_write_it(text: str) -> None:
    assert table_values.month(text) == date(2025, 3, 1)


def test_periods_join_without_a_gap() -> None:
    first, end = table_values.period("2024")
    day = first
    for month in range(1, 13):
        start, following = table_values.period(f"2024-{month}")
        assert start == day
        day = following
    assert day == end
