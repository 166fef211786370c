"""Pools of connections."""

from collections.abc import Mapping

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[TupleRow]
Pool = ConnectionPool[psycopg.Connection[TupleRow]]

RECONNECT_S = 2.0


def open_pool(
    url: str, name: str, *, size: int = 8, timeout_s: float = 15.0,
    given: Mapping[str, str | int] | None = None,
) -> Pool:  # fmt: skip
    """A pool that opens connections when first asked for one and replaces dead ones.

    `timeout_s` is how long a caller waits for a connection; `given` are further parameters of libpq.
    """
    return ConnectionPool(
        url,
        min_size=0,
        max_size=size,
        name=name,
        open=True,
        check=ConnectionPool.check_connection,
        kwargs={"application_name": f"parkcarbon-{name}", **(given or {})},
        timeout=timeout_s,
        # The pool's own pauses between attempts double; giving up soon lets the next caller try at once.
        reconnect_timeout=RECONNECT_S,
        max_idle=120.0,
    )
