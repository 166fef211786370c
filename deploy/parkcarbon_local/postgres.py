"""A private PostgreSQL with TimescaleDB."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from parkcarbon_local import accounts, postgres_tree, processes
from parkcarbon_local.errors import LocalError, StartError
from parkcarbon_local.server import Server

USER = "parkcarbon"
DATABASE = "parkcarbon"
INCLUDE = "parkcarbon.conf"
ROLES = ("pc_app", "pc_ingest", "pc_directory")

# max_connections: API, ingest, live and workers keep small pools; the rest is room for people and tests.
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
shared_preload_libraries = 'timescaledb'
timescaledb.telemetry_level = off
timescaledb.max_background_workers = 4
max_worker_processes = 16
max_connections = 150
shared_buffers = 256MB
maintenance_work_mem = 128MB
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %a '
jit = off
"""
# Each piece of the log that is full, or five minutes old: the way back to any moment after a base backup. A
# piece that is there already must be the same one. Files are on the disk before they have their name.
KEPT_LOG = """\
archive_mode = on
archive_timeout = 300
archive_command = 'gzip -dc "{folder}/%f.gz" 2>/dev/null | cmp -s - "%p" || (test ! -e "{folder}/%f.gz" \
&& gzip -1 < "%p" > "{folder}/%f.part" && sync "{folder}/%f.part" && mv "{folder}/%f.part" "{folder}/%f.gz")'
"""
LOG_FOLDER = "PARKCARBON_WAL_DIR"
UNSAFE = frozenset("\"'%\\\n$`")


class Postgres(Server):
    """PostgreSQL in `<data folder>/postgres`."""

    name: ClassVar[str] = "postgres"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # "fast": rolls back, no waiting for clients

    @property
    def cluster(self) -> Path:
        """The database cluster's own folder."""
        return self.data / "cluster"

    @property
    def programs(self) -> Path:
        """Folder of `postgres`, `initdb` and `psql`, of the version that the cluster was made with."""
        return postgres_tree.programs(postgres_tree.cluster_version(self.cluster))

    def url(self, database: str = DATABASE, user: str = USER, password: str = "") -> str:
        """The address of a database."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Program tree, cluster and configuration."""
        accounts.ensure_reachable(self.data, self.account)
        self.folder(self.data)
        if not (self.cluster / INCLUDE).exists():
            self._expect_none()
            self._initdb()
        self.write(self.cluster / INCLUDE, SETTINGS.format(port=self.settle_port()) + self._kept_log())

    def _kept_log(self) -> str:
        """Settings that keep the log, where a folder for it is named."""
        named = os.environ.get(LOG_FOLDER, "")
        if not named:
            return ""
        if UNSAFE & set(named):
            raise LocalError(
                f"{LOG_FOLDER}={named} has signs that mean something to a shell", remedy="rename it"
            )
        folder = Path(named).absolute()
        accounts.ensure_reachable(folder, self.account)
        self.folder(folder)
        return KEPT_LOG.format(folder=folder)

    def _expect_none(self) -> None:
        """No empty cluster where a restore was cut off between taking one away and putting one there."""
        found = sorted(str(path) for name in ("cluster.2*", "restored.2*") for path in self.data.glob(name))
        if found:
            raise LocalError(
                f"{self.cluster} is missing, and there is {', '.join(found)}: a restore was cut off",
                remedy=f"run `parkcarbon restore` again, or rename the one you want to {self.cluster}; "
                "for an empty database put them elsewhere",
            )

    def _initdb(self) -> None:
        """Make the cluster in a draft folder and rename it: all or nothing."""
        draft = self.data / "cluster.draft"
        shutil.rmtree(draft, ignore_errors=True)
        self.folder(draft)
        secret = self.data / "initdb.password"
        self.write(secret, self.password)
        try:
            self._run_initdb(draft, secret)
        finally:
            secret.unlink()
        with (draft / "postgresql.conf").open("a") as file:
            file.write(f"include '{INCLUDE}'\n")
        self.write(draft / INCLUDE, "")
        draft.rename(self.cluster)

    def _run_initdb(self, cluster: Path, secret: Path) -> None:
        account = self.account
        command = [
            str(self.programs / "initdb"), "-D", str(cluster), "-U", USER, f"--pwfile={secret}",
            "-E", "UTF8", *self._locale(), "-k", "-A", "scram-sha-256", "--no-instructions",
        ]  # fmt: skip
        other = account.uid != os.geteuid()
        result = subprocess.run(
            command, env=self.environment(), cwd="/", capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, umask=0o077, user=account.uid if other else None,
            group=account.gid if other else None, extra_groups=[] if other else None,
        )  # fmt: skip
        if result.returncode:
            raise StartError("postgres", f"initdb failed:\n{result.stdout}{result.stderr}")

    def _locale(self) -> list[str]:
        """Unicode rules that do not change with the host's C library (PostgreSQL 17 has them built in)."""
        if postgres_tree.major_version(self.programs) >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]

    def command(self) -> list[str]:
        """The server in the foreground."""
        return [str(self.programs / "postgres"), "-D", str(self.cluster)]

    def server_pids(self) -> list[int]:
        """Live processes of this cluster: each has the cluster's folder as its working directory.

        (The pid file alone would take a zombie, or a stranger with a reused id, for a server.)
        """
        where = str(self.cluster.resolve())
        return [
            pid
            for pid in processes.all_pids()
            if processes.link(pid, "cwd") == where and "postgres" in processes.link(pid, "exe")
        ]

    def pid(self) -> int | None:
        """The postmaster, if it lives."""
        named = self._named_pid()
        return named if named is not None and named in self.server_pids() else None

    def _named_pid(self) -> int | None:
        try:
            return int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def before_start(self) -> None:
        """Wait for orphans of a killed server, then drop a pid file that names nobody of ours.

        Never while one lives: the pid file is what keeps two servers off one cluster.
        """
        if not processes.wait_until(lambda: not self.server_pids(), timeout_s=60):
            raise LocalError(
                f"processes {self.server_pids()} still use {self.cluster}",
                remedy="end them, then start again",
            )
        named = self._named_pid()
        if named is not None and processes.PROC.joinpath(str(named)).exists():
            with suppress(FileNotFoundError):
                (self.cluster / "postmaster.pid").unlink()

    def probe(self) -> None:
        """Log in."""
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            raise StartError(self.name, str(error), log=str(self.layout.log(self.name))) from error

    def log_kept(self) -> tuple[str, str] | None:
        """The last piece of the log that was kept, and the one that could not be; None where none is kept."""
        import psycopg

        with psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
            row = connection.execute(
                """SELECT coalesce(last_archived_wal, ''),
                  CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity')
                    THEN last_failed_wal ELSE '' END
                FROM pg_stat_archiver WHERE current_setting('archive_mode') = 'on'"""
            ).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def ensure_database(self) -> None:
        """Create the platform's database on first use."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())
