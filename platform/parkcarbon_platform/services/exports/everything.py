"""Everything of a park, or of an enterprise behind its wall, in open formats: CSV, evidence, a manifest.

It is written part by part and never held as a whole, neither here nor while it is downloaded.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from parkcarbon_platform.errors import ConflictError, NotFoundError, TooManyError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.services.onboarding import current
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.storage import everything as storage
from parkcarbon_platform.storage import exports, jobs, oversight, park_tree, terms
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.exports import ExportRow
from parkcarbon_platform.storage.jobs import JobRow

KIND = "everything"
PART_BYTES = 4 << 20
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
NOTE = (
    "CSV in UTF-8, times in UTC, amounts in the units of docs/contracts.md. Rows name each other by id. "
    "A text that a spreadsheet would take for a formula has a ' before it. Passwords, secrets and tokens are "
    "left out. `withheld` names the enterprises that keep something to themselves by their agreement with "
    "the park. Of those, readings, corrections, quarter hours and rows in quarantine (intervals), or "
    "reported drivers, their evidence and what the audit log says of them (production) are left out."
)


@dataclass(frozen=True, slots=True)
class Digest:
    """A file of the export: rows (None: no table), bytes, and the hash of its content."""

    rows: int | None
    size: int
    sha256: str


class Parts(io.RawIOBase):
    """A file that is written on only; what is full goes to `keep` with its number."""

    def __init__(self, keep: Callable[[int, bytes], None]) -> None:
        self._keep = keep
        self._waiting = bytearray()
        self._hash = hashlib.sha256()
        self.size = self.count = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, block: Any) -> int:  # noqa: ANN401  # any buffer
        """Take a block."""
        content = bytes(block)
        self._waiting += content
        self._hash.update(content)
        self.size += len(content)
        while len(self._waiting) >= PART_BYTES:
            self._put(PART_BYTES)
        return len(content)

    def end(self) -> bytes:
        """The last part; the hash of all."""
        if self._waiting:
            self._put(len(self._waiting))
        return self._hash.digest()

    def _put(self, size: int) -> None:
        self._keep(self.count, bytes(self._waiting[:size]))
        del self._waiting[:size]
        self.count += 1


def request(database: Database, park_id: int, actor: Actor, enterprise: str | None) -> ExportRow:
    """Have it made; one at a time of each boundary."""
    with database.tenant(park_id, actor.enterprise_id) as connection:
        if enterprise is not None and enterprise not in storage.enterprise_ids(connection):
            raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    for_overseer = actor.enterprise_id is None
    with database.tenant(park_id) as connection:
        jobs.lock(connection, park_id)
        open_now = [
            row
            for row in exports.every(connection)
            if row.kind == KIND
            and row.enterprise == enterprise
            and row.for_overseer == for_overseer
            and row.state in ("queued", "running")
        ]
        if open_now:
            raise TooManyError(
                "An export of everything is being made already.", remedy="Wait until it is done."
            )
        number = exports.add(
            connection,
            park_id,
            enterprise,
            kind=KIND,
            arguments={"enterprise": enterprise, exports.OVERSEER: for_overseer},
            author=actor.name,
        )
        jobs.add(connection, park_id, "export", {"export": str(number)}, author=actor.name)
        found = exports.get(connection, number)
        assert found is not None
        return found


def make(database: Database, job: JobRow, found: ExportRow, signer: Signer) -> None:
    """Write it, and say how far it has come after every table."""
    park_id = job.park_id
    owner, come = (park_id, found.enterprise_id), 0.0

    def keep(number: int, content: bytes) -> None:
        with database.tenant(park_id) as connection:
            storage.add_part(connection, owner, found.id, number, content)
            # A table may take hours: each part tells that this worker is alive, and no other begins.
            jobs.progress(connection, job.id, come, {"parts": number + 1})

    def told(share: float) -> None:
        nonlocal come
        come = share
        with database.tenant(park_id) as connection:
            exports.progress(connection, found.id, share)

    with database.tenant(park_id) as connection:
        storage.drop_parts(connection, found.id)
    parts = Parts(keep)
    sight = oversight.limited if found.for_overseer else nullcontext
    with database.tenant(park_id, found.enterprise_id) as connection, sight(connection):
        name = write(connection, parts, found.enterprise, signer, told)
    digest = parts.end()
    with database.tenant(park_id) as connection:
        storage.finish(
            connection, found.id, name=name, media_type="application/zip", size=parts.size, sha256=digest
        )


def write(
    connection: Connection, out: Parts, enterprise: str | None, signer: Signer, told: Callable[[float], None]
) -> str:
    """The zip of what the transaction sees; its name."""
    park = park_tree.park(connection)
    tables = storage.tables(connection)
    files: dict[str, Digest] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for number, table in enumerate(tables, 1):
            path = f"data/{table.name}.csv"
            files[path] = _entry(archive, path, storage.csv(connection, table))
            told(number / (len(tables) + 2))
        for number, name in storage.evidence(connection):
            path = f"evidence/{number}-{_safe(name)}"
            files[path] = _entry(archive, path, storage.evidence_blocks(connection, number))
        if enterprise is None:
            text = park_file.render(current.within(connection)).encode()
            files["park.yaml"] = _entry(archive, "park.yaml", iter([text]))
        manifest = _manifest(park.code, enterprise, files, terms.withheld(connection), signer)
        _entry(archive, MANIFEST, iter([manifest]))
        _entry(archive, SIGNATURE, iter([signer.sign(manifest)]))
    day = localtime.now().date().isoformat()
    return "-".join(filter(None, (park.code, enterprise, "everything", day))) + ".zip"


def _entry(archive: zipfile.ZipFile, path: str, blocks: Iterator[bytes]) -> Digest:
    digest, size = hashlib.sha256(), 0
    with archive.open(path, "w", force_zip64=True) as entry:
        while True:
            try:
                block = next(blocks)
            except StopIteration as end:
                return Digest(end.value, size, digest.hexdigest())
            entry.write(block)
            digest.update(block)
            size += len(block)


def _manifest(
    park: str,
    enterprise: str | None,
    files: dict[str, Digest],
    withheld: dict[str, list[str]],
    signer: Signer,
) -> bytes:
    content = {
        "format": "parkcarbon/everything/v1", "park": park, "enterprise": enterprise, "note": NOTE,
        "withheld": withheld,
        "made_at": localtime.now().isoformat(timespec="seconds"), "public_key": signer.public_key,
        "files": {
            path: {"rows": d.rows, "size": d.size, "sha256": d.sha256} for path, d in sorted(files.items())
        },
    }  # fmt: skip
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def _safe(name: str) -> str:
    """A name of a file without a way to anywhere."""
    return "".join(c if c.isalnum() or c in "._- " else "_" for c in name)[-80:].lstrip(". ") or "file"


def parts(read: Callable[[int], bytes | None]) -> Iterator[bytes]:
    """Every part in order; `read` gives one by its number."""
    number = 0
    while (content := read(number)) is not None:
        yield content
        number += 1


def part(connection: Connection, export_id: int, number: int) -> bytes | None:
    """A part of a file that the transaction sees."""
    return storage.part(connection, export_id, number)


def done(row: ExportRow) -> ExportRow:
    """Itself; raises ConflictError while it is not made."""
    if row.state != "done":
        raise ConflictError(
            "This file is not made yet.", remedy="Wait until its state is done.", state=row.state
        )
    return row
