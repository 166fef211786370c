"""Readings as Parquet files: written once, read back block by block, never written over."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec

from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.storage.archives import Reading

SCHEMA_VERSION = 1
BLOCK = 1 << 20
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class ArchiveError(PlatformError):
    """A file cannot be written or is not what it was; nothing has left the database because of it."""

    code = "archive"
    remedy = "Put the file back from a copy, then try again."


class Manifest(msgspec.Struct, frozen=True):
    """What stands beside a file; times are ISO 8601, `digest` is that of the rows in the database."""

    format: str
    schema_version: int
    park: str
    from_time: str
    to_time: str
    rows: int
    first_time: str
    last_time: str
    bytes: int
    sha256: str
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was read back."""

    rows: int
    first: datetime
    last: datetime
    bytes: int
    sha256: str


def _arrow() -> ModuleType:
    try:
        import_module("pyarrow.parquet")  # an attribute of the package from here on
        return import_module("pyarrow")
    except ImportError:
        raise ArchiveError(
            "pyarrow is not here.",
            remedy="Install the platform with its extra: parkcarbon-platform[archive].",
        ) from None


def _fields(arrow: ModuleType) -> list[tuple[str, object]]:
    return [
        ("time", arrow.timestamp("us", tz="UTC")), ("point", arrow.string()), ("value", arrow.float64()),
        ("exact", arrow.string()), ("quality", arrow.int64()), ("point_id", arrow.int32()),
        ("batch_id", arrow.int64()),
    ]  # fmt: skip


def write(file: Path, blocks: Iterable[list[Reading]]) -> Written:
    """Write a new file, bring it to the disk and read it back; raises ArchiveError."""
    arrow = _arrow()
    if file.exists():
        raise ArchiveError(f"{file} is there already.", remedy="Move it away.")
    folders = [file.parent, *(new.parent for new in file.parents if not new.exists())]
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    fields = _fields(arrow)
    kinds = [kind for _, kind in fields]
    schema = arrow.schema(fields, metadata={"parkcarbon_schema": str(SCHEMA_VERSION)})
    digest = hashlib.sha256()
    told = 0
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            with arrow.parquet.ParquetWriter(opened, schema, compression="zstd") as writer:
                for rows in blocks:
                    columns = zip(zip(*rows, strict=True), kinds, strict=True)
                    arrays = [arrow.array(column, kind) for column, kind in columns]
                    writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
                    told += len(rows)
                    _add(digest.update, rows)
            opened.flush()
            os.fsync(opened.fileno())
        found = check(part)
        if found.rows != told or rows_digest(part) != digest.hexdigest():
            raise ArchiveError(f"{file} does not hold what was written into it.", remedy="Check the disk.")
        part.replace(file)
        _sync(folders)
    except OSError as error:
        raise ArchiveError(f"{file} cannot be written: {error}", remedy="Check the folder.") from None
    finally:
        part.unlink(missing_ok=True)
    return found


def _sync(folders: Iterable[Path]) -> None:
    """Bring to the disk what names they hold: without it a file may be gone after a loss of power."""
    for folder in folders:
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _add(add: Callable[[bytes], None], rows: Iterable[Reading]) -> None:
    for time, *rest in rows:
        add(repr(((time - EPOCH) // MICROSECOND, *rest)).encode())


def rows_digest(file: Path) -> str:
    """Of the rows as the driver gives them: what was read back is what was written."""
    digest = hashlib.sha256()
    for rows in read(file):
        _add(digest.update, rows)
    return digest.hexdigest()


def read(file: Path) -> Iterator[list[Reading]]:
    """The rows of a file in blocks; raises ArchiveError."""
    arrow = _arrow()
    try:
        with arrow.parquet.ParquetFile(file) as opened:
            version = (opened.schema_arrow.metadata or {}).get(b"parkcarbon_schema", b"").decode()
            if version != str(SCHEMA_VERSION):
                raise ArchiveError(
                    f"{file} has form {version or '?'}.", remedy="Use the version that wrote it."
                )
            for group in range(opened.num_row_groups):
                columns = opened.read_row_group(group).to_pydict()
                yield [Reading(*row) for row in zip(*(columns[n] for n in Reading._fields), strict=True)]
    except (OSError, arrow.ArrowException) as error:
        raise ArchiveError(f"{file} cannot be read: {error}") from None


def check(file: Path) -> Written:
    """Read a whole file."""
    rows = 0
    first = last = None
    for block in read(file):
        times = [row.time for row in block]
        first = min(times if first is None else [first, *times])
        last = max(times if last is None else [last, *times])
        rows += len(block)
    if first is None or last is None:
        raise ArchiveError(f"{file} holds no readings.")
    return Written(rows, first, last, file.stat().st_size, sha256(file))


def sha256(file: Path) -> str:
    """Of the bytes; raises ArchiveError."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while block := opened.read(BLOCK):
                digest.update(block)
    except OSError as error:
        raise ArchiveError(f"{file} cannot be read: {error}") from None
    return digest.hexdigest()


def write_manifest(file: Path, manifest: Manifest) -> None:
    """Beside the file, and on the disk; raises ArchiveError."""
    beside = file.with_suffix(".json")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
            opened.flush()
            os.fsync(opened.fileno())
        _sync([file.parent])
    except OSError as error:
        raise ArchiveError(f"{beside} cannot be written: {error}", remedy="Check the folder.") from None
