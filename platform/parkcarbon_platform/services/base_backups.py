"""Base backups: the whole data folder of the server as it is at one moment, and a way back to any later one.

A base backup is a folder: `base.tar.gz` (the data folder with the log that it needs), `backup_manifest` (of
PostgreSQL: the SHA-256 of each file) and `base.json`, which is written last. With the log that was kept since
(`archive_command`) a server comes to any moment after it. `services.backups` copies rows, this copies files:
quicker for a large database, of the same version of PostgreSQL, and everything in the cluster at once.
"""

import gzip
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec
from psycopg import Error

from parkcarbon_platform.services.backups import (
    BLOCK,
    FORMAT,
    BackupError,
    Dump,
    Head,
    check_address,
    check_unchanged,
    connected,
    described,
    head_of,
    write_whole,
)
from parkcarbon_platform.storage import backups as storage
from parkcarbon_platform.storage import base_backups
from parkcarbon_platform.storage.base_backups import Span

TAR, FILES, HEAD = "base.tar.gz", "backup_manifest", "base.json"
# PostgreSQL replaces %f and %p; the log is kept as `archive_command` of docs/operations.md writes it. Code 1
# says that the log ends here, and the server starts; so only a piece that is missing in a folder that is
# there gives it. Anything above 125 has the server stop: a damaged piece is not the end of the log. Without a
# log, too, what starts is a new timeline: its log must not be taken for that of the server of before.
NO_LOG = "false"
FETCH = (
    'test -r "{folder}/{known}.gz" || exit 255; test -e "{folder}/%f.gz" || exit 1; '
    'gzip -dc "{folder}/%f.gz" > "%p" || exit 255'
)
PIECE = re.compile("[0-9A-F]{24}")
UNSAFE = frozenset("\"'%\\\n$`")


class BaseHead(Head, frozen=True):
    """What a base backup is of."""

    span: Span
    tar: Dump
    manifest: Dump


def make(url: str, folder: Path, now: datetime) -> BaseHead:
    """Copy the data folder of the server of `url` while it works; raises BackupError."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty.", remedy="Name a folder that does not exist yet.")
    check_address(url)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tar, manifest = folder / TAR, folder / FILES
    try:
        with _new(manifest) as listed, _new(tar) as file, gzip.GzipFile("", "wb", 1, file) as packed:
            span = base_backups.stream(url, packed.write, listed.write)
        with connected(url) as (connection, _):
            versions = storage.versions(connection)
        head = BaseHead(FORMAT, now.isoformat(), versions, span, described(tar), described(manifest))
    except (base_backups.ServerRefusedError, Error) as error:
        _remove(tar, manifest)
        raise BackupError(
            f"The server gives no base backup: {error}",
            remedy="It needs wal_level = replica and a log-in with REPLICATION that pg_hba.conf lets in for "
            "`replication`; give it with --url.",
        ) from None
    except BaseException:
        _remove(tar, manifest)  # without its head it is no backup
        raise
    write_whole(folder / HEAD, msgspec.json.format(msgspec.json.encode(head)))
    return head


def is_one(folder: Path) -> bool:
    """Whether the folder holds a base backup, not one of rows."""
    return (folder / HEAD).exists()


def read(folder: Path) -> BaseHead:
    """The head of a base backup whose files are what they were; raises BackupError."""
    head = head_of(folder / HEAD, BaseHead, "base backup")
    for name, wanted in ((TAR, head.tar), (FILES, head.manifest)):
        check_unchanged(folder / name, wanted)
    return head


def unpack(
    folder: Path, to: Path, *, log: Path | None = None, until: datetime | None = None,
    timeline: str | None = None,
) -> BaseHead:  # fmt: skip
    """Make a data folder of a base backup; raises BackupError.

    A server that starts on it is as the backup was at its end; with `log`, the folder of the kept log, as it
    was at `until`, or as new as the log is. The folder's owner is that of the folder it lies in. `timeline`:
    `current` is that of the backup, as if nothing had been restored since, and what a moment means if nothing
    else is said; `latest` follows the newest restore, and is what no moment means; or a number.
    """
    if until is not None and log is None:
        raise BackupError("A moment needs the log that was kept.", remedy="Give its folder with --wal.")
    if until is not None and until.tzinfo is None:
        raise BackupError("The moment has no time zone.", remedy="Write it as 2026-11-26T14:05:00Z.")
    if log is not None and (not log.is_dir() or UNSAFE & set(str(log.absolute()))):
        raise BackupError(
            f"{log} is no folder that a server can be told of.", remedy="Name the log's folder."
        )
    if to.exists():
        raise BackupError(
            f"{to} is there.",
            remedy="Stop the server and give its data folder another name; nothing is lost.",
        )
    head = read(folder)
    part = to.with_name(f"{to.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(mode=0o700)
        with tarfile.open(folder / TAR, "r:gz") as packed:
            packed.extractall(part, filter="tar")
        _compare(folder / FILES, part)
        fetch = NO_LOG if log is None else _fetch(log.absolute(), part, to.parent, head.span)
        _follow(part, fetch, until, timeline or ("latest" if until is None else "current"))
        _give(part, to.parent)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise BackupError(f"The data folder cannot be written: {error}") from None
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    part.replace(to)
    return head


def _compare(manifest: Path, data: Path) -> None:
    """Every file is the one that the server read."""
    for entry in json.loads(manifest.read_bytes())["Files"]:
        path = entry.get("Path") or bytes.fromhex(entry["Encoded-Path"]).decode(errors="surrogateescape")
        if entry.get("Checksum") != _sha256(data / path):
            raise BackupError(f"{path} is not the file that the server sent.", remedy="Use another copy.")


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"


def _fetch(log: Path, data: Path, where: Path, span: Span) -> str:
    """The command that reads the kept log; raises BackupError where that is not the log of this backup."""
    last = max(piece for piece in (data / "pg_wal").iterdir() if PIECE.fullmatch(piece.name))
    own = last.read_bytes()
    written = int(span.end.partition("/")[2], 16) % len(own) or len(own)
    kept = _as_server(["gzip", "-dc", f"{log}/{last.name}.gz"], where)
    if kept.returncode:
        raise BackupError(
            f"{log} does not give {last.name}, with which this backup ends: {kept.stderr.decode().strip()}",
            remedy="Name the folder of the log that its server kept, which the server's user may read.",
        )
    if kept.stdout[:written] != own[:written]:
        raise BackupError(f"{log} is the log of another server.", remedy="Name that of the backup's server.")
    gap = missing(last.name, [file.stem for file in log.glob("*.gz")], len(own))
    if gap is not None:
        raise BackupError(
            f"{log} lacks {gap}, and has later pieces.",
            remedy="Bring it from another copy, or put those after it elsewhere: then the log ends there.",
        )
    return FETCH.format(folder=log, known=last.name)


def missing(since: str, names: Iterable[str], size: int) -> str | None:
    """The first piece of [size] bytes that a timeline lacks between others, from the piece `since` on."""
    each = 2**32 // size
    pieces = [
        (int(name[:8], 16), int(name[8:16], 16) * each + int(name[16:], 16))
        for name in {since, *names}
        if PIECE.fullmatch(name) and name[:8] >= since[:8] and name[8:] >= since[8:]
    ]
    for (line, number), (other, following) in itertools.pairwise(sorted(pieces)):
        if line == other and following != number + 1:
            high, low = divmod(number + 1, each)
            return f"{line:08X}{high:08X}{low:08X}"
    return None


def _as_server(command: list[str], where: Path) -> subprocess.CompletedProcess[bytes]:
    """What a command gives to the server's user, who owns the folder that its data folder lies in."""
    owner = where.stat()
    other = os.geteuid() == 0 and owner.st_uid != 0
    return subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False,
        user=owner.st_uid if other else None, group=owner.st_gid if other else None,
        extra_groups=[] if other else None,
    )  # fmt: skip


def _follow(data: Path, fetch: str, until: datetime | None, timeline: str) -> None:
    """Have the server read the kept log when it starts, up to a moment; then it is a server of its own.

    All is said each time: the backup of a server that was restored has what was said then.
    """
    lines = [
        "",
        f"restore_command = '{fetch}'",
        f"recovery_target_time = '{'' if until is None else until.isoformat()}'",
        f"recovery_target_timeline = '{timeline}'",
        "recovery_target_action = 'promote'",
        "",
    ]
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    (data / "recovery.signal").touch()


def _give(data: Path, where: Path) -> None:
    """The files are the server's, whose user owns the folder that they lie in."""
    data.chmod(0o700)
    if os.geteuid():
        return
    owner = where.stat()
    for path in (data, *data.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A file that nobody else can read, and that is on the disk at the end."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", BLOCK) as opened:
        yield opened
        opened.flush()
        os.fsync(opened.fileno())


def _remove(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)
