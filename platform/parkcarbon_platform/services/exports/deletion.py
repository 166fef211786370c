"""Delete an archived park for good, and keep the proof: counts and digests of what there was, signed.

The digests are those of the files that an export of everything has: whoever holds one can show that what was
deleted is what they hold. Files of archived readings go, too, their names and hashes stay. The park's audit
log stays, and its chain holds.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import archives, audit, everything, jobs, lifecycle
from parkcarbon_platform.storage import deletion as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.deletion import DeletionRow
from parkcarbon_platform.storage.jobs import JobRow

__all__ = ["DELETE", "DeletionRow", "Wanted", "every", "request", "run"]

DELETE = "delete_park"


class NotConfirmedError(InvalidError):
    """What was typed is not the park's code."""

    code = "not_confirmed"
    remedy = "Type the code of the park as it stands in the list."


class FilesOutOfReachError(ConflictError):
    """Readings of the park lie in files that this process cannot delete."""

    code = "archive"
    remedy = "Set PARKCARBON_ARCHIVE_DIR of the worker to the folder of these files, then retry the job."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants a park deleted, why, and what they typed to confirm it."""

    confirm: str
    reason: str
    author: str


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[DeletionRow]:
    """Parks that were deleted, or shall be, the newest first; for the directory."""
    return storage.every(connection, after=after, limit=limit)


def running(connection: Connection) -> int:
    """How many parks shall be deleted and are not yet; for the directory."""
    return storage.running(connection)


def request(database: Database, code: str, wanted: Wanted) -> DeletionRow:
    """Have a park deleted; raises NotConfirmedError, ConflictError unless it is archived."""
    with database.directory.connection() as connection:
        park = lifecycle.find(connection, code, lock=True)
        if park is None:
            raise NotFoundError(f"There is no park {code}.", park=code)
        if wanted.confirm != code:
            raise NotConfirmedError(f"{wanted.confirm} is not the code of this park.")
        if park.state != "archived":
            raise ConflictError(
                f"{code} is {park.state}: only an archived park is deleted.",
                remedy="Archive it, export everything that shall be kept, then delete it.",
                state=park.state,
            )
        if not storage.add(connection, park, reason=wanted.reason, author=wanted.author):
            raise ConflictError(f"{code} is being deleted already.", remedy="Wait until it is done.")
        found = storage.of_park(connection, park.id)
    with database.tenant(park.id) as connection:
        jobs.add(connection, park.id, DELETE, {}, author=wanted.author)
    return found


def run(database: Database, job: JobRow, settings: Settings) -> None:
    """Count and digest everything, then delete it and sign what there was, in one transaction."""
    signer = Signer(settings.required_secret())
    with database.tenant(job.park_id) as connection:
        told = {table.name: _digest(connection, table) for table in everything.tables(connection)}
        chain = audit.head(connection, job.park_id)
        named = {row.file: row.sha256 for row in archives.every(connection)}
    with database.directory.connection() as connection:
        row = storage.of_park(connection, job.park_id)
        files = _files(settings.archive_dir, row.code, named)
        removed = storage.remove(connection, job.park_id)
        now = localtime.now()
        gone = {"before": told, "deleted_rows": removed, "deleted_files": files}
        record = _record(row, gone, chain, now).encode()
        storage.finish(
            connection, row.id, record=record.decode(), signature=signer.sign(record).decode(),
            public_key=signer.public_key, at=now,
        )  # fmt: skip
        # Last, so that nothing of a park that stays is gone; what a broken attempt has deleted is no fault.
        _delete(Path(settings.archive_dir), files)


def _files(folder: str, code: str, named: Mapping[str, str]) -> dict[str, str]:
    """The files of the park's readings with their SHA-256: those it names, and what attempts left over."""
    root = Path(folder)
    if not folder or not root.is_dir():
        if named:
            raise FilesOutOfReachError(f"Readings of {code} lie in {len(named)} files that are not here.")
        return {}
    if any(not (root / name).resolve().is_relative_to(root.resolve()) for name in named):
        raise FilesOutOfReachError(f"Files of {code} lie outside of {folder}.")
    found = dict(named)
    for file in sorted((root / code).glob("*.parquet")):
        if (name := f"{code}/{file.name}") not in found:
            with file.open("rb") as opened:
                found[name] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found


def _delete(root: Path, files: Iterable[str]) -> None:
    """With their manifests, and folders that are empty then."""
    for file in [root / name for name in files]:
        for each in (file, file.with_suffix(".json")):
            each.unlink(missing_ok=True)
        with suppress(OSError):
            file.parent.rmdir()


def _digest(connection: Connection, table: everything.Table) -> dict[str, object]:
    digest, blocks = hashlib.sha256(), everything.csv(connection, table)
    while True:
        try:
            digest.update(next(blocks))
        except StopIteration as end:
            return {"rows": end.value, "sha256": digest.hexdigest()}


def _record(row: DeletionRow, gone: Mapping[str, object], chain: tuple[int, bytes], now: datetime) -> str:
    content = {
        "format": "parkcarbon/deletion/v1", "park": row.code, "name_zh": row.name_zh, "name_en": row.name_en,
        "number": row.park_id, "reason": row.reason, "requested_by": row.author,
        "requested_at": row.requested_at.isoformat(timespec="seconds"),
        "deleted_at": now.isoformat(timespec="seconds"),
        **gone,
        "audit": {"events": chain[0], "hash": chain[1].hex()},
    }  # fmt: skip
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
