"""Whether who looks oversees a park as a whole: then of each enterprise they see what it agreed to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import psycopg
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
    connection.execute("SELECT set_config('pc.overseer', 'on', true)")
    yield
    connection.execute("SELECT set_config('pc.overseer', '', true)")


def show(connection: psycopg.Connection[TupleRow], enterprise_id: int | None) -> None:
    """Tell the transaction whether it is an overseer's."""
    sight = current.get()
    if sight is not None and sight.is_overseer and enterprise_id is None:
        connection.execute("SELECT set_config('pc.overseer', 'on', true)")
