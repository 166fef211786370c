"""The verification pack: reports, workbook, data and digests in one archive with a signed manifest."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from parkcarbon_platform.reports.inventory import figures as inventory_figures
from parkcarbon_platform.reports.inventory.figures import Event, Figures
from parkcarbon_platform.reports.inventory.workbook import plain
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.storage.exports import ChangeRow, Digest

# The first hashed hours without the mass of other gases.
FIRST_FORMAT = "parkcarbon/verification-pack/v1"
FORMAT = "parkcarbon/verification-pack/v2"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
ITEM_FIELDS = (
    "source", "enterprise", "category", "carrier", "scope", "scope3_category", "internal_transfer",
    "biogenic", "sink", "month", "gas", "basis", "quantity", "unit", "estimated", "covered_s", "expected_s",
    "factor_version", "fallback", "gas_mg", "gwp", "co2e_mg", "scenes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a pack beside the figures: rendered files by name, digests, changes, evidence.

    `hashed_with` says when the digests are from: `inventory`, when that was computed, or `pack`, when this
    was made; `changed_since` names the readings and hours that are others by then; `archived` the files
    that hold the readings of months that have no digests here.
    """

    files: Mapping[str, bytes]
    readings: Sequence[Digest]
    hours: Sequence[Digest]
    changes: Sequence[ChangeRow]
    evidence: Mapping[str, bytes]
    hashed_with: Literal["inventory", "pack"] = "pack"
    changed_since: Mapping[str, Sequence[str]] = field(default_factory=dict)
    archived: Sequence[Digest] = ()


def build(figures: Figures, contents: Contents, signer: Signer) -> tuple[bytes, dict[str, Any]]:
    """The archive, and its manifest. The same content gives the same bytes."""
    files = {
        **contents.files,
        "data/items.csv": _items(figures),
        "data/readings.csv": _rows(Digest, contents.readings),
        "data/hours.csv": _rows(Digest, contents.hours),
        "data/changes.csv": _rows(ChangeRow, contents.changes),
        **({} if figures.inventory is None else {"data/verification.csv": _history(figures)}),
        **{f"evidence/{name}": content for name, content in contents.evidence.items()},
    }
    manifest = {
        "format": FORMAT,
        "park": figures.park_code,
        "enterprise": figures.enterprise,
        "ruleset": figures.rules.code,
        "from": figures.start.isoformat(),
        "to": figures.end.isoformat(),
        "gwp": figures.gwp,
        "approach": figures.approach,
        "made_at": figures.made_at.isoformat(),
        "totals_mg": {basis: totals.total for basis, totals in figures.totals.items()},
        "items_sha256": figures.digest,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "verification": _verification(figures),
        "hashed_with": contents.hashed_with,
        "changed_since": {name: list(rows) for name, rows in contents.changed_since.items()},
        "readings": _nested(contents.readings),
        "archived": [
            {"month": row.month, "file": row.code, "sha256": row.sha256} for row in contents.archived
        ],
        "hours": _nested(contents.hours),
        "factors": factors_of(figures),
        "public_key": signer.public_key,
    }  # fmt: skip
    text = canonical(manifest)
    return _zipped({**files, MANIFEST: text, SIGNATURE: signer.sign(text)}, figures.made_at), manifest


def _verification(figures: Figures) -> dict[str, Any] | None:
    """The state that a stored inventory was in, and its findings with their answers."""
    if figures.inventory is None:
        return None
    return {
        "inventory": figures.inventory,
        "state": figures.state,
        "findings": [
            {**_said(found.raised), "open": found.is_open, "replies": [_said(each) for each in found.replies]}
            for found in figures.findings
        ],
    }


def _said(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "kind": event.kind, "figure": event.figure, "note": event.note,
        "author": event.author, "role": event.role, "at": event.at.isoformat(),
    }  # fmt: skip


def _history(figures: Figures) -> bytes:
    return _rows(Event, figures.events)


def factors_of(figures: Figures) -> dict[str, str]:
    """The factor versions, by id, with their value."""
    return {
        str(f.id): f"{f.factor}|{f.version}|{f.region}|{f.value.normalize():f} {f.unit}"
        for f in figures.factors.values()
    }


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it is signed."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _nested(digests: Sequence[Digest]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in digests:
        found.setdefault(row.code, {})[row.month] = row.sha256
    return found


def _items(figures: Figures) -> bytes:
    rows = (inventory_figures.row(item) for item in figures.items)
    return _csv(ITEM_FIELDS, ([*row[:-1], json.dumps(row[-1])] for row in rows))


def _rows(kind: type[Any], rows: Sequence[Any]) -> bytes:
    return _csv([column.name for column in fields(kind)], (astuple(row) for row in rows))


def _csv(head: Sequence[str], rows: Any) -> bytes:  # noqa: ANN401
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([plain(v) if isinstance(v, str) else v for v in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()
