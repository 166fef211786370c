"""Read Debian packages without dpkg: an `ar` archive with a compressed tar inside."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from parkcarbon_local.errors import LocalError

MAGIC = b"!<arch>\n"
HEADER = 60
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".xz": lzma.decompress,
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    "": bytes,
}


@dataclass(frozen=True)
class Entry:
    """A file of a package, or a link to another (`target`)."""

    path: str
    data: bytes
    executable: bool
    target: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]


def archive_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member of an `ar` archive."""
    if not data.startswith(MAGIC):
        raise ValueError("not an ar archive")
    at = len(MAGIC)
    while at + HEADER <= len(data):
        name = data[at : at + 16].decode().strip().rstrip("/")
        size = int(data[at + 48 : at + 58])
        yield name, data[at + HEADER : at + HEADER + size]
        at += HEADER + size + (size & 1)


def data_archive(data: bytes) -> bytes:
    """The unpacked tar of the package's files."""
    for name, content in archive_members(data):
        if name.startswith("data.tar"):
            suffix = name.removeprefix("data.tar")
            if suffix not in UNPACK:
                raise ValueError(f"compression {suffix} is not known")
            return UNPACK[suffix](content)
    raise ValueError("the package holds no data.tar")


def entries(package: Path) -> list[Entry]:
    """Files and symbolic links of a package."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data_archive(package.read_bytes()))) as tar:
            return [_entry(tar, member) for member in tar if member.isfile() or member.issym()]
    except (ValueError, OSError, tarfile.TarError, lzma.LZMAError) as error:
        raise LocalError(
            f"{package} is no readable Debian package: {error}", remedy="fetch it again"
        ) from error


def _entry(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Entry:
    if member.issym():
        return Entry(member.name, b"", executable=False, target=member.linkname)
    file = tar.extractfile(member)
    assert file is not None  # only for members that are no files
    return Entry(member.name, file.read(), executable=bool(member.mode & 0o100))
