"""Backups of the whole database: made at one moment, checked against it, restored into an empty database.

A backup is a folder: `database.dump` (pg_dump's custom form) and `manifest.json`, which is written last and
holds the dump's SHA-256 and what every table held at that moment. A restore counts as done when the new
database holds the same: the audit chain and the ledger's sums are rows like all others.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec
from psycopg import Error, ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.storage import backups as storage
from parkcarbon_platform.storage.backups import Content, Versions
from parkcarbon_platform.storage.database import Connection

DUMP, MANIFEST = "database.dump", "manifest.json"
FORMAT = 1
BLOCK = 1 << 20
# What libpq takes from the environment: every user of the machine would see a password in the arguments.
_VARIABLES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER",
    "password": "PGPASSWORD", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY", "options": "PGOPTIONS",
}  # fmt: skip


class BackupError(PlatformError):
    """A backup cannot be made, read or restored; nothing is half-done."""

    code = "backup"
    remedy = "Do what it says, then try again."


class Dump(msgspec.Struct, frozen=True):
    """The dump's file."""

    bytes: int
    sha256: str


class Head(msgspec.Struct, frozen=True):
    """What every backup says of itself; `made_at` is ISO 8601."""

    format: int
    made_at: str
    versions: Versions


Kind = TypeVar("Kind", bound=Head)


class Manifest(Head, frozen=True):
    """What a backup of rows is of."""

    dump: Dump
    tables: dict[str, Content]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())


def make(url: str, folder: Path, programs: str, now: datetime) -> Manifest:
    """Back the database up into a new folder; raises BackupError.

    The platform may go on working: dump and figures see the same moment.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty.", remedy="Name a folder that does not exist yet.")
    program = _program(programs, "pg_dump")
    with connected(url) as (connection, moment):
        if not storage.is_whole(connection):
            raise BackupError(
                "This log-in does not see every park's rows.",
                remedy="Give --url with a superuser, or a role with BYPASSRLS and pg_read_all_data.",
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        dump = folder / DUMP
        dump.touch(mode=0o600)  # before a byte is in it: the folder may be open to everyone
        try:
            _run(program, ["--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={dump}"], url)
            made = Manifest(
                FORMAT, now.isoformat(), storage.versions(connection), described(dump),
                storage.content(connection),
            )  # fmt: skip
        except BaseException:
            dump.unlink(missing_ok=True)  # without its manifest it is no backup
            raise
    write_whole(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(made)))
    return made


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose dump is what it was; raises BackupError."""
    found = head_of(folder / MANIFEST, Manifest, "backup")
    check_unchanged(folder / DUMP, found.dump)
    return found


def differences(url: str, made: Manifest) -> list[str]:
    """Tables that do not hold what they held when the backup was made."""
    with connected(url) as (connection, _):
        now = storage.content(connection)
    return sorted(name for name in {*now, *made.tables} if now.get(name) != made.tables.get(name))


def restore(url: str, folder: Path, programs: str, name: str) -> Manifest:
    """Restore into the database `name` of the server of `url`, which is made or empty; raises BackupError.

    Afterwards every table holds what it held. What fails leaves a database that is not used by anybody.
    """
    made = read(folder)
    program = _program(programs, "pg_restore")
    check_address(url)
    try:
        target = _target(url, name)
        with storage.restoring(target, made.versions.timescaledb):
            _restore(program, folder / DUMP, target)
    except Error as error:
        raise BackupError(f"The database server refuses: {error}") from None
    different = differences(target, made)
    if different:
        raise BackupError(f"After the restore these tables differ: {', '.join(different)}.")
    return made


def _target(url: str, name: str) -> str:
    if not storage.exists(url, name):
        return storage.create(url, name)
    target = storage.address(url, name)
    if not storage.is_empty(target):
        raise BackupError(
            f"The database {name} is not empty.", remedy="Name one that does not exist: it is made."
        )
    return target


def _restore(program: str, dump: Path, target: str) -> None:
    """Everything but the extension, which is there: to make it or speak of it needs its owner."""
    listed = _run(program, ["--list", str(dump)], target).decode().splitlines(keepends=True)
    kept = [line for line in listed if " EXTENSION " not in line]
    with tempfile.TemporaryDirectory() as folder:  # the backup itself may be on a medium that is read-only
        contents = Path(folder) / "list"
        contents.write_text("".join(kept), encoding="utf-8")
        _run(
            program,
            ["--exit-on-error", "--no-owner", f"--use-list={contents}", f"--dbname={storage.name_of(target)}",
             str(dump)],
            target,
        )  # fmt: skip


def check_address(url: str) -> None:
    """The driver would repeat an address that it cannot read, with the password in it."""
    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        raise BackupError(
            "The address of the database cannot be read.", remedy="Write postgresql://user@host:port/name."
        ) from None


@contextmanager
def connected(url: str) -> Iterator[tuple[Connection, str]]:
    """A connection that sees one moment, and its name; raises BackupError."""
    check_address(url)
    try:
        with storage.snapshot(url) as found:
            yield found
    except Error as error:
        raise BackupError(f"The database does not answer as it should: {error}") from None


def _program(folder: str, name: str) -> str:
    found = shutil.which(name, path=folder or None)
    if found is None:
        raise BackupError(
            f"{name} is not here.",
            remedy="Install the client programs of the server's version (Debian: postgresql-client), or set "
            "PARKCARBON_POSTGRES_BIN to their folder.",
        )
    return found


def _run(program: str, arguments: Sequence[str], url: str) -> bytes:
    done = subprocess.run([program, *arguments], env=_environment(url), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{Path(program).name} failed: {' '.join(said[-3:])}")
    return done.stdout


def _environment(url: str) -> Mapping[str, str]:
    given = conninfo_to_dict(url)
    named = {_VARIABLES[key]: str(value) for key, value in given.items() if key in _VARIABLES and value}
    return {**os.environ, **named}


def head_of(file: Path, kind: type[Kind], what: str) -> Kind:
    """What a backup says of itself in `file`; raises BackupError, which calls it `what`."""
    try:
        found = msgspec.json.decode(file.read_bytes(), type=kind)
    except FileNotFoundError:
        raise BackupError(f"{file.parent} is no {what}, or one that was not finished.") from None
    except (msgspec.DecodeError, OSError) as error:
        raise BackupError(f"{file} cannot be read: {error}") from None
    if found.format != FORMAT:
        raise BackupError(f"The backup has form {found.format}.", remedy="Use the version that made it.")
    return found


def check_unchanged(file: Path, wanted: Dump) -> None:
    """Raises BackupError where a file is not what it was."""
    try:
        found = described(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error}") from None
    if found != wanted:
        raise BackupError(
            f"{file} is not the file that was written: it is damaged or was changed.",
            remedy="Use another copy.",
        )


def described(file: Path) -> Dump:
    """Size and SHA-256 of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return Dump(file.stat().st_size, digest.hexdigest())


def write_whole(file: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
        opened.write(content + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
