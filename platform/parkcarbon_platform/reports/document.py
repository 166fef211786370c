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
class Line:
    """A line of a chart: `points` from 0 to 1 both ways; a band is a line that comes back, filled."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_band: bool = False
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over years; `alt` says in words what they show. Ticks: where (0 to 1), and what stands there."""

    caption: str
    alt: str
    lines: tuple[Line, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what follows it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


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
