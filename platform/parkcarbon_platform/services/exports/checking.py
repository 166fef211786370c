"""Check a pack: whether its files are those of the manifest, and whether the platform still says the same."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports import gathering, packing
from parkcarbon_platform.services.exports.signing import is_genuine
from parkcarbon_platform.services.inventories import digests
from parkcarbon_platform.services.inventories.question import DEFAULT_GWP, Question
from parkcarbon_platform.storage import exports as storage
from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.database import Connection, Database

What = Literal["signature", "file", "reading", "archived", "hour", "factor", "items", "total"]
LARGEST = 512 << 20


class PackUnreadableError(InvalidError):
    """It is no verification pack."""

    code = "pack_unreadable"
    remedy = "Give the .zip as it was downloaded."


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as the manifest says; `name` is a file, a point or source with its month, a
    factor, or a basis. `archived`: readings of a month lie in a file, they were not compared."""

    what: What
    name: str

    @property
    def differs(self) -> bool:
        """It is something else than the manifest says."""
        return self.what != "archived"


def check_file(content: bytes, *, public_key: str | None = None) -> tuple[dict[str, Any], list[Difference]]:
    """The manifest of a pack, and which of its files (or its signature) are not as it says.

    With `public_key` the signature must be by that key: the one in the manifest is whoever's who signed it.
    Raises PackUnreadableError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise PackUnreadableError("The pack is too large.", limit=LARGEST)
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        text, signature = files.pop(packing.MANIFEST), files.pop(packing.SIGNATURE)
        manifest = json.loads(text)
        listed: Mapping[str, str] = dict(manifest["files"])
        genuine = public_key in (None, manifest["public_key"])
        genuine = genuine and is_genuine(manifest["public_key"], text, signature)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError
    ) as error:  # fmt: skip
        raise PackUnreadableError("This is no verification pack.") from error
    found = [] if genuine else [Difference("signature", packing.SIGNATURE)]
    for name in sorted({*files, *listed}):
        if name not in files or hashlib.sha256(files[name]).hexdigest() != listed.get(name):
            found.append(Difference("file", name))
    return manifest, found


def check_now(database: Database, park_id: int, manifest: Mapping[str, Any]) -> list[Difference]:
    """Where the platform, asked now, says something else than a manifest: which readings, hours, factors.

    An enterprise's pack is checked behind the enterprise's wall, as it was made.
    """
    enterprise_id = None
    if manifest["enterprise"] is not None:
        with database.tenant(park_id) as connection:
            enterprise_id = storage.enterprise_id(connection, manifest["enterprise"])
    # A pack rests on all of it, whoever checks: what an enterprise keeps to itself is no difference.
    with oversight.unlimited(), database.tenant(park_id, enterprise_id) as connection:
        return _differences(connection, manifest)


def _differences(connection: Connection, manifest: Mapping[str, Any]) -> list[Difference]:
    start, end = (date.fromisoformat(manifest[name]) for name in ("from", "to"))
    question = Question(
        start,
        end,
        manifest["ruleset"],
        manifest["enterprise"],
        manifest["gwp"] or DEFAULT_GWP,
        manifest.get("approach"),
    )
    now = gathering.of_now(connection, question, localtime.now())
    with_gas = manifest["format"] != packing.FIRST_FORMAT
    hashed = digests.current(connection, question, now.timezone, with_gas=with_gas)
    # What lay in files then or does so now is not compared: which files, and their hashes, are told.
    away = {row["month"] for row in manifest.get("archived", ())} | {row.month for row in hashed.archived}
    said = {
        code: {month: sha for month, sha in months.items() if month not in away}
        for code, months in manifest["readings"].items()
    }
    found = _compare("reading", said, [row for row in hashed.readings if row.month not in away])
    found += _compare("hour", manifest["hours"], hashed.hours)
    factors = packing.factors_of(now)
    found += [Difference("archived", f"{row.month} {row.code} {row.sha256}") for row in hashed.archived]
    found += [
        Difference("factor", (manifest["factors"].get(n) or factors[n]).split("|")[0])
        for n in sorted({*factors, *manifest["factors"]}, key=int)
        if factors.get(n) != manifest["factors"].get(n)
    ]
    if now.digest != manifest["items_sha256"]:
        found.append(Difference("items", manifest["items_sha256"]))
    for basis, totals in now.totals.items():
        if totals.total != manifest["totals_mg"].get(basis):
            found.append(Difference("total", basis))
    return found


def _compare(
    what: What, said: Mapping[str, Mapping[str, str]], now: list[storage.Digest]
) -> list[Difference]:
    before = {(code, month): sha for code, months in said.items() for month, sha in months.items()}
    after = {(row.code, row.month): row.sha256 for row in now}
    changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    return [Difference(what, f"{code} {month}") for code, month in changed]
