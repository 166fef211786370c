"""The way into the platform for programs above it: transactions and the cache, with typed failures."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

import psycopg
import redis
from psycopg_pool import PoolTimeout

from parkcarbon_platform.errors import UnavailableError
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.quarantine import Item as QuarantineRow

__all__ = ["Access", "Connection", "QuarantineRow"]


class Access:
    """Connections of one process; close it at the end."""

    def __init__(self, database: Database, redis_url: str) -> None:
        self.database = database
        self.redis_url = redis_url
        self.cache = redis.Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=2)

    @classmethod
    def of(cls, settings: Settings, *, size: int = 8) -> Self:
        """What the settings name."""
        return cls(Database.of(settings, size=size), settings.redis_url)

    def directory(self) -> AbstractContextManager[Connection]:
        """A transaction that finds parks and people."""
        return _translated(self.database.directory.connection())

    def tenant(self, park_id: int, enterprise_id: int | None = None) -> AbstractContextManager[Connection]:
        """A transaction inside one park, and for enterprise users inside one enterprise."""
        return _translated(self.database.tenant(park_id, enterprise_id))

    @contextmanager
    def guarded(self) -> Iterator[Database]:
        """The pools, for services that open their transactions themselves."""
        try:
            yield self.database
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise UnavailableError("The database does not answer.") from error

    def close(self) -> None:
        """Close every connection."""
        self.cache.close()
        self.database.close()


@contextmanager
def _translated(transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
    try:
        with transaction as connection:
            yield connection
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise UnavailableError("The database does not answer.") from error
