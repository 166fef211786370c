"""Evidence: a file kept as it was given, with who gave it and its digest.

A file is stored before the record that refers to it; nothing changes it afterwards.
"""

import hashlib
import re

from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.storage import evidence as storage
from parkcarbon_platform.storage import parks
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.evidence import EvidenceRow

__all__ = [
    "LARGEST_BYTES",
    "MEDIA_TYPES",
    "EvidenceRow",
    "EvidenceTypeError",
    "add",
    "check",
    "read",
    "visible",
]

LARGEST_BYTES = 10 << 20
NAME_LENGTH = 200
# What a file of the type begins with; an empty tuple: text, which has no mark.
MEDIA_TYPES: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/webp": (b"RIFF",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/ofd": (b"PK\x03\x04",),  # GB/T 33190: the form of Chinese electronic invoices
    "application/zip": (b"PK\x03\x04",),
    "text/csv": (),
    "text/plain": (),
}
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")


class EvidenceTypeError(InvalidError):
    """The file is of no type that is kept as evidence, or not of the type that it is said to be."""

    code = "evidence_type"
    remedy = "Send a PDF, OFD, PNG, JPEG, WebP, xlsx, docx, zip, CSV or text file, with its own media type."


class EvidenceSizeError(InvalidError):
    """The file is empty, or too large."""

    code = "evidence_size"
    remedy = f"Send a file of 1 byte to {LARGEST_BYTES >> 20} MiB; scans are readable at 150 dots an inch."


def add(
    connection: Connection, park_id: int, enterprise_id: int | None, *, name: str, media_type: str,
    content: bytes, author: str, enterprise: str | None = None,
) -> EvidenceRow:  # fmt: skip
    """Keep a file; an operator may give it to an `enterprise` (code), so that its people see it, too."""
    owner = enterprise_id
    if enterprise is not None:
        owner = parks.ids(connection, "enterprise").get(enterprise)
        if owner is None:
            raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    fitting = _checked_type(media_type, content)
    evidence_id = storage.insert(
        connection, park_id, owner, name=_clean(name), media_type=fitting,
        sha256=hashlib.sha256(content).digest(), content=content, author=author,
    )  # fmt: skip
    return check(connection, [evidence_id])[0]


def check(connection: Connection, evidence_ids: list[int]) -> list[EvidenceRow]:
    """The files of these ids; refused where one does not exist for the one who asks."""
    found = storage.find(connection, evidence_ids)
    missing = sorted(set(evidence_ids) - {row.id for row in found})
    if missing:
        raise NotFoundError(
            f"There is no evidence {missing[0]}.", remedy="Upload the file first.", evidence=missing
        )
    return found


def visible(connection: Connection, evidence_ids: list[int]) -> list[EvidenceRow]:
    """Those of the files that the one who asks may see: the park's own is not an enterprise's."""
    return storage.find(connection, evidence_ids)


def read(connection: Connection, evidence_id: int) -> tuple[EvidenceRow, bytes]:
    """A file and its bytes."""
    return check(connection, [evidence_id])[0], storage.content(connection, evidence_id)


def _checked_type(media_type: str, content: bytes) -> str:
    if not 1 <= len(content) <= LARGEST_BYTES:
        raise EvidenceSizeError(f"The file has {len(content):,} bytes.", size=len(content))
    kind = media_type.partition(";")[0].strip().lower()
    marks = MEDIA_TYPES.get(kind)
    if marks is None:
        raise EvidenceTypeError(f"{kind or 'A file without a type'} is not kept.", media_type=kind)
    if not _begins_as(content, marks):
        raise EvidenceTypeError(f"The file does not begin like {kind}.", media_type=kind)
    return kind


def _begins_as(content: bytes, marks: tuple[bytes, ...]) -> bool:
    return content.startswith(marks) if marks else b"\0" not in content[:4096]


def _clean(name: str) -> str:
    """The last part of a path, without what no file system takes."""
    last = re.split(r"[/\\]", name)[-1]
    kept = _UNFIT.sub("", last).strip()[:NAME_LENGTH]
    if not kept:
        raise InvalidError("The file has no name.", remedy="Send its name in X-File-Name, URL-encoded.")
    return kept
