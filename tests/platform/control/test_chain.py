"""From the row to the running edge and back, all processes real and killed on the way."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.connecting import edge_commands, edge_config, edges
from parkcarbon_platform.services.connecting.edge_commands import Answer, Spool

from tests.support import delivery as deliveries
from tests.support import park as parks
from tests.support.committer import connect
from tests.support.processes import Processes, wait_until
from tests.support.stack import Broker, Database

WHO = Actor("operator")
KEYS = ["kept", "other", "third"]
T = 1_790_000_000_000


class Chain:
    """Ingest, control and an edge without connectors; `sent` messages of each of two meters."""

    def __init__(self, database: Database, broker: Broker, redis_url: str, folder: Path) -> None:
        self.broker, self.pools, self.sent = broker, deliveries.pools(database), 0
        content = parks.park_file(KEYS)
        content["bindings"] = []
        people = {f"{parks.PARK}-operator": secrets.token_urlsafe(16)}
        self.park_id = deliveries.apply(database, content, people)
        password = folder / "password"
        password.write_text(broker.password)
        password.chmod(0o600)
        self.file = folder / "edge.toml"
        self.file.write_text(
            f"""park = "{parks.PARK}"
edge = "{parks.EDGE}"
partition = "{parks.partition()}"
[uplink]
url = "mqtt://127.0.0.1:{broker.port}"
username = "{broker.username}"
password_file = "{password}"
[spool]
path = "{folder / "spool.db"}"
"""
        )
        key = secrets.token_hex(32)
        self.vault = Vault(key)
        settings = {
            "DATABASE_URL": database.owner_url, "DATABASE_APP_URL": database.app_url,
            "DATABASE_INGEST_URL": database.ingest_url, "DATABASE_DIRECTORY_URL": database.directory_url,
            "REDIS_URL": redis_url, "MQTT_URL": broker.url, "SECRET_KEY": key,
        }  # fmt: skip
        self.processes = Processes({f"PARKCARBON_{k}": v for k, v in settings.items()}, folder)
        self.processes.start("ingest", "parkcarbon-platform", "ingest")
        self.processes.start("control", "parkcarbon-platform", "control")
        self.processes.start("edge", "parkcarbon-edge", "run", "--config", str(self.file))
        self.meter = connect(broker, "meter")

    def say(self, count: int) -> None:
        for _ in range(count):
            body = json.dumps({"t": T + self.sent, "values": {"import": self.sent}})
            self.meter.publish("site/kept", body, qos=1)
            self.meter.publish("site/other", body, qos=1)
            self.sent += 1

    def meters(self, name: str, *keys: str) -> dict[str, Any]:
        return {
            "type": "mqtt", "name": name, "url": f"mqtt://127.0.0.1:{self.broker.port}",
            "username": self.broker.username, "password_secret": "meters",
            "point": [{"key": key, "topic": f"site/{key}", "field": "import"} for key in keys],
        }  # fmt: skip

    def save(self, based_on: int, *sections: dict[str, Any], max_age_days: int | None = None) -> None:
        keys = [point["key"] for section in sections for point in section["point"]]
        wanted = edge_config.Wanted(
            based_on, sections, {"meters": self.broker.password}, {key: key for key in keys},
            max_age_days=max_age_days, keeps_age=max_age_days is None,
        )  # fmt: skip
        with self.pools.tenant(self.park_id) as connection:
            edge_config.save(connection, WHO, parks.EDGE, wanted, self.vault)

    def newest(self) -> edge_config.ConfigRow:
        with self.pools.tenant(self.park_id) as connection:
            found = edge_config.show(connection, edges.find(connection, parks.EDGE)).config
        assert found is not None
        return found

    def acknowledged(self, version: int) -> None:
        wait_until(
            lambda: self.newest().version == version and self.newest().acknowledged_at,
            f"version {version}",
            120,
        )

    def state(self) -> dict[str, Any]:
        with self.pools.tenant(self.park_id) as connection:
            return dict(edges.find(connection, parks.EDGE).state or {})

    def ask(self, kind: str, **args: object) -> UUID:
        with self.pools.tenant(self.park_id) as connection:
            return edge_commands.ask(connection, WHO, parks.EDGE, kind, args, vault=self.vault)

    def answer(self, command: UUID) -> Answer:
        def found() -> Answer:
            with self.pools.tenant(self.park_id) as connection:
                return edge_commands.find(connection, parks.EDGE, command)

        wait_until(lambda: found().state in ("done", "failed", "expired"), "the answer", 150)
        return found()

    def ledger(self) -> list[Spool]:
        with self.pools.tenant(self.park_id) as connection:
            return edge_commands.ledger(connection, edges.find(connection, parks.EDGE))

    def close(self) -> None:
        self.processes.stop()
        self.meter.disconnect()
        self.meter.loop_stop()
        self.pools.close()


@pytest.fixture
def chain(database: Database, mqtt: Broker, redis_url: str, tmp_path: Path) -> Iterator[Chain]:
    made = Chain(database, mqtt, redis_url, tmp_path)
    yield made
    made.close()


def test_an_edge_is_configured_while_everything_is_killed_and_all_that_it_collected_is_stored(
    chain: Chain, database: Database
) -> None:
    wait_until(lambda: chain.state().get("online"), "the edge", 120)
    kept = chain.meters("mqtt-1", "kept")
    chain.save(0, kept, chain.meters("mqtt-2", "other"), max_age_days=7)
    chain.acknowledged(1)
    connected = lambda: all(c["ok"] for c in chain.state()["connectors"].values())  # noqa: E731
    wait_until(lambda: len(chain.state()["connectors"]) == 2 and connected(), "the connectors", 120)
    for version in range(2, 22):
        chain.say(3)
        chain.save(version - 1, kept, chain.meters("mqtt-2", "other", *(["third"] if version % 2 else [])))
        if version in (5, 11):
            chain.processes.restart_after_kill("control")
        if version in (8, 14):
            chain.processes.restart_after_kill("edge")
        chain.say(2)
        if version % 3 == 0 or version > 18:
            chain.acknowledged(version)
    count = "SELECT count(*) FROM series.reading r JOIN core.point p ON p.id = r.point_id WHERE p.code = %s"
    stored = lambda: [deliveries.rows(database, count, key)[0][0] for key in ("kept", "other")]  # noqa: E731
    wait_until(lambda: stored() == [chain.sent, chain.sent], "every reading", 120)
    wait_until(lambda: chain.ledger()[0].is_complete, "the ledger to balance", 60)
    (spool,) = chain.ledger()
    assert spool.stored.missing == spool.stored.quarantined == spool.stored.gap_readings == 0
    assert (spool.collected or 0) >= 2 * chain.sent
    assert chain.state()["max_age_days"] == 7  # through twenty versions and kill -9
    refused_and_looked_at(chain)


def refused_and_looked_at(chain: Chain) -> None:
    """What cannot be used, and what edges are asked."""
    chain.save(21, chain.meters("mqtt-1", "kept") | {"colour": "red"})
    wait_until(lambda: chain.newest().error, "the refusal", 60)
    assert "connector 'mqtt-1'" in (chain.newest().error or "")
    assert chain.state()["config_version"] == 21
    loose = chain.meters("not-yet", "kept")
    tested = chain.answer(chain.ask("test", connection=loose, secrets={"meters": chain.broker.password}))
    assert tested.state == "done", tested.row.reply
    assert "secrets" not in tested.row.args
    bundle = chain.answer(chain.ask("diagnose"))
    assert chain.broker.password not in json.dumps(bundle.row.reply)
    chain.processes.kill("edge")
    chain.processes.kill("control")
    unheard = chain.ask("diagnose")
    with chain.pools.tenant(chain.park_id) as connection:
        assert edge_commands.find(connection, parks.EDGE, unheard).state == "waiting"


def test_the_file_of_an_edge_is_shown_as_version_0(chain: Chain) -> None:
    with chain.file.open("a") as file:
        file.write(
            f"""[[connector]]
name = "own"
type = "mqtt"
url = "mqtt://127.0.0.1:{chain.broker.port}"
[[connector.point]]
key = "kept"
topic = "site/kept"
field = "import"
"""
        )
    chain.processes.restart_after_kill("edge")

    def shown() -> bool:
        with chain.pools.tenant(chain.park_id) as connection:
            config = edge_config.show(connection, edges.find(connection, parks.EDGE)).config
        return config is not None and config.version == 0 and config.connector[0]["name"] == "own"

    wait_until(shown, "the configuration of the file", 120)
