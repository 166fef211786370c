"""Connections of a worker process, opened in the process that uses them."""

import os

import redis

from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Database


class Runtime:
    """Database pools and cache; a forked child opens its own, since sockets must not be shared.

    Of a job's connections one holds it, one works, and two look as others see it or tell how far it is.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pid = 0
        self._database: Database | None = None
        self._cache: redis.Redis | None = None

    @property
    def database(self) -> Database:
        """The pools of this process."""
        self._follow_fork()
        if self._database is None:
            self._database = Database.of(self._settings, size=4)
        return self._database

    def announce(self, park_id: int, start: int, end: int) -> None:
        """Tell those who show the park that hours [from, to) [ms] have changed; they may miss it."""
        self._follow_fork()
        if self._cache is None:
            self._cache = redis.Redis.from_url(self._settings.redis_url, socket_timeout=5)
        settlement.announcer(self._cache)(park_id, start, end)

    def _follow_fork(self) -> None:
        if self._pid != os.getpid():
            self._pid, self._database, self._cache = os.getpid(), None, None
