"""Lower the C library version that a shared object or program asks for, in place.

Debian's newer packages ask for glibc 2.38, mostly for `__isoc23_strtol` and its kin, which do what the
old names do but for binary literals. A symbol versioned above what the host has is bound anew:
`__isoc23_NAME` to NAME (its own suffix, so no string grows), anything else to whatever the process
exports without version (PostgreSQL exports its own `strlcpy`). The version need itself becomes one for
the oldest version. ELF 64-bit little-endian only.
"""

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path

# e_machine -> the oldest symbol version of glibc on it
OLDEST = {62: "GLIBC_2.2.5", 183: "GLIBC_2.17"}
DYNSYM, VERNEED, VERSYM = 11, 0x6FFFFFFE, 0x6FFFFFFF
UNVERSIONED = 1
VERSION_MASK = 0x7FFF
WEAK = 2
MOVED = b"__isoc23_"


@dataclass(frozen=True)
class Section:
    """One row of the section table."""

    kind: int
    offset: int
    size: int
    link: int
    entry: int


@dataclass(frozen=True)
class Need:
    """One version asked of a library: where its record is, and the index that symbols carry."""

    name: str
    at: int
    index: int
    hashed: int
    name_offset: int


def host_glibc() -> tuple[int, int]:
    """The C library's version here, (0, 0) where it is not glibc."""
    known = os.confstr("CS_GNU_LIBC_VERSION") if "CS_GNU_LIBC_VERSION" in os.confstr_names else ""
    found = re.fullmatch(r"glibc (\d+)\.(\d+).*", known or "")
    return (int(found[1]), int(found[2])) if found else (0, 0)


class Image:
    """An ELF file in memory."""

    def __init__(self, data: bytes) -> None:
        if data[:6] != b"\x7fELF\x02\x01":
            raise ValueError("not a 64-bit little-endian ELF file")
        self.data = bytearray(data)
        (self.machine,) = struct.unpack_from("<H", data, 18)
        self.table = list(self._table())
        self.by_kind = {section.kind: section for section in reversed(self.table)}

    def _table(self) -> list[Section]:
        (start,) = struct.unpack_from("<Q", self.data, 40)
        size, count = struct.unpack_from("<HH", self.data, 58)
        rows = [struct.unpack_from("<IIQQQQIIQQ", self.data, start + i * size) for i in range(count)]
        return [Section(kind=r[1], offset=r[4], size=r[5], link=r[6], entry=r[9]) for r in rows]

    def string(self, offset: int) -> str:
        """A name of the dynamic string table."""
        start = self.table[self.by_kind[DYNSYM].link].offset + offset
        return self.data[start : self.data.index(0, start)].decode()

    def needs(self) -> list[Need]:
        """Every version asked of every library."""
        found = []
        at = self.by_kind[VERNEED].offset if VERNEED in self.by_kind else None
        while at is not None:
            _, count, _, first, following = struct.unpack_from("<HHIII", self.data, at)
            record = at + first
            for _ in range(count):
                hashed, _, index, name, step = struct.unpack_from("<IHHII", self.data, record)
                found.append(Need(self.string(name), record, index & VERSION_MASK, hashed, name))
                record += step
            at = at + following if following else None
        return found


def too_new(need: Need, have: tuple[int, int]) -> bool:
    """Whether the host's glibc lacks this version."""
    found = re.fullmatch(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?", need.name)
    return bool(found) and (int(found[1]), int(found[2])) > have if found else False


def _rebind_symbols(image: Image, versions: set[int], oldest: Need | None) -> list[str]:
    symbols, versym = image.by_kind[DYNSYM], image.by_kind[VERSYM]
    done = []
    for i in range(symbols.size // symbols.entry):
        at = versym.offset + 2 * i
        (version,) = struct.unpack_from("<H", image.data, at)
        if version & VERSION_MASK not in versions:
            continue
        record = symbols.offset + i * symbols.entry
        (name_offset,) = struct.unpack_from("<I", image.data, record)
        name = image.string(name_offset)
        moved = name.encode().startswith(MOVED) and oldest is not None
        if moved:
            struct.pack_into("<I", image.data, record, name_offset + len(MOVED))
        struct.pack_into("<H", image.data, at, oldest.index if moved and oldest else UNVERSIONED)
        done.append(name)
    return done


def _rewrite_need(image: Image, need: Need, oldest: Need | None) -> None:
    if oldest is not None:
        struct.pack_into("<I", image.data, need.at, oldest.hashed)
        struct.pack_into("<I", image.data, need.at + 8, oldest.name_offset)
        return
    # No older need to copy: a weak one loads too, though the loader then warns.
    (flags,) = struct.unpack_from("<H", image.data, need.at + 4)
    struct.pack_into("<H", image.data, need.at + 4, flags | WEAK)


def lower(data: bytes, have: tuple[int, int]) -> tuple[bytes, list[str]]:
    """The file for a host with glibc `have`, and the symbols bound anew (none: nothing changed)."""
    image = Image(data)
    needs = image.needs()
    newer = [need for need in needs if too_new(need, have)]
    if not newer:
        return data, []
    oldest = next((need for need in needs if need.name == OLDEST.get(image.machine)), None)
    symbols = _rebind_symbols(image, {need.index for need in newer}, oldest)
    for need in newer:
        _rewrite_need(image, need, oldest)
    return bytes(image.data), symbols


def lower_file(path: Path, have: tuple[int, int] | None = None) -> list[str]:
    """Rewrite the file for this host where it asks for more than there is."""
    data, symbols = lower(path.read_bytes(), have or host_glibc())
    if symbols:
        draft = path.with_name(path.name + ".lowered")
        draft.write_bytes(data)
        draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    return symbols
