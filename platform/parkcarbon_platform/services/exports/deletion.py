"""Delete an archived park for good, and keep the proof: counts and digests of what there was, signed.

The digests are those of the files that an export of everything has: whoever holds one can show that what was
deleted is what they hold. The park's audit log stays, and its chain holds.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import audit, everything, jobs, lifecycle
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants a park deleted, why, and what they typed to confirm it."""

    confirm: str
    reason: str
    author: str


def every(connection: Connection) -> list[DeletionRow]:
    """Parks that were deleted, or shall be; for the directory."""
    return storage.every(connection)


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
    with database.directory.connection() as connection:
        row = storage.of_park(connection, job.park_id)
        removed = storage.remove(connection, job.park_id)
        now = localtime.now()
        record = _record(row, told, removed, chain, now).encode()
        storage.finish(
            connection, row.id, record=record.decode(), signature=signer.sign(record).decode(),
            public_key=signer.public_key, at=now,
        )  # fmt: skip


def _digest(connection: Connection, table: everything.Table) -> dict[str, object]:
    digest, blocks = hashlib.sha256(), everything.csv(connection, table)
    while True:
        try:
            digest.update(next(blocks))
        except StopIteration as end:
            return {"rows": end.value, "sha256": digest.hexdigest()}


def _record(
    row: DeletionRow, told: dict[str, dict[str, object]], removed: dict[str, int], chain: tuple[int, bytes],
    now: datetime,
) -> str:  # fmt: skip
    content = {
        "format": "parkcarbon/deletion/v1", "park": row.code, "name_zh": row.name_zh, "name_en": row.name_en,
        "number": row.park_id, "reason": row.reason, "requested_by": row.author,
        "requested_at": row.requested_at.isoformat(timespec="seconds"),
        "deleted_at": now.isoformat(timespec="seconds"),
        "before": told, "deleted_rows": removed,
        "audit": {"events": chain[0], "hash": chain[1].hex()},
    }  # fmt: skip
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
