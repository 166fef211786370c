# ruff: noqa: E501  # a table: what a column says in two languages stays on its line
"""The meters of a new park as a table that people fill in: the template, and the rows with their mistakes."""

import re
from collections.abc import Iterator, Sequence

from parkcarbon_platform.services.onboarding.answers import MeterRow
from parkcarbon_platform.services.onboarding.meter_kinds import KINDS
from parkcarbon_platform.services.tables import tables
from parkcarbon_platform.services.tables.tables import CellError, Column, Language, RowError

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


def _code(text: str) -> str:
    if not CODE.fullmatch(text.lower()):
        raise CellError("code", f"{text} is no code: small letters, digits and hyphens, at most 31.")
    return text.lower()


def _kind(text: str) -> str:
    if text not in KINDS:
        raise CellError("choice", f"{text} is none of {', '.join(KINDS)}.")
    return text


COLUMNS: tuple[Column, ...] = (
    Column("enterprise", "企业代码", "Enterprise code", _code, help_zh="向导第3步中的企业代码",
           help_en="as in step 3 of the wizard", example="steel"),
    Column("place", "位置", "Place", required=False, help_zh="建筑或车间名称，可不填", help_en="building or workshop",
           example="Workshop 1"),
    Column("code", "表计代码", "Meter code", _code, help_zh="企业内唯一", help_en="its own within the enterprise",
           example="main"),
    Column("name_zh", "中文名称", "Chinese name", example="总进线"),
    Column("name_en", "英文名称", "English name", example="Main"),
    Column("kind", "类型", "Kind", _kind, help_zh="电、发电、燃气、热力", help_en="what it measures",
           example="electricity", choices=tuple(KINDS)),
    Column("parent", "上级表计", "Meter above", _code, required=False, help_zh="同一企业内上级表计代码",
           help_en="code of the meter above it in the same enterprise"),
)  # fmt: skip


def template(language: Language) -> bytes:
    """An xlsx to fill in."""
    return tables.template(COLUMNS, "xlsx", language)


def read(content: bytes) -> tuple[list[MeterRow], list[RowError]]:
    """The meters of a file, and every mistake by its row and column."""
    table = tables.read(content, COLUMNS)
    errors = [*table.errors, *_contradictions(table.rows)]
    rows = [MeterRow(**{column.name: row[column.name] or "" for column in COLUMNS}) for row in table.rows]
    return rows, sorted(errors, key=lambda error: error.row)


def _contradictions(rows: Sequence[tables.Row]) -> Iterator[RowError]:
    kinds: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["enterprise"], row["code"])
        if key in kinds:
            yield row.error("code", "twice", f"{row['code']} stands twice in {row['enterprise']}.")
        kinds.setdefault(key, row["kind"])
    parents = {(r["enterprise"], r["code"]): r["parent"] for r in rows}
    for row in rows:
        if row["parent"] is None:
            continue
        above = (row["enterprise"], row["parent"])
        if kinds.get(above) != row["kind"]:
            yield row.error(
                "parent", "parent", f"{row['parent']} is no meter of this kind in {row['enterprise']}."
            )
        elif _is_circle(row["enterprise"], row["code"], parents):
            yield row.error("parent", "circle", f"{row['code']} is above itself.")


def _is_circle(enterprise: str, code: str, parents: dict[tuple[str, str], str | None]) -> bool:
    above = parents.get((enterprise, code))
    for _ in parents:
        if above is None or above == code:
            break
        above = parents.get((enterprise, above))
    return above == code
