"""The chain under load on servers of its own, all real, all killable:

plant → edge → broker → ingest → database → worker.
"""

import json
import os
import secrets
import shutil
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
import yaml
from parkcarbon_local import mqtt_users
from parkcarbon_local.server import Server
from parkcarbon_local.stack import Stack

from tests.faults import certificates
from tests.support import park as parks
from tests.support.processes import Processes, Proxy, free_port, wait_until

POINTS, METERS, PERIOD_S = 40, 10, 0.25  # 200 readings a second
PAST_POINTS = [f"past-{i:02d}" for i in range(20)]
EDGE_USER = "edge-plant"


class World:
    """Everything that runs, and what was produced and stored."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="parkcarbon-faults-"))
        self.folder.chmod(0o711)
        self.stack = Stack(self.folder / "stack")
        self.password = secrets.token_urlsafe(12)
        self.produced_log = self.folder / "produced.jsonl"

    def start(self) -> None:
        """Servers, schema, park, then the chain from its end to its beginning."""
        self.stack.start()
        self.stack.mosquitto.put_users([mqtt_users.everything("tester", self.password)])
        self.let_edge_in(self.password)
        certificates.make(self.folder)
        self.proxy = Proxy(self.stack.mosquitto.port, self.folder / "valid.pem")
        self.processes = Processes(self.environment(), self.folder)
        self.command("db", "migrate")
        park_file = self.folder / "park.yaml"
        park_file.write_text(yaml.safe_dump(parks.park_file(parks.points(POINTS, METERS), PAST_POINTS)))
        passwords = self.folder / "passwords.json"
        passwords.write_text(json.dumps({f"{parks.PARK}-operator": secrets.token_urlsafe(16)}))
        passwords.chmod(0o600)
        self.command("park", "apply", str(park_file), "--passwords-file", str(passwords))
        self.processes.start("ingest", "parkcarbon-platform", "ingest")
        celery = ["celery", "-A", "parkcarbon_platform.jobs.app"]
        self.processes.start("worker", *celery, "worker", "-c", "1")
        self.processes.start("beat", *celery, "beat", "-s", str(self.folder / "beat.db"))
        self.start_edge_and_plant()
        wait_until(lambda: self.stored_count() > 100, "the first readings to be stored", timeout_s=180)

    def start_edge_and_plant(self) -> None:
        opcua_port, broker = free_port(), self.stack.mosquitto.port
        self.source = Proxy(opcua_port)
        config = parks.edge_toml(
            self.folder, opcua_port=self.source.port, opcua=parks.opcua_points(POINTS),
            uplink_port=self.proxy.port, username="tester", password=self.password, broker_port=broker,
            meters=parks.meter_points(METERS),
        )  # fmt: skip
        config.write_text(self.with_login(config.read_text()))
        self.set_clock(0)
        self.processes.start(
            "edge",
            "python",
            "-m",
            "tests.faults.clocked_edge",
            str(self.clock),
            "run",
            "--config",
            str(config),
        )
        ready, go = self.folder / "plant.ready", self.folder / "plant.go"
        self.processes.start(
            "plant", "python", "-m", "tests.support.plant", "--opcua-port", str(opcua_port),
            "--points", str(POINTS), "--period", str(PERIOD_S), "--log", str(self.produced_log),
            "--ready", str(ready), "--go", str(go), "--meters", str(METERS), "--mqtt-port", str(broker),
            "--mqtt-user", "tester", "--mqtt-password", self.password,
        )  # fmt: skip
        wait_until(ready.exists, "the plant to serve")
        # What a meter showed before anybody listened cannot be collected: produce once the edge is connected.
        wait_until(self.edge_is_connected, "the edge's connectors", timeout_s=180)
        go.touch()

    def with_login(self, config: str) -> str:
        """The edge's way to the broker: encrypted, through the proxy, with a log-in of its own."""
        plain = f'url = "mqtt://127.0.0.1:{self.proxy.port}"\nusername = "tester"'
        assert plain in config
        own = f'url = "mqtts://127.0.0.1:{self.proxy.port}"\nusername = "{EDGE_USER}"'
        return config.replace(plain, f'{own}\nca_file = "{self.folder / "ca.pem"}"')

    def let_edge_in(self, password: str) -> None:
        """The edge's password at the broker."""
        self.stack.mosquitto.put_users([mqtt_users.everything(EDGE_USER, password)])

    @property
    def clock(self) -> Path:
        return self.folder / "edge.clock"

    def set_clock(self, wrong_by_s: float) -> None:
        """The edge's wall clock: so many seconds ahead (or behind)."""
        part = self.clock.with_suffix(".part")
        part.write_text(str(wrong_by_s))
        part.replace(self.clock)

    @property
    def spool(self) -> Path:
        return self.folder / "spool.db"

    def edge_says(self) -> dict[str, Any]:
        """The edge's own status file."""
        try:
            return dict(json.loads(self.spool.with_name("spool.db.status.json").read_text()))
        except FileNotFoundError:
            return {}

    def edge_is_connected(self) -> bool:
        """As the edge itself says in its state message, stored by ingest."""
        ok = "jsonb_path_exists(state, '$.connectors.\"{}\" ? (@.ok == true)')"
        both = f"{ok.format('opcua-1')} AND {ok.format('mqtt-1')}"
        return self.one(f"SELECT count(*) FROM core.edge WHERE {both}") == 1

    def environment(self) -> dict[str, str]:
        roles = self.stack.role_urls()
        broker = self.stack.mosquitto
        return {
            "PARKCARBON_DATABASE_URL": self.owner_url,
            "PARKCARBON_DATABASE_APP_URL": roles["pc_app"],
            "PARKCARBON_DATABASE_INGEST_URL": roles["pc_ingest"],
            "PARKCARBON_DATABASE_DIRECTORY_URL": roles["pc_directory"],
            "PARKCARBON_REDIS_URL": self.stack.valkey.url,
            "PARKCARBON_MQTT_URL": f"mqtt://tester:{self.password}@127.0.0.1:{broker.port}",
            "PARKCARBON_SECRET_KEY": secrets.token_hex(32),
        }

    @property
    def owner_url(self) -> str:
        return self.stack.postgres.url("parkcarbon")

    def command(self, *arguments: str) -> None:
        name = "command-" + "-".join(arguments[:2])
        self.processes.start(name, "parkcarbon-platform", *arguments)
        process = self.processes.running.pop(name)
        assert process.wait(120) == 0, self.processes.log(name)

    def kill_server(self, server: Server, down_s: float = 1.0) -> None:
        """Kill -9 a server, leave it down for a while, start it again."""
        pid = server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: server.pid() is None, f"{server.name} to be gone", timeout_s=180)
        wait_for(down_s)
        self.stack.start_one(server)

    # ------------------------------------------------------------------ what was produced and stored
    def produced_until(self) -> int:
        """The source time up to which servers and meters have written down all of theirs.

        On a busy machine the plant falls behind the clock, and its log with it.
        """
        last = {"reg": 0, "meter": 0}
        for line in self.produced_log.read_text().splitlines():
            if line.endswith("]"):
                point, at, _ = json.loads(line)
                last[point.split("-")[0]] = at
        return min(last.values())

    def produced(self, from_ms: int, to_ms: int) -> dict[tuple[str, int], float]:
        """What the plant wrote down with from ≤ source time < to."""
        lines = [
            json.loads(line) for line in self.produced_log.read_text().splitlines() if line.endswith("]")
        ]
        return {(point, at): value for point, at, value in lines if from_ms <= at < to_ms}

    def markers(self) -> list[tuple[int, int]]:
        """Spans [ms] of which the edge said that something may be missing."""
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(
                "SELECT (extract(epoch FROM from_time) * 1000)::bigint,"
                " (extract(epoch FROM to_time) * 1000)::bigint FROM core.gap_marker"
            ).fetchall()

    def stored(self, from_ms: int, to_ms: int) -> list[tuple[str, int, float]]:
        """What the database has with from ≤ source time < to."""
        with psycopg.connect(self.owner_url) as connection:
            return connection.execute(
                "SELECT p.code, (extract(epoch FROM r.time) * 1000)::bigint, r.value FROM series.reading r"
                " JOIN core.point p ON p.id = r.point_id"
                " WHERE r.time >= to_timestamp(%s / 1000.0) AND r.time < to_timestamp(%s / 1000.0)",
                (from_ms, to_ms),
            ).fetchall()

    def one(self, sql: str) -> int:
        with psycopg.connect(self.owner_url) as connection:
            row = connection.execute(sql).fetchone()
        assert row is not None
        return int(row[0] or 0)

    def stored_count(self) -> int:
        return self.one("SELECT count(*) FROM series.reading")

    def stop(self) -> None:
        self.processes.stop()
        self.proxy.close()
        self.source.close()
        self.stack.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_for(seconds: float) -> None:
    """Let the load run on."""
    time.sleep(seconds)
