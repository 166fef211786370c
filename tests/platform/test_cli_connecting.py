"""The commands for edges and log-ins, against a real database and broker."""

import pytest
from parkcarbon_platform import cli

from tests.support import park as parks
from tests.support.broker import answer
from tests.support.delivery import apply, rows
from tests.support.stack import Broker, Database, ServerStack


@pytest.fixture
def park(database: Database, mqtt: Broker, stack: ServerStack, monkeypatch: pytest.MonkeyPatch) -> str:
    apply(database, parks.park_file(["aa"]))
    for name, value in {
        "DATABASE_URL": database.owner_url, "DATABASE_APP_URL": database.app_url,
        "DATABASE_DIRECTORY_URL": database.directory_url, "MQTT_URL": stack.own.mosquitto.url(),
        "MQTT_CONTROL_URL": stack.mqtt_control_url, "MQTT_CA_FILE": str(stack.own.mosquitto.authority_file),
        "MQTT_PUBLIC_URL": stack.own.mosquitto.public_url,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"PARKCARBON_{name}", value)
    return parks.PARK


def test_an_edge_is_made_given_a_token_and_thrown_out(
    park: str, database: Database, stack: ServerStack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["edge", "add", park, "hall-7", "--name-en", "Hall 7", "--enterprise", "works"]) == 0
    assert cli.main(["edge", "add", park, "hall-7"]) == 1
    assert "conflict" in capsys.readouterr().err
    assert cli.main(["edge", "token", park, "hall-7", "--url", "https://carbon.example/"]) == 0
    told = capsys.readouterr().out
    assert stack.own.mosquitto.public_url in told
    assert "--find-links https://carbon.example/edge/wheels/ " in told
    assert "enrol https://carbon.example " in told
    assert cli.main(["edge", "list", park]) == 0
    line = next(row for row in capsys.readouterr().out.splitlines() if row.startswith("hall-7"))
    assert "works" in line
    assert "token until" in line
    assert cli.main(["edge", "revoke", park, "hall-7"]) == 0
    assert "had no log-in" in capsys.readouterr().out
    ((revoked_by,),) = rows(database, "SELECT revoked_by FROM core.edge_token")
    assert revoked_by.startswith("cli:")
    assert cli.main(["edge", "token", park, "nowhere"]) == 1
    assert cli.main(["edge", "list", "nowhere"]) == 1


def test_a_device_is_given_a_log_in_and_loses_it(
    park: str, mqtt: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["device", "login", park, "meter", "--client-id", "plc-7"]) == 0
    shown = capsys.readouterr().out
    assert "BEGIN CERTIFICATE" in shown
    told = dict(line.split("\t") for line in shown.splitlines() if "\t" in line)
    assert told["client_id"] == "plc-7"
    assert answer(mqtt.port, told["username"], told["password"], "plc-7") == "Success"
    assert cli.main(["device", "revoke", park, "meter"]) == 0
    assert answer(mqtt.port, told["username"], told["password"], "plc-7") == "Not authorized"
    assert cli.main(["device", "login", park, "nowhere"]) == 1
