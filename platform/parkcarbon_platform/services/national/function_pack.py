"""The evidence of the functions as one archive with a signed manifest, as verification packs have."""

import hashlib
import io
import zipfile
from datetime import datetime
from typing import Any

from parkcarbon_platform.reports.functions import workbook
from parkcarbon_platform.services.exports import packing
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.services.national import functions
from parkcarbon_platform.services.national.files import Language
from parkcarbon_platform.services.tables import table_files
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.functions import Evidence

FORMAT = "parkcarbon/function-evidence/v1"


def build(
    connection: Connection, park: str, now: datetime, signer: Signer, language: Language
) -> tuple[bytes, dict[str, Any]]:
    """The archive and its manifest: the workbook, a table for each kind of evidence, what is live."""
    found = functions.functions(connection, now)
    pieces = functions.evidence(connection, now)
    shown = found.model_dump(mode="json")
    files = {
        "functions.xlsx": workbook.build(shown, pieces, "zh" if language == "zh-CN" else "en"),
        "functions.json": packing.canonical(shown),
        **{f"evidence/{code}.csv": _csv(rows) for code, rows in pieces.items()},
    }
    manifest = {
        "format": FORMAT,
        "park": park,
        "made_at": now.isoformat(),
        "states": {one.code: one.state for one in found.functions},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "public_key": signer.public_key,
    }
    text = packing.canonical(manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**files, packing.MANIFEST: text, packing.SIGNATURE: signer.sign(text)}.items():
            archive.writestr(name, content)
    return made.getvalue(), manifest


def _csv(rows: list[Evidence]) -> bytes:
    told = [[row.name, "" if row.time is None else row.time.isoformat(), row.detail] for row in rows]
    return table_files.write_csv([["name", "time", "detail"], *told])
