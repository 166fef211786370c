"""Whether who looks oversees a park as a whole: then of each enterprise they see what it agreed to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow


@dataclass
class Sight:
    """Of one request; jobs and commands have none, and see what they must compute with."""

    is_overseer: bool = False


current: ContextVar[Sight | None] = ContextVar("sight", default=None)


@contextmanager
def looking() -> Iterator[Sight]:
    """In the block, transactions show what may be seen."""
    token = current.set(sight := Sight())
    try:
        yield sight
    finally:
        current.reset(token)


@contextmanager
def unlimited() -> Iterator[None]:
    """In the block everything is seen: for sums of a whole park, of which no part is told."""
    token = current.set(None)
    try:
        yield
    finally:
        current.reset(token)


@contextmanager
def limited(connection: psycopg.Connection[TupleRow]) -> Iterator[None]:
    """In the block the transaction shows what an overseer may see, though a job runs it for them."""
    with _marked(connection, "on"):
        yield


@contextmanager
def whole(connection: psycopg.Connection[TupleRow]) -> Iterator[None]:
    """In the block an overseer's transaction shows everything: for a sum over a period, no part of it."""
    with _marked(connection, ""):
        yield


@contextmanager
def _marked(connection: psycopg.Connection[TupleRow], mark: str) -> Iterator[None]:
    row = connection.execute("SELECT coalesce(current_setting('pc.overseer', true), '')").fetchone()
    assert row is not None
    connection.execute("SELECT set_config('pc.overseer', %s, true)", (mark,))
    try:
        yield
    finally:
        # In a transaction that failed nothing is read any more, and its settings go with it.
        if connection.info.transaction_status is not TransactionStatus.INERROR:
            connection.execute("SELECT set_config('pc.overseer', %s, true)", row)


def show(connection: psycopg.Connection[TupleRow], enterprise_id: int | None) -> None:
    """Tell the transaction whether it is an overseer's."""
    sight = current.get()
    if sight is not None and sight.is_overseer and enterprise_id is None:
        connection.execute("SELECT set_config('pc.overseer', 'on', true)")
