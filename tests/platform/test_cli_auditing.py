"""The commands of the audit log, and that commands are in it."""

import csv
import io

import psycopg
import pytest
from parkcarbon_platform import cli

from tests.support import park as parks
from tests.support.delivery import apply, rows
from tests.support.stack import Database


@pytest.fixture
def park(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    apply(database, parks.park_file(["aa"]))
    monkeypatch.setenv("PARKCARBON_DATABASE_URL", database.owner_url)
    return parks.PARK


def test_commands_are_logged_and_the_log_is_verified(
    park: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["edge", "add", park, "hall-7", "--name-en", "Hall 7"]) == 0
    assert cli.main(["edge", "list", park]) == 0  # looks only
    capsys.readouterr()
    assert cli.main(["audit", "verify", park]) == 0
    noted = capsys.readouterr().out.splitlines()[-1]
    assert noted.startswith("1:")
    assert cli.main(["audit", "export", park]) == 0
    (event,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (event["kind"], event["action"]) == ("command", "command_edge_add")
    assert event["object"].startswith("park ")
    assert "hall-7" in event["changes"]
    assert cli.main(["audit", "verify"]) == 0  # the platform's own
    assert cli.main(["edge", "add", park, "hall-8"]) == 0
    assert cli.main(["audit", "verify", park, "--known", noted]) == 0
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE core.audit_event SET actor = 'nobody' WHERE number = 1")
    capsys.readouterr()
    assert cli.main(["audit", "verify", park]) == 2
    assert "event 1" in capsys.readouterr().err
    assert cli.main(["audit", "verify", park, "--known", "x"]) == 1
    assert len(rows(database, "SELECT 1 FROM core.audit_event")) == 2
