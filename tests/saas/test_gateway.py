"""A gateway from nothing to stored readings: the platform's wheels, a token, TLS, a meter behind OPC UA."""

import asyncio
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import psycopg
import pytest
from parkcarbon_edge import enrolment
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.errors import ConfigurationError, EnrolmentError
from parkcarbon_edge.settings import load_settings
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import edges
from parkcarbon_platform.services.connecting.edges import NewEdge
from parkcarbon_platform.services.localtime import now
from parkcarbon_platform.storage.database import Database as Pools
from parkcarbon_saas.settings import Settings

import bootstrap
from tests.platform.ingest.test_shell import running
from tests.saas.conftest import serving
from tests.support import park as parks
from tests.support.delivery import apply, rows
from tests.support.opcua import NAMESPACE, TestServer
from tests.support.stack import Database, ServerStack

BIN = Path(sys.executable).parent
CONNECTOR = """
[[connector]]
name = "meter"
type = "opcua"
endpoint = "{endpoint}"
[[connector.point]]
key = "energy"
node = "nsu={namespace};s=energy"
sampling = "subscribe"
period_s = 1
"""


class Place:
    """A park, the platform over it, and where gateways find it."""

    def __init__(self, database: Database, stack: ServerStack, redis_url: str) -> None:
        mosquitto = stack.own.mosquitto
        self.database = database
        self.park_id = apply(database, parks.park_file(["energy"]))
        self.settings = Settings(
            database_url=database.owner_url, database_app_url=database.app_url,
            database_ingest_url=database.ingest_url, database_directory_url=database.directory_url,
            redis_url=redis_url, mqtt_url=mosquitto.url(), mqtt_control_url=stack.mqtt_control_url,
            mqtt_public_url=mosquitto.public_url, mqtt_ca_file=str(mosquitto.authority_file),
            secret_key="t" * 32, demo=True,
        )  # fmt: skip
        self.url = ""

    def edge(self, code: str) -> None:
        """An edge whose key `energy` is the point of the same name."""
        with Pools.of(self.settings, size=2) as pools, pools.tenant(self.park_id) as connection:
            edges.make(connection, Actor("operator"), NewEdge(code, code, code))
        with psycopg.connect(self.database.owner_url) as owner:
            owner.execute(
                """INSERT INTO core.point_binding (park_id, edge_id, key, point_id)
                SELECT e.park_id, e.id, 'energy', p.id FROM core.edge e, core.point p
                WHERE e.code = %s AND p.code = 'energy'""",
                (code,),
            )

    def token(self, code: str) -> str:
        with Pools.of(self.settings, size=2) as pools, pools.tenant(self.park_id) as connection:
            return edges.add_token(connection, Actor("operator"), code, now()).token

    def stored(self) -> list[float]:
        return [value for (value,) in rows(self.database, "SELECT value FROM series.reading ORDER BY time")]


@pytest.fixture(scope="module")
def place(
    new_database: Callable[[], AbstractContextManager[Database]], stack: ServerStack
) -> Iterator[Place]:
    with new_database() as database:
        found = Place(database, stack, stack.redis_url)
        with serving(found.settings) as found.url:
            yield found


async def collect(place: Place, edge: str, program: Path, folder: Path) -> None:
    """Enrol with this program, run it against a meter, and see its readings stored."""
    meter = TestServer(("energy",))
    await meter.start()
    place.edge(edge)
    call = [str(program), "enrol", place.url, "-", "--dir", str(folder)]
    done = await asyncio.to_thread(
        subprocess.run, call, input=place.token(edge) + "\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    config = folder / "edge.toml"
    connector = CONNECTOR.format(endpoint=meter.endpoint, namespace=NAMESPACE)
    config.write_text(config.read_text() + connector)
    before = len(place.stored())
    agent = await asyncio.create_subprocess_exec(str(program), "run", "--config", str(config))
    try:
        with running(place.settings):
            value = 0.0
            while len(place.stored()) < before + 3:
                assert agent.returncode is None
                value += 1.0
                await meter.write("energy", value, now_ms())
                await asyncio.sleep(0.5)
    finally:
        agent.terminate()
        await agent.wait()
        await meter.stop()


async def test_an_enrolled_edge_collects(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    await collect(place, "checkout", BIN / "parkcarbon-edge", folder)
    assert load_settings(folder / "edge.toml").uplink.url.startswith("mqtts://")
    private = (folder, folder / "spool", folder / "password", folder / "ca.pem")
    assert [path for path in (*private, folder / "edge.toml") if path.stat().st_mode & 0o077] == []
    (state,) = rows(place.database, "SELECT state->>'version' FROM core.edge WHERE code = 'checkout'")
    assert state[0]


@pytest.mark.slow
async def test_a_gateway_installs_from_the_platform_alone(place: Place, tmp_path: Path) -> None:
    bootstrap.build_downloads()
    venv.create(tmp_path / "venv", with_pip=True)
    pip = [str(tmp_path / "venv" / "bin" / "pip"), "install", "--quiet", "--no-index", "--no-cache-dir"]
    wheels = ["--find-links", f"{place.url}/edge/wheels/", "parkcarbon-edge[opcua,mqtt,modbus,dlt645]"]
    await asyncio.to_thread(subprocess.run, [*pip, *wheels], check=True, cwd=tmp_path)
    await collect(place, "wheels", tmp_path / "venv" / "bin" / "parkcarbon-edge", tmp_path / "edge")


def test_enrolling_again_keeps_what_was_configured(place: Place, tmp_path: Path) -> None:
    place.edge("again")
    place.edge("other")
    done = enrolment.enrol(place.url, place.token("again"), tmp_path)
    assert (done.park, done.edge) == (parks.PARK, "again")
    config = tmp_path / "edge.toml"
    first = (tmp_path / "password").read_text()
    added = config.read_text().replace("[uplink]\n", "[uplink]\ncycle_s = 1.0\n") + CONNECTOR.format(
        endpoint="opc.tcp://127.0.0.1:4840", namespace=NAMESPACE
    )
    config.write_text(added)
    enrolment.enrol(place.url, place.token("again"), tmp_path)
    assert (tmp_path / "password").read_text() != first
    assert config.stat().st_mode & 0o077 == 0
    assert sorted(config.read_text().splitlines()) == sorted(added.splitlines())
    settings = load_settings(config)
    assert (settings.uplink.cycle_s, [c.name for c in settings.connector]) == (1.0, ["meter"])
    with pytest.raises(ConfigurationError, match="is that of the edge again"):
        enrolment.enrol(place.url, place.token("other"), tmp_path)
    assert load_settings(config).edge == "again"


def test_a_token_that_is_not_good_changes_nothing(place: Place, tmp_path: Path) -> None:
    with pytest.raises(EnrolmentError, match=r"no such token.*make a new one"):
        enrolment.enrol(place.url, "x" * 43, tmp_path)
    assert not (tmp_path / "edge.toml").exists()
    with pytest.raises(EnrolmentError, match="https://"):
        enrolment.enrol("http://carbon.example", "secret", tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(EnrolmentError, match="cannot be written"):
        enrolment.enrol(place.url, "secret", tmp_path / "file" / "folder")


def test_wheels_are_listed_with_their_hashes_and_nothing_else_is_served(tmp_path: Path, place: Place) -> None:
    folder = tmp_path / "downloads"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "parkcarbon_edge-1-py3-none-any.whl").write_bytes(b"abc")
    (folder / "secret.txt").write_text("keep out")
    (folder / "parkcarbon-edge.service").write_text("[Unit]")
    settings = place.settings.model_copy(update={"downloads_dir": folder})
    with serving(settings) as url, httpx.Client(base_url=url, timeout=60) as client:
        page = client.get("/edge/wheels/").text
        # SHA-256 of "abc", from FIPS 180-2.
        digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert f'href="parkcarbon_edge-1-py3-none-any.whl#sha256={digest}"' in page
        assert client.get("/edge/wheels/parkcarbon_edge-1-py3-none-any.whl").content == b"abc"
        assert client.get("/edge/parkcarbon-edge.service").text == "[Unit]"
        for hidden in ("secret.txt", "..%2Fsecret.txt", "%2e%2e/secret.txt", "nothing.whl"):
            assert b"keep out" not in client.get(f"/edge/wheels/{hidden}").content
            assert client.get(f"/edge/wheels/{hidden}").status_code in (200, 404)
