"""A physical replica of the database, which dashboards read while it is not far behind."""

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg.conninfo import conninfo_to_dict

from parkcarbon_platform.storage.pools import Pool, open_pool

log = logging.getLogger(__name__)

LOOK_S, AWAY_S = 1.0, 5.0
STATEMENT_S = 60
# A replica that is gone without a word is given up after two seconds, also by who waits for its answer.
PATIENCE: dict[str, str | int] = {
    "connect_timeout": 2, "tcp_user_timeout": 2000, "keepalives_idle": 1, "keepalives_interval": 1,
    "keepalives_count": 1,
}  # fmt: skip


class Replica:
    """Its pool, and whether it may be asked; looked at once a second, and rarely while it is away."""

    def __init__(
        self, url: str, longest_lag_s: float, *, size: int = 8, clock: Callable[[], float] = time.monotonic
    ) -> None:
        options = f"{conninfo_to_dict(url).get('options') or ''} -c statement_timeout={STATEMENT_S}s".strip()
        given = {**PATIENCE, "options": options}
        self.pool: Pool = open_pool(url, "replica", size=size, timeout_s=1.0, given=given)
        self._longest_lag_s, self._clock = longest_lag_s, clock
        self._guard = threading.Lock()
        self._look_at, self._is_fresh = float("-inf"), False

    def is_fresh(self) -> bool:
        """Whether it answers, and is behind by no more than it may; while another looks, it is not asked."""
        if self._clock() < self._look_at:
            return self._is_fresh
        if not self._guard.acquire(blocking=False):
            return False
        try:
            if self._clock() >= self._look_at:
                self._is_fresh = self._look()
            return self._is_fresh
        finally:
            self._guard.release()

    def lost(self, error: Exception) -> None:
        """It did not answer: it is looked at again after a while."""
        log.warning("the replica does not answer; the database itself is asked: %s", error)
        self._is_fresh, self._look_at = False, self._clock() + AWAY_S

    def _look(self) -> bool:
        try:
            with self.pool.connection() as connection:
                connection.execute("SET LOCAL statement_timeout = '2s'")
                found = lag_s(connection)
        except psycopg.Error as error:
            self.lost(error)
            return False
        self._look_at = self._clock() + LOOK_S
        return found <= self._longest_lag_s

    def close(self) -> None:
        """Close every connection."""
        self.pool.close()


def lag_s(connection: psycopg.Connection[tuple[object, ...]]) -> float:
    """How long ago what it has replayed last was committed [s]; 0 of a server that is no replica.

    Where nothing is written this grows although nothing lacks: the database itself is asked then, which has
    nothing else to do. A replica that has lost its server looks the same, and must not be asked.
    """
    row = connection.execute(
        """SELECT CASE WHEN pg_is_in_recovery()
          THEN coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 'infinity')
          ELSE 0 END::float8"""
    ).fetchone()
    assert row is not None
    return float(str(row[0]))
