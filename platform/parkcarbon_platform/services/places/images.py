"""Images that are kept as plans: of a few kinds, by what is in the file and not by what it is said to be."""

import struct
from typing import NamedTuple

from parkcarbon_platform.errors import InvalidError

LARGEST_BYTES = 10 << 20
LARGEST_SIDE = 12_000
MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp")
_PNG = b"\x89PNG\r\n\x1a\n"


class PlanImageError(InvalidError):
    """The file is no image that is kept as a plan."""

    code = "plan_image"
    remedy = (
        f"Send a PNG, JPEG or WebP of at most {LARGEST_BYTES >> 20} MiB and {LARGEST_SIDE:,} pixels a side."
    )


class Image(NamedTuple):
    """What an image is."""

    media_type: str
    width: int
    height: int


def look_at(content: bytes) -> Image:
    """Kind and size by the file's own header; raises PlanImageError."""
    if not 1 <= len(content) <= LARGEST_BYTES:
        raise PlanImageError(f"The file has {len(content):,} bytes.", size=len(content))
    try:
        found = _png(content) or _jpeg(content) or _webp(content)
    except (struct.error, IndexError):
        found = None
    if found is None:
        raise PlanImageError("The file is no whole PNG, JPEG or WebP.")
    if not (1 <= found.width <= LARGEST_SIDE and 1 <= found.height <= LARGEST_SIDE):
        raise PlanImageError(
            f"The image is {found.width} × {found.height} pixels.", width=found.width, height=found.height
        )
    return found


def _png(content: bytes) -> Image | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return None
    return Image("image/png", *struct.unpack(">II", content[16:24]))


def _jpeg(content: bytes) -> Image | None:
    """The first start-of-frame segment has the size (ITU-T T.81, B.2.2)."""
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Image("image/jpeg", width, height)
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


def _webp(content: bytes) -> Image | None:
    """Simple lossy, simple lossless and extended files (RFC 9649)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    chunk = content[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(content[n : n + 3], "little") + 1 for n in (24, 27))
        return Image("image/webp", width, height)
    if chunk == b"VP8L" and content[20] == 0x2F:
        bits = int.from_bytes(content[21:25], "little")
        return Image("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", content[26:30])
        return Image("image/webp", width & 0x3FFF, height & 0x3FFF)
    return None
