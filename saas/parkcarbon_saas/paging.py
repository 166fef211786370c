"""Lists a page at a time: so many rows, and from where on: by code, number, or where the last row stands.

A cursor is a place in the order, not a row: whoever does not see that row gets what is behind it.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Protocol, TypeVar

from fastapi import Query
from fastapi.exceptions import RequestValidationError

from parkcarbon_saas.tenancy import CODE


class Numbered(Protocol):
    """A row that has a number."""

    @property
    def id(self) -> int:
        """The number."""
        ...


class Coded(Protocol):
    """A row that has a code."""

    @property
    def code(self) -> str:
        """The code."""
        ...


Row = TypeVar("Row")
CodedRow = TypeVar("CodedRow", bound=Coded)
NumberedRow = TypeVar("NumberedRow", bound=Numbered)
Limit = Annotated[
    int | None, Query(ge=1, le=1000, description="how many at most; without it all of them, in one page")
]
After = Annotated[
    str | None, Query(alias="cursor", pattern=CODE, description="of the page before: the last code there")
]

AfterLogin = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=r"^[^\x00-\x1f\x7f]{1,128}$",
        description="of the page before: the last log-in name there",
    ),
]  # fmt: skip

AfterNumber = Annotated[
    int | None,
    Query(
        alias="cursor", ge=1, le=2**63 - 1, description="of the page before: the number of the last row there"
    ),
]

Place = tuple[int, int]
AfterPlace = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=r"^-?\d{1,18}-[1-9]\d{0,17}$",
        description="of the page before: where its last row stands, as the answer said",
    ),
]  # fmt: skip

AfterRanked = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=rf"^(\d{{1,3}}~)?{CODE.strip('^$')}$",
        description="of the page before: the last code there, with its rank where rows are sorted by another",
    ),
]  # fmt: skip

# Whose a row is (None: the park's own, which come last), and what tells it from the others.
Key = tuple[str | None, *tuple[str, ...]]
BETWEEN = "~"
LINE = rf"({CODE.strip('^$')})?~[a-z][a-z0-9_]*(:[a-z0-9-]+)?"
AfterLine = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=rf"^{LINE}$", max_length=130,
        description="of the page before: the enterprise of its last row (none: the park's own), and the item",
    ),
]  # fmt: skip

COUNTED = "@"
AfterWeighted = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=rf"^(@[1-9]\d{{0,8}}|(\d{{1,16}}~)?{CODE.strip('^$')})$",
        description="of the page before: the last code there, with what rows are sorted by before it; or '@' "
        "and how many rows were shown, where what they are sorted by changes all the time",
    ),
]  # fmt: skip

AfterCounted = Annotated[
    str | None,
    Query(
        alias="cursor", pattern=r"^@[1-9]\d{0,8}$",
        description="of the page before: '@' and how many rows were shown, whose order changes all the time",
    ),
]  # fmt: skip


def one_more(limit: int | None) -> int | None:
    """How many rows tell whether there is another page."""
    return None if limit is None else limit + 1


def cut(rows: Sequence[Row], limit: int | None) -> tuple[Sequence[Row], bool]:
    """The rows of the page, and whether there are more."""
    return (rows, False) if limit is None else (rows[:limit], len(rows) > limit)


def coded(rows: Sequence[CodedRow], limit: int | None) -> tuple[Sequence[CodedRow], str | None]:
    """The rows of the page, and the cursor of the next one where there is one; by code."""
    shown, has_more = cut(rows, limit)
    return shown, shown[-1].code if has_more else None


def grouped(
    rows: Sequence[Row], limit: int | None, code: Callable[[Row], str]
) -> tuple[Sequence[Row], str | None]:
    """All rows of so many of what they belong to, by its code, and the cursor of the next page, if any."""
    shown, has_more = cut(list(dict.fromkeys(code(row) for row in rows)), limit)
    those = set(shown)
    return [row for row in rows if code(row) in those], shown[-1] if has_more else None


def numbered(rows: Sequence[NumberedRow], limit: int | None) -> tuple[Sequence[NumberedRow], str | None]:
    """The rows of the page, and the cursor of the next one where there is one."""
    shown, has_more = cut(rows, limit)
    return shown, str(shown[-1].id) if has_more else None


def place_of(cursor: str | None) -> Place | None:
    """What rows are sorted by, and the number of the row that stood there."""
    if cursor is None:
        return None
    order, _, number = cursor.rpartition("-")
    return int(order), int(number)


def placed(
    rows: Sequence[NumberedRow], limit: int | None, order: Callable[[NumberedRow], int]
) -> tuple[Sequence[NumberedRow], str | None]:
    """The rows of the page, and the cursor of the next one if there is one; by `order` and number."""
    shown, has_more = cut(rows, limit)
    return shown, f"{order(shown[-1])}-{shown[-1].id}" if has_more else None


def keyed(
    rows: Sequence[Row], limit: int | None, after: str | None, key: Callable[[Row], Key]
) -> tuple[Sequence[Row], str | None]:
    """The rows of the page, and the cursor of the next one if there is one; all rows are here, by `key`."""
    behind = rows if after is None else [row for row in rows if _order(key(row)) > _order(_key_of(after))]
    shown, has_more = cut(behind, limit)
    return shown, BETWEEN.join(part or "" for part in key(shown[-1])) if has_more else None


def _key_of(cursor: str) -> Key:
    enterprise, *others = cursor.split(BETWEEN)
    return enterprise or None, *others


def _order(key: Key) -> tuple[object, ...]:
    return key[0] is None, *(part or "" for part in key)


def ranked_of(cursor: str | None, *, ranked: bool) -> tuple[int, str] | None:
    """The rank and the code that a cursor says; the rank is 0 where rows are sorted by code alone.

    A cursor of the other order is refused: it would be a place that nobody meant.
    """
    if cursor is None:
        return None
    rank, tilde, code = cursor.rpartition("~")
    if bool(tilde) != ranked or cursor.startswith(COUNTED):
        raise _of_another_order()
    return int(rank or 0), code


def counted_of(cursor: str | None) -> int:
    """How many rows the pages before have shown."""
    if cursor is not None and not cursor.startswith(COUNTED):
        raise _of_another_order()
    return int(cursor.removeprefix(COUNTED)) if cursor else 0


def counted(rows: Sequence[Row], limit: int | None, skip: int) -> tuple[Sequence[Row], str | None]:
    """The rows of the page behind so many of them all, and the cursor of the next one where there is one."""
    end = len(rows) if limit is None else skip + limit
    return rows[skip:end], f"{COUNTED}{end}" if end < len(rows) else None


def _of_another_order() -> RequestValidationError:
    why = "This cursor is of a list in another order."
    return RequestValidationError([{"type": "cursor", "loc": ("query", "cursor"), "msg": why}])
