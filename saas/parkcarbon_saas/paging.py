"""Lists a page at a time: so many rows by code, and from which one on."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query

from parkcarbon_saas.tenancy import CODE

Row = TypeVar("Row")
Limit = Annotated[
    int | None, Query(ge=1, le=1000, description="how many at most; without it all of them, in one page")
]
After = Annotated[
    str | None, Query(alias="cursor", pattern=CODE, description="of the page before: the last code there")
]


def one_more(limit: int | None) -> int | None:
    """How many rows tell whether there is another page."""
    return None if limit is None else limit + 1


def cut(rows: Sequence[Row], limit: int | None) -> tuple[Sequence[Row], bool]:
    """The rows of the page, and whether there are more."""
    return (rows, False) if limit is None else (rows[:limit], len(rows) > limit)
