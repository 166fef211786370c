"""Real servers for tests.

One PostgreSQL is shared by every test process of this checkout (the last one to end stops it; its data
folder stays, so that the next run starts in half a second). Valkey and mosquitto are the process's own,
since channels and topics know no database. Each test gets a database of its own, copied from a template
that has been migrated once.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
from parkcarbon_local import store
from parkcarbon_local.layout import Layout, default_root
from parkcarbon_local.mosquitto import ADMIN, CONTROL
from parkcarbon_local.mqtt_users import BrokerUser
from parkcarbon_local.stack import Stack
from psycopg import sql

ROOT = Path(__file__).parents[2]
MIGRATIONS = ROOT / "platform" / "parkcarbon_platform" / "storage"
KEPT_TEMPLATES = 3
numbers = itertools.count()


@dataclass(frozen=True)
class Database:
    """A migrated database and its address for every role."""

    name: str
    owner_url: str
    app_url: str
    ingest_url: str
    directory_url: str


@dataclass
class SharedPostgres:
    """The PostgreSQL of all test processes of this checkout."""

    stack: Stack
    _lock: IO[str] | None = field(default=None, repr=False)

    @classmethod
    def of_checkout(cls) -> "SharedPostgres":
        root = default_root(ROOT)
        return cls(Stack(root.with_name(f"{root.name}-test")))

    @property
    def layout(self) -> Layout:
        return self.stack.layout

    def start(self) -> None:
        """Start it, or join the processes that use it."""
        self.layout.make()
        with store.locked(self.layout.run / "test.lock"):
            self._lock = (self.layout.run / "test.users").open("a")
            alone = self._try_exclusive(self._lock)
            self.stack.postgres.prepare()
            self.stack.start_one(self.stack.postgres, tied=False)
            if alone:
                self._drop_leftovers()
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def stop(self) -> None:
        """Leave; the last one stops the server."""
        with store.locked(self.layout.run / "test.lock"):
            assert self._lock is not None
            if self._try_exclusive(self._lock):
                self.stack.stop_one(self.stack.postgres)
            self._lock.close()
        # A server that others still use runs on; its handle must not complain of that when it is collected.
        for process in self.stack.processes.values():
            process.returncode = process.returncode or 0
        self.stack.processes.clear()

    @staticmethod
    def _try_exclusive(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def url(self, database: str = "postgres") -> str:
        return self.stack.postgres.url(database)

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url(), autocommit=True)

    def _drop_leftovers(self) -> None:
        """Databases of test processes that were killed."""
        with self.connect() as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"
            ).fetchall()
            for (name,) in names:
                drop(connection, name)

    def template(self) -> str:
        """The migrated template database, made anew when a migration changes."""
        name = f"template_{fingerprint(MIGRATIONS)}"
        with store.locked(self.layout.run / "template.lock"), self.connect() as connection:
            if not exists(connection, name):
                self._build_template(connection, name)
        return name

    def _build_template(self, connection: psycopg.Connection, name: str) -> None:
        from parkcarbon_platform.storage.schema import migrate

        draft = f"draft_{name}"
        drop(connection, draft)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
        migrate(self.url(draft), self.stack.role_urls(draft))
        # Nobody may be connected to a database that is copied.
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(draft)))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (draft,)
        )
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))
        old = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%' ORDER BY oid DESC OFFSET %s",
            (KEPT_TEMPLATES,),
        ).fetchall()
        for (stale,) in old:
            drop(connection, stale)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """A fresh migrated database, dropped afterwards."""
        name = f"test_{os.getpid()}_{next(numbers)}"
        template = self.template()
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self.connect() as connection:
            connection.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        roles = self.stack.role_urls(name)
        try:
            yield Database(name, self.url(name), roles["pc_app"], roles["pc_ingest"], roles["pc_directory"])
        finally:
            with self.connect() as connection:
                drop(connection, name)


def fingerprint(folder: Path) -> str:
    """What the files of a folder are, short."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".sql"}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass(frozen=True)
class Broker:
    """A broker that is empty when the test starts; the user may do everything."""

    host: str
    port: int
    username: str
    password: str
    url: str
    stack: Stack = field(repr=False)

    def add_user(
        self, username: str, password: str, *, publish: tuple[str, ...] = (),
        subscribe: tuple[str, ...] = (), client_id: str | None = None,
    ) -> None:  # fmt: skip
        """Make a user that may do only this; topics are MQTT filters."""
        self.stack.mosquitto.put_users([BrokerUser(username, password, publish, subscribe, client_id)])


@dataclass
class ServerStack:
    """What tests know of the servers."""

    shared: SharedPostgres
    own: Stack

    @property
    def postgres_url(self) -> str:
        """The superuser's address of the server's maintenance database."""
        return self.shared.url()

    @property
    def redis_url(self) -> str:
        return self.own.valkey.url

    @property
    def mqtt_host(self) -> str:
        return "127.0.0.1"

    @property
    def mqtt_port(self) -> int:
        return self.own.mosquitto.port

    @property
    def mqtt_admin_user(self) -> str:
        return ADMIN

    @property
    def mqtt_admin_password(self) -> str:
        return store.secret(self.own.layout, f"mqtt-{ADMIN}")

    @property
    def mqtt_url(self) -> str:
        return self.own.mosquitto.url(ADMIN)

    @property
    def mqtt_control_url(self) -> str:
        return self.own.mosquitto.url(CONTROL)

    def broker(self) -> Broker:
        user, password = self.mqtt_admin_user, self.mqtt_admin_password
        return Broker(self.mqtt_host, self.mqtt_port, user, password, self.mqtt_url, self.own)

    def empty_broker(self) -> Broker:
        """Restart the broker without sessions, retained messages and users of earlier tests."""
        mosquitto = self.own.mosquitto
        self.own.stop_one(mosquitto)
        mosquitto.forget()
        mosquitto.set_users([])
        self.own.start_one(mosquitto)
        return self.broker()


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder in which private servers can run: also as root, when they run as another user."""
    folder = Path(tempfile.mkdtemp(prefix="parkcarbon-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server_stack() -> Iterator[ServerStack]:
    """The shared database server and this process's own cache and broker."""
    with private_folder() as folder:
        shared, own = SharedPostgres.of_checkout(), Stack(folder)
        shared.start()
        try:
            own.layout.make()
            for server in (own.valkey, own.mosquitto):
                server.prepare()
                own.start_one(server)
            yield ServerStack(shared, own)
        finally:
            own.stop()
            shared.stop()
