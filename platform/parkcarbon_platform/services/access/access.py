"""The way into the platform for programs above it: transactions and the cache, with typed failures."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

import psycopg
import redis
from psycopg_pool import PoolTimeout

from parkcarbon_platform.errors import InvalidError, UnavailableError
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.quarantine import Item as QuarantineRow

__all__ = ["Access", "Connection", "QuarantineRow", "UnstorableError"]

log = logging.getLogger(__name__)


class UnstorableError(InvalidError):
    """The input holds a value that no column can: a NUL character, a number or a time out of range."""

    code = "unstorable"
    remedy = "Leave out control characters, and check numbers and times."


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
        return _inside(self.database.directory.connection())

    def tenant(self, park_id: int, enterprise_id: int | None = None) -> AbstractContextManager[Connection]:
        """A transaction inside one park, and for enterprise users inside one enterprise."""
        return _inside(self.database.tenant(park_id, enterprise_id))

    def reading(self, park_id: int, enterprise_id: int | None = None) -> AbstractContextManager[Connection]:
        """The same for those who only look; what was changed just now may be a few seconds away."""
        return _inside(self.database.reading(park_id, enterprise_id))

    @contextmanager
    def guarded(self) -> Iterator[Database]:
        """The pools, for services that open their transactions themselves."""
        with _translated():
            yield self.database

    def close(self) -> None:
        """Close every connection."""
        self.cache.close()
        self.database.close()


@contextmanager
def _inside(transaction: AbstractContextManager[Connection]) -> Iterator[Connection]:
    with _translated(), transaction as connection:
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise UnavailableError("The database does not answer.") from error
    # What is read may be beyond 64 bits, too, once it is added up.
    except (psycopg.DataError, OverflowError) as error:
        log.warning("a value is refused: %s", error)
        raise UnstorableError("A value cannot be stored.") from error
