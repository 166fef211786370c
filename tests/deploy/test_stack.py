"""The three private servers: start, crash, second start, two starts at once, stop."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from parkcarbon_local import processes, store
from parkcarbon_local.server import Server
from parkcarbon_local.stack import Stack

from tests.support.processes import wait_until


def insert(url: str, value: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("INSERT INTO kept VALUES (%s)", (value,))


def kept(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def alive_in(folder: Path) -> list[int]:
    """Processes that belong to the folder, by mark or by working directory."""
    return [
        pid
        for pid in processes.all_pids()
        if processes.environment(pid).get("PARKCARBON_STACK") == str(folder)
        or processes.link(pid, "cwd").startswith(str(folder))
    ]


def kill(server: Server) -> None:
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: server.pid() is None, f"{server.name} to be gone")


def test_database_has_timescale_and_refuses_wrong_passwords(own_stack: Stack) -> None:
    with psycopg.connect(own_stack.postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION timescaledb")
        connection.execute("CREATE TABLE reading (time timestamptz NOT NULL, value float)")
        connection.execute("SELECT create_hypertable('reading', 'time')")
        assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own_stack.postgres.url(password="guess"))


def test_database_does_not_run_as_root(own_stack: Stack) -> None:
    pid = own_stack.postgres.pid()
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_committed_rows_survive_kill_9(own_stack: Stack) -> None:
    for value in range(3):
        insert(own_stack.postgres.url(), value)
        kill(own_stack.postgres)
        own_stack.start_one(own_stack.postgres)
    assert kept(own_stack.postgres.url()) == [0, 1, 2]


def test_cache_survives_kill_9(own_stack: Stack) -> None:
    assert own_stack.valkey.call("SET answer 42") == ["+OK"]
    kill(own_stack.valkey)
    own_stack.start_one(own_stack.valkey)
    assert own_stack.valkey.call("STRLEN answer") == [":2"]


def test_every_server_restarts_after_kill_9(own_stack: Stack) -> None:
    for server in own_stack.servers:
        kill(server)
    own_stack.start()
    assert all(server.is_ready() for server in own_stack.servers)


def test_second_start_finds_data_and_ports(own_stack: Stack) -> None:
    insert(own_stack.postgres.url(), 7)
    ports = [server.port for server in own_stack.servers]
    own_stack.stop()
    own_stack.start()
    assert [server.port for server in own_stack.servers] == ports
    assert 7 in kept(own_stack.postgres.url())


def test_port_taken_while_down_is_replaced(own_stack: Stack) -> None:
    taken = own_stack.valkey.port
    own_stack.stop_one(own_stack.valkey)
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", str(taken), "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as squatter:  # fmt: skip
        wait_until(lambda: not store.is_free(taken), "the squatter to listen")
        own_stack.start()
        squatter.kill()
    assert own_stack.valkey.port != taken
    assert own_stack.valkey.is_ready()


def test_two_starts_of_one_folder_share_the_servers(own_stack: Stack) -> None:
    pids = [server.pid() for server in own_stack.servers]
    again = Stack(own_stack.root).start()
    assert [server.pid() for server in again.servers] == pids
    assert again.processes == {}


def test_stale_pid_file_of_a_living_stranger(own_stack: Stack) -> None:
    own_stack.stop_one(own_stack.postgres)
    stale = own_stack.postgres.cluster / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{own_stack.postgres.cluster}\n")  # this test's own, alive and no server
    assert own_stack.postgres.pid() is None
    own_stack.start_one(own_stack.postgres)
    assert own_stack.postgres.is_ready()


def test_zombie_is_no_running_server(own_stack: Stack) -> None:
    pid = own_stack.valkey.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    zombie = own_stack.processes.pop("valkey")  # not waited for: it stays in the process table
    wait_until(lambda: not processes.is_alive(pid), "the server to be a zombie")
    assert Path(f"/proc/{pid}").exists()
    own_stack.start_one(own_stack.valkey)
    assert own_stack.valkey.pid() != pid
    zombie.wait()


def test_stop_leaves_no_process(own_stack: Stack) -> None:
    assert alive_in(own_stack.root)
    own_stack.stop()
    assert alive_in(own_stack.root) == []
    own_stack.stop()  # a second stop has nothing to do


def test_servers_end_with_the_process_that_holds_them(stack_folder: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from parkcarbon_local.stack import Stack;"
        "Stack(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(stack_folder)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"up\n"
        holder.kill()
    wait_until(lambda: alive_in(stack_folder) == [], "the servers to end")


def test_secrets_are_private(own_stack: Stack) -> None:
    secrets = store.read_json(own_stack.layout.secrets)
    assert len(set(secrets.values())) == len(secrets)
    assert own_stack.layout.secrets.stat().st_mode & 0o777 == 0o600
    for server in own_stack.servers:
        assert server.data.stat().st_mode & 0o077 == 0
        log = own_stack.layout.log(server.name).read_text()
        assert [name for name, value in secrets.items() if value in log] == []
