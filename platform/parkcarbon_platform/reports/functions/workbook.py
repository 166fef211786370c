"""The functions of a park with their state, and all pieces of evidence, as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.sheets import begun, saved, table

TITLE = {"zh": "功能", "en": "Functions"}
# A piece of evidence: its name, when it was made, what else is to be said.
Piece = tuple[str, datetime | None, str]


def build(found: Mapping[str, Any], pieces: Mapping[str, Sequence[Piece]], language: Language) -> bytes:
    """`found` is what the page is sent (`GET /functions`); `pieces` are by fact."""
    book, first = begun(TITLE[language])
    table(
        first, ("number", "code", "name_zh", "name_en", "state", "page", "fact", "count", "last", "needed"),
        (
            (f["number"], f["code"], f["name_zh"], f["name_en"], f["state"], f["page"], fact["code"],
             fact["count"], _time(fact["last"]), fact["needed"])
            for f in found["functions"]
            for fact in f["facts"]
        ),
    )  # fmt: skip
    table(
        book.create_sheet("Evidence"),
        ("fact", "name", "time", "detail"),
        (
            (code, name, time and time.isoformat(), detail)
            for code, rows in pieces.items()
            for name, time, detail in rows
        ),
    )
    return saved(book)


def _time(moment: int | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment / 1000, UTC).isoformat()
