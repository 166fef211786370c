"""Columns as PostgreSQL array literals: psycopg's own dumping of lists took a third of a settlement."""

from collections.abc import Iterable


def literal(values: Iterable[int | bool | None]) -> str:
    """The text of an array of numbers, truth values or NULL.

    >>> literal([1, None, True])
    '{1,NULL,True}'
    """
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
