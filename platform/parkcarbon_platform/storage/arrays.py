"""Columns as PostgreSQL array literals: psycopg's own dumping of lists took a third of a settlement."""

from collections.abc import Iterable
from datetime import date


def literal(values: Iterable[int | bool | date | None]) -> str:
    """The text of an array of numbers, truth values, days or NULL.

    >>> literal([1, None, True])
    '{1,NULL,True}'
    """
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"
