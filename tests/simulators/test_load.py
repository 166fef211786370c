"""The load generator: what it says of its own sending is what the database holds."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
from parkcarbon_platform.ingest import shell
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.settings import Settings
from parkcarbon_simulators import cli
from parkcarbon_simulators.load import parks
from parkcarbon_simulators.load.sending import RESEND_S, WINDOW, Sender

from tests.support import delivery
from tests.support.stack import Broker, Database

ROOT = Path(__file__).parents[2]


@contextmanager
def ingest(database: Database, broker: Broker, redis_url: str) -> Iterator[None]:
    settings = Settings(
        database_url=database.owner_url, database_app_url=database.app_url,
        database_ingest_url=database.ingest_url, database_directory_url=database.directory_url,
        mqtt_url=broker.url, redis_url=redis_url,
    )  # fmt: skip
    stop, ready = threading.Event(), threading.Event()
    thread = threading.Thread(target=shell.run, args=(settings, stop, None, lambda _: ready.set()))
    thread.start()
    try:
        assert ready.wait(60)
        yield
    finally:
        stop.set()
        thread.join(30)


def arguments(broker: Broker, folder: Path, *more: str) -> list[str]:
    secret = folder / "password"
    secret.write_text(broker.password)
    place = ["--mqtt-url", f"mqtt://{broker.host}:{broker.port}", "--username", broker.username]
    return ["load", "run", *place, "--password-file", str(secret), "--json", *more]


SMALL = ("--parks", "3", "--meters", "7", "--interval", "60")


def test_what_is_committed_by_its_own_account_is_in_the_database(
    database: Database, mqtt: Broker, redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["load", "describe", *SMALL, "--dir", str(tmp_path / "parks")]) == 0
    with delivery.pools(database) as opened:
        for file in sorted((tmp_path / "parks").iterdir()):
            provisioning.apply(opened, park_file.parse(file.read_text()))
    capsys.readouterr()
    with ingest(database, mqtt, redis_url):
        # Each park sends five times a second.
        run = arguments(mqtt, tmp_path, *SMALL, "--compression", "300", "--seconds", "2")
        assert cli.main(run) == 0
    told = json.loads(capsys.readouterr().out)
    ((stored, points, quarantined),) = delivery.rows(
        database,
        """SELECT count(*), count(DISTINCT point_id), (SELECT count(*) FROM core.quarantine)
        FROM series.reading""",
    )
    assert (stored, points, quarantined) == (told["readings"], 21, 0)
    assert told["committed_readings"] == told["readings"] == 7 * told["batches"]
    assert 0 < told["batches"] <= 33
    assert told["lost_batches"] == 0
    assert 0 < told["lag_median_s"] <= told["lag_p99_s"] <= told["lag_max_s"]
    assert told["generator_us_a_reading"] > 0
    ((behind,),) = delivery.rows(database, "SELECT max(time) <= now() FROM series.reading")
    assert behind


def test_where_nobody_commits_it_says_that_all_is_lost(
    mqtt: Broker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = arguments(mqtt, tmp_path, *SMALL, "--compression", "300", "--seconds", "0.5", "--drain", "0.1")
    with pytest.raises(SystemExit) as ended:
        cli.main(run)
    assert ended.value.code == 2
    told = json.loads(capsys.readouterr().out)
    assert told["lost_batches"] == told["batches"] > 0
    assert (told["committed_readings"], told["lag_max_s"]) == (0, 0)


def test_a_broker_that_refuses_is_named(
    mqtt: Broker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = arguments(mqtt, tmp_path, *SMALL)
    (tmp_path / "password").write_text("wrong")
    assert cli.main(run) == 1
    assert "Not authorized" in capsys.readouterr().err


def test_batches_are_those_of_the_published_schema() -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "batch.json").read_text())
    sender = Sender()
    seq, prev = sender.next_seq
    made = parks.batch(sender.spool, seq, prev, parks.readings("load-00001", 3, 1_790_000_000_000))
    jsonschema.validate(json.loads(made), schema)
    assert parks.value("p", 1, 1_790_000_060_000) > parks.value("p", 1, 1_790_000_000_000)


def held(number: int) -> Sender:
    sender = Sender()
    for seq in range(1, number + 1):
        sender.take(b"%d" % seq, 1, 0.0)
    sender.connected(0.0)
    return sender


def test_a_sender_keeps_to_its_window_and_goes_back_to_the_oldest() -> None:
    sender = held(WINDOW + 5)
    assert sender.due(0.0) == [b"%d" % seq for seq in range(1, WINDOW + 1)]
    sender.acknowledged(sender.spool, 2, 1.0)
    assert sender.due(1.0) == [b"%d" % (WINDOW + 1), b"%d" % (WINDOW + 2)]
    # Two more of the same: the platform misses the row behind it.
    sender.acknowledged(sender.spool, 2, 1.1)
    assert sender.due(1.1) == []
    sender.acknowledged(sender.spool, 2, 1.2)
    assert sender.due(1.2)[0] == b"3"
    assert sender.counts.repeated == WINDOW


def test_where_nothing_moves_a_single_row_is_sent_ever_more_rarely() -> None:
    sender = held(3)
    assert len(sender.due(0.0)) == 3
    assert sender.due(RESEND_S) == []
    assert sender.due(RESEND_S + 0.1) == [b"1"]
    assert sender.due(RESEND_S + 0.2) == []
    sender.acknowledged("another spool", 3, RESEND_S + 1)
    assert sender.held == 3
    sender.acknowledged(sender.spool, 3, RESEND_S + 1)
    assert (sender.held, sender.counts.committed_readings) == (0, 3)
