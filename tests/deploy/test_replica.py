"""A real physical replica: what is written arrives there, and it is asked while it is not far behind."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from parkcarbon_local.postgres import Postgres
from parkcarbon_local.stack import Stack
from parkcarbon_platform.storage.replica import Replica, lag_s

from tests.support.processes import free_port, wait_until


def copy(server: Postgres, to: Path) -> None:
    """The server's files of one moment, as a replica starts (this distribution has no pg_basebackup)."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_backup_start('replica', true)")
        try:
            shutil.copytree(server.cluster, to, ignore=shutil.ignore_patterns("postmaster.pid", "*.sock*"))
        except shutil.Error as error:
            # A server that runs drops files meanwhile; what it still needs is in its log.
            if [source for source, *_ in error.args[0] if Path(source).exists()]:
                raise
        row = connection.execute("SELECT labelfile FROM pg_backup_stop(false)").fetchone()
    assert row is not None
    (to / "backup_label").write_text(row[0])
    (to / "standby.signal").touch()
    with (to / "postgresql.auto.conf").open("a") as file:
        file.write(f"primary_conninfo = '{server.url()}'\n")
    for path in (to, *to.rglob("*")):
        os.chown(path, server.account.uid, server.account.gid)
    to.chmod(0o700)


@contextmanager
def running(server: Postgres, folder: Path, port: int) -> Iterator[None]:
    """The replica, on a port of its own."""
    other = server.account.uid != os.geteuid()
    process = subprocess.Popen(
        [
            server.command()[0], "-D", folder, "-p", str(port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=",
        ],
        env=server.environment(), cwd="/", user=server.account.uid if other else None,
        group=server.account.gid if other else None, extra_groups=[] if other else None,
    )  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(server.stop_signal)
        process.wait(30)


def test_a_replica_is_asked_while_it_follows(own_stack: Stack) -> None:
    server, port = own_stack.postgres, free_port()
    folder = server.data / "replica"
    url = server.url().replace(f":{server.port}/", f":{port}/")
    assert url != server.url()
    with psycopg.connect(server.url(), autocommit=True) as primary:
        primary.execute("CREATE TABLE IF NOT EXISTS told (number int)")
        copy(server, folder)
        with running(server, folder, port):
            wait_until(lambda: answers(url), "the replica", timeout_s=60)
            primary.execute("INSERT INTO told VALUES (7)")
            wait_until(lambda: rows(url) == [(7,)], "what was written", timeout_s=60)
            replica = Replica(url, 5.0, size=1)
            wait_until(lambda: written(primary) and replica.is_fresh(), "what is fresh", timeout_s=60)
            with replica.pool.connection() as connection:
                assert lag_s(connection) >= 0
                wait_until(lambda: grows(connection), "a while without commits", timeout_s=60)
            replica.close()
            strict = Replica(url, 0.1, size=1)
            wait_until(lambda: not strict.is_fresh(), "what is behind", timeout_s=60)
            strict.close()
        primary.execute("DROP TABLE told")


def written(primary: psycopg.Connection[tuple[object, ...]]) -> bool:
    """What follows is as new as the last commit."""
    primary.execute("INSERT INTO told VALUES (8)")
    return True


def grows(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether the lag is as much longer as time went by: nothing was written meanwhile."""
    before = lag_s(connection)
    time.sleep(0.2)
    return lag_s(connection) >= before + 0.2


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def rows(url: str) -> list[tuple[int]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT number FROM told").fetchall()
