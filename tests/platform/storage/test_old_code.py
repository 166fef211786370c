"""Code of before a deployment works on the schema of after it: upgrades need no pause.

The revision below is the last one whose schema and code were released together. Whoever contracts the schema
(drops or narrows what this code still uses) sees it here, and moves the revision on once no process of before
runs any more. The test needs that revision: in a shallow clone it fails and says how to get it.
"""

import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.delivery import rows
from tests.support.stack import Database

ROOT = Path(__file__).parents[3]
RELEASED = "9d0f6aca172fa3885a888f42144c0171c6b21e40"
TIERS = ("edge", "platform", "saas")

# Run by the code of before, with its own test support: a park from its file, batches through the ingest's
# store, twice; settlement; what the live page shows.
SMOKE = """
import os
from datetime import UTC, datetime, timedelta
import parkcarbon_platform
assert parkcarbon_platform.__file__.startswith(os.environ["OLD"]), parkcarbon_platform.__file__
from parkcarbon_platform.live import loader
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.storage.delivery import Outcome
from parkcarbon_platform.storage.readings import ReadingStore
from tests.support import park as parks
from tests.support.delivery import RECEIVED, Sender, apply, delivered, pools, read_catalogue
from tests.support.metered import MeteredPark, document
from tests.support.stack import Database

made = Database("old", os.environ["OWNER"], os.environ["APP"], os.environ["INGEST"], os.environ["DIRECTORY"])
start = int(RECEIVED.timestamp() * 1000)
ingested = apply(made, parks.park_file(["register-1"], ["gauge-1"]))
sender = Sender()
payload = sender.batch(*(("register-1", start - n * 900_000, 100.0 - n, 0) for n in range(9)))
with pools(made) as opened:
    known, store = read_catalogue(made), ReadingStore(opened.ingest)
    for outcome in (Outcome.STORED, Outcome.DUPLICATE):
        assert store.commit([delivered(known, sender, payload)]).outcomes == [outcome]
    assert settlement.settle(opened, ingested, lambda *_: None, seconds=5) == 1
    with opened.tenant(ingested) as connection:
        view = loader.load_view(connection, datetime.now(UTC))
        assert view is not None
        loader.load_seed(connection, view, datetime.now(UTC))
metered = MeteredPark(made, document("older"))
metered.write([(p, start + n * 900_000, 100.0 + n, 0) for p in ("main", "office", "gas") for n in range(9)])
settlement.settle(metered.pools, metered.id, lambda *_: None, seconds=5)
print(len(metered.intervals()), len(metered.ledger()))
metered.close()
"""


def old_code(folder: Path) -> None:
    """The released revision's files."""
    made = subprocess.run(
        ["git", "archive", RELEASED, *TIERS, "tests/support"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )
    if made.returncode:
        pytest.fail(
            f"The released revision {RELEASED} is not here: {made.stderr.decode().strip()} "
            "This is a shallow clone or a copy without history: `git fetch --unshallow` brings it."
        )
    with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")


def test_the_code_of_before_works_on_the_schema_of_now(database: Database, tmp_path: Path) -> None:
    old_code(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SMOKE],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(tmp_path / tier) for tier in (*TIERS, "")),
            "OLD": str(tmp_path),
            "OWNER": database.owner_url,
            "APP": database.app_url,
            "INGEST": database.ingest_url,
            "DIRECTORY": database.directory_url,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["24", "6"]
    assert rows(database, "SELECT count(*) FROM core.park") == [(2,)]
