"""A report as data: headings, paragraphs and tables in one language. Its looks are the template's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right. `share` of the width, where it is not one."""

    title: str
    is_number: bool = False
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, as many in each as there are columns; `strong` are the numbers of rows that sum up."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: frozenset[int] = frozenset()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what follows it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report; `facts` stand on its first page, `made_at` is its date, `note` in every footer."""

    title: str
    subtitle: str
    language: Language
    made_at: datetime
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    note: str = ""
